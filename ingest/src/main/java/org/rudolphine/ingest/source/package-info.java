/** One class per source, and what a source gets to work with. */
package org.rudolphine.ingest.source;

/** The only code that speaks HTTP: one polite client, paced by lane. */
package org.rudolphine.ingest.http;

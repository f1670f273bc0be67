/** Document shapes that several providers share: parts of a document, cut out byte for byte. */
package org.rudolphine.ingest.protocol;

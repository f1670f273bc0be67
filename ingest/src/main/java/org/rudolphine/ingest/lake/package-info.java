/**
 * The lake's folders and state. {@link org.rudolphine.ingest.lake.Lake} is the only class that
 * knows a path.
 */
package org.rudolphine.ingest.lake;

/**
 * What knows the outside world and the lake: sources, protocols, the one HTTP client, raw landing.
 *
 * <p>No Spark below this package. {@code transform} and {@code jobs} build on it, never the other
 * way round.
 */
package org.rudolphine.ingest;

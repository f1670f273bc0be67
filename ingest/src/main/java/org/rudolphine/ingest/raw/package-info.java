/** Raw records and how they land: pages as they arrive, packed batches, manifests last. */
package org.rudolphine.ingest.raw;

/**
 * Parquet without Spark: raw batches are written and small tables are read through parquet-java.
 */
package org.rudolphine.ingest.parquet;

package org.rudolphine.transform.normalize;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that are expensive to compute and needed several times.
 *
 * <p>Spark's cache takes rows apart into columns and puts them together again, which for wide rows
 * costs more than parsing them. A local checkpoint copies them as they are, but cannot make them
 * anew when an executor is lost; so it is for the case where executor and driver are one process,
 * and a cluster caches.
 */
final class KeptRows {
  private final Dataset<Row> rows;

  private KeptRows(Dataset<Row> rows) {
    this.rows = rows;
  }

  /** Keeps rows from when they are first computed, until {@link #release}. */
  static KeptRows of(Dataset<Row> rows) {
    boolean oneProcess = rows.sparkSession().sparkContext().isLocal();
    return new KeptRows(
        oneProcess
            ? rows.localCheckpoint(false, StorageLevel.DISK_ONLY())
            : rows.persist(StorageLevel.MEMORY_AND_DISK()));
  }

  Dataset<Row> rows() {
    return rows;
  }

  /** Frees the cache; Spark itself drops a checkpoint that nothing refers to any more. */
  void release() {
    rows.unpersist();
  }
}

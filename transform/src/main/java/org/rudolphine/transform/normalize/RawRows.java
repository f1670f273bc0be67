package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.table.ParquetFiles;

/** Raw batches as Spark reads them. */
final class RawRows {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "source string, unit string, batch string, cycle string, kind string, native_id string,"
              + " datestamp timestamp, deleted boolean, url string, media_type string,"
              + " fetched_at timestamp, sha256 string, page int, position int, payload binary");

  private RawRows() {}

  static Dataset<Row> read(SparkSession spark, Lake lake, List<BatchManifest> batches) {
    String[] files =
        batches.stream()
            .flatMap(
                batch ->
                    batch.files().stream()
                        .map(
                            file ->
                                lake.batchFolder(batch.source(), batch.batch()).uri(file.path()))
                        .map(ParquetFiles::sparkPath))
            .toArray(String[]::new);
    return spark.read().schema(SCHEMA).parquet(files);
  }

  static RawRecord record(Row row) {
    return new RawRecord(
        row.getString(0),
        row.getString(4),
        row.getString(5),
        (Instant) row.get(6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        (Instant) row.get(10),
        row.getString(11),
        row.getInt(12),
        row.getInt(13),
        (byte[]) row.get(14));
  }

  static String batch(Row row) {
    return row.getString(2);
  }

  static String cycle(Row row) {
    return row.getString(3);
  }
}

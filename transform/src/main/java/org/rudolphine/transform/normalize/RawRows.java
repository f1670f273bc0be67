package org.rudolphine.transform.normalize;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.RawFiles;
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

  /** Records of some batches, wherever they lie by now. */
  static Dataset<Row> read(SparkSession spark, Lake lake, List<BatchManifest> batches) {
    Map<String, List<BatchManifest>> bySource =
        batches.stream().collect(groupingBy(BatchManifest::source, TreeMap::new, toList()));
    List<String> whole = new ArrayList<>();
    List<Dataset<Row>> parts = new ArrayList<>();
    bySource.forEach(
        (source, ofSource) -> {
          RawFiles files = files(lake, source, ofSource);
          whole.addAll(files.whole());
          for (RawFiles.Shared shared : files.shared()) {
            Object[] wanted = shared.batches().toArray();
            parts.add(read(spark, shared.files()).filter(col("batch").isin(wanted)));
          }
        });
    if (!whole.isEmpty() || parts.isEmpty()) {
      parts.add(0, read(spark, whole));
    }
    return parts.stream().reduce(Dataset::unionByName).orElseThrow();
  }

  private static RawFiles files(Lake lake, String source, List<BatchManifest> batches) {
    try {
      return lake.rawFiles(source, batches);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Dataset<Row> read(SparkSession spark, List<String> files) {
    return files.isEmpty()
        ? spark.createDataFrame(List.<Row>of(), SCHEMA)
        : spark
            .read()
            .schema(SCHEMA)
            .parquet(files.stream().map(ParquetFiles::sparkPath).toArray(String[]::new));
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

package org.rudolphine.transform.link;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.rudolphine.transform.table.Table;

/**
 * Links and pairs a table {@code series} as it is and replicated under new case ids.
 *
 * <p>Arguments: the folder of the table, a number of copies, and further such numbers.
 */
final class SeriesBench {
  private SeriesBench() {}

  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    try {
      for (int i = 1; i < arguments.length; i++) {
        int copies = Integer.parseInt(arguments[i]);
        link(spark, copies(spark.read().parquet(arguments[0]), copies), copies);
      }
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> copies(Dataset<Row> series, int copies) {
    Dataset<Row> numbers = series.sparkSession().range(copies).toDF("copy");
    return series
        .crossJoin(functions.broadcast(numbers))
        .withColumn("case_id", functions.expr("concat(case_id, '-', copy)"))
        .withColumn("series_id", functions.expr("concat(copy, '/', series_id)"))
        .withColumn(
            "derived_from", functions.expr("transform(derived_from, x -> concat(copy, '/', x))"))
        .drop("copy");
  }

  private static void link(SparkSession spark, Dataset<Row> series, int copies) {
    long rows = series.persist().count();
    long start = System.nanoTime();
    try (LinkedTables linked =
        new Linker(
                spark,
                table ->
                    table.equals("series")
                        ? series
                        : spark.createDataFrame(List.of(), Table.named(table).schema()))
            .link(
                LinkRules.of(
                        List.of(
                            SeriesSamples.curves(1_000_000),
                            SeriesSamples.profiles("tmr-profiles", "tmr-curves")))
                    .all())) {
      System.out.printf(
          Locale.ROOT,
          "copies %d: %d series, %d links, %d pairs, %d unmatched in %.1f s%n",
          copies,
          rows,
          linked.links().count(),
          linked.pairs().count(),
          linked.unmatched().count(),
          (System.nanoTime() - start) / 1e9);
    }
    series.unpersist();
  }
}

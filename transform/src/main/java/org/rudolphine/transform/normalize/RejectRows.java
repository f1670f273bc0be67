package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.table.Table;

/**
 * Rows of {@code rejects}: for each record its newest rejection, unless a usable record of the same
 * id and kind came later; a good list row says nothing of a detail that cannot be read. A rejection
 * that repeats night after night keeps its first raw reference, so that nothing changes while
 * nothing changes.
 */
final class RejectRows {
  private final SourceSettings settings;

  RejectRows(SourceSettings settings) {
    this.settings = settings;
  }

  /** Rows of {@code rejects} from all sightings of a source, in one pass. */
  Dataset<Row> of(Dataset<Row> sightings) {
    Column place = struct(col("as_of"), col("batch"), col("page"), col("position"));
    Column rejected = col("kind").equalTo("reject");
    Column seen =
        struct(
            place.as("place"),
            col("ref"),
            col("fetched_at"),
            col("field"),
            col("reason"),
            col("sha256"),
            col("excerpt"));
    return sightings
        .filter(col("kind").isin("reject", "row", "elsewhere", "deleted"))
        .groupBy(col("native_id"), col("raw_kind"))
        .agg(
            max(when(not(rejected), place)).as("usable"),
            max(when(rejected, seen)).as("newest"),
            collect_list(when(rejected, seen)).as("all"))
        .filter(col("newest").isNotNull())
        .filter(col("usable").isNull().or(col("usable").lt(col("newest.place"))))
        .withColumn("first", array_min(filter(col("all"), RejectRows::sameAsNewest)))
        .select(columns());
  }

  private static Column sameAsNewest(Column reject) {
    return reject
        .getField("sha256")
        .equalTo(col("newest.sha256"))
        .and(reject.getField("field").equalTo(col("newest.field")))
        .and(reject.getField("reason").equalTo(col("newest.reason")));
  }

  private Column[] columns() {
    return java.util.Arrays.stream(Table.named("rejects").schema().fieldNames())
        .map(this::column)
        .toArray(Column[]::new);
  }

  private Column column(String name) {
    Column value =
        switch (name) {
          case "source" -> lit(settings.id());
          case "raw_ref" -> col("first.ref");
          case "revision" -> lit(1);
          case "retrieved_at" -> col("first.fetched_at");
          case "raw_sha256" -> col("newest.sha256");
          case "field", "reason", "excerpt" -> col("newest." + name);
          case "licence" -> lit(settings.licence());
          case "redistribute" -> lit(settings.redistribute());
          default -> col(name);
        };
    return value.as(name);
  }
}

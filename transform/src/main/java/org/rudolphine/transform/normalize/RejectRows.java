package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.table.Table;

/**
 * Rows of {@code rejects}: for each record its newest rejection, unless a usable record of the same
 * id came later. A rejection that repeats night after night keeps its first raw reference, so that
 * nothing changes while nothing changes.
 */
final class RejectRows {
  private final SourceSettings settings;

  RejectRows(SourceSettings settings) {
    this.settings = settings;
  }

  Dataset<Row> of(Dataset<Row> sightings) {
    Column place =
        struct(col("as_of"), col("batch"), col("page"), col("position"));
    Dataset<Row> rejected =
        sightings.filter(col("kind").equalTo("reject")).withColumn("place", place);
    Dataset<Row> usable =
        sightings
            .filter(col("kind").isin("row", "deleted"))
            .groupBy(col("native_id"))
            .agg(max(place).as("usable_place"));
    Dataset<Row> newest = rejected.groupBy(col("native_id")).agg(max("place").as("newest_place"));
    Dataset<Row> first =
        rejected
            .groupBy("native_id", "field", "reason", "sha256")
            .agg(min(struct(col("place"), col("ref"), col("fetched_at"))).as("first"));
    return rejected
        .join(newest, "native_id")
        .filter(col("place").equalTo(col("newest_place")))
        .join(usable, new String[] {"native_id"}, "left")
        .filter(col("usable_place").isNull().or(col("usable_place").lt(col("place"))))
        .select("native_id", "field", "reason", "sha256", "excerpt")
        .join(first, new String[] {"native_id", "field", "reason", "sha256"})
        .select(columns());
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
          case "raw_sha256" -> col("sha256");
          case "licence" -> lit(settings.licence());
          case "redistribute" -> lit(settings.redistribute());
          default -> col(name);
        };
    return value.as(name);
  }
}

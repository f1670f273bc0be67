package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/** Makes rows of the table {@code unmatched}. */
final class Unmatched {
  private Unmatched() {}

  /** Why a row has no counterpart, or takes no part in a rule; null when it says nothing. */
  interface Refusal extends Function<Row, String>, Serializable {}

  /**
   * One row for each record.
   *
   * @param records records that have no counterpart, with provenance columns
   * @param reason for those that are not refused
   */
  static Dataset<Row> rows(
      Dataset<Row> records,
      String table,
      String key,
      LinkRule rule,
      Refusal refusal,
      Refusal reason) {
    StructType schema = Table.named("unmatched").schema();
    String id = rule.id();
    int version = rule.version();
    return records.map(
        (MapFunction<Row, Row>)
            row -> {
              String refused = refusal.apply(row);
              return new TableRow(schema)
                  .set("table_name", table)
                  .set("id", row.getAs(key))
                  .set("rule", id)
                  .set("reason", refused == null ? reason.apply(row) : refused)
                  .provenance("rudolphine", version, Provenance.of(row))
                  .build();
            },
        Encoders.row(schema));
  }
}

package org.rudolphine.transform.link;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;

/** Rows of the table {@code links}. */
final class LinkRow {
  private LinkRow() {}

  /** The columns that rule and match give; ids and provenance are still to be set. */
  static TableRow of(StructType schema, LinkRule rule, String relation, Match match, int rank) {
    return new TableRow(schema)
        .set("rule", rule.id())
        .set("rule_version", rule.version())
        .set("relation", relation)
        .set("right_id", match.rightId())
        .set("score", match.score())
        .set("rank", rank)
        .set("decision", match.decision().text())
        .list("evidence", evidence(schema, match))
        .list("mismatches", match.mismatches())
        .set("statement", match.statement());
  }

  private static List<Row> evidence(StructType schema, Match match) {
    StructType struct =
        (StructType) ((ArrayType) schema.apply("evidence").dataType()).elementType();
    return match.evidence().stream()
        .map(
            one ->
                new TableRow(struct)
                    .set("quantity", one.quantity())
                    .set("left_value", one.left())
                    .set("left_lower", one.leftLower())
                    .set("left_upper", one.leftUpper())
                    .set("right_value", one.right())
                    .set("unit", one.unit())
                    .set("deviation_sigma", one.deviationSigma())
                    .set("note", one.note())
                    .build())
        .toList();
  }
}

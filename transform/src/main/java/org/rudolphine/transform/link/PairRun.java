package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/** One run of a {@link PairRule} over the accepted links of its basis. */
final class PairRun {
  private final PairRule rule;
  private final Dataset<Row> all;
  private final Dataset<Row> links;
  private final Dataset<Row> left;
  private final Dataset<Row> right;
  private final String leftKey;
  private final String rightKey;

  PairRun(PairRule rule, Dataset<Row> links, Function<String, Dataset<Row>> tables) {
    this.rule = rule;
    this.all = links;
    this.links =
        links
            .where(functions.col("decision").equalTo(Match.Decision.ACCEPTED.text()))
            .where(functions.col("rank").leq(rule.maxRank()))
            .select("link_id", "left_id", "right_id");
    this.leftKey = Table.named(rule.leftTable()).key().get(0);
    this.rightKey = Table.named(rule.rightTable()).key().get(0);
    this.left = rows(tables.apply(rule.leftTable()), leftKey, rule.leftColumns());
    this.right = rows(tables.apply(rule.rightTable()), rightKey, rule.rightColumns());
  }

  private static Dataset<Row> rows(Dataset<Row> table, String key, List<String> used) {
    TreeSet<String> columns = new TreeSet<>(used);
    columns.add(key);
    columns.addAll(Provenance.COLUMNS);
    return table.select(columns.stream().map(functions::col).toArray(Column[]::new));
  }

  /** Rows of the table {@code pairs}. */
  Dataset<Row> pairs() {
    StructType schema = Table.named("pairs").schema();
    PairRule pairing = rule;
    return sides(links)
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> pairs(pairing, schema, row), Encoders.row(schema));
  }

  /** Both records of links. */
  private Dataset<Row> sides(Dataset<Row> of) {
    return of.join(asStruct(left, leftKey, "left_id", "left"), "left_id")
        .join(asStruct(right, rightKey, "right_id", "right"), "right_id");
  }

  private static Dataset<Row> asStruct(Dataset<Row> rows, String key, String id, String struct) {
    Column[] all = Arrays.stream(rows.columns()).map(rows::col).toArray(Column[]::new);
    return rows.select(rows.col(key).as(id), functions.struct(all).as(struct));
  }

  private static Iterator<Row> pairs(PairRule rule, StructType schema, Row sides) {
    Row left = sides.getAs("left");
    Row right = sides.getAs("right");
    if (rule.refusal(left) != null) {
      return List.<Row>of().iterator();
    }
    PairRow.Sides of =
        new PairRow.Sides(
            rule.leftTable(),
            sides.getAs("left_id"),
            rule.rightTable(),
            sides.getAs("right_id"),
            sides.getAs("link_id"));
    Provenance provenance = Provenance.of(left).with(Provenance.of(right));
    List<Row> rows = new ArrayList<>();
    for (Pair pair : rule.pairs(left, right)) {
      rows.add(PairRow.of(schema, rule, of, pair, provenance).build());
    }
    return rows.iterator();
  }

  /**
   * Rows of the table {@code unmatched}: records of the left side that are in no pair; of a {@link
   * LinkedPairRule} those of both sides that links name.
   */
  Dataset<Row> unmatched(Dataset<Row> pairs) {
    return rule instanceof LinkedPairRule linked ? unpaired(linked, pairs) : unpairedLeft(pairs);
  }

  private Dataset<Row> unpaired(LinkedPairRule linked, Dataset<Row> pairs) {
    Dataset<Row> paired = pairs.select(pairs.col("link_id").as("paired_link"));
    Dataset<Row> without =
        links.join(paired, links.col("link_id").equalTo(paired.col("paired_link")), "left_anti");
    PairReasons reasons = new PairReasons(linked, all, sides(without));
    return reasons
        .unmatched(left, linked.leftTable(), leftKey, "left_id", pairs, "experiment_id")
        .union(
            reasons.unmatched(
                right, linked.rightTable(), rightKey, "right_id", pairs, "theory_id"));
  }

  private Dataset<Row> unpairedLeft(Dataset<Row> pairs) {
    Dataset<Row> ids = pairs.select(pairs.col("experiment_id").as("linked_id")).distinct();
    Dataset<Row> unpaired =
        left.join(ids, left.col(leftKey).equalTo(ids.col("linked_id")), "left_anti");
    PairRule pairing = rule;
    String nothing = rule.nothingForLeft();
    return Unmatched.rows(
        unpaired, rule.leftTable(), leftKey, rule, pairing::refusal, row -> nothing);
  }
}

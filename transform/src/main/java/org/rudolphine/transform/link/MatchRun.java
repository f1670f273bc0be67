package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * One run of a {@link MatchRule}: the right side is collected once and broadcast with its blocks;
 * the left rows stay distributed, each compared with the right records of its own blocks.
 */
final class MatchRun<L extends Serializable, R extends Serializable> {
  private static final int REPORTED_BLOCKS = 5;

  private final MatchRule<L, R> rule;
  private final Dataset<Row> left;
  private final Dataset<Row> right;
  private final Rights<R> rights;
  private final Broadcast<Rights<R>> shared;

  MatchRun(SparkSession spark, MatchRule<L, R> rule, Function<String, Dataset<Row>> tables) {
    this.rule = rule;
    this.left = rows(rule.left(), tables);
    this.right = rows(rule.right(), tables);
    String key = key(rule.right());
    List<Row> taking =
        takingPart(right, rule.right()).collectAsList().stream()
            .sorted(Comparator.comparing((Row row) -> row.<String>getAs(key)))
            .toList();
    this.rights = new Rights<>(rule.right(), key, taking);
    this.shared = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(rights);
  }

  private static Dataset<Row> rows(Side<?> side, Function<String, Dataset<Row>> tables) {
    TreeSet<String> columns = new TreeSet<>(side.columns());
    columns.add(key(side));
    columns.addAll(Provenance.COLUMNS);
    return tables
        .apply(side.table())
        .select(columns.stream().map(functions::col).toArray(Column[]::new));
  }

  private static String key(Side<?> side) {
    List<String> key = Table.named(side.table()).key();
    if (key.size() != 1) {
      throw new IllegalArgumentException(
          "A rule links tables with one key column, but " + side.table() + " has " + key);
    }
    return key.get(0);
  }

  private static Dataset<Row> takingPart(Dataset<Row> rows, Side<?> side) {
    return rows.filter((FilterFunction<Row>) row -> side.refusal(row) == null);
  }

  /**
   * The blocks with most comparisons, largest first.
   *
   * @throws BlockTooLarge when one exceeds the rule's cap
   */
  List<BlockSize> largestBlocks() {
    Side<L> side = rule.left();
    List<BlockSize> sizes = new ArrayList<>();
    for (Row count :
        takingPart(left, side)
            .flatMap(
                (FlatMapFunction<Row, String>) row -> side.blocks(row).iterator(),
                Encoders.STRING())
            .groupBy("value")
            .count()
            .collectAsList()) {
      sizes.add(
          new BlockSize(count.getString(0), count.getLong(1), rights.size(count.getString(0))));
    }
    sizes.sort(
        Comparator.comparingLong(BlockSize::pairs).reversed().thenComparing(BlockSize::block));
    if (!sizes.isEmpty() && sizes.get(0).pairs() > rule.maxPairsPerBlock()) {
      throw new BlockTooLarge(rule.id(), sizes.get(0), rule.maxPairsPerBlock());
    }
    return List.copyOf(sizes.subList(0, Math.min(REPORTED_BLOCKS, sizes.size())));
  }

  /** Rows of the table {@code links}. */
  Dataset<Row> links() {
    StructType schema = Table.named("links").schema();
    MatchRule<L, R> matching = rule;
    Broadcast<Rights<R>> broadcast = shared;
    return takingPart(left, rule.left())
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> links(matching, broadcast.value(), schema, row),
            Encoders.row(schema));
  }

  private static <L extends Serializable, R extends Serializable> Iterator<Row> links(
      MatchRule<L, R> rule, Rights<R> rights, StructType schema, Row row) {
    Side<L> side = rule.left();
    String leftId = row.getAs(key(side));
    Provenance provenance = Provenance.of(row);
    String source = "stated".equals(rule.relation()) ? row.getAs("source") : "rudolphine";
    List<Match> matches = rule.matches(side.read(row), rights.in(side.blocks(row)));
    List<Row> links = new ArrayList<>(matches.size());
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      links.add(
          new TableRow(schema)
              .set(
                  "link_id",
                  StableId.link(
                      rule.id(), side.table(), leftId, rule.right().table(), match.rightId()))
              .set("rule", rule.id())
              .set("rule_version", rule.version())
              .set("relation", rule.relation())
              .set("left_table", side.table())
              .set("left_id", leftId)
              .set("right_table", rule.right().table())
              .set("right_id", match.rightId())
              .set("score", match.score())
              .set("rank", i + 1)
              .set("decision", match.decision().text())
              .list("evidence", evidence(schema, match))
              .list("mismatches", match.mismatches())
              .set("statement", match.statement())
              .provenance(
                  source, rule.version(), provenance.with(rights.provenance(match.rightId())))
              .build());
    }
    return links.iterator();
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

  /** Rows of the table {@code unmatched}: refused records, and those that no link names. */
  Dataset<Row> unmatched(Dataset<Row> links) {
    return unmatched(left, rule.left(), links.col("left_id"), links, rule.nothingForLeft())
        .union(
            unmatched(right, rule.right(), links.col("right_id"), links, rule.nothingForRight()));
  }

  private Dataset<Row> unmatched(
      Dataset<Row> rows, Side<?> side, Column linked, Dataset<Row> links, String reason) {
    Dataset<Row> ids = links.select(linked.as("linked_id")).distinct();
    Dataset<Row> unlinked =
        rows.join(ids, rows.col(key(side)).equalTo(ids.col("linked_id")), "left_anti");
    return Unmatched.rows(unlinked, side.table(), key(side), rule, side::refusal, reason);
  }
}

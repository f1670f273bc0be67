package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
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
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * One run of a {@link MatchRule}: the right side is collected once and broadcast with its blocks;
 * the left rows stay distributed, each compared with the right records of its own blocks.
 */
final class MatchRun<L extends Serializable, R extends Serializable> {
  private static final int REPORTED_BLOCKS = 5;
  private static final long PAIRS_PER_PARTITION = 100_000;
  private static final int MOST_PARTITIONS = 200;

  private final SparkSession spark;
  private final MatchRule<L, R> rule;
  private final Dataset<Row> left;
  private final Dataset<Row> right;
  private final Rights<R> rights;
  private final Broadcast<Rights<R>> shared;
  private final List<BlockSize> sizes;

  /** Why a block is not compared, by its name; sorted, so that a record's reason is stable. */
  private final TreeMap<String, String> skipped = new TreeMap<>();

  /**
   * Reads the right side and counts the blocks.
   *
   * @throws BlockTooLarge when one exceeds the cap of a rule that stops there
   */
  MatchRun(SparkSession spark, MatchRule<L, R> rule, Function<String, Dataset<Row>> tables) {
    this.spark = spark;
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
    this.sizes = countBlocks();
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
    return rows.filter((FilterFunction<Row>) row -> side.holds(row) && side.refusal(row) == null);
  }

  private List<BlockSize> countBlocks() {
    Side<L> side = rule.left();
    List<BlockSize> counted = new ArrayList<>();
    for (Row count :
        takingPart(left, side)
            .flatMap(
                (FlatMapFunction<Row, String>) row -> side.blocks(row).iterator(),
                Encoders.STRING())
            .groupBy("value")
            .count()
            .collectAsList()) {
      BlockSize block =
          new BlockSize(count.getString(0), count.getLong(1), rights.size(count.getString(0)));
      counted.add(block.pairs() > rule.maxPairsPerBlock() ? refuse(block) : block);
    }
    counted.sort(
        Comparator.comparingLong(BlockSize::pairs).reversed().thenComparing(BlockSize::block));
    return List.copyOf(counted);
  }

  private BlockSize refuse(BlockSize block) {
    if (rule.overCap() == MatchRule.OverCap.STOP) {
      throw new BlockTooLarge(rule.id(), block, rule.maxPairsPerBlock());
    }
    skipped.put(
        block.block(),
        String.format(
            "block %s is not compared: %d x %d = %d pairs, more than max-pairs-per-block = %d",
            block.block(), block.left(), block.right(), block.pairs(), rule.maxPairsPerBlock()));
    return block.asRefused();
  }

  /** The blocks with most comparisons, largest first; every refused one is among them. */
  List<BlockSize> largestBlocks() {
    return sizes.subList(0, Math.min(Math.max(REPORTED_BLOCKS, skipped.size()), sizes.size()));
  }

  /** Rows of the table {@code links}. */
  Dataset<Row> links() {
    StructType schema = Table.named("links").schema();
    MatchRule<L, R> matching = rule;
    Broadcast<Rights<R>> broadcast = shared;
    Set<String> refused = new TreeSet<>(skipped.keySet());
    // By way of an RDD: for typed operations Spark generates one long method for all columns, where
    // samples of the stack stood when millions of links were written.
    return spark.createDataFrame(
        spread(takingPart(left, rule.left()))
            .javaRDD()
            .flatMap(row -> links(matching, broadcast.value(), refused, schema, row)),
        schema);
  }

  /**
   * A few left records with very many comparisons are shared out, wherever their files put them.
   */
  private Dataset<Row> spread(Dataset<Row> rows) {
    long pairs = sizes.stream().filter(block -> !block.refused()).mapToLong(BlockSize::pairs).sum();
    long partitions = Math.min(MOST_PARTITIONS, 1 + pairs / PAIRS_PER_PARTITION);
    return partitions > 1 ? rows.repartition((int) partitions) : rows;
  }

  /** Rows are made one by one: a record may have tens of thousands of matches. */
  private static <L extends Serializable, R extends Serializable> Iterator<Row> links(
      MatchRule<L, R> rule, Rights<R> rights, Set<String> refused, StructType schema, Row row) {
    Side<L> side = rule.left();
    String leftId = row.getAs(key(side));
    Provenance provenance = Provenance.of(row);
    String source = "stated".equals(rule.relation()) ? row.getAs("source") : "rudolphine";
    List<String> blocks =
        side.blocks(row).stream().filter(block -> !refused.contains(block)).toList();
    List<Match> matches = rule.matches(side.read(row), rights.in(blocks));
    return IntStream.range(0, matches.size())
        .mapToObj(
            i -> {
              Match match = matches.get(i);
              return row(rule, schema, leftId, match, i + 1)
                  .provenance(
                      source, rule.version(), provenance.with(rights.provenance(match.rightId())))
                  .build();
            })
        .iterator();
  }

  private static TableRow row(
      MatchRule<?, ?> rule, StructType schema, String leftId, Match match, int rank) {
    String leftTable = rule.left().table();
    String rightTable = rule.right().table();
    return LinkRow.of(schema, rule, rule.relation(), match, rank)
        .set("link_id", StableId.link(rule.id(), leftTable, leftId, rightTable, match.rightId()))
        .set("left_table", leftTable)
        .set("left_id", leftId)
        .set("right_table", rightTable);
  }

  /** Rows of the table {@code unmatched}: refused records, and those that no link names. */
  Dataset<Row> unmatched(Dataset<Row> links) {
    MatchRule<L, R> matching = rule;
    return unmatched(left, rule.left(), links.col("left_id"), links, matching::nothingForLeft)
        .union(
            unmatched(
                right, rule.right(), links.col("right_id"), links, matching::nothingForRight));
  }

  private Dataset<Row> unmatched(
      Dataset<Row> rows,
      Side<?> side,
      Column linked,
      Dataset<Row> links,
      Unmatched.Refusal nothing) {
    Dataset<Row> ids = links.select(linked.as("linked_id")).distinct();
    Dataset<Row> unlinked =
        rows.filter((FilterFunction<Row>) side::holds)
            .join(ids, rows.col(key(side)).equalTo(ids.col("linked_id")), "left_anti");
    TreeMap<String, String> notCompared = skipped;
    return Unmatched.rows(
        unlinked,
        side.table(),
        key(side),
        rule,
        side::refusal,
        row -> {
          List<String> reasons =
              side.blocks(row).stream().map(notCompared::get).filter(Objects::nonNull).toList();
          return reasons.isEmpty() ? nothing.apply(row) : String.join("; ", reasons);
        });
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * A run whose right side is collected once and broadcast with its blocks; the left rows stay
 * distributed, each compared with the right records of its own blocks.
 */
final class BroadcastMatchRun<L extends Serializable, R extends Serializable> implements MatchRun {
  private static final long PAIRS_PER_PARTITION = 100_000;
  private static final int MOST_PARTITIONS = 200;

  private final SparkSession spark;
  private final MatchRule<L, R> rule;
  private final MatchRows<L, R> rows;
  private final Rights<R> rights;
  private final Broadcast<Rights<R>> shared;
  private final List<BlockSize> sizes;

  BroadcastMatchRun(
      SparkSession spark, MatchRule<L, R> rule, Function<String, Dataset<Row>> tables) {
    this.spark = spark;
    this.rule = rule;
    this.rows = new MatchRows<>(rule, tables);
    String key = MatchRows.key(rule.right());
    List<Row> taking =
        rows.right().collectAsList().stream()
            .sorted(Comparator.comparing((Row row) -> row.<String>getAs(key)))
            .toList();
    this.rights = new Rights<>(rule.right(), key, taking);
    this.shared = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(rights);
    this.sizes = countBlocks();
  }

  private List<BlockSize> countBlocks() {
    Side<L> side = rule.left();
    List<BlockSize> counted = new ArrayList<>();
    for (Row count :
        rows.left()
            .flatMap(
                (FlatMapFunction<Row, String>) row -> side.blocks(row).iterator(),
                Encoders.STRING())
            .groupBy("value")
            .count()
            .collectAsList()) {
      String block = count.getString(0);
      counted.add(rows.admitted(new BlockSize(block, count.getLong(1), rights.size(block))));
    }
    counted.sort(LARGEST_FIRST);
    return List.copyOf(counted);
  }

  @Override
  public List<BlockSize> largestBlocks() {
    int reported = Math.max(REPORTED_BLOCKS, rows.refused().size());
    return sizes.subList(0, Math.min(reported, sizes.size()));
  }

  @Override
  public Dataset<Row> links() {
    StructType schema = Table.named("links").schema();
    MatchRule<L, R> matching = rule;
    Broadcast<Rights<R>> broadcast = shared;
    Set<String> refused = rows.refused();
    // By way of an RDD: for typed operations Spark generates one long method for all columns, where
    // samples of the stack stood when millions of links were written.
    return spark.createDataFrame(
        spread(rows.left())
            .javaRDD()
            .flatMap(
                row -> {
                  List<String> blocks =
                      matching.left().blocks(row).stream()
                          .filter(block -> !refused.contains(block))
                          .toList();
                  Rights<R> all = broadcast.value();
                  return MatchRows.links(matching, schema, row, all.in(blocks), all);
                }),
        schema);
  }

  /**
   * A few left records with very many comparisons are shared out, wherever their files put them.
   */
  private Dataset<Row> spread(Dataset<Row> left) {
    long pairs = sizes.stream().filter(block -> !block.refused()).mapToLong(BlockSize::pairs).sum();
    long partitions = Math.min(MOST_PARTITIONS, 1 + pairs / PAIRS_PER_PARTITION);
    return partitions > 1 ? left.repartition((int) partitions) : left;
  }

  @Override
  public Dataset<Row> unmatched(Dataset<Row> links) {
    return rows.unmatched(links, sizes);
  }
}

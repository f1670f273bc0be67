package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * A run that brings the records of each block together by a shuffle: no side is ever in one memory
 * as a whole, only the right records of one block are.
 */
final class BlockMatchRun<L extends Serializable, R extends Serializable> implements MatchRun {
  private final MatchRule<L, R> rule;
  private final MatchRows<L, R> rows;
  private final List<BlockSize> largest;

  BlockMatchRun(MatchRule<L, R> rule, Function<String, Dataset<Row>> tables) {
    this.rule = rule;
    this.rows = new MatchRows<>(rule, tables);
    this.largest = countBlocks();
  }

  /** The one block of a record; none of them is compared when it is in no block. */
  private static String block(Side<?> side, Row row) {
    List<String> blocks = side.blocks(row);
    if (blocks.size() > 1) {
      throw new IllegalStateException(
          "Compared block by block, a record belongs to one block, not to " + blocks);
    }
    return blocks.isEmpty() ? "" : blocks.get(0);
  }

  /** Only the largest blocks and those above the cap are collected: there may be very many. */
  private List<BlockSize> countBlocks() {
    Dataset<Row> counts =
        counts(rows.left(), rule.left(), "n_left")
            .join(counts(rows.right(), rule.right(), "n_right"), "block")
            .withColumn("n_pairs", functions.expr("n_left * n_right"))
            .persist();
    try {
      Set<BlockSize> found = new TreeSet<>(LARGEST_FIRST);
      add(found, counts.where(functions.col("n_pairs").gt(rule.maxPairsPerBlock())));
      add(
          found,
          counts
              .orderBy(functions.col("n_pairs").desc(), functions.col("block").asc())
              .limit(REPORTED_BLOCKS));
      return List.copyOf(found);
    } finally {
      counts.unpersist();
    }
  }

  private static Dataset<Row> counts(Dataset<Row> taking, Side<?> side, String name) {
    return taking
        .map((MapFunction<Row, String>) row -> block(side, row), Encoders.STRING())
        .where(functions.length(functions.col("value")).gt(0))
        .groupBy(functions.col("value").as("block"))
        .agg(functions.count(functions.lit(1)).as(name));
  }

  private void add(Set<BlockSize> found, Dataset<Row> counts) {
    for (Row row : counts.select("block", "n_left", "n_right").collectAsList()) {
      found.add(rows.admitted(new BlockSize(row.getString(0), row.getLong(1), row.getLong(2))));
    }
  }

  @Override
  public List<BlockSize> largestBlocks() {
    return largest;
  }

  @Override
  public Dataset<Row> links() {
    StructType schema = Table.named("links").schema();
    MatchRule<L, R> matching = rule;
    Set<String> refused = rows.refused();
    return grouped(rows.left(), rule.left())
        .cogroup(
            grouped(rows.right(), rule.right()),
            (CoGroupFunction<String, Row, Row, Row>)
                (block, left, right) ->
                    block.isEmpty() || refused.contains(block)
                        ? Collections.emptyIterator()
                        : links(matching, schema, left, right),
            Encoders.row(schema));
  }

  private static KeyValueGroupedDataset<String, Row> grouped(Dataset<Row> taking, Side<?> side) {
    return taking.groupByKey((MapFunction<Row, String>) row -> block(side, row), Encoders.STRING());
  }

  private static <L extends Serializable, R extends Serializable> Iterator<Row> links(
      MatchRule<L, R> rule, StructType schema, Iterator<Row> left, Iterator<Row> right) {
    if (!left.hasNext() || !right.hasNext()) {
      return Collections.emptyIterator();
    }
    String key = MatchRows.key(rule.right());
    List<Row> ofBlock = new ArrayList<>();
    right.forEachRemaining(ofBlock::add);
    ofBlock.sort(Comparator.comparing((Row row) -> row.<String>getAs(key)));
    Rights<R> rights = new Rights<>(rule.right(), key, ofBlock);
    List<R> candidates = rights.all();
    return new Iterator<>() {
      private Iterator<Row> ofRow = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!ofRow.hasNext() && left.hasNext()) {
          ofRow = MatchRows.links(rule, schema, left.next(), candidates, rights);
        }
        return ofRow.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ofRow.next();
      }
    };
  }

  @Override
  public Dataset<Row> unmatched(Dataset<Row> links) {
    return rows.unmatched(links);
  }
}

package org.rudolphine.transform.link;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.transform.link.LinkReport.BlockSize;

/** One run of a {@link MatchRule}. */
interface MatchRun {
  /** Blocks that are reported. */
  int REPORTED_BLOCKS = 5;

  Comparator<BlockSize> LARGEST_FIRST =
      Comparator.comparingLong(BlockSize::pairs).reversed().thenComparing(BlockSize::block);

  /**
   * Counts the blocks of a rule.
   *
   * @throws BlockTooLarge when one exceeds the cap of a rule that stops there
   */
  static MatchRun of(
      SparkSession spark, MatchRule<?, ?> rule, Function<String, Dataset<Row>> tables) {
    return switch (rule.gathering()) {
      case RIGHT_IN_MEMORY -> new BroadcastMatchRun<>(spark, rule, tables);
      case BLOCK_BY_BLOCK -> new BlockMatchRun<>(rule, tables);
    };
  }

  /** The blocks with most comparisons, largest first; every refused one is among them. */
  List<BlockSize> largestBlocks();

  /** Rows of the table {@code links}. */
  Dataset<Row> links();

  /** Rows of the table {@code unmatched}: refused records, and those that no link names. */
  Dataset<Row> unmatched(Dataset<Row> links);
}

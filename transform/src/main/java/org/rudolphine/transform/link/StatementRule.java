package org.rudolphine.transform.link;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A rule that reads links off the statements of one or more tables: relations between records,
 * identifiers in texts. It finds its pairs by joining, never by comparing everything with
 * everything.
 */
public non-sealed interface StatementRule extends LinkRule {

  /**
   * What the statements give.
   *
   * @param links rows of the table {@code links}
   * @param unmatched rows of the table {@code unmatched}, one per record at most
   * @param largestBlocks groups of records that were paired with each other, largest first
   */
  record Found(
      Dataset<Row> links, Dataset<Row> unmatched, List<LinkReport.BlockSize> largestBlocks) {
    public Found {
      largestBlocks = List.copyOf(largestBlocks);
    }
  }

  /**
   * Makes tables that the rule reads its statements from and that are published with its links.
   *
   * @param tables as in {@link #find}
   * @return whole tables by name
   */
  default Map<String, Dataset<Row>> prepare(Function<String, Dataset<Row>> tables) {
    return Map.of();
  }

  /**
   * Reads the statements.
   *
   * @param tables gives the current rows of a table, without those marked as deleted; no rows when
   *     there are none yet; what was prepared is given as it was made
   */
  Found find(Function<String, Dataset<Row>> tables);
}

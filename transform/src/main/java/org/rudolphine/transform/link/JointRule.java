package org.rudolphine.transform.link;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A rule that works on records of several tables at once and finds links and pairs together: what
 * it computes to judge a link is what the pair shows. It may start from the links of another rule.
 */
public non-sealed interface JointRule extends LinkRule {

  /** Id of the rule whose links it reads; it runs after that one. Null when it reads none. */
  String basis();

  /**
   * What the rule found.
   *
   * @param links rows of the table {@code links}
   * @param pairs rows of the table {@code pairs}
   * @param unmatched rows of the table {@code unmatched}, one per record at most
   * @param held datasets to let go when the others are written
   */
  record Found(
      Dataset<Row> links, Dataset<Row> pairs, Dataset<Row> unmatched, List<Dataset<Row>> held) {
    public Found {
      held = List.copyOf(held);
    }
  }

  /**
   * Does the work.
   *
   * @param tables gives the current rows of a table, without those marked as deleted; no rows when
   *     there are none yet
   * @param links rows of the table {@code links} that the rule {@link #basis} wrote; none without
   *     one
   */
  Found find(SparkSession spark, Function<String, Dataset<Row>> tables, Dataset<Row> links);
}

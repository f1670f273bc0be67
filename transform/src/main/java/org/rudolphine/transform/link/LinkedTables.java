package org.rudolphine.transform.link;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows that a run of the rules gave, with exactly the columns of the tables of the same names.
 * They replace the rows of {@code rules} in those tables (each names its rule in a column); rows of
 * other rules stay. Close it after the rows are written: they are held in memory and on disk.
 *
 * @param rules ids of the rules that ran
 * @param links rows of {@code links}
 * @param pairs rows of {@code pairs}
 * @param unmatched rows of {@code unmatched}
 * @param more tables that rules had made before they ran, whole ({@code mentions}), by name
 * @param report counts
 * @param held datasets to let go when the tables are closed
 */
public record LinkedTables(
    Set<String> rules,
    Dataset<Row> links,
    Dataset<Row> pairs,
    Dataset<Row> unmatched,
    Map<String, Dataset<Row>> more,
    LinkReport report,
    List<Dataset<Row>> held)
    implements AutoCloseable {

  /** Rows of a current table (links, pairs or unmatched) that other rules wrote: they stay. */
  public Dataset<Row> rowsOfOthers(Dataset<Row> current) {
    return current.where(functions.not(current.col("rule").isInCollection(rules)));
  }

  @Override
  public void close() {
    unmatched.unpersist();
    held.forEach(Dataset::unpersist);
  }
}

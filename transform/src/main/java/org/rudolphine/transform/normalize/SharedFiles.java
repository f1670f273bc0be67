package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files that came to the lake by several sources. Their bytes say the same whoever holds them, and
 * a key of such a table stands in it once: the rows are those of the source whose id comes first in
 * the alphabet, so that it does not matter which one was there before.
 */
public final class SharedFiles {
  private static final String SOURCE = "source";
  private static final String SOURCES = "sources";

  private SharedFiles() {}

  /**
   * The rows without those of a file that another source holds.
   *
   * @param table name of their table; rows of tables that are not made of files stay as they are
   * @param rows rows of all sources
   * @param told is told of each file that several sources hold
   */
  public static Dataset<Row> once(String table, Dataset<Row> rows, Consumer<String> told) {
    if (!FileTables.isKeyedByFile(table)) {
      return rows;
    }
    Map<String, List<String>> byHolder = new TreeMap<>();
    for (Row shared : shared(rows)) {
      List<String> sources = shared.getList(1);
      byHolder
          .computeIfAbsent(sources.get(0), source -> new ArrayList<>())
          .add(shared.getString(0));
      told.accept(
          "the file %s came by the sources %s: its rows in %s are those of %s"
              .formatted(shared.getString(0), String.join(", ", sources), table, sources.get(0)));
    }
    Column extra = lit(false);
    for (Map.Entry<String, List<String>> holder : byHolder.entrySet()) {
      Column held = col(FileTables.KEY).isin(holder.getValue().toArray());
      extra = extra.or(held.and(not(col(SOURCE).equalTo(holder.getKey()))));
    }
    return byHolder.isEmpty() ? rows : rows.filter(not(extra));
  }

  /** Checksum and sources, sorted, of each file that several sources hold. */
  private static List<Row> shared(Dataset<Row> rows) {
    return rows.groupBy(FileTables.KEY)
        .agg(sort_array(collect_set(SOURCE)).as(SOURCES))
        .filter(size(col(SOURCES)).gt(1))
        .orderBy(FileTables.KEY)
        .collectAsList();
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * One side of a {@link MatchRule}: which table it reads, which of its rows take part, and in which
 * blocks they are compared.
 *
 * @param <T> what the rule makes of a row
 */
public interface Side<T extends Serializable> extends Serializable {

  /** A table with a single key column. */
  String table();

  /** Columns that {@link #read}, {@link #refusal} and {@link #blocks} use, the key included. */
  List<String> columns();

  /**
   * Those of the {@link #columns} that the table does not have: what to compute them from, as Spark
   * SQL expressions by name. A rule that needs the ends of a long array asks for them alone.
   */
  default Map<String, String> derived() {
    return Map.of();
  }

  /**
   * Whether a row belongs to this side at all, taking part or not. Where both sides read one table,
   * each row belongs to exactly one of them, so that it has one reason in {@code unmatched}.
   */
  default boolean holds(Row row) {
    return true;
  }

  /** Why a row takes no part in the rule, as a reason for {@code unmatched}; null when it does. */
  String refusal(Row row);

  /** The row in the rule's own form; called only for rows that are not refused. */
  T read(Row row);

  /**
   * Names of the blocks that a row belongs to. Only rows that share a block are compared, so a rule
   * never compares everything with everything.
   */
  List<String> blocks(Row row);
}

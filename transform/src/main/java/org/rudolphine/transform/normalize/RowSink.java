package org.rudolphine.transform.normalize;

import java.util.Set;
import java.util.function.Consumer;

/** Where a normalizer says what became of a raw record. */
public interface RowSink {

  /** Starts a row; it counts as given, whatever is set on it afterwards. */
  RowBuilder row(String table, String key);

  /**
   * Starts a row that is filled when its turn has come: for rows so large that those of one record
   * should not be in memory together. It counts as given.
   *
   * @param filling sets its values; what it needs was looked at before, so that it cannot fail
   */
  default void row(String table, String key, Consumer<RowBuilder> filling) {
    filling.accept(row(table, key));
  }

  /**
   * Says that this record tells all rows that its family has in a table by a facet: those that
   * older records told by that facet, and this one does not, are gone. A row is there as long as
   * one facet tells of it. Only for a source whose ids all have families; it can be said of a
   * record without rows too, which may be skipped besides.
   */
  void complete(String table, String facet);

  /**
   * The same of all facets.
   *
   * @param spared facets of which the record says nothing
   */
  void completeBut(String table, Set<String> spared);

  /**
   * Rejects the record: it has no usable identity or lacks a required field.
   *
   * @param field the field at fault, or {@code record}
   * @param reason a sentence without the value, so that equal reasons can be counted
   * @param excerpt the offending value or the start of the payload; cut by the sink
   */
  void reject(String field, String reason, String excerpt);

  /** Leaves the record out on purpose, for example because it is of another kind. */
  void skip(String reason);
}

package org.rudolphine.transform.normalize;

/** Where a normalizer says what became of a raw record. */
public interface RowSink {

  /** Starts a row; it counts as given, whatever is set on it afterwards. */
  RowBuilder row(String table, String key);

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

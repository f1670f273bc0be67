package org.rudolphine.transform.release;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.transform.table.Column;

/**
 * What the quality report says of one table. Hashes of keys are kept in memory to find duplicates
 * and to resolve references: some thirty bytes per row.
 */
final class TableFacts {
  /** Rows of one source under one licence. */
  record Licence(String source, String licence, String redistribute)
      implements Comparable<Licence> {
    @Override
    public int compareTo(Licence other) {
      return (source + "\n" + licence + "\n" + redistribute)
          .compareTo(other.source + "\n" + other.licence + "\n" + other.redistribute);
    }
  }

  private final ReleasedTable table;
  private final SortedMap<String, Long> nulls = new TreeMap<>();
  private final SortedMap<Licence, Long> licences = new TreeMap<>();
  private final KeySet keys = new KeySet();
  private final List<Column> intervals;
  private long rows;
  private long duplicates;
  private long disorderedIntervals;
  private Instant newest;

  TableFacts(ReleasedTable table) {
    this.table = table;
    this.intervals =
        table.columns().stream()
            .filter(c -> table.has(c.name() + "_lower") && table.has(c.name() + "_upper"))
            .toList();
    table.columns().forEach(column -> nulls.put(column.name(), 0L));
  }

  /** Takes the key of a row; those of all rows come before the first row. */
  void addKey(Map<String, Object> row) {
    if (!keys.add(table.id(row))) {
      duplicates++;
    }
  }

  void add(Map<String, Object> row) {
    rows++;
    for (Column column : table.columns()) {
      if (row.get(column.name()) == null) {
        nulls.merge(column.name(), 1L, Long::sum);
      }
    }
    if (row.get("retrieved_at") instanceof Instant at && (newest == null || at.isAfter(newest))) {
      newest = at;
    }
    if (table.has("licence")) {
      licences.merge(
          new Licence(
              Objects.toString(row.get("source"), ReleaseSelection.OWN_SOURCE),
              Objects.toString(row.get("licence"), "not stated"),
              Objects.toString(row.get("redistribute"), "unknown")),
          1L,
          Long::sum);
    }
    for (Column column : intervals) {
      if (Intervals.disordered(
          row.get(column.name()),
          row.get(column.name() + "_lower"),
          row.get(column.name() + "_upper"))) {
        disorderedIntervals++;
      }
    }
  }

  ReleasedTable table() {
    return table;
  }

  boolean holds(Object key) {
    return keys.contains(String.valueOf(key));
  }

  long rows() {
    return rows;
  }

  long duplicates() {
    return duplicates;
  }

  /** Values outside their own interval, as their providers published them. */
  long disorderedIntervals() {
    return disorderedIntervals;
  }

  SortedMap<String, Long> nulls() {
    return nulls;
  }

  SortedMap<Licence, Long> licences() {
    return licences;
  }

  /** Newest retrieval, or null. */
  Instant newest() {
    return newest;
  }
}

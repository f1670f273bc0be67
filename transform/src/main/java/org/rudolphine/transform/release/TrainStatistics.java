package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rudolphine.transform.table.Column;

/**
 * {@code stats.json}: moments of every numeric column over the train split alone, for scaling
 * inputs without looking at the other splits. Pairs are told apart by domain and quantity, since
 * masses and spins have no common mean; other tables count the rows that a train pair refers to.
 */
final class TrainStatistics {
  private record Group(String unit, AtomicLong rows, SortedMap<String, Moments> columns) {
    Group(String unit) {
      this(unit, new AtomicLong(), new TreeMap<>());
    }
  }

  private final SortedMap<String, Group> pairs = new TreeMap<>();
  private final SortedMap<String, Group> tables = new TreeMap<>();
  private final Map<String, Set<Object>> referred = new HashMap<>();

  /** A pair of the train split. */
  void addPair(ReleasedTable table, Map<String, Object> row) {
    refer(row.get("experiment_table"), row.get("experiment_id"));
    refer(row.get("theory_table"), row.get("theory_id"));
    String name = row.get("domain") + "/" + row.get("quantity");
    add(pairs.computeIfAbsent(name, n -> new Group((String) row.get("unit"))), table, row);
  }

  private void refer(Object table, Object id) {
    referred.computeIfAbsent((String) table, t -> new HashSet<>()).add(id);
  }

  /** A row of a table; ignored unless a train pair refers to it. */
  void addRow(ReleasedTable table, Map<String, Object> row) {
    if (referred.getOrDefault(table.name(), Set.of()).contains(table.id(row))) {
      add(tables.computeIfAbsent(table.name(), n -> new Group(null)), table, row);
    }
  }

  private static void add(Group group, ReleasedTable table, Map<String, Object> row) {
    group.rows().incrementAndGet();
    for (Column column : table.columns()) {
      Object value = row.get(column.name());
      if (column.numeric()) {
        Moments moments = group.columns().computeIfAbsent(column.name(), c -> new Moments());
        if (value instanceof List<?> list) {
          list.forEach(element -> moments.add((Number) element));
        } else {
          moments.add((Number) value);
        }
      } else if (value instanceof Map<?, ?> map) {
        map.forEach((key, element) -> addEntry(group, column.name() + "." + key, element));
      }
    }
  }

  private static void addEntry(Group group, String name, Object value) {
    if (value == null || value instanceof Number) {
      group.columns().computeIfAbsent(name, c -> new Moments()).add((Number) value);
    }
  }

  ObjectNode toJson() {
    ObjectNode json = ReleaseJson.object();
    json.put("split", "train");
    json.put("std", "sample standard deviation, n - 1 in the denominator");
    json.put("nulls", "missing values, or missing arrays and missing elements");
    json.set("pairs", toJson(pairs));
    json.set("tables", toJson(tables));
    return json;
  }

  private static ObjectNode toJson(SortedMap<String, Group> groups) {
    ObjectNode json = ReleaseJson.object();
    groups.forEach(
        (name, group) -> {
          ObjectNode node = json.putObject(name);
          if (group.unit() != null) {
            node.put("unit", group.unit());
          }
          node.put("rows", group.rows().get());
          ObjectNode columns = node.putObject("columns");
          group.columns().forEach((column, moments) -> columns.set(column, moments.toJson()));
        });
    return json;
  }
}

package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The values of one table.
 *
 * @param axes independent variables, the abscissa first; none for single numbers
 * @param columns dependent variables in their order
 */
record HepDataTable(List<HepDataAxis> axes, List<HepDataColumn> columns) {

  HepDataTable {
    axes = List.copyOf(axes);
    columns = List.copyOf(columns);
  }

  /**
   * Reads a table's document.
   *
   * @throws MalformedTable when variables do not have one value for each row
   */
  static HepDataTable of(Map<String, Object> document) throws MalformedTable {
    if (!(document.get("dependent_variables") instanceof List)) {
      throw new MalformedTable(
          "dependent_variables", "no list of dependent variables", excerpt(document));
    }
    List<HepDataAxis> axes = new ArrayList<>();
    for (Object variable : list(document.get("independent_variables"))) {
      axes.add(HepDataAxis.of(map(variable)));
    }
    List<HepDataColumn> columns = new ArrayList<>();
    for (Object variable : list(document.get("dependent_variables"))) {
      columns.add(HepDataColumn.of(map(variable)));
    }
    HepDataTable table = new HepDataTable(axes, columns);
    table.requireRows();
    return table;
  }

  /** Without an independent variable there is one value. */
  private void requireRows() throws MalformedTable {
    int rows = axes.isEmpty() ? 1 : axes.get(0).rows();
    for (HepDataAxis axis : axes) {
      require("independent_variables", axis.header().name(), axis.rows(), rows);
    }
    for (HepDataColumn column : columns) {
      require("dependent_variables", column.header().name(), column.rows(), rows);
    }
    if (rows == 0) {
      throw new MalformedTable("independent_variables", "no rows", "");
    }
  }

  private static void require(String field, String name, int rows, int wanted)
      throws MalformedTable {
    if (rows != wanted) {
      throw new MalformedTable(
          field,
          "a variable has not as many values as the table has rows",
          name + ": " + rows + " values, " + wanted + " rows");
    }
  }

  private static String excerpt(Map<String, Object> document) {
    return "keys: " + String.join(", ", document.keySet());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}

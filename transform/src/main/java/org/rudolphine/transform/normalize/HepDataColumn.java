package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A dependent variable.
 *
 * @param header its name and unit
 * @param qualifiers what is said of all its values, in order
 * @param value its values, NaN where there is no number
 * @param errors their errors
 * @param issues what could not be used, each once
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HepDataColumn(
    HepDataHeader header,
    List<Qualifier> qualifiers,
    double[] value,
    HepDataErrors errors,
    List<String> issues) {

  /**
   * One thing that is said of a column.
   *
   * @param units unit of the value, or null
   */
  record Qualifier(String name, String value, String units) {}

  static HepDataColumn of(Map<String, Object> variable) {
    List<?> cells = HepDataTable.list(variable.get("values"));
    double[] value = new double[cells.size()];
    TreeSet<String> issues = new TreeSet<>();
    HepDataErrors.Reading errors = new HepDataErrors.Reading(cells.size(), issues);
    for (int row = 0; row < cells.size(); row++) {
      Map<String, Object> cell = HepDataTable.map(cells.get(row));
      Object given = cell.get("value");
      value[row] = HepDataNumber.of(given);
      if (Double.isNaN(value[row]) && !isNothing(given)) {
        issues.add("text where a number is expected");
      }
      errors.read(row, value[row], HepDataTable.list(cell.get("errors")));
    }
    return new HepDataColumn(
        HepDataHeader.of(HepDataTable.map(variable.get("header"))),
        qualifiers(variable),
        value,
        errors.done(),
        List.copyOf(issues));
  }

  /** Ways of saying that there is no value. */
  private static boolean isNothing(Object given) {
    String text = given == null ? "" : given.toString().strip().toLowerCase(Locale.ROOT);
    return text.isEmpty() || text.matches("-+|[+-]?\\.?inf|\\.?nan|n/?a");
  }

  private static List<Qualifier> qualifiers(Map<String, Object> variable) {
    List<Qualifier> qualifiers = new ArrayList<>();
    for (Object element : HepDataTable.list(variable.get("qualifiers"))) {
      Map<String, Object> said = HepDataTable.map(element);
      if (said.get("name") instanceof String name && said.get("value") instanceof String value) {
        String units = said.get("units") instanceof String text ? text.strip() : null;
        qualifiers.add(new Qualifier(name.strip(), value.strip(), units));
      }
    }
    return List.copyOf(qualifiers);
  }

  int rows() {
    return value.length;
  }

  boolean isEmpty() {
    return Arrays.stream(value).allMatch(Double::isNaN);
  }
}

package org.rudolphine.transform.normalize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An independent variable: places, bins, or texts.
 *
 * @param header its name and unit
 * @param value given places, of bins the middle where none is given; NaN where there is no number
 * @param low lower edges, NaN where there are none
 * @param high upper edges, likewise
 * @param text what is no number; null elements where there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HepDataAxis(
    HepDataHeader header, double[] value, double[] low, double[] high, String[] text) {

  static HepDataAxis of(Map<String, Object> variable) throws MalformedTable {
    List<?> given = HepDataTable.list(variable.get("values"));
    int rows = given.size();
    HepDataAxis axis =
        new HepDataAxis(
            HepDataHeader.of(HepDataTable.map(variable.get("header"))),
            new double[rows],
            new double[rows],
            new double[rows],
            new String[rows]);
    for (int row = 0; row < rows; row++) {
      axis.read(row, HepDataTable.map(given.get(row)));
    }
    return axis;
  }

  private void read(int row, Map<String, Object> place) throws MalformedTable {
    if (!place.containsKey("value") && !(place.containsKey("low") && place.containsKey("high"))) {
      throw new MalformedTable(
          "independent_variables", "a place without value and without edges", place.toString());
    }
    double one = HepDataNumber.of(place.get("low"));
    double other = HepDataNumber.of(place.get("high"));
    boolean edges = !Double.isNaN(one) && !Double.isNaN(other);
    low[row] = edges ? Math.min(one, other) : Double.NaN;
    high[row] = edges ? Math.max(one, other) : Double.NaN;
    double given = HepDataNumber.of(place.get("value"));
    value[row] = Double.isNaN(given) && edges ? one / 2 + other / 2 : given;
    if (Double.isNaN(value[row])) {
      Object words = place.get("value");
      text[row] = words == null ? place.get("low") + " - " + place.get("high") : words.toString();
    }
  }

  int rows() {
    return value.length;
  }

  boolean isBinned() {
    return rows() > 0 && Arrays.stream(low).noneMatch(Double::isNaN);
  }

  boolean hasText() {
    return Arrays.stream(text).anyMatch(words -> words != null);
  }

  boolean hasEdges() {
    return Arrays.stream(low).anyMatch(edge -> !Double.isNaN(edge));
  }

  /** As an element of {@code further_abscissae}. */
  Map<String, Object> further() {
    Map<String, Object> further = new HashMap<>();
    further.put("name", header.name());
    further.put("unit", header.unit());
    further.put("value", new Doubles(value));
    if (hasEdges()) {
      further.put("low", new Doubles(low));
      further.put("high", new Doubles(high));
    }
    if (hasText()) {
      further.put("text", Arrays.asList(text));
    }
    return further;
  }
}

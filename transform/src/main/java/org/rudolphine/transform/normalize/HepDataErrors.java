package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Errors of a column by label, in the unit of the values and with the signs that the table gives
 * them: {@code minus} is what the table adds on its lower side, usually below zero. Of a percentage
 * the size of the value is taken. A symmetric error e is {@code minus = -e, plus = e}.
 *
 * <p>The total on either side is the root of the sum of squares of what the components shift the
 * value to that side: of one component, upwards the larger of {@code plus}, {@code minus} and 0,
 * downwards the same of their negatives. So a component that shifts the same way in both variations
 * counts on that side only, and once.
 */
final class HepDataErrors {
  private static final String DEFAULT_LABEL = "error";

  private final int rows;
  private final Map<String, double[][]> byLabel;

  private HepDataErrors(int rows, Map<String, double[][]> byLabel) {
    this.rows = rows;
    this.byLabel = byLabel;
  }

  /** Reads the errors of one value after the other. */
  static final class Reading {
    private final int rows;
    private final Set<String> issues;
    private final Map<String, List<double[][]>> byLabel = new LinkedHashMap<>();

    /**
     * @param issues takes what could not be used
     */
    Reading(int rows, Set<String> issues) {
      this.rows = rows;
      this.issues = issues;
    }

    void read(int row, double value, List<?> errors) {
      Map<String, Integer> seen = new HashMap<>();
      for (Object element : errors) {
        Map<String, Object> error = HepDataTable.map(element);
        String label =
            error.get("label") instanceof String text && !text.isBlank()
                ? text.strip()
                : DEFAULT_LABEL;
        int nth = seen.merge(label, 1, Integer::sum);
        double[][] sides = sides(label, nth);
        if (error.get("asymerror") instanceof Map<?, ?> both) {
          sides[0][row] = side(both.get("minus"), value);
          sides[1][row] = side(both.get("plus"), value);
        } else if (error.containsKey("symerror")) {
          double size = side(error.get("symerror"), value);
          sides[0][row] = 0.0 - size;
          sides[1][row] = size;
        } else {
          issues.add("an error without symerror and asymerror");
        }
      }
    }

    /** Repeated labels in one value are kept apart. */
    private double[][] sides(String label, int nth) {
      List<double[][]> same = byLabel.computeIfAbsent(label, name -> new ArrayList<>());
      while (same.size() < nth) {
        double[][] sides = new double[2][rows];
        Arrays.fill(sides[0], Double.NaN);
        Arrays.fill(sides[1], Double.NaN);
        same.add(sides);
      }
      return same.get(nth - 1);
    }

    /** Nothing, or an empty text, says that there is no error on that side. */
    private double side(Object given, double value) {
      double size = HepDataNumber.of(given, value);
      boolean said = given != null && !given.toString().isBlank() && !Double.isNaN(value);
      if (Double.isNaN(size) && said) {
        issues.add("an error that is no number");
      }
      return size;
    }

    HepDataErrors done() {
      Map<String, double[][]> named = new LinkedHashMap<>();
      byLabel.forEach(
          (label, same) -> {
            for (int i = 0; i < same.size(); i++) {
              String name = same.size() == 1 ? label : label + "_" + (i + 1);
              while (named.containsKey(name)) {
                name += "'";
              }
              named.put(name, same.get(i));
            }
          });
      return new HepDataErrors(rows, named);
    }
  }

  Set<String> labels() {
    return byLabel.keySet();
  }

  /** Total error below each value; null when no value has errors. */
  double[] low() {
    return total(-1);
  }

  /** Total error above each value; null when no value has errors. */
  double[] high() {
    return total(1);
  }

  private double[] total(int direction) {
    double[] total = new double[rows];
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      boolean given = false;
      for (double[][] sides : byLabel.values()) {
        double minus = sides[0][row];
        double plus = sides[1][row];
        given |= !Double.isNaN(minus) || !Double.isNaN(plus);
        double shift = Math.max(shift(direction * minus), shift(direction * plus));
        sum += shift * shift;
      }
      total[row] = given ? Math.sqrt(sum) : Double.NaN;
      any |= given;
    }
    return any ? total : null;
  }

  private static double shift(double size) {
    return size > 0 ? size : 0;
  }

  /** As elements of the column {@code errors}; null when there are none. */
  List<Map<String, Object>> structs() {
    if (byLabel.isEmpty()) {
      return null;
    }
    List<Map<String, Object>> structs = new ArrayList<>();
    byLabel.forEach(
        (label, sides) ->
            structs.add(
                Map.of(
                    "label",
                    label,
                    "minus",
                    new Doubles(sides[0]),
                    "plus",
                    new Doubles(sides[1]))));
    return structs;
  }
}

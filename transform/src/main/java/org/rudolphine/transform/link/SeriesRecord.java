package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * What a link between series is judged by: everything of a row of {@code series} but its values.
 *
 * @param form points, bins, counts or scalar
 * @param station place of a profile; null when there is none
 * @param surface surface that it was taken on; null when none is named
 * @param borrowed conditions that the series of an experiment was given from its case, which its
 *     own file does not state
 * @param goesAround whether its abscissa returns to where it began, as around an airfoil
 * @param abscissaName null for a scalar
 * @param places all places, or null where only their range is known
 * @param low smallest place; null for a scalar
 * @param high largest place; null for a scalar
 * @param points number of values
 * @param derivedFrom series that it was computed from, as a side of a contour is
 */
record SeriesRecord(
    String id,
    String caseId,
    String side,
    String provider,
    String form,
    String quantity,
    String unit,
    Station station,
    String surface,
    boolean goesAround,
    SortedMap<String, Double> conditions,
    Set<String> borrowed,
    SortedMap<String, String> texts,
    String abscissaName,
    String abscissaUnit,
    double[] places,
    Double low,
    Double high,
    int points,
    List<String> derivedFrom)
    implements Serializable {
  static final String TABLE = "series";
  static final String SCALAR = "scalar";
  static final String EXPERIMENT = "experiment";

  /** Columns that are read beside the abscissa, or beside its ends. */
  static final List<String> COLUMNS =
      List.of(
          "series_id",
          "case_id",
          "side",
          "provider",
          "form",
          "quantity",
          "quantity_given",
          "unit",
          "station",
          "station_axis",
          "station_value",
          "surface",
          "conditions",
          "conditions_own",
          "conditions_text",
          "abscissa_name",
          "abscissa_unit",
          "derived_from",
          "file_name",
          "n_points");

  /** The abscissa's ends: smallest and largest place, first and last one. */
  static final Map<String, String> ENDS =
      Map.of(
          "abscissa_smallest", "array_min(abscissa)",
          "abscissa_largest", "array_max(abscissa)",
          "abscissa_first", "try_element_at(abscissa, 1)",
          "abscissa_last", "try_element_at(abscissa, -1)");

  /** A contour has more points, and its ends are closer than this part of its range. */
  private static final int FEWEST_AROUND = 8;

  private static final double CLOSE = 0.1;

  /** Reads a row with the abscissa, or with its ends. */
  static SeriesRecord read(Row row) {
    double[] places = SeriesCurve.numbers(row, "abscissa");
    boolean endsOnly = row.schema().getFieldIndex("abscissa").isEmpty();
    int points = row.<Integer>getAs("n_points");
    Double low = endsOnly ? row.getAs("abscissa_smallest") : least(places, 1);
    Double high = endsOnly ? row.getAs("abscissa_largest") : least(places, -1);
    Double first = endsOnly ? row.getAs("abscissa_first") : end(places, 0);
    Double last = endsOnly ? row.getAs("abscissa_last") : end(places, points - 1);
    return new SeriesRecord(
        row.getAs("series_id"),
        row.getAs("case_id"),
        row.getAs("side"),
        row.getAs("provider"),
        row.getAs("form"),
        row.getAs("quantity"),
        row.getAs("unit"),
        Station.read(row),
        row.getAs("surface"),
        first != null
            && last != null
            && points >= FEWEST_AROUND
            && Math.abs(first - last) < CLOSE * (high - low),
        map(row, "conditions"),
        borrowed(row),
        map(row, "conditions_text"),
        row.getAs("abscissa_name"),
        row.getAs("abscissa_unit"),
        places,
        low,
        high,
        points,
        texts(row, "derived_from"));
  }

  private static Set<String> borrowed(Row row) {
    boolean given = map(row, "conditions_text").containsKey("conditions_from");
    if (!given || !EXPERIMENT.equals(row.getAs("side"))) {
      return Set.of();
    }
    Set<String> borrowed = new TreeSet<>(map(row, "conditions").keySet());
    borrowed.removeAll(map(row, "conditions_own").keySet());
    return borrowed;
  }

  private static List<String> texts(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? List.of() : List.copyOf(row.<String>getList(index));
  }

  /** The smallest known place, or, with the sign -1, the largest; null when none is known. */
  private static Double least(double[] places, int sign) {
    Double least = null;
    for (double place : places == null ? new double[0] : places) {
      if (Double.isFinite(place) && (least == null || sign * place < sign * least)) {
        least = place;
      }
    }
    return least;
  }

  private static Double end(double[] places, int index) {
    return places == null || index < 0 || index >= places.length || !Double.isFinite(places[index])
        ? null
        : (Double) places[index];
  }

  /** A map column with its keys sorted; empty when it is missing. */
  static <V> SortedMap<String, V> map(Row row, String column) {
    int index = row.fieldIndex(column);
    TreeMap<String, V> values = new TreeMap<>();
    if (!row.isNullAt(index)) {
      values.putAll(row.<String, V>getJavaMap(index));
      values.values().removeIf(value -> value == null);
    }
    return Collections.unmodifiableSortedMap(values);
  }

  /**
   * Place of a profile.
   *
   * @param text {@code axis=value}
   * @param axis its axis; null when the source gives a name only
   * @param value place on the axis; null likewise
   */
  record Station(String text, String axis, Double value) implements Serializable {
    private static Station read(Row row) {
      String text = row.getAs("station");
      return text == null
          ? null
          : new Station(text, row.getAs("station_axis"), row.getAs("station_value"));
    }
  }

  /** Whether it is a side that was cut from a contour. */
  boolean isSide() {
    return !derivedFrom.isEmpty() && surface != null && !isScalar();
  }

  boolean isScalar() {
    return SCALAR.equals(form);
  }

  /**
   * Whether a condition is what the values are given over: lift over the angle of attack has no
   * angle of attack.
   */
  boolean runsOver(String condition) {
    if (abscissaName == null) {
      return false;
    }
    String name = abscissaName.toLowerCase(Locale.ROOT);
    return condition.equals(name) || condition.startsWith(name + "_");
  }

  /** What it is, in words: {@code u/Uref of 2DBFS at x/H=4 over y/H}. */
  String words() {
    StringBuilder words = new StringBuilder(quantity).append(" of ").append(caseId);
    if (station != null) {
      words.append(" at ").append(station.text());
    }
    if (surface != null) {
      words.append(" on ").append(surface);
    }
    if (abscissaName != null) {
      words.append(" over ").append(abscissaName);
      if (!"1".equals(abscissaUnit)) {
        words.append(" in ").append(abscissaUnit);
      }
    }
    return words.toString();
  }
}

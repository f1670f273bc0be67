package org.rudolphine.transform.link;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * The numbers of a series; a missing one is NaN here. The arrays are not copied.
 *
 * @param x places; null for a scalar
 * @param low lower edges of bins, or null
 * @param high upper edges of bins, or null
 * @param y values
 * @param sigmaLow errors below the values as sizes; all NaN where none is given
 * @param sigmaHigh errors above the values, likewise
 */
record SeriesCurve(
    double[] x, double[] low, double[] high, double[] y, double[] sigmaLow, double[] sigmaHigh) {

  static SeriesCurve read(Row row) {
    double[] y = numbers(row, "value");
    return new SeriesCurve(
        numbers(row, "abscissa"),
        numbers(row, "abscissa_low"),
        numbers(row, "abscissa_high"),
        y,
        errors(row, "sigma_low", y.length),
        errors(row, "sigma_high", y.length));
  }

  /** An array column; null where it is missing, or not among the columns that were read. */
  static double[] numbers(Row row, String column) {
    if (row.schema().getFieldIndex(column).isEmpty() || row.isNullAt(row.fieldIndex(column))) {
      return null;
    }
    List<Double> values = row.getList(row.fieldIndex(column));
    double[] numbers = new double[values.size()];
    int i = 0;
    for (Double value : values) {
      numbers[i++] = value == null ? Double.NaN : value;
    }
    return numbers;
  }

  private static double[] errors(Row row, String column, int length) {
    double[] errors = numbers(row, column);
    return errors == null || errors.length != length ? nothing(length) : errors;
  }

  private static double[] nothing(int length) {
    double[] missing = new double[length];
    Arrays.fill(missing, Double.NaN);
    return missing;
  }

  int length() {
    return y.length;
  }

  /** Numbers of the places that have a value, in the file's order. */
  int[] known() {
    return IntStream.range(0, y.length)
        .filter(i -> Double.isFinite(y[i]) && (x == null || Double.isFinite(x[i])))
        .toArray();
  }

  /** The values at some of its places, in that order. */
  SeriesCurve at(int[] places) {
    return new SeriesCurve(
        pick(x, places),
        pick(low, places),
        pick(high, places),
        pick(y, places),
        pick(sigmaLow, places),
        pick(sigmaHigh, places));
  }

  private static double[] pick(double[] numbers, int[] places) {
    return numbers == null ? null : Arrays.stream(places).mapToDouble(i -> numbers[i]).toArray();
  }

  /**
   * Values at other places, by a straight line between neighbours; the places outside its range are
   * left out. Its own places must not descend.
   */
  SeriesCurve interpolated(double[] places) {
    int n = places.length;
    SeriesCurve made =
        new SeriesCurve(places.clone(), null, null, new double[n], new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      int right = firstNotBelow(places[i]);
      if (right == x.length || (right == 0 && x[0] != places[i])) {
        made.y[i] = Double.NaN;
        continue;
      }
      int left = x[right] == places[i] ? right : right - 1;
      double part = left == right ? 0 : (places[i] - x[left]) / (x[right] - x[left]);
      made.y[i] = between(y, left, right, part);
      made.sigmaLow[i] = between(sigmaLow, left, right, part);
      made.sigmaHigh[i] = between(sigmaHigh, left, right, part);
    }
    return made;
  }

  private int firstNotBelow(double place) {
    int low = 0;
    int high = x.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x[middle] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double between(double[] numbers, int left, int right, double part) {
    return left == right ? numbers[left] : numbers[left] + (numbers[right] - numbers[left]) * part;
  }

  /** Absolute bounds of the values; null when no error is given. */
  PairValues.Bounds bounds() {
    double[] lower = new double[y.length];
    double[] upper = new double[y.length];
    boolean any = false;
    for (int i = 0; i < y.length; i++) {
      lower[i] = y[i] - sigmaLow[i];
      upper[i] = y[i] + sigmaHigh[i];
      any |= Double.isFinite(lower[i]) || Double.isFinite(upper[i]);
    }
    return any ? new PairValues.Bounds(lower, upper) : null;
  }

  /** Error towards another value, as a size; NaN when none is given on that side. */
  double sigmaTowards(int i, double other) {
    return other < y[i] ? sigmaLow[i] : sigmaHigh[i];
  }
}

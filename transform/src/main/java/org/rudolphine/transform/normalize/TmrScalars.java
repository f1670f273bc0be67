package org.rudolphine.transform.normalize;

import java.util.OptionalDouble;

/** Numbers that people quote of a curve. Nothing is extrapolated. */
final class TmrScalars {
  private TmrScalars() {}

  /**
   * First place beyond {@code beyond} where a curve crosses zero, between two neighbours by a
   * straight line. Neighbours are those of the file; a curve that does not run on is not asked.
   *
   * @param upward from negative to positive, else from positive to negative
   */
  static OptionalDouble crossing(double[] x, double[] y, boolean upward, double beyond) {
    if (!rises(x)) {
      return OptionalDouble.empty();
    }
    for (int i = 1; i < x.length; i++) {
      boolean crosses = upward ? y[i - 1] < 0 && y[i] >= 0 : y[i - 1] > 0 && y[i] <= 0;
      if (crosses && x[i - 1] >= beyond) {
        return OptionalDouble.of(x[i - 1] - y[i - 1] * (x[i] - x[i - 1]) / (y[i] - y[i - 1]));
      }
    }
    return OptionalDouble.empty();
  }

  /** Value at a place between two neighbours, by a straight line; the value itself at one. */
  static OptionalDouble at(double[] x, double[] y, double place) {
    if (!rises(x)) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < x.length; i++) {
      if (x[i] == place && !Double.isNaN(y[i])) {
        return OptionalDouble.of(y[i]);
      }
      boolean between = i > 0 && x[i - 1] < place && place < x[i];
      if (between) {
        double value = y[i - 1] + (y[i] - y[i - 1]) * (place - x[i - 1]) / (x[i] - x[i - 1]);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }

  private static boolean rises(double[] x) {
    for (int i = 1; i < x.length; i++) {
      if (!(x[i] >= x[i - 1])) {
        return false;
      }
    }
    return x.length > 1;
  }
}

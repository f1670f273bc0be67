package org.rudolphine.transform.signal;

/**
 * Where a scan looks: {@code points} values evenly between the ends, then finer around the best.
 *
 * @param low first value
 * @param high last value
 * @param points number of values on the grid, at least 3
 * @param tolerance the refinement stops when the best value is known to this part of itself
 */
public record ScanGrid(double low, double high, int points, double tolerance) {
  /** Checks the ranges. */
  public ScanGrid {
    if (!(low > 0 && high > low && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a scan needs 0 < low < high: " + low + ", " + high);
    }
    if (points < 3) {
      throw new IllegalArgumentException("a scan needs at least 3 points: " + points);
    }
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException("the tolerance lies between 0 and 1: " + tolerance);
    }
  }

  double value(int point) {
    return low + (high - low) * point / (points - 1);
  }
}

package org.rudolphine.transform.waveform;

import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * The spline of degree 1 to 5 through given points, with the knots of FITPACK's {@code fpcurf}
 * without smoothing (Dierckx, Curve and Surface Fitting with Splines, 1993): the inner knots of an
 * odd degree are data points, those of an even one lie halfway between them. It is scipy's {@code
 * UnivariateSpline(x, y, k=degree, s=0)}, which wrote these files.
 */
final class InterpolatingSpline {
  private final int degree;
  private final double[] knots;
  private final double[] coefficients;
  private final double first;
  private final double last;

  private InterpolatingSpline(double[] x, double[] y, int degree) {
    this.degree = degree;
    this.first = x[0];
    this.last = x[x.length - 1];
    this.knots = knots(x, degree);
    this.coefficients = y.clone();
  }

  /**
   * @param what name for messages
   * @param x ascending
   */
  static InterpolatingSpline through(String what, double[] x, double[] y, int degree)
      throws UnreadableFile {
    if (x.length != y.length || x.length <= degree) {
      throw new UnreadableFile(what + " has not enough points, or not as many X as Y");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i]) || (i > 0 && x[i] <= x[i - 1])) {
        throw new UnreadableFile("the points of " + what + " do not ascend, or are not finite");
      }
    }
    InterpolatingSpline spline = new InterpolatingSpline(x, y, degree);
    if (!spline.solve(x)) {
      throw new UnreadableFile("no spline goes through the points of " + what);
    }
    return spline;
  }

  private static double[] knots(double[] x, int degree) {
    int n = x.length;
    double[] knots = new double[n + degree + 1];
    for (int i = 0; i <= degree; i++) {
      knots[i] = x[0];
      knots[n + i] = x[n - 1];
    }
    for (int i = degree + 1; i < n; i++) {
      int at = i - (degree + 1) / 2;
      knots[i] = degree % 2 == 1 ? x[at] : (x[at] + x[at - 1]) / 2;
    }
    return knots;
  }

  /**
   * Solves the collocation equations by elimination in the band. No pivots are exchanged: the
   * matrix is totally positive (de Boor, A Practical Guide to Splines, chapter XIII).
   */
  private boolean solve(double[] x) {
    int n = x.length;
    double[][] band = new double[n][2 * degree + 1];
    for (int row = 0; row < n; row++) {
      int span = span(x[row]);
      double[] basis = basis(span, x[row]);
      for (int i = 0; i <= degree; i++) {
        int place = span - degree + i - row + degree;
        if (place < 0 || place > 2 * degree) {
          if (basis[i] != 0) {
            return false;
          }
        } else {
          band[row][place] = basis[i];
        }
      }
    }
    for (int pivot = 0; pivot < n; pivot++) {
      if (band[pivot][degree] == 0) {
        return false;
      }
      for (int row = pivot + 1; row <= Math.min(n - 1, pivot + degree); row++) {
        int shift = pivot - row;
        double factor = band[row][degree + shift] / band[pivot][degree];
        for (int i = 0; factor != 0 && i <= degree; i++) {
          band[row][degree + shift + i] -= factor * band[pivot][degree + i];
        }
        coefficients[row] -= factor * coefficients[pivot];
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      double sum = coefficients[row];
      for (int i = 1; i <= Math.min(degree, n - 1 - row); i++) {
        sum -= band[row][degree + i] * coefficients[row + i];
      }
      coefficients[row] = sum / band[row][degree];
    }
    return true;
  }

  /** Number of the knot that begins the interval of a point. */
  private int span(double x) {
    int low = degree;
    int high = knots.length - degree - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (x < knots[middle]) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The basis functions that are not zero in an interval, by the recurrence of Cox and de Boor. */
  private double[] basis(int span, double x) {
    double[] basis = new double[degree + 1];
    double[] left = new double[degree + 1];
    double[] right = new double[degree + 1];
    basis[0] = 1;
    for (int j = 1; j <= degree; j++) {
      left[j] = x - knots[span + 1 - j];
      right[j] = knots[span + j] - x;
      double saved = 0;
      for (int r = 0; r < j; r++) {
        double part = basis[r] / (right[r + 1] + left[j - r]);
        basis[r] = saved + right[r + 1] * part;
        saved = left[j - r] * part;
      }
      basis[j] = saved;
    }
    return basis;
  }

  /** First of the points that it goes through. */
  double first() {
    return first;
  }

  /** Last of the points that it goes through. */
  double last() {
    return last;
  }

  /** Value at a point between the first and the last. */
  double value(double x) {
    int span = span(x);
    double[] basis = basis(span, x);
    double sum = 0;
    for (int i = 0; i <= degree; i++) {
      sum += basis[i] * coefficients[span - degree + i];
    }
    return sum;
  }
}

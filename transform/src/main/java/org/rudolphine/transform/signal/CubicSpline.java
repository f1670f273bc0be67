package org.rudolphine.transform.signal;

/**
 * Natural cubic spline through points that need not be even (Press et al., Numerical Recipes,
 * section 3.3). Its error falls with the fourth power of the points' distance.
 */
final class CubicSpline {
  private final double[] x;
  private final double[] y;
  private final double[] curvature;

  /** Through at least two points with rising {@code x}. */
  CubicSpline(double[] x, double[] y) {
    this.x = x;
    this.y = y;
    this.curvature = new double[x.length];
    double[] rest = new double[x.length];
    for (int i = 1; i < x.length - 1; i++) {
      double before = x[i] - x[i - 1];
      double after = x[i + 1] - x[i];
      double both = before + after;
      double pivot = before / both * curvature[i - 1] + 2;
      curvature[i] = (before / both - 1) / pivot;
      double slopes = (y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before;
      rest[i] = (6 * slopes / both - before / both * rest[i - 1]) / pivot;
    }
    if (x.length > 0) {
      curvature[x.length - 1] = 0;
    }
    for (int i = x.length - 2; i >= 0; i--) {
      curvature[i] = curvature[i] * curvature[i + 1] + rest[i];
    }
  }

  /** Values at {@code (first + i) step}, which must not leave the range of the points. */
  double[] at(int first, int count, double step) {
    double[] values = new double[count];
    int left = 0;
    for (int i = 0; i < count; i++) {
      double place = (first + i) * step;
      while (left < x.length - 2 && x[left + 1] < place) {
        left++;
      }
      double width = x[left + 1] - x[left];
      double a = (x[left + 1] - place) / width;
      double b = 1 - a;
      values[i] =
          a * y[left]
              + b * y[left + 1]
              + ((a * a * a - a) * curvature[left] + (b * b * b - b) * curvature[left + 1])
                  * (width * width)
                  / 6;
    }
    return values;
  }
}

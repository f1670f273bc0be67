package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CubicSplineTest {
  /** Three points and no curvature at the ends: 1.5 x - 0.5 x^3 from 0 to 1, by hand. */
  @Test
  void tentIsTheCurveThatAnElasticRulerMakes() {
    CubicSpline spline = new CubicSpline(new double[] {0, 1, 2}, new double[] {0, 1, 0});
    assertThat(spline.at(0, 5, 0.5))
        .containsExactly(new double[] {0, 0.6875, 1, 0.6875, 0}, within(1e-15));
  }

  @Test
  void sineOnUnevenPointsIsMetToTheFourthPowerOfTheirDistance() {
    double coarse = largestError(0.1);
    double fine = largestError(0.05);
    assertThat(fine).isLessThan(2e-7);
    assertThat(coarse / fine).isBetween(12.0, 20.0);
  }

  private static double largestError(double distance) {
    int count = (int) Math.round(4 * Math.PI / distance);
    double[] x = new double[count + 1];
    double[] y = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      double part = (double) i / count;
      // From 0 to 4 pi; the sine has no curvature at either end, as the spline has none.
      x[i] = 4 * Math.PI * (part + 0.02 * Math.sin(2 * Math.PI * part));
      y[i] = Math.sin(x[i]);
    }
    double step = 0.0037;
    double[] values = new CubicSpline(x, y).at(0, (int) (4 * Math.PI / step), step);
    double error = 0;
    for (int i = 0; i < values.length; i++) {
      error = Math.max(error, Math.abs(values[i] - Math.sin(i * step)));
    }
    return error;
  }
}

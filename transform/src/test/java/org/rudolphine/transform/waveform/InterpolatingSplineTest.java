package org.rudolphine.transform.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.transform.hdf.UnreadableFile;

class InterpolatingSplineTest {
  private static final double[] X = {-3, -2.5, -1, 0, 0.25, 1, 2, 4, 4.5, 6};

  /**
   * Values of scipy 1.10 at 0.6, 3 and 5.5: {@code x = np.array([-3, -2.5, -1, 0, 0.25, 1, 2, 4,
   * 4.5, 6]); UnivariateSpline(x, np.sin(x), k=k, s=0)([0.6, 3, 5.5])}.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5246352378460972, 0.07624746575887659, -0.5121203713543163",
    "2, 0.5657127421945081, 0.13924492685953066, -0.7443379987646378",
    "3, 0.5644148147057864, 0.13245229396780855, -0.7564063321481733",
    "4, 0.5648192423937627, 0.13804191770543345, -0.7262530293444124",
    "5, 0.564791997700223, 0.14311631033361102, -0.6837268833722875"
  })
  void valuesAreThoseOfScipy(int degree, double one, double two, double three)
      throws UnreadableFile {
    double[] y = new double[X.length];
    for (int i = 0; i < X.length; i++) {
      y[i] = StrictMath.sin(X[i]);
    }
    InterpolatingSpline spline = InterpolatingSpline.through("x", X, y, degree);

    assertThat(spline.value(0.6)).isCloseTo(one, within(1e-12));
    assertThat(spline.value(3)).isCloseTo(two, within(1e-12));
    assertThat(spline.value(5.5)).isCloseTo(three, within(1e-12));
  }

  @Test
  void itGoesThroughItsPointsAndKeepsPolynomials() throws UnreadableFile {
    double[] y = new double[X.length];
    for (int i = 0; i < X.length; i++) {
      y[i] = 1 + X[i] * (2 + X[i] * X[i] * (-1 + X[i] * X[i] / 8)); // of degree 5
    }
    InterpolatingSpline spline = InterpolatingSpline.through("x", X, y, 5);

    for (int i = 0; i < X.length; i++) {
      assertThat(spline.value(X[i])).isCloseTo(y[i], within(1e-9));
    }
    assertThat(spline.value(3)).isCloseTo(1 + 6 - 27 + 243 / 8.0, within(1e-9));
    assertThat(spline.first()).isEqualTo(-3);
    assertThat(spline.last()).isEqualTo(6);
  }
}

package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.link.SeriesSamples.Series;

class SeriesLayingTest {
  private static final SeriesLaying LAYING = new SeriesLaying(List.of("cp"), List.of("cl"));

  private static SeriesOverlay.Outcome lay(Series observed, Series predicted) {
    return LAYING.lay(
        SeriesRecord.read(observed.read()),
        SeriesCurve.read(observed.read()),
        SeriesRecord.read(predicted.read()),
        SeriesCurve.read(predicted.read()));
  }

  private static Series observed(String quantity, double[] x, double... y) {
    return Series.experiment("e").of("case", quantity).over("x", x).values(y);
  }

  private static Series predicted(String quantity, double[] x, double... y) {
    return Series.simulation("s", "code", "model").of("case", quantity).over("x", x).values(y);
  }

  private static double[] places(double... x) {
    return x;
  }

  /** Any curve, cut in stretches and turned round, is the same function. */
  @Test
  void orderOfTheFileDoesNotMatter() {
    Series observed = observed("u", places(0.5, 2.5, 4.5, 3, 7), 1, 1, 1, 1, 1);
    double[] expected = {0.25, 6.5, 20.5, 9};
    for (double[] x :
        List.of(
            places(0, 1, 2, 3, 4, 5),
            places(5, 4, 3, 2, 1, 0),
            places(3, 4, 5, 0, 1, 2),
            places(2, 1, 0, 5, 4, 3))) {
      double[] squares = Arrays.stream(x).map(at -> at * at).toArray();
      squares[0] = x[0] * x[0];
      SeriesOverlay overlay = lay(observed, predicted("u", x, squares)).overlays().get(0);
      assertThat(overlay.observed().x()).as(Arrays.toString(x)).containsExactly(0.5, 2.5, 4.5, 3);
      double[] found = overlay.predicted().y();
      found[0] -= 0.25; // between 0 and 1 the straight line is at 0.5
      assertThat(found).containsExactly(expected, within(1e-12));
      assertThat(overlay.ofObserved()).isEqualTo(5);
    }
  }

  @Test
  void missingValuesAndPlacesGivenTwiceDoNoHarm() {
    double nan = Double.NaN;
    SeriesOverlay overlay =
        lay(
                observed("u", places(0, 0.5, 1, 2, nan), 1, nan, 1, 1, 1),
                predicted("u", places(0, 1, 1, nan, 2), 0, 1, 3, 9, 5))
            .overlays()
            .get(0);
    assertThat(overlay.observed().x()).containsExactly(0, 1, 2);
    assertThat(overlay.predicted().y()).containsExactly(0, 1, 5);
  }

  @Test
  void aContourThatIsNoSurfacePressureIsRefused() {
    double[] around = {1, 0.5, 0, 0.1, 0.6, 0.9, 0.95, 1};
    double[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    assertThat(lay(observed("u", places(0.5), 1), predicted("u", around, values)).refusal())
        .isEqualTo(
            "x of the simulation turns back once, so that there is no one value at each place");
    assertThat(lay(observed("cp", places(0.5), 1), predicted("cp", around, values)).refusal())
        .isEqualTo("x goes around the body, but the surface of the experiment is not named");
    assertThat(
            lay(observed("cp", places(0.5), 1).on("diagonal"), predicted("cp", around, values))
                .refusal())
        .isEqualTo("x goes around the body, but the surface of the experiment is diagonal");
    assertThat(lay(observed("u", around, values), predicted("u", places(0, 1), 0, 1)).refusal())
        .isEqualTo(
            "x of the experiment turns back once, so that there is no one value at each place");
  }

  /** The lower pressure is above the wing, or below it at a negative angle of attack. */
  @Test
  void aNamedSurfaceTakesItsSideOfAContour() {
    double[] around = {1, 0.5, 0, 0, 0.5, 0.7, 0.9, 1};
    double[] pressure = {0, 1, 2, -4, -3, -2, -1, 0};
    Series contour = predicted("cp", around, pressure);
    assertThat(at(observed("cp", places(0, 0.5), 1, 1).on("upper"), contour))
        .containsExactly(-4, -3);
    assertThat(at(observed("cp", places(0, 0.5), 1, 1).on("lower"), contour)).containsExactly(2, 1);
    assertThat(at(observed("cp", places(0, 0.5), 1, 1).on("upper").with("alpha_deg", -4), contour))
        .containsExactly(2, 1);
    SeriesOverlay other =
        lay(observed("cp", around, pressure), predicted("cp", places(0.5, 1), 9, 9).on("upper"))
            .overlays()
            .get(0);
    assertThat(other.branch()).isEqualTo("suction side");
    assertThat(other.observed().y()).containsExactly(-3, -2, -1, 0);
  }

  private static double[] at(Series observed, Series predicted) {
    return lay(observed, predicted).overlays().get(0).predicted().y();
  }

  @Test
  void coefficientsOfASweepThatTurnsBackAreRefused() {
    assertThat(
            lay(observed("cl", places(0, 5, 3), 0, 1, 2), predicted("cl", places(0, 4), 0, 1))
                .refusal())
        .isEqualTo(
            "x of the experiment turns back once, so that it has no one value at the predicted places");
    assertThat(lay(observed("u", places(0, 1), 1, 1), predicted("u", places(2, 3), 1, 1)).refusal())
        .isEqualTo("no place at which both have a value");
  }

  @Test
  void binsAreMatchedByTheirEdgesInAnyOrder() {
    Series observed = Series.experiment("e").of("c", "n").bins("m", 0, 1, 2, 4).values(1, 2, 3);
    Series same =
        Series.simulation("s", "a", "b")
            .of("c", "n")
            .over("m", 3, 0.5)
            .put("form", "bins")
            .put("abscissa_low", new Double[] {2.0, 0.0})
            .put("abscissa_high", new Double[] {4.0, 1.0 + 1e-9})
            .values(30, 10);
    SeriesOverlay overlay = lay(observed, same).overlays().get(0);
    assertThat(overlay.observed().y()).containsExactly(1, 3);
    assertThat(overlay.predicted().y()).containsExactly(10, 30);
    assertThat(overlay.ofObserved()).isEqualTo(3);
    Series twice =
        Series.simulation("s", "a", "b")
            .of("c", "n")
            .over("m", 0.5, 0.5)
            .put("form", "bins")
            .put("abscissa_low", new Double[] {0.0, 0.0})
            .put("abscissa_high", new Double[] {1.0, 1.0})
            .values(30, 10);
    assertThat(lay(observed, twice).refusal())
        .isEqualTo("bins of one of the two overlap each other");
    Series beyond = Series.simulation("s", "a", "b").of("c", "n").bins("m", 4, 5).values(1);
    assertThat(lay(observed, beyond).refusal()).isEqualTo("no bin in common");
  }

  /** sigma of a residual: 3 and 4 in quadrature, each on the side of the other value. */
  @Test
  void chiSquareTakesTheErrorsThatFaceEachOther() {
    Series observed =
        observed("u", places(0, 1), 10, 0)
            .put("sigma_low", new Double[] {3.0, null})
            .put("sigma_high", new Double[] {99.0, null});
    Series predicted =
        predicted("u", places(0, 1), 0, 5)
            .put("sigma_low", new Double[] {77.0, 1.0})
            .put("sigma_high", new Double[] {4.0, 1.0});
    SeriesAgreement agreement = SeriesAgreement.of(lay(observed, predicted).overlays().get(0));
    assertThat(agreement.chi2()).isEqualTo(4.0, within(1e-12));
    assertThat(agreement.ndf()).isEqualTo(1);
    assertThat(agreement.metrics())
        .containsEntry("bias", 2.5)
        .containsEntry("max_abs", 10.0)
        .containsEntry("rms", Math.sqrt(62.5))
        .containsEntry("rms_over_range", Math.sqrt(62.5) / 10);
  }
}

package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventDrawsTest {
  private static final int SIZE = 200_000;

  /**
   * First two moments of a split normal about its median, with sigma = offset / z: mean = median +
   * (s2 - s1) / sqrt(2 pi), variance = (s1^2 + s2^2) / 2 - (s2 - s1)^2 / (2 pi).
   */
  @Test
  void totalMassHasTheAnalyticMoments() {
    double z = 1.6448536269514722;
    double s1 = 3.1 / z;
    double s2 = 4.7 / z;
    double t1 = 4.4 / z;
    double t2 = 3.0 / z;
    double mean = 35.6 + 30.6 + (s2 - s1 + t2 - t1) / Math.sqrt(2 * Math.PI);
    double variance =
        (s1 * s1 + s2 * s2 + t1 * t1 + t2 * t2) / 2
            - (Math.pow(s2 - s1, 2) + Math.pow(t2 - t1, 2)) / (2 * Math.PI);

    double[] total = EventDraws.of(GwSamples.withoutChirpMass(), SIZE).totalMass();
    double sampleMean = Arrays.stream(total).average().orElseThrow();
    double sampleVariance =
        Arrays.stream(total).map(x -> Math.pow(x - sampleMean, 2)).average().orElseThrow();
    // Standard error of the mean: sqrt(variance / SIZE) = 0.0077; four of them.
    assertThat(sampleMean).isEqualTo(mean, within(0.031));
    assertThat(sampleVariance).isEqualTo(variance, within(0.02 * variance));
  }

  /** 28.6 -1.5 +1.7 is published; independent masses would give an interval half as wide again. */
  @Test
  void chirpMassIsAsWideAsPublished() {
    assertThat(chirpMassWidth(EventDraws.of(GwSamples.GW150914, SIZE), 1))
        .isEqualTo(3.2, within(0.1));
    assertThat(chirpMassWidth(EventDraws.of(GwSamples.withoutChirpMass(), SIZE), 1))
        .isEqualTo(4.7, within(0.1));
  }

  private static double chirpMassWidth(EventDraws draws, double scale) {
    double[] masses = new double[draws.size()];
    for (int i = 0; i < masses.length; i++) {
      double q = draws.massRatio()[i];
      masses[i] = scale * draws.totalMass()[i] * Math.pow(q / ((1 + q) * (1 + q)), 0.6);
    }
    double[] ascending = EventDraws.sorted(masses);
    return EventDraws.quantile(ascending, 0.95) - EventDraws.quantile(ascending, 0.05);
  }

  /** What hangs together is dealt out again: no quantity's own distribution changes by it. */
  @Test
  void correlationLeavesThePublishedIntervals() {
    EventDraws alone = EventDraws.of(GwSamples.GW150914, 5000);
    EventDraws traded = EventDraws.of(GwSamples.GW150914, GwSamples.RANKING);
    assertThat(traded.chiEff()).isNotEqualTo(alone.chiEff());
    assertThat(EventDraws.sorted(traded.chiEff())).isEqualTo(EventDraws.sorted(alone.chiEff()));
    assertThat(traded.massRatio()).isEqualTo(alone.massRatio());
    double[] spread = EventDraws.sorted(EventDraws.of(GwSamples.GW150914, SIZE).logMassRatio());
    // Medians of m1 and m2 stay: that of their ratio, signed, is near ln(35.6 / 30.6) = 0.151.
    assertThat(EventDraws.quantile(spread, 0.5)).isEqualTo(0.151, within(0.02));
  }

  /** Unequal bodies need more spin for the same phase: the draws' spin rises with mass ratio. */
  @Test
  void spinRisesWithMassRatio() {
    EventDraws draws = EventDraws.of(GwSamples.GW150914, GwSamples.RANKING);
    double expected = draws.spinTrade().expected(GwSamples.run("r", 1.5, 0));
    assertThat(expected).isPositive();
    assertThat(draws.spinTrade().expected(GwSamples.run("s", 1.1, 0))).isNegative();
    assertThat(Math.pow(draws.spinTrade().independent(), 2)).isBetween(0.8, 0.999);
  }

  /** ln widths: source 0.112, 1 + z 0.055, detector 0.07: the redshift makes up for the mass. */
  @Test
  void redshiftFollowsTheDetectorFrameChirpMass() {
    EventDraws draws = EventDraws.of(GwSamples.withDetectorChirpMass(31.2, -1.0, 1.2), SIZE);
    double[] masses = new double[SIZE];
    double[] source = draws.totalMass();
    double[] detector = draws.detectorMass();
    for (int i = 0; i < SIZE; i++) {
      double q = draws.massRatio()[i];
      masses[i] = detector[i] * Math.pow(q / ((1 + q) * (1 + q)), 0.6);
      assertThat(detector[i]).isGreaterThanOrEqualTo(source[i]);
    }
    double[] ascending = EventDraws.sorted(masses);
    assertThat(EventDraws.quantile(ascending, 0.95) - EventDraws.quantile(ascending, 0.05))
        .isEqualTo(2.2, within(0.25));
  }

  @Test
  void medianAndIntervalAreThePublishedOnes() {
    double[] spin = EventDraws.sorted(EventDraws.of(GwSamples.GW150914, SIZE).chiEff());
    assertThat(EventDraws.quantile(spin, 0.5)).isEqualTo(-0.01, within(0.002));
    assertThat(EventDraws.quantile(spin, 0.05)).isEqualTo(-0.14, within(0.002));
    assertThat(EventDraws.quantile(spin, 0.95)).isEqualTo(0.11, within(0.002));
  }

  @Test
  void massRatioIsAtLeastOne() {
    assertThat(Arrays.stream(EventDraws.of(GwSamples.GW150914, 5000).massRatio()).min().orElse(0))
        .isBetween(1.0, 1.01);
  }

  @Test
  void dependsOnTheEventVersionAlone() {
    double[] once = EventDraws.of(GwSamples.GW150914, 50).massRatio();
    assertThat(EventDraws.of(GwSamples.GW150914, 50).massRatio()).isEqualTo(once);
    assertThat(EventDraws.of(GwSamples.withId("GW150914-v4"), 50).massRatio()).isNotEqualTo(once);
  }

  /** int.from_bytes(hashlib.sha256(b"GW150914-v3").digest()[:8], "big", signed=True). */
  @Test
  void seedIsTheStartOfTheHash() {
    assertThat(EventDraws.seed("GW150914-v3")).isEqualTo(-6982587219856347165L);
  }

  /** numpy.quantile([1, 2, 4, 8], p) with its default method. */
  @Test
  void quantileInterpolatesBetweenOrderStatistics() {
    double[] values = {1, 2, 4, 8};
    assertThat(EventDraws.quantile(values, 0.5)).isEqualTo(3.0);
    assertThat(EventDraws.quantile(values, 0.25)).isEqualTo(1.75);
    assertThat(EventDraws.quantile(values, 1)).isEqualTo(8.0);
    Quantiles unordered = new Quantiles(new double[] {4, 1, 8, 2});
    assertThat(unordered.at(0.5)).isEqualTo(3.0);
    assertThat(unordered.at(0.25)).isEqualTo(1.75);
    assertThat(unordered.at(1)).isEqualTo(8.0);
    assertThat(unordered.at(0)).isEqualTo(1.0);
  }
}

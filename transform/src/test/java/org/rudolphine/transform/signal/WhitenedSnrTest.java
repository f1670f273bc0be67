package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhitenedSnrTest {
  private static final double RATE = 1024;
  private static final int COUNT = 1024;

  /** A burst of which both quadratures are known. */
  private static double burst(double sample, double phase) {
    double away = (sample - 500) / 40;
    return Math.exp(-away * away / 2) * Math.cos(2 * Math.PI * 60 * sample / RATE - phase);
  }

  @Test
  void isTheSumOverSamplesOfBothQuadratures() {
    Random random = new Random(3);
    double[] data = new double[COUNT];
    double[] template = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      data[i] = random.nextGaussian() + 2 * burst(i - 7, 0.8);
      template[i] = burst(i, 0);
    }
    double[] snr = WhitenedSnr.series(data, template, RATE, 400, 50);
    for (int lag = -50; lag <= 50; lag++) {
      double cosine = 0;
      double sine = 0;
      double power = 0;
      for (int i = 100; i < 900; i++) {
        cosine += data[i + lag] * burst(i, 0);
        sine += data[i + lag] * burst(i, Math.PI / 2);
        power += burst(i, 0) * burst(i, 0);
      }
      double expected = Math.sqrt(2 * 400 / RATE / power) * Math.hypot(cosine, sine);
      assertThat(snr[lag + 50]).as("lag %s", lag).isCloseTo(expected, within(1e-6));
    }
    assertThat(snr[57]).isGreaterThan(snr[50]);
  }

  @Test
  void agreesWithTheFilterWherePairsHoldTheWholeWaveform() throws Unfilterable {
    double rate = 512;
    double massS = 100 * GeometricWaveform.SOLAR_MASS_S;
    double[] samples = ColouredNoise.samples(8192, rate, 11);
    for (int i = 0; i < samples.length; i++) {
      samples[i] += 1.4e-20 * SyntheticChirp.plus((i / rate - 8.25) / massS);
    }
    FilterSettings settings =
        new FilterSettings(0.5, 20, 1024, 0.5, 0.1, 16, 0.2, 0.005, 0.75, 0.25);
    StrainSeries strain = new StrainSeries("H1", 1e9, rate, samples);
    PreparedStrain prepared =
        PreparedStrain.of(strain, ColouredNoise.known(rate, 256), settings, new FftPool());
    Template template = TemplateFamily.byDetectorMass(SyntheticChirp.waveform(), 1).at(100);
    DetectorResult result =
        new MatchedFilter(settings)
            .search(List.of(prepared), template, 1e9 + 8.25)
            .detectors()
            .get(0);

    double[] data = result.overlay().data();
    double width = result.bandHighHz() - result.bandLowHz();
    double[] snr = WhitenedSnr.series(data, result.overlay().template(), rate, width, 25);
    int best = 0;
    for (int i = 0; i < snr.length; i++) {
      best = snr[i] > snr[best] ? i : best;
    }
    assertThat(result.snr()).isGreaterThan(10);
    assertThat(snr[best]).isCloseTo(result.snr(), within(0.03 * result.snr()));
    assertThat(best).isBetween(24, 26);
  }

  @Test
  void templateOfNothingHasNoRatio() {
    assertThat(WhitenedSnr.series(new double[] {1, 2, 3, 4}, new double[4], RATE, 400, 1))
        .containsExactly(0, 0, 0);
  }

  @Test
  void refusesLengthsThatDoNotAgree() {
    assertThatThrownBy(() -> WhitenedSnr.series(new double[4], new double[5], RATE, 400, 1))
        .hasMessageContaining("4 samples of data, 5 of the template");
    assertThatThrownBy(() -> WhitenedSnr.series(new double[4], new double[4], RATE, 400, 4))
        .hasMessageContaining("lags up to 4");
  }
}

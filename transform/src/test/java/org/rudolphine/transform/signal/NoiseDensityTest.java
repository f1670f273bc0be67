package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseDensityTest {
  /** 1 - 1/2 + 1/3 - ... by hand; ln 2 for endless data. */
  @Test
  void biasOfTheMedianIsThatOfExponentialValues() {
    assertThat(NoiseDensity.medianBias(1)).isEqualTo(1);
    assertThat(NoiseDensity.medianBias(2)).isEqualTo(1);
    assertThat(NoiseDensity.medianBias(3)).isCloseTo(5.0 / 6, within(1e-15));
    assertThat(NoiseDensity.medianBias(5)).isCloseTo(47.0 / 60, within(1e-15));
    assertThat(NoiseDensity.medianBias(100_001)).isCloseTo(Math.log(2), within(1e-5));
  }

  /**
   * scipy.signal.welch(x, 64.0, nperseg=32, average='median') of scipy 1.10, bins 1, 5 and 11, with
   * an even and an odd number of segments.
   */
  @Test
  void densityIsThatOfAnotherLibrary() throws Unfilterable {
    NoiseDensity even = density(112);
    assertThat(even.segments()).isEqualTo(6);
    assertThat(even.stepHz()).isEqualTo(2);
    assertThat(even.density()[1]).isCloseTo(0.003136262582503924, within(1e-15));
    assertThat(even.density()[5]).isCloseTo(0.0021545013379897712, within(1e-15));
    assertThat(even.density()[11]).isCloseTo(0.0012546229900353336, within(1e-15));
    NoiseDensity odd = density(128);
    assertThat(odd.segments()).isEqualTo(7);
    assertThat(odd.density()[1]).isCloseTo(0.0027483269086871582, within(1e-15));
    assertThat(odd.density()[5]).isCloseTo(0.003511512893820723, within(1e-15));
    assertThat(odd.density()[11]).isCloseTo(0.0017084074022173945, within(1e-15));
  }

  @Test
  void segmentsWithAGapDoNotCount() throws Unfilterable {
    List<Stretch> stretches = List.of(new Stretch(0, 90), new Stretch(95, 160));
    NoiseDensity noise = NoiseDensity.of(samples(160), 64, stretches, new Fft(32));
    assertThat(noise.segments()).isEqualTo(4 + 3);
  }

  private static NoiseDensity density(int count) throws Unfilterable {
    return NoiseDensity.of(samples(count), 64, List.of(new Stretch(0, count)), new Fft(32));
  }

  private static double[] samples(int count) {
    double[] samples = new double[count];
    for (int j = 0; j < count; j++) {
      samples[j] = (j * j * 7919 + 13 * j) % 1009 / 1009.0 + 0.01 * j;
    }
    return samples;
  }
}

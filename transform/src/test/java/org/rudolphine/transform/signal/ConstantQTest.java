package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstantQTest {
  private static final double RATE = 1024;

  @Test
  void gaussianNoiseHasTheMeanOne() {
    Random random = new Random(7);
    double[] noise = new double[1 << 16];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    // About 64 s x sqrt(pi) x 16.7 Hz = 1900 independent places: 2 % of scatter.
    double[] energy = new ConstantQ(noise, RATE).energy(100, 6, RATE / 2);
    assertThat(Arrays.stream(energy, 1000, 64_000).average().orElseThrow())
        .isCloseTo(1, within(0.1));
  }

  @Test
  void lineHasTheEnergyOfItsAmplitude() {
    double[] line = new double[4096];
    for (int i = 0; i < line.length; i++) {
      line[i] = 3 * Math.cos(2 * Math.PI * 100 * i / RATE);
    }
    ConstantQ transform = new ConstantQ(line, RATE);
    // |c| = 3 / 2; at f + width it falls by exp(-1 / 2), its square by exp(-1).
    double expected = 2.25 * 2 * 400 / (Math.sqrt(Math.PI) * 10);
    assertThat(transform.energy(100, 10, 400)[2048]).isCloseTo(expected, within(1e-6 * expected));
    double beside = transform.energy(110, 11, 400)[2048];
    assertThat(beside).isCloseTo(expected / Math.E, within(1e-6 * expected));
  }

  @Test
  void pulseIsSeenWhereItIs() {
    double[] pulse = new double[4096];
    pulse[1000] = 1;
    double[] energy = new ConstantQ(pulse, RATE).energy(200, 6, RATE / 2);
    // The window's standard deviation is 6 / (2 pi 200 Hz) = 4.89 samples.
    double width = 6 / (2 * Math.PI * 200) * RATE;
    assertThat(energy[1010] / energy[1000])
        .isCloseTo(Math.exp(-100 / (width * width)), within(1e-3));
    assertThat(energy[990]).isCloseTo(energy[1010], within(1e-9 * energy[1000]));
  }

  @Test
  void refusesWhatCannotBeTransformed() {
    assertThatThrownBy(() -> new ConstantQ(new double[1], RATE)).hasMessageContaining("1 samples");
    assertThatThrownBy(() -> new ConstantQ(new double[9], 0)).hasMessageContaining("0.0 Hz");
  }
}

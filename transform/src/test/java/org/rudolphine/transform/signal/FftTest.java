package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.Test;

class FftTest {
  @Test
  void transformOfAnImpulseIsAPointerThatTurns() {
    double[] re = {0, 1, 0, 0, 0, 0, 0, 0};
    double[] im = new double[8];
    new Fft(8).forward(re, im);
    double half = Math.sqrt(0.5);
    assertThat(re)
        .containsExactly(new double[] {1, half, 0, -half, -1, -half, 0, half}, within(1e-15));
    assertThat(im)
        .containsExactly(new double[] {0, -half, -1, -half, 0, half, 1, half}, within(1e-15));
  }

  /** JTransforms is another library's transform of the same numbers. */
  @Property(tries = 30)
  void agreesWithAnotherLibrary(
      @ForAll @IntRange(min = 1, max = 12) int exponent, @ForAll long seed) {
    int size = 1 << exponent;
    double[] re = random(size, seed);
    double[] im = random(size, seed + 1);
    double[] theirs = new double[2 * size];
    for (int i = 0; i < size; i++) {
      theirs[2 * i] = re[i];
      theirs[2 * i + 1] = im[i];
    }
    new DoubleFFT_1D(size).complexForward(theirs);
    new Fft(size).forward(re, im);
    for (int i = 0; i < size; i++) {
      assertThat(re[i]).isCloseTo(theirs[2 * i], within(1e-11));
      assertThat(im[i]).isCloseTo(theirs[2 * i + 1], within(1e-11));
    }
  }

  @Property(tries = 30)
  void keepsTheEnergyOfRealSamples(
      @ForAll @IntRange(min = 1, max = 12) int exponent, @ForAll long seed) {
    int size = 1 << exponent;
    double[] samples = random(size, seed);
    Fft.Spectrum spectrum = new Fft(size).forwardReal(samples);
    double inTime = 0;
    for (double value : samples) {
      inTime += value * value;
    }
    double inFrequency = 0;
    for (int k = 0; k <= size / 2; k++) {
      double weight = k == 0 || k == size / 2 ? 1 : 2;
      inFrequency +=
          weight
              * (spectrum.re()[k] * spectrum.re()[k] + spectrum.im()[k] * spectrum.im()[k])
              / size;
    }
    assertThat(inFrequency).isCloseTo(inTime, within(1e-12 * size));
  }

  @Property(tries = 30)
  void comesBack(@ForAll @IntRange(min = 1, max = 12) int exponent, @ForAll long seed) {
    int size = 1 << exponent;
    double[] samples = random(size, seed);
    Fft fft = new Fft(size);
    double[] back = fft.inverseReal(fft.forwardReal(samples));
    for (int i = 0; i < size; i++) {
      assertThat(back[i] / size).isCloseTo(samples[i], within(1e-13));
    }
  }

  @Test
  void realTransformIsTheComplexOneOfTheSameSamples() {
    double[] samples = random(64, 7);
    double[] re = samples.clone();
    double[] im = new double[64];
    Fft fft = new Fft(64);
    fft.forward(re, im);
    Fft.Spectrum spectrum = fft.forwardReal(samples);
    for (int k = 0; k <= 32; k++) {
      assertThat(spectrum.re()[k]).isCloseTo(re[k], within(1e-13));
      assertThat(spectrum.im()[k]).isCloseTo(im[k], within(1e-13));
    }
  }

  @Test
  void refusesOtherSizes() {
    assertThatThrownBy(() -> new Fft(12)).hasMessage("not a power of two: 12");
    assertThat(Fft.sizeFor(1)).isEqualTo(1);
    assertThat(Fft.sizeFor(4096)).isEqualTo(4096);
    assertThat(Fft.sizeFor(4097)).isEqualTo(8192);
  }

  private static double[] random(int size, long seed) {
    Random random = new Random(seed);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextDouble() - 0.5;
    }
    return values;
  }
}

package org.rudolphine.transform.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One-sided power spectral density of the noise: the median over overlapping segments, which a
 * signal or a glitch in a few of them does not move (Welch 1967; Allen et al. 2012, Phys. Rev. D
 * 85, 122006, section VI and appendix B).
 *
 * @param stepHz distance of the frequencies, which begin at 0
 * @param density strain^2 / Hz
 * @param segments number of segments
 */
record NoiseDensity(double stepHz, double[] density, int segments) {
  /** With fewer segments a median says little: 5 half-overlapping ones are 3 lengths of data. */
  private static final int LEAST_SEGMENTS = 5;

  static NoiseDensity of(double[] samples, double rateHz, List<Stretch> stretches, Fft fft)
      throws Unfilterable {
    int length = fft.size();
    double[] window = Windows.hann(length);
    double power = 0;
    for (double value : window) {
      power += value * value;
    }
    List<double[]> periodograms = new ArrayList<>();
    for (Stretch stretch : stretches) {
      for (int at = stretch.from(); at + length <= stretch.until(); at += length / 2) {
        periodograms.add(periodogram(samples, at, window, fft, 2 / (rateHz * power)));
      }
    }
    if (periodograms.size() < LEAST_SEGMENTS) {
      throw new Unfilterable(
          "the strain has "
              + periodograms.size()
              + " whole segments of "
              + length / rateHz
              + " s without a gap, and the noise density needs "
              + LEAST_SEGMENTS);
    }
    return new NoiseDensity(rateHz / length, median(periodograms), periodograms.size());
  }

  private static double[] periodogram(
      double[] samples, int at, double[] window, Fft fft, double scale) {
    int length = window.length;
    double mean = 0;
    for (int i = 0; i < length; i++) {
      mean += samples[at + i];
    }
    mean /= length;
    double[] segment = new double[length];
    for (int i = 0; i < length; i++) {
      segment[i] = (samples[at + i] - mean) * window[i];
    }
    Fft.Spectrum spectrum = fft.forwardReal(segment);
    double[] density = new double[length / 2 + 1];
    for (int k = 0; k < density.length; k++) {
      double re = spectrum.re()[k];
      double im = spectrum.im()[k];
      density[k] = scale * (re * re + im * im);
    }
    return density;
  }

  private static double[] median(List<double[]> periodograms) {
    int count = periodograms.size();
    double bias = medianBias(count);
    double[] density = new double[periodograms.get(0).length];
    double[] values = new double[count];
    for (int k = 0; k < density.length; k++) {
      for (int i = 0; i < count; i++) {
        values[i] = periodograms.get(i)[k];
      }
      Arrays.sort(values);
      density[k] = (values[(count - 1) / 2] + values[count / 2]) / 2 / bias;
    }
    return density;
  }

  /**
   * Expected median of {@code count} exponential values of mean 1: 1 - 1/2 + 1/3 - ... + 1/count
   * for an odd count (Allen et al. 2012, appendix B); for an even one the mean of the two middle
   * values has the expectation of the next smaller odd count.
   */
  static double medianBias(int count) {
    int odd = count % 2 == 0 ? count - 1 : count;
    double bias = 0;
    for (int i = 1; i <= odd; i++) {
      bias += (i % 2 == 1 ? 1.0 : -1.0) / i;
    }
    return bias;
  }
}

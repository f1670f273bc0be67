package org.rudolphine.transform.signal;

import java.util.Arrays;

/**
 * Frequency bins that take part, and what whitens each of them.
 *
 * @param first number of the first bin
 * @param stepHz distance of the bins
 * @param whitening 1 / sqrt(S) in each bin; 0 where the noise density is not usable
 * @param responseSamples how far the response in time reaches, to either side: half a segment
 * @param leftOut bins without a usable noise density
 */
record Band(int first, double stepHz, double[] whitening, int responseSamples, int leftOut) {
  /** The decimation filters of the archives leave the last tenth below Nyquist without meaning. */
  private static final double NYQUIST_PART = 0.9;

  /**
   * A density below this part of the band's median is no noise of a detector but data that were
   * nulled; it would outweigh all others.
   */
  private static final double LEAST_PART = 1e-6;

  /** When more than this part of the band cannot be used the rest says too little. */
  private static final double MOST_LEFT_OUT = 0.5;

  int size() {
    return whitening.length;
  }

  double lowHz() {
    return first * stepHz;
  }

  double highHz() {
    return (first + size() - 1) * stepHz;
  }

  /** Width of the bins that are used. */
  double widthHz() {
    return (size() - leftOut) * stepHz;
  }

  /**
   * The density is interpolated linearly to the bins of the whole data. Its own resolution keeps
   * the response short: what reaches further than half a segment is 3 % of its root mean square in
   * real data. Cutting it there, as Allen et al. (2012) do, would leave the lines of a detector
   * half whitened and give noise of variance 1.2. The upper end is not part of the band.
   */
  static Band of(NoiseDensity noise, FilterSettings settings, double rateHz, int size)
      throws Unfilterable {
    double highHz = Math.min(settings.bandHighHz(), NYQUIST_PART * rateHz / 2);
    double stepHz = rateHz / size;
    int first = (int) Math.ceil(settings.bandLowHz() / stepHz);
    int count = (int) Math.ceil(highHz / stepHz) - first;
    if (count < settings.chiSquareBins()) {
      throw new Unfilterable(
          "strain at "
              + rateHz
              + " Hz has nothing in the band from "
              + settings.bandLowHz()
              + " to "
              + highHz
              + " Hz");
    }
    double[] usable = usable(noise, first * stepHz, (first + count) * stepHz);
    double[] whitening = new double[count];
    int leftOut = 0;
    for (int k = 0; k < count; k++) {
      whitening[k] = inverseAmplitude(usable, (first + k) * stepHz / noise.stepHz());
      leftOut += whitening[k] == 0 ? 1 : 0;
    }
    if (leftOut > MOST_LEFT_OUT * count) {
      throw new Unfilterable(
          "the noise density is zero or not finite in "
              + leftOut
              + " of "
              + count
              + " frequency bins of the band");
    }
    int response = (int) Math.round(rateHz / noise.stepHz() / 2);
    return new Band(first, stepHz, whitening, response, leftOut);
  }

  /** The densities with 0 where they cannot be used. */
  private static double[] usable(NoiseDensity noise, double lowHz, double highHz) {
    double[] density = noise.density().clone();
    int from = (int) Math.floor(lowHz / noise.stepHz());
    int until = Math.min(density.length, (int) Math.ceil(highHz / noise.stepHz()) + 1);
    double[] sorted = Arrays.copyOfRange(density, from, until);
    Arrays.sort(sorted);
    double least = LEAST_PART * sorted[sorted.length / 2];
    for (int k = 0; k < density.length; k++) {
      if (!(density[k] > 0 && density[k] >= least && density[k] < Double.POSITIVE_INFINITY)) {
        density[k] = 0;
      }
    }
    return density;
  }

  private static double inverseAmplitude(double[] density, double place) {
    int left = Math.min((int) place, density.length - 2);
    double part = place - left;
    if (density[left] == 0 || (part > 0 && density[left + 1] == 0)) {
      return 0;
    }
    return 1 / Math.sqrt((1 - part) * density[left] + part * density[left + 1]);
  }
}

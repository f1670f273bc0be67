package org.rudolphine.transform.signal;

import java.util.Random;

/** Gaussian noise with a known spectral density of about a detector's shape. */
final class ColouredNoise {
  private ColouredNoise() {}

  /** One-sided density in strain^2 / Hz; flat below 10 Hz. */
  static double density(double hertz) {
    double f = Math.max(10, hertz);
    return 1e-46 * (Math.pow(f / 50, -6) + 1 + Math.pow(f / 150, 2));
  }

  /** Noise of a power of two of samples: each coefficient has E|d(f)|^2 = T S / 2. */
  static double[] samples(int count, double rateHz, long seed) {
    Random random = new Random(seed);
    double[] re = new double[count / 2 + 1];
    double[] im = new double[count / 2 + 1];
    double step = rateHz / count;
    for (int k = 1; k < count / 2; k++) {
      double deviation = Math.sqrt(density(k * step) / 4 * step);
      re[k] = deviation * random.nextGaussian();
      im[k] = deviation * random.nextGaussian();
    }
    return new Fft(count).inverseReal(new Fft.Spectrum(re, im));
  }

  /** The density as the filter would estimate it from endless data. */
  static NoiseDensity known(double rateHz, int segment) {
    double[] density = new double[segment / 2 + 1];
    for (int k = 0; k < density.length; k++) {
      density[k] = density(k * rateHz / segment);
    }
    return new NoiseDensity(rateHz / segment, density, 1000);
  }
}

package org.rudolphine.transform.signal;

/** Windows against the leakage of edges. */
final class Windows {
  private Windows() {}

  /** Periodic Hann window, as spectra take it: w_j = (1 - cos(2 pi j / n)) / 2. */
  static double[] hann(int length) {
    double[] window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = 0.5 * (1 - StrictMath.cos(2 * Math.PI * i / length));
    }
    return window;
  }

  /**
   * Multiplies values {@code from} to {@code until} by Tukey's window: a half period of a raised
   * cosine up at the beginning and down at the end, 1 between.
   */
  static void taper(double[] values, int from, int until, int rampUp, int rampDown) {
    for (int i = 0; i < rampUp; i++) {
      values[from + i] *= ramp(i, rampUp);
    }
    for (int i = 0; i < rampDown; i++) {
      values[until - 1 - i] *= ramp(i, rampDown);
    }
  }

  private static double ramp(int i, int length) {
    return 0.5 * (1 - StrictMath.cos(Math.PI * (i + 0.5) / length));
  }
}

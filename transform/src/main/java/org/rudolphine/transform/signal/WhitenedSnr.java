package org.rudolphine.transform.signal;

/**
 * Signal-to-noise ratio of whitened data against a whitened template that is moved along them, from
 * the samples alone: with the whitening done, the filter's integral over frequency is a sum over
 * time (Parseval),
 *
 * <pre>
 * rho(lag) = sqrt(2 B / rate) |sum over j of x_(j + lag) (p_j - i H[p]_j)| / sqrt(sum of p_j^2)
 * </pre>
 *
 * <p>with H[p] the Hilbert transform of the template, which is its other quadrature, and B the
 * width of the band: the template's own ratio is sqrt(2 B / rate sum of p^2).
 */
public final class WhitenedSnr {
  private WhitenedSnr() {}

  /**
   * The ratio at lags of {@code -lags} to {@code +lags} samples; 0 everywhere for a template that
   * is 0. Data count as 0 outside of their samples.
   *
   * @param data whitened strain, unit variance in Gaussian noise
   * @param template whitened template at the same times
   * @param rateHz samples per second
   * @param bandwidthHz width of the band of both
   * @param lags largest lag in samples, below the number of samples
   * @throws IllegalArgumentException when the lengths do not agree or a lag is too large
   */
  public static double[] series(
      double[] data, double[] template, double rateHz, double bandwidthHz, int lags) {
    int length = data.length;
    if (template.length != length || lags < 0 || lags >= length) {
      throw new IllegalArgumentException(
          String.format(
              "%d samples of data, %d of the template and lags up to %d",
              length, template.length, lags));
    }
    double power = 0;
    for (double value : template) {
      power += value * value;
    }
    double[] snr = new double[2 * lags + 1];
    if (!(power > 0)) {
      return snr;
    }
    Fft fft = new Fft(Fft.sizeFor(2 * length));
    Fft.Spectrum x = fft.forwardReal(data);
    Fft.Spectrum p = fft.forwardReal(template);
    double[] re = new double[fft.size()];
    double[] im = new double[fft.size()];
    // Without its negative frequencies, and twice the others, the template gets its quadrature.
    for (int k = 1; k < fft.size() / 2; k++) {
      re[k] = 2 * (x.re()[k] * p.re()[k] + x.im()[k] * p.im()[k]);
      im[k] = 2 * (x.im()[k] * p.re()[k] - x.re()[k] * p.im()[k]);
    }
    fft.inverse(re, im);
    double scale = Math.sqrt(2 * bandwidthHz / rateHz / power) / fft.size();
    for (int lag = -lags; lag <= lags; lag++) {
      int at = Math.floorMod(lag, fft.size());
      snr[lag + lags] = scale * Math.sqrt(re[at] * re[at] + im[at] * im[at]);
    }
    return snr;
  }
}

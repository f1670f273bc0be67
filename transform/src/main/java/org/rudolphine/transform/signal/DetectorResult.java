package org.rudolphine.transform.signal;

/**
 * What the filter found in one detector.
 *
 * @param detector short name
 * @param snr largest signal-to-noise ratio, maximised over phase and time
 * @param isMaximum whether it falls off to both sides of the peak; false where it still rises at
 *     the end of the times that were looked at, or at the edge of clean data
 * @param peakGps GPS seconds at which the template's t = 0 arrives, finer than a sample
 * @param phase radians in (-pi, pi]: the best fit is {@code amplitude} x (u cos phase + v sin
 *     phase), u the plus polarisation and v its quadrature of the same norm
 * @param amplitude scale of the template that fits best
 * @param sigma norm of the template: the SNR that it would have at amplitude 1
 * @param chiSquare time-frequency chi-square of Allen (2005)
 * @param chiSquareNdf its degrees of freedom, 2 p - 2
 * @param backgroundSnr largest SNR in the same data away from the event: a local estimate, not a
 *     false-alarm rate; null when there is no such data
 * @param backgroundS seconds of data that it was looked for in
 * @param bandLowHz lower end of the band that was used
 * @param bandHighHz upper end of the band that was used
 * @param binsLeftOut frequency bins in the band without a usable noise density
 * @param psdSegments segments that the noise density is the median of
 * @param overlay whitened data, template and residual around the peak
 */
public record DetectorResult(
    String detector,
    double snr,
    boolean isMaximum,
    double peakGps,
    double phase,
    double amplitude,
    double sigma,
    double chiSquare,
    int chiSquareNdf,
    Double backgroundSnr,
    double backgroundS,
    double bandLowHz,
    double bandHighHz,
    int binsLeftOut,
    int psdSegments,
    Overlay overlay) {

  /** Chi-square over its degrees of freedom: near 1 for the right template in Gaussian noise. */
  public double chiSquareReduced() {
    return chiSquare / chiSquareNdf;
  }

  /**
   * Whitened strain beside the whitened template; in Gaussian noise each sample of data and
   * residual has unit variance, whatever the band.
   *
   * @param timeS seconds after the template's t = 0
   * @param data whitened strain
   * @param template whitened template at the best time, phase and amplitude
   * @param residual data minus template
   * @param chiSquare sum of the squared residuals, times {@code ndf} over the number of samples
   * @param ndf independent samples: twice the band's width times the length. Samples are closer to
   *     each other than the band allows them to be independent
   */
  public record Overlay(
      double[] timeS,
      double[] data,
      double[] template,
      double[] residual,
      double chiSquare,
      int ndf) {}
}

package org.rudolphine.transform.signal;

/**
 * Energy of whitened strain by time and frequency, seen through windows that hold the same number
 * of cycles at each frequency (the Q transform: Brown 1991, J. Acoust. Soc. Am. 89, 425; for
 * gravitational waves Chatterji et al. 2004, Class. Quantum Grav. 21, S1809):
 *
 * <pre>
 * c(t, f) = sum over j of x_j g(t_j - t) exp(-2 pi i f t_j),   g(t) = exp(-(2 pi f t / Q)^2 / 2)
 * </pre>
 *
 * <p>Keeps work space: one thread at a time.
 */
public final class ConstantQ {
  private static final double REACH = 6;

  private final int length;
  private final double rateHz;
  private final Fft fft;
  private final Fft.Spectrum spectrum;

  /**
   * Takes whitened samples, which count as 0 before their first and after their last one.
   *
   * @param samples whitened strain; in Gaussian noise of unit variance
   * @param rateHz samples per second
   */
  public ConstantQ(double[] samples, double rateHz) {
    if (samples.length < 2 || !(rateHz > 0)) {
      throw new IllegalArgumentException(
          "nothing to transform: " + samples.length + " samples at " + rateHz + " Hz");
    }
    this.length = samples.length;
    this.rateHz = rateHz;
    this.fft = new Fft(Fft.sizeFor(2 * samples.length));
    this.spectrum = fft.forwardReal(samples);
  }

  /**
   * Energy |c|^2 at the time of each sample, in units of its mean in the noise.
   *
   * @param frequencyHz f
   * @param q Q; the window's standard deviation is Q / (2 pi f) in time and f / Q in frequency
   * @param bandwidthHz width of the band that the noise fills: the same variance in a narrower band
   *     is more energy at each frequency
   */
  public double[] energy(double frequencyHz, double q, double bandwidthHz) {
    double widthHz = frequencyHz / q;
    double[] re = new double[fft.size()];
    double[] im = new double[fft.size()];
    double stepHz = rateHz / fft.size();
    int first = Math.max(1, (int) Math.ceil((frequencyHz - REACH * widthHz) / stepHz));
    int last =
        Math.min(fft.size() / 2 - 1, (int) Math.floor((frequencyHz + REACH * widthHz) / stepHz));
    for (int k = first; k <= last; k++) {
      double away = (k * stepHz - frequencyHz) / widthHz;
      double weight = StrictMath.exp(-away * away / 2) / fft.size();
      re[k] = spectrum.re()[k] * weight;
      im[k] = spectrum.im()[k] * weight;
    }
    fft.inverse(re, im);
    // Unit variance spread over the band: |c|^2 has the mean sqrt(pi) width / (2 bandwidth).
    double scale = 2 * bandwidthHz / (Math.sqrt(Math.PI) * widthHz);
    double[] energy = new double[length];
    for (int i = 0; i < length; i++) {
      energy[i] = scale * (re[i] * re[i] + im[i] * im[i]);
    }
    return energy;
  }
}

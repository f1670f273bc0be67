package org.rudolphine.transform.signal;

/**
 * A template in the whitened band of one detector, as two quadratures u and v with (u|u) = (v|v) =
 * 1 and (u|v) = 0, where (a|b) = 4 df Re sum a_k conj(b_k) over the band. With one polarisation v
 * is the Hilbert transform of u (Allen et al. 2012, Phys. Rev. D 85, 122006, section III); with
 * two, v is what cross adds to plus (Gram and Schmidt), which is the same for a circular wave.
 *
 * @param sigma norm of the plus polarisation
 */
record Quadratures(double[] uRe, double[] uIm, double[] vRe, double[] vIm, double sigma) {
  /** A cross polarisation that adds less than this part of plus's power is taken for none. */
  private static final double LEAST_NEW_POWER = 1e-2;

  static Quadratures of(Band band, double rateHz, Fft.Spectrum plus, Fft.Spectrum cross)
      throws Unfilterable {
    double[] uRe = whitened(band, rateHz, plus.re());
    double[] uIm = whitened(band, rateHz, plus.im());
    double power = product(band, uRe, uIm, uRe, uIm);
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new Unfilterable(
          "the template has no power between " + band.lowHz() + " and " + band.highHz() + " Hz");
    }
    double sigma = Math.sqrt(power);
    scale(uRe, 1 / sigma);
    scale(uIm, 1 / sigma);
    if (cross != null) {
      double[] vRe = whitened(band, rateHz, cross.re());
      double[] vIm = whitened(band, rateHz, cross.im());
      double along = product(band, vRe, vIm, uRe, uIm);
      for (int k = 0; k < vRe.length; k++) {
        vRe[k] -= along * uRe[k];
        vIm[k] -= along * uIm[k];
      }
      double added = product(band, vRe, vIm, vRe, vIm);
      if (added >= LEAST_NEW_POWER * power && added < Double.POSITIVE_INFINITY) {
        scale(vRe, 1 / Math.sqrt(added));
        scale(vIm, 1 / Math.sqrt(added));
        return new Quadratures(uRe, uIm, vRe, vIm, sigma);
      }
    }
    double[] turned = uRe.clone();
    scale(turned, -1);
    return new Quadratures(uRe, uIm, uIm, turned, sigma);
  }

  private static double[] whitened(Band band, double rateHz, double[] spectrum) {
    double[] values = new double[band.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = spectrum[band.first() + k] * band.whitening()[k] / rateHz;
    }
    return values;
  }

  private static double product(Band band, double[] aRe, double[] aIm, double[] bRe, double[] bIm) {
    double sum = 0;
    for (int k = 0; k < aRe.length; k++) {
      sum += aRe[k] * bRe[k] + aIm[k] * bIm[k];
    }
    return 4 * band.stepHz() * sum;
  }

  private static void scale(double[] values, double factor) {
    for (int k = 0; k < values.length; k++) {
      values[k] *= factor;
    }
  }
}

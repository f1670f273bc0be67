package org.rudolphine.transform.signal;

/** The template at its best time, phase and amplitude, laid over the whitened data. */
final class Fit {
  private final PreparedStrain strain;
  private final Correlation.Value peak;
  private final double[] re;
  private final double[] im;

  /** The unit-norm template u cos(phase) + v sin(phase), and the data moved to its t = 0. */
  Fit(Correlation correlation, Correlation.Value peak) {
    this.strain = correlation.strain();
    this.peak = peak;
    Quadratures quadratures = correlation.quadratures();
    double cosine = peak.u() / peak.snr();
    double sine = peak.v() / peak.snr();
    this.re = new double[quadratures.uRe().length];
    this.im = new double[re.length];
    for (int k = 0; k < re.length; k++) {
      re[k] = quadratures.uRe()[k] * cosine + quadratures.vRe()[k] * sine;
      im[k] = quadratures.uIm()[k] * cosine + quadratures.vIm()[k] * sine;
    }
  }

  /**
   * Time-frequency chi-square (Allen 2005, Phys. Rev. D 71, 062001, section IV): the band is cut
   * into parts of nearly equal template power q_l; chi^2 = sum |z_l - q_l z|^2 / q_l, with z_l the
   * complex output of the filter from part l alone.
   *
   * @return chi-square and its degrees of freedom, two for each part but one
   */
  ChiSquare chiSquare(int parts) {
    double total = 0;
    for (int k = 0; k < re.length; k++) {
      total += re[k] * re[k] + im[k] * im[k];
    }
    double[] power = new double[parts];
    double[] zRe = new double[parts];
    double[] zIm = new double[parts];
    double scale = 4 * strain.band().stepHz();
    Correlation.Pointer pointer =
        new Correlation.Pointer(strain.band().first(), peak.place() / strain.size());
    double sum = 0;
    for (int k = 0; k < re.length; k++) {
      double bin = re[k] * re[k] + im[k] * im[k];
      int part = Math.min(parts - 1, (int) ((sum + bin / 2) / total * parts));
      sum += bin;
      power[part] += bin / total;
      double dataRe = strain.whitenedRe()[k];
      double dataIm = strain.whitenedIm()[k];
      double productRe = scale * (dataRe * re[k] + dataIm * im[k]);
      double productIm = scale * (dataIm * re[k] - dataRe * im[k]);
      zRe[part] += productRe * pointer.re - productIm * pointer.im;
      zIm[part] += productRe * pointer.im + productIm * pointer.re;
      pointer.next();
    }
    return chiSquare(power, zRe, zIm);
  }

  private static ChiSquare chiSquare(double[] power, double[] zRe, double[] zIm) {
    double allRe = 0;
    double allIm = 0;
    for (int part = 0; part < power.length; part++) {
      allRe += zRe[part];
      allIm += zIm[part];
    }
    double chiSquare = 0;
    int used = 0;
    for (int part = 0; part < power.length; part++) {
      if (power[part] > 0) {
        double differenceRe = zRe[part] - power[part] * allRe;
        double differenceIm = zIm[part] - power[part] * allIm;
        chiSquare += (differenceRe * differenceRe + differenceIm * differenceIm) / power[part];
        used++;
      }
    }
    return new ChiSquare(chiSquare, 2 * used - 2);
  }

  record ChiSquare(double value, int ndf) {}

  /** Data, template and residual around t = 0, as far as the whitened data are clean. */
  DetectorResult.Overlay overlay(FilterSettings settings, Fft fft) {
    double[] template = template(fft);
    double rate = strain.rateHz();
    Stretch wanted =
        new Stretch(
            (int) Math.ceil(peak.place() - settings.overlayBeforeS() * rate),
            (int) Math.floor(peak.place() + settings.overlayAfterS() * rate) + 1);
    Stretch range = new Stretch(wanted.from(), wanted.from());
    for (Stretch clean : strain.clean(1, 0, 0)) {
      if (clean.from() <= peak.place() && peak.place() < clean.until()) {
        range = clean.common(wanted);
      }
    }
    double[] timeS = new double[range.length()];
    double[] data = new double[range.length()];
    double[] predicted = new double[range.length()];
    double[] residual = new double[range.length()];
    double squares = 0;
    for (int i = 0; i < timeS.length; i++) {
      int at = range.from() + i;
      timeS[i] = (at - peak.place()) / rate;
      data[i] = strain.whitenedSeries()[at];
      predicted[i] = template[at];
      residual[i] = data[i] - predicted[i];
      squares += residual[i] * residual[i];
    }
    double independent = 2 * strain.band().widthHz() / rate;
    return new DetectorResult.Overlay(
        timeS,
        data,
        predicted,
        residual,
        squares * independent,
        (int) Math.round(timeS.length * independent));
  }

  private double[] template(Fft fft) {
    double[] movedRe = new double[re.length];
    double[] movedIm = new double[re.length];
    Correlation.Pointer pointer =
        new Correlation.Pointer(strain.band().first(), -peak.place() / fft.size());
    double snr = peak.snr();
    for (int k = 0; k < re.length; k++) {
      movedRe[k] = snr * (re[k] * pointer.re - im[k] * pointer.im);
      movedIm[k] = snr * (re[k] * pointer.im + im[k] * pointer.re);
      pointer.next();
    }
    return strain.series(movedRe, movedIm, fft);
  }
}

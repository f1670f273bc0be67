package org.rudolphine.transform.report;

/**
 * Whitened strain of a detector beside the whitened waveform, as a pair holds them: arrays over one
 * evenly spaced time.
 *
 * @param timeS seconds after the template's t = 0
 * @param observed whitened strain in standard deviations of the noise
 * @param predicted whitened waveform at its best time, phase and amplitude
 * @param residual observed minus predicted
 * @param snr signal-to-noise ratio that the filter found, or null
 * @param backgroundSnr largest ratio away from the event, or null
 * @param chiSquareReduced chi-square per degree of freedom, or null
 * @param bandLowHz lower end of the band, or null
 * @param bandHighHz upper end of the band, or null
 */
record StrainCurve(
    String linkId,
    String detector,
    double[] timeS,
    double[] observed,
    double[] predicted,
    double[] residual,
    Double snr,
    Double backgroundSnr,
    Double chiSquareReduced,
    Double bandLowHz,
    Double bandHighHz) {
  /** What is shown around the template's t = 0 (s). */
  static final double FROM_S = -0.25;

  static final double UNTIL_S = 0.1;

  private static final int FEWEST = 16;

  /** Part of a step by which times may deviate from an even grid. */
  private static final double UNEVEN = 0.01;

  /** The curves of a pair, or null when there is nothing that could be drawn. */
  static StrainCurve of(Cells row) {
    double[] timeS = row.numbers("abscissa");
    double[] observed = row.numbers("observed");
    double[] predicted = row.numbers("predicted");
    double[] residual = row.numbers("residual");
    if (!sameLength(timeS, observed, predicted, residual)
        || !even(timeS)
        || shown(timeS) < FEWEST) {
      return null;
    }
    Cells metrics = row.map("metrics");
    Cells conditions = row.map("conditions");
    return new StrainCurve(
        row.text("link_id", ""),
        row.map("conditions_text").text("detector", "detector not stated"),
        timeS,
        observed,
        predicted,
        residual,
        metrics.number("snr"),
        metrics.number("background_snr"),
        metrics.number("chisq_reduced"),
        conditions.number("band_low_hz"),
        conditions.number("band_high_hz"));
  }

  private static boolean sameLength(double[]... arrays) {
    for (double[] array : arrays) {
      if (array == null || array.length != arrays[0].length) {
        return false;
      }
    }
    return true;
  }

  private static boolean even(double[] timeS) {
    if (timeS.length < FEWEST) {
      return false;
    }
    double step = (timeS[timeS.length - 1] - timeS[0]) / (timeS.length - 1);
    if (!(step > 0)) {
      return false;
    }
    for (int i = 0; i < timeS.length; i++) {
      if (Math.abs(timeS[i] - timeS[0] - i * step) > UNEVEN * step) {
        return false;
      }
    }
    return true;
  }

  private static int shown(double[] timeS) {
    int shown = 0;
    for (double time : timeS) {
      shown += time >= FROM_S && time <= UNTIL_S ? 1 : 0;
    }
    return shown;
  }

  /** Whether a sample lies in what is shown. */
  boolean shows(int sample) {
    return timeS[sample] >= FROM_S && timeS[sample] <= UNTIL_S;
  }

  double rateHz() {
    return (timeS.length - 1) / (timeS[timeS.length - 1] - timeS[0]);
  }

  /** The band as stated, as far as the samples reach; all that they reach where none is stated. */
  double lowHz() {
    return bandLowHz == null || bandLowHz < 0 || bandLowHz >= highHz() ? 0 : bandLowHz;
  }

  double highHz() {
    double nyquist = rateHz() / 2;
    return bandHighHz == null || !(bandHighHz > 0) ? nyquist : Math.min(bandHighHz, nyquist);
  }

  double bandwidthHz() {
    return highHz() - lowHz();
  }

  /** Largest absolute value in what is shown. */
  double largest() {
    double largest = 0;
    for (int i = 0; i < timeS.length; i++) {
      if (shows(i)) {
        largest = Math.max(largest, Math.abs(observed[i]));
        largest = Math.max(largest, Math.max(Math.abs(predicted[i]), Math.abs(residual[i])));
      }
    }
    return largest;
  }
}

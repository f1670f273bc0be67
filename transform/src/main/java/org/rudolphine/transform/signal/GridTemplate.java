package org.rudolphine.transform.signal;

import java.util.Arrays;

/**
 * A template on the grid of samples of some strain: resampled by a cubic spline so that t = 0 lies
 * on a sample, with a raised cosine at both ends.
 *
 * @param rateHz samples per second
 * @param first number of the first sample, counted from t = 0
 * @param plus values
 * @param cross values; null when there is one polarisation
 */
record GridTemplate(double rateHz, int first, double[] plus, double[] cross) {
  /** Ends weaker than this part of the peak are padding, as files of fixed length have it. */
  private static final double PADDING = 1e-4;

  /** Where the band begins for a template, in parts of the band's lower end. */
  private static final double BAND_PART = 0.75;

  /** Part of the time before, or after, t = 0 that a ramp may take. */
  private static final double RAMP_PART = 0.1;

  /** A template is never longer than this many samples; far below what an array can hold. */
  private static final int MOST_SAMPLES = 1 << 26;

  int samplesBefore() {
    return Math.max(0, -first);
  }

  int samplesAfter() {
    return Math.max(0, first + plus.length - 1);
  }

  double lengthS() {
    return plus.length / rateHz;
  }

  static GridTemplate of(Template template, double rateHz, FilterSettings settings)
      throws Unfilterable {
    check(template);
    Template core = inBand(withoutPadding(template), BAND_PART * settings.bandLowHz());
    double[] times = core.timeS();
    double begin = Math.ceil(times[0] * rateHz);
    double end = Math.floor(times[times.length - 1] * rateHz);
    if (!(Math.abs(begin) <= MOST_SAMPLES && Math.abs(end) <= MOST_SAMPLES)) {
      throw new Unfilterable(
          "the template reaches from " + times[0] + " to " + times[times.length - 1] + " s");
    }
    int first = (int) begin;
    int count = (int) end - first + 1;
    if (count < 4) {
      throw new Unfilterable("the template is shorter than 4 samples at " + rateHz + " Hz");
    }
    GridTemplate grid =
        new GridTemplate(
            rateHz,
            first,
            new CubicSpline(times, core.plus()).at(first, count, 1 / rateHz),
            core.cross() == null
                ? null
                : new CubicSpline(times, core.cross()).at(first, count, 1 / rateHz));
    grid.taper(settings.templateRampS());
    return grid;
  }

  private static void check(Template template) throws Unfilterable {
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < template.timeS().length; i++) {
      double time = template.timeS()[i];
      if (!(time > before && time < Double.POSITIVE_INFINITY)) {
        throw new Unfilterable("the template's times do not rise at row " + i + ": " + time);
      }
      if (!Double.isFinite(template.plus()[i])
          || (template.cross() != null && !Double.isFinite(template.cross()[i]))) {
        throw new Unfilterable("the template has a value that is no number at row " + i);
      }
      before = time;
    }
  }

  private static Template withoutPadding(Template template) throws Unfilterable {
    int count = template.timeS().length;
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, size(template, i));
    }
    if (largest == 0) {
      throw new Unfilterable("the template is zero everywhere");
    }
    int from = 0;
    while (size(template, from) < PADDING * largest) {
      from++;
    }
    int until = count;
    while (size(template, until - 1) < PADDING * largest) {
      until--;
    }
    if (until - from < 2) {
      throw new Unfilterable("the template has a single value that is not zero");
    }
    return part(template, from, until);
  }

  private static Template part(Template template, int from, int until) {
    return new Template(
        Arrays.copyOfRange(template.timeS(), from, until),
        Arrays.copyOfRange(template.plus(), from, until),
        template.cross() == null ? null : Arrays.copyOfRange(template.cross(), from, until));
  }

  /**
   * Without the slow beginning, which has no power in the band and would spoil that much of the
   * data: cut before the last half cycle, seen back from the peak, that is quicker than a
   * frequency.
   */
  private static Template inBand(Template template, double hertz) {
    double[] plus = template.plus();
    int crossing = -1;
    for (int i = peak(template); i > 0; i--) {
      if ((plus[i] >= 0) != (plus[i - 1] >= 0)) {
        if (crossing > 0 && template.timeS()[crossing] - template.timeS()[i] > 0.5 / hertz) {
          return part(template, crossing - 1, plus.length);
        }
        crossing = i;
      }
    }
    return template;
  }

  private static int peak(Template template) {
    int peak = 0;
    for (int i = 1; i < template.timeS().length; i++) {
      peak = size(template, i) > size(template, peak) ? i : peak;
    }
    return peak;
  }

  private static double size(Template template, int i) {
    double plus = Math.abs(template.plus()[i]);
    return template.cross() == null ? plus : Math.max(plus, Math.abs(template.cross()[i]));
  }

  private void taper(double longestS) {
    double longest = longestS * rateHz;
    int up = (int) Math.min(longest, RAMP_PART * samplesBefore());
    int down = (int) Math.min(longest, RAMP_PART * samplesAfter());
    Windows.taper(plus, 0, plus.length, up, down);
    if (cross != null) {
      Windows.taper(cross, 0, cross.length, up, down);
    }
  }

  /** Spectrum of one polarisation with t = 0 on sample 0; what lies before it wraps around. */
  Fft.Spectrum spectrum(double[] values, Fft fft) {
    double[] placed = new double[fft.size()];
    for (int i = 0; i < values.length; i++) {
      placed[(first + i) & (fft.size() - 1)] += values[i];
    }
    return fft.forwardReal(placed);
  }
}

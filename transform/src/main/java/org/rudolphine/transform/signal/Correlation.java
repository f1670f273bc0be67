package org.rudolphine.transform.signal;

import java.util.List;

/**
 * The filter's output for one detector and one template: z(t) = (d|u)(t) + i (d|v)(t), whose
 * absolute value is the signal-to-noise ratio (Allen et al. 2012, Phys. Rev. D 85, 122006, section
 * IV). Times are places in samples of the strain, fractions included.
 */
final class Correlation {
  /** A place where the ratio was computed, with both quadratures. */
  record Value(double place, double u, double v) {
    double snr() {
      return Math.sqrt(u * u + v * v);
    }
  }

  /** Distance of the exact ratios around a peak, in steps of the coarse grid. */
  private static final double FINER = 0.25;

  /** Turning a pointer step by step loses digits: after so many steps it is set anew. */
  private static final int FRESH_POINTER = 256;

  private final PreparedStrain strain;
  private final GridTemplate template;
  private final Quadratures quadratures;
  private final List<Stretch> clean;
  private final int coarse;
  private final double[] uRe;
  private final double[] uIm;
  private final double[] vRe;
  private final double[] vIm;
  private final double[] squared;

  private Correlation(
      PreparedStrain strain, TemplateSpectra template, List<Stretch> clean, FftPool ffts)
      throws Unfilterable {
    this.strain = strain;
    this.template = template.template();
    this.quadratures =
        Quadratures.of(strain.band(), strain.rateHz(), template.plus(), template.cross());
    this.clean = clean;
    double[] dataRe = strain.whitenedRe();
    double[] dataIm = strain.whitenedIm();
    int bins = dataRe.length;
    this.uRe = new double[bins];
    this.uIm = new double[bins];
    this.vRe = new double[bins];
    this.vIm = new double[bins];
    double scale = 4 * strain.band().stepHz();
    for (int k = 0; k < bins; k++) {
      uRe[k] = scale * (dataRe[k] * quadratures.uRe()[k] + dataIm[k] * quadratures.uIm()[k]);
      uIm[k] = scale * (dataIm[k] * quadratures.uRe()[k] - dataRe[k] * quadratures.uIm()[k]);
      vRe[k] = scale * (dataRe[k] * quadratures.vRe()[k] + dataIm[k] * quadratures.vIm()[k]);
      vIm[k] = scale * (dataIm[k] * quadratures.vRe()[k] - dataRe[k] * quadratures.vIm()[k]);
    }
    // The band ends below half the coarse rate, so the coarse samples miss nothing.
    int size = strain.size();
    Fft fft = ffts.of(Math.min(size, Fft.sizeFor(2 * (strain.band().first() + bins))));
    this.coarse = size / fft.size();
    this.squared = squared(fft);
  }

  static Correlation of(PreparedStrain strain, TemplateSpectra template, FftPool ffts)
      throws Unfilterable {
    GridTemplate grid = template.template();
    List<Stretch> clean = strain.clean(2, grid.samplesBefore(), grid.samplesAfter());
    if (clean.isEmpty()) {
      throw new Unfilterable(
          "a template of "
              + grid.lengthS()
              + " s with the filter's response of "
              + 4 * strain.band().responseSamples() / strain.rateHz()
              + " s is longer than any stretch of "
              + strain.detector()
              + " without a gap");
    }
    return new Correlation(strain, template, clean, ffts);
  }

  /** |z|^2 on the coarse grid, from one complex transform of both quadratures. */
  private double[] squared(Fft fft) {
    double[] re = new double[fft.size()];
    double[] im = new double[fft.size()];
    int first = strain.band().first();
    for (int k = 0; k < uRe.length; k++) {
      int up = first + k;
      int down = fft.size() - up;
      re[up] = 0.5 * (uRe[k] - vIm[k]);
      im[up] = 0.5 * (uIm[k] + vRe[k]);
      re[down] = 0.5 * (uRe[k] + vIm[k]);
      im[down] = 0.5 * (vRe[k] - uIm[k]);
    }
    fft.inverse(re, im);
    for (int i = 0; i < re.length; i++) {
      re[i] = re[i] * re[i] + im[i] * im[i];
    }
    return re;
  }

  PreparedStrain strain() {
    return strain;
  }

  GridTemplate template() {
    return template;
  }

  Quadratures quadratures() {
    return quadratures;
  }

  /**
   * The largest value in some ranges of places, refined between samples; null when none is clean.
   */
  Value peak(Stretch... ranges) {
    int best = -1;
    Stretch where = null;
    for (Stretch range : ranges) {
      for (Stretch stretch : clean) {
        Stretch common = stretch.common(range);
        for (int m = ceiling(common.from()); m < ceiling(common.until()); m++) {
          if (best < 0 || squared[m] > squared[best]) {
            best = m;
            where = common;
          }
        }
      }
    }
    return best < 0 ? null : refined(best, where);
  }

  private int ceiling(int place) {
    return (place + coarse - 1) / coarse;
  }

  /** A parabola through the coarse ratios, and a finer one through exact ratios at its top. */
  private Value refined(int best, Stretch range) {
    double rough = best + top(ratio(best - 1), ratio(best), ratio(best + 1));
    Value middle = at(within(range, rough * coarse));
    double distance = FINER * coarse;
    double shift =
        top(at(middle.place - distance).snr(), middle.snr(), at(middle.place + distance).snr());
    Value fine = at(within(range, middle.place + shift * distance));
    return fine.snr() > middle.snr() ? fine : middle;
  }

  private double ratio(int m) {
    return Math.sqrt(squared[m & (squared.length - 1)]);
  }

  private static double within(Stretch range, double place) {
    return Math.max(range.from(), Math.min(range.until() - 1.0, place));
  }

  /** Where a parabola through three values is largest, in steps from the middle one, at most 1. */
  private static double top(double before, double middle, double after) {
    double bend = before + after - 2 * middle;
    return bend < 0 ? Math.max(-1, Math.min(1, (before - after) / 2 / bend)) : 0;
  }

  /** Whether the ratio is smaller a step of the coarse grid to either side. */
  boolean isMaximum(Value value) {
    return at(value.place - coarse).snr() <= value.snr()
        && at(value.place + coarse).snr() <= value.snr();
  }

  /** Both quadratures at any place, summed over the band. */
  Value at(double place) {
    Pointer pointer = new Pointer(strain.band().first(), place / strain.size());
    double u = 0;
    double v = 0;
    for (int k = 0; k < uRe.length; k++) {
      u += uRe[k] * pointer.re - uIm[k] * pointer.im;
      v += vRe[k] * pointer.re - vIm[k] * pointer.im;
      pointer.next();
    }
    return new Value(place, u, v);
  }

  /** How many clean samples lie outside a range. */
  int samplesOutside(Stretch range) {
    int count = 0;
    for (Stretch stretch : clean) {
      count += stretch.length() - stretch.common(range).length();
    }
    return count;
  }

  /** exp(2 pi i k turns) for rising k. */
  static final class Pointer {
    private final double turns;
    private final double stepRe;
    private final double stepIm;
    private int k;
    double re;
    double im;

    Pointer(int first, double turns) {
      this.turns = turns;
      this.stepRe = StrictMath.cos(2 * Math.PI * turns);
      this.stepIm = StrictMath.sin(2 * Math.PI * turns);
      this.k = first;
      set();
    }

    private void set() {
      double angle = k * turns;
      angle = 2 * Math.PI * (angle - Math.rint(angle));
      re = StrictMath.cos(angle);
      im = StrictMath.sin(angle);
    }

    void next() {
      k++;
      if (k % FRESH_POINTER == 0) {
        set();
      } else {
        double turned = re * stepRe - im * stepIm;
        im = re * stepIm + im * stepRe;
        re = turned;
      }
    }
  }
}

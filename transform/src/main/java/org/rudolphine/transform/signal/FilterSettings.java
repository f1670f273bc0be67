package org.rudolphine.transform.signal;

import java.io.Serializable;

/**
 * How the filter works; lengths of time in seconds.
 *
 * @param psdSegmentS length of a segment of Welch's method, 50 % overlap, Hann window; half of it
 *     on each side is what the whitening filter's response is taken to reach
 * @param bandLowHz lower end of the band
 * @param bandHighHz upper end of the band; never above nine tenths of the Nyquist frequency
 * @param edgeRampS length of the cosine ramp at the ends of the data and of each gap
 * @param templateRampS longest ramp at the ends of a template: a tenth of the template's length
 *     before and after t = 0, but not longer than this
 * @param chiSquareBins number of frequency bands of the chi-square test
 * @param searchHalfWidthS how far from the event's time a peak is looked for, to either side
 * @param delayToleranceS how far the second detector's peak may lie outside the light travel time
 * @param overlayBeforeS how much whitened data is given before t = 0
 * @param overlayAfterS and after
 */
public record FilterSettings(
    double psdSegmentS,
    double bandLowHz,
    double bandHighHz,
    double edgeRampS,
    double templateRampS,
    int chiSquareBins,
    double searchHalfWidthS,
    double delayToleranceS,
    double overlayBeforeS,
    double overlayAfterS)
    implements Serializable {

  /** Checks that each value is in its range. */
  public FilterSettings {
    positive("psdSegmentS", psdSegmentS);
    positive("bandLowHz", bandLowHz);
    positive("edgeRampS", edgeRampS);
    positive("templateRampS", templateRampS);
    positive("searchHalfWidthS", searchHalfWidthS);
    positive("delayToleranceS", delayToleranceS);
    positive("overlayBeforeS", overlayBeforeS);
    positive("overlayAfterS", overlayAfterS);
    if (!(bandHighHz > bandLowHz && bandHighHz < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the band ends above its beginning: " + bandLowHz + " to " + bandHighHz + " Hz");
    }
    if (chiSquareBins < 2) {
      throw new IllegalArgumentException("chi-square needs 2 bands or more: " + chiSquareBins);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be above 0: " + value);
    }
  }

  /** Values for binary black holes in detectors of the second generation. */
  public static FilterSettings defaults() {
    return new FilterSettings(4, 20, 1024, 1, 0.1, 16, 0.5, 0.005, 0.75, 0.25);
  }
}

package org.rudolphine.transform.link;

import java.util.Arrays;
import java.util.List;

/**
 * Two series over the same places, of one surface.
 *
 * @param branch which side of a contour they are of; null for a curve that is none
 * @param observed observed values, those without a predicted one left out
 * @param predicted predicted values at the same places
 * @param ofObserved number of observed values, those left out among them
 */
record SeriesOverlay(String branch, SeriesCurve observed, SeriesCurve predicted, int ofObserved) {

  /**
   * What came of laying two series over each other.
   *
   * @param overlays one, or one for each side of a contour
   * @param refusal why there is none; null when there is one
   */
  record Outcome(List<SeriesOverlay> overlays, String refusal) {
    static Outcome refused(String why) {
      return new Outcome(List.of(), why);
    }
  }

  /** Both curves where both have a value. */
  static SeriesOverlay of(
      String branch, SeriesCurve observed, SeriesCurve predicted, int ofObserved) {
    int[] common =
        Arrays.stream(observed.known()).filter(i -> Double.isFinite(predicted.y()[i])).toArray();
    return new SeriesOverlay(branch, observed.at(common), predicted.at(common), ofObserved);
  }

  int length() {
    return observed.length();
  }

  /** Observed minus predicted. */
  double[] residual() {
    double[] residual = new double[length()];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = observed.y()[i] - predicted.y()[i];
    }
    return residual;
  }
}

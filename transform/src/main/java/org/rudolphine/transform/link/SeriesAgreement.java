package org.rudolphine.transform.link;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures of agreement of an overlay; sums run in the order of its places.
 *
 * @param residual observed minus predicted
 * @param chi2 sum of (residual / sigma)^2 over the values with an error; null when none has one
 * @param ndf their number, as nothing was fitted; null likewise
 */
record SeriesAgreement(SeriesOverlay overlay, double[] residual, Double chi2, Integer ndf) {

  static SeriesAgreement of(SeriesOverlay overlay) {
    double[] residual = overlay.residual();
    double chi2 = 0;
    int ndf = 0;
    for (int i = 0; i < residual.length; i++) {
      double sigma = sigma(overlay, i);
      if (sigma > 0) {
        chi2 += residual[i] / sigma * (residual[i] / sigma);
        ndf++;
      }
    }
    return new SeriesAgreement(overlay, residual, ndf == 0 ? null : chi2, ndf == 0 ? null : ndf);
  }

  /**
   * Standard deviation of a residual: of both sides towards each other, added in quadrature; NaN
   * where the observed value has none.
   */
  private static double sigma(SeriesOverlay overlay, int i) {
    double observed = overlay.observed().sigmaTowards(i, overlay.predicted().y()[i]);
    double predicted = overlay.predicted().sigmaTowards(i, overlay.observed().y()[i]);
    return predicted > 0 ? StrictMath.hypot(observed, predicted) : observed;
  }

  SortedMap<String, Double> metrics() {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < residual.length; i++) {
      sum += residual[i];
      squares += residual[i] * residual[i];
      largest = Math.max(largest, Math.abs(residual[i]));
      low = Math.min(low, overlay.observed().y()[i]);
      high = Math.max(high, overlay.observed().y()[i]);
    }
    double rms = Math.sqrt(squares / residual.length);
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("bias", sum / residual.length);
    metrics.put("max_abs", largest);
    metrics.put("n_observed", (double) overlay.ofObserved());
    metrics.put("n_overlap", (double) residual.length);
    metrics.put("rms", rms);
    if (high > low) {
      metrics.put("rms_over_range", rms / (high - low));
    }
    return metrics;
  }
}

package org.rudolphine.transform.histogram;

/**
 * Observed counts against a prediction that is absolute: nothing is fitted, so that every bin that
 * is used is a degree of freedom.
 *
 * <p>chi-square = sum of (observed - predicted)^2 / (variance of observed + variance of predicted),
 * each variance the sum of squared weights. A bin without observed events has the variance of a
 * Poisson count with the predicted mean, for its own would be zero. A bin in which nothing is
 * observed nor predicted is not used.
 *
 * <p>The deviance, 2 sum of (predicted - observed + observed ln(observed / predicted)), is that of
 * Poisson counts (Baker and Cousins, Nucl. Instrum. Meth. 221 (1984) 437, equation 17b); it holds
 * for small counts too but takes the prediction as exact. Bins without prediction are left out of
 * it and counted.
 *
 * @param chi2 chi-square; NaN when a variance is not known
 * @param bins bins used
 * @param deviance deviance
 * @param unpredicted bins with observed events where nothing is predicted
 */
public record BinComparison(double chi2, int bins, double deviance, int unpredicted) {

  /** Compares bin by bin; a histogram that is shorter is longer by empty bins. */
  public static BinComparison of(Histogram observed, Histogram predicted) {
    double chi2 = 0;
    double deviance = 0;
    int used = 0;
    int unpredicted = 0;
    for (int i = 0; i < Math.max(observed.bins(), predicted.bins()); i++) {
      double o = at(observed.contents(), i);
      double p = at(predicted.contents(), i);
      if (o == 0 && p == 0) {
        continue;
      }
      used++;
      double variance = (o == 0 ? p : at(observed.squares(), i)) + at(predicted.squares(), i);
      chi2 += (o - p) * (o - p) / variance;
      if (p > 0) {
        deviance += 2 * (p - o + (o > 0 ? o * StrictMath.log(o / p) : 0));
      } else {
        unpredicted++;
      }
    }
    return new BinComparison(chi2, used, deviance, unpredicted);
  }

  private static double at(double[] values, int bin) {
    return bin < values.length ? values[bin] : 0;
  }
}

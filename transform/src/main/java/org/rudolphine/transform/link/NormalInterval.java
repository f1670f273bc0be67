package org.rudolphine.transform.link;

/**
 * Half-width of a central interval of the normal distribution in standard deviations: the z for
 * which P(|Z| &lt; z) = level, for example 1.6449 for 0.90.
 */
final class NormalInterval {
  private static final double NINETY = 1.6448536269514722;

  private NormalInterval() {}

  /**
   * Half-width for a level.
   *
   * @param level probability content, above 0 and below 0.999999
   */
  static double halfWidth(double level) {
    if (!(level > 0 && level < 0.999999)) {
      throw new IllegalArgumentException("Not the probability content of an interval: " + level);
    }
    if (level == 0.9) {
      return NINETY;
    }
    double low = 0;
    double high = 5;
    for (int i = 0; i < 60; i++) {
      double middle = 0.5 * (low + high);
      if (content(middle) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }

  /**
   * P(|Z| &lt; z) = erf(z / sqrt 2) by the series of positive terms, Abramowitz and Stegun 7.1.6.
   */
  static double content(double z) {
    double x = z / Math.sqrt(2);
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}

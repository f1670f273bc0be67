package org.rudolphine.transform.link;

/**
 * The mass ratio of an event whose bodies may be of equal mass. In ln(m1/m2), m1 being the body
 * that is called the heavier, the draws follow a split normal distribution that reaches past zero;
 * there the labels change places, and the draws' density is reflected at q = 1: p(x) = k(x) + k(-x)
 * with x = ln q (the folded normal distribution; as a treatment of a bound, Silverman 1986, section
 * 2.10).
 *
 * <p>Deviations are taken in that density, d^2 = 2 ln(p_max / p(x)), which for bodies of clearly
 * different mass is ((x - median) / sigma)^2, and for nearly equal ones does not hold it against a
 * run of q = 1 that the median of a bounded quantity cannot be at its bound.
 */
final class MassRatioSpread {
  /** Probabilities below and above which one standard deviation of a normal distribution lies. */
  private static final double ONE_SIGMA_BELOW = 0.15865525393145707;

  private static final double ONE_SIGMA_ABOVE = 0.8413447460685429;

  /** Places at which the greatest density is looked for. */
  private static final int PLACES = 64;

  /** A kernel weaker than another by exp(-40) adds nothing to it in double precision. */
  private static final double NEGLIGIBLE = 80;

  private final double median;
  private final double sigmaBelow;
  private final double sigmaAbove;
  private final double mode;
  private final double peak;
  private final double logPeak;

  /** From the draws of ln(m1/m2) with its sign. */
  MassRatioSpread(double[] draws) {
    this(new Quantiles(draws));
  }

  private MassRatioSpread(Quantiles quantiles) {
    this(quantiles.at(0.5), quantiles.at(ONE_SIGMA_BELOW), quantiles.at(ONE_SIGMA_ABOVE));
  }

  /**
   * From the distribution of ln(m1/m2).
   *
   * @param below what a part of 0.1587 lies below
   * @param above what a part of 0.1587 lies above
   */
  MassRatioSpread(double median, double below, double above) {
    this.median = median;
    this.sigmaBelow = median - below;
    this.sigmaAbove = above - median;
    double mode = 0;
    double peak = 0;
    for (int i = 0; i <= PLACES; i++) {
      double place = Math.max(0, median) * i / PLACES;
      double density = density(place);
      if (density > peak) {
        mode = place;
        peak = density;
      }
    }
    this.mode = mode;
    this.peak = peak;
    this.logPeak = StrictMath.log(peak);
  }

  private double density(double logarithm) {
    return kernel(logarithm) + kernel(-logarithm);
  }

  private double kernel(double logarithm) {
    return StrictMath.exp(-0.5 * squared(logarithm));
  }

  private double squared(double logarithm) {
    double difference = logarithm - median;
    double deviations = difference / (difference < 0 ? sigmaBelow : sigmaAbove);
    return deviations * deviations;
  }

  /**
   * Deviation of a mass ratio, negative below the most probable one.
   *
   * @param logarithm ln q, 0 or above
   */
  double deviation(double logarithm) {
    double here = squared(logarithm);
    double mirrored = squared(-logarithm);
    double squared = Math.min(here, mirrored) + 2 * logPeak;
    double apart = Math.abs(here - mirrored);
    if (apart < NEGLIGIBLE) {
      squared -= 2 * StrictMath.log1p(StrictMath.exp(-0.5 * apart));
    }
    double deviation = Math.sqrt(Math.max(0, squared));
    return logarithm < mode ? -deviation : deviation;
  }

  /** Median, standard deviations to both sides, and the greatest density, for a peer's check. */
  double[] numbers() {
    return new double[] {median, sigmaBelow, sigmaAbove, mode, peak};
  }
}

package org.rudolphine.transform.link;

import java.util.Arrays;

/**
 * How far the effective spin of an event is expected to lie from its median at a given mass ratio,
 * in standard deviations of the published spin: along the line through the medians on which {@link
 * InspiralPhase} stays the same.
 *
 * <p>What of the published width of the spin the line does not explain is left as independent of
 * mass ratio. Where the line alone is as wide as the published interval, it is shrunk so that the
 * correlation is the cap.
 */
final class SpinTrade {
  /** Spin and mass ratio know nothing of each other. */
  static final SpinTrade NONE = new SpinTrade(Double.NaN, 0, 0, 0, 1, new double[0]);

  private final double coefficient;
  private final double median;
  private final double perSpin;
  private final double mean;
  private final double independent;
  private final double[] expected;

  private SpinTrade(
      double coefficient,
      double median,
      double perSpin,
      double mean,
      double independent,
      double[] expected) {
    this.coefficient = coefficient;
    this.median = median;
    this.perSpin = perSpin;
    this.mean = mean;
    this.independent = independent;
    this.expected = expected;
  }

  /**
   * The trade of an event.
   *
   * @param massRatios the draws' mass ratios
   * @param median published median of the spin
   * @param sigma its standard deviation, the mean of both sides
   * @param inBand 0 to 1: how much of the inspiral the detectors see
   * @param cap most correlation, below 1
   */
  static SpinTrade of(double[] massRatios, double median, double sigma, double inBand, double cap) {
    if (!(sigma > 0) || !(inBand > 0)) {
      return NONE;
    }
    double middle = new Quantiles(massRatios).at(0.5);
    double coefficient = InspiralPhase.coefficient(middle, median);
    double[] shifts = new double[massRatios.length];
    for (int i = 0; i < shifts.length; i++) {
      double eta = InspiralPhase.eta(massRatios[i]);
      double spin = InspiralPhase.spin(coefficient, eta, InspiralPhase.power(eta));
      shifts[i] = (spin - median) * inBand / sigma;
    }
    double mean = mean(shifts);
    double deviation = deviation(shifts, mean);
    double shrink = deviation > cap ? cap / deviation : 1;
    double correlation = shrink * deviation;
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = shrink * (shifts[i] - mean);
    }
    return new SpinTrade(
        coefficient,
        median,
        shrink * inBand / sigma,
        shrink * mean,
        Math.sqrt(1 - correlation * correlation),
        shifts);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  boolean known() {
    return perSpin > 0;
  }

  /** Expected place of the spin at a run's mass ratio, in standard deviations from its median. */
  double expected(GwRun run) {
    return known()
        ? (InspiralPhase.spin(coefficient, run.eta(), run.etaPower()) - median) * perSpin - mean
        : 0;
  }

  /** Coefficient, median, standard deviations per spin, mean, independent part: for a peer. */
  double[] numbers() {
    return new double[] {coefficient, median, perSpin, mean, independent};
  }

  /** Standard deviation about the expected place, in units of the published one. */
  double independent() {
    return independent;
  }

  /**
   * Deals out the deviates of the spin again, so that they follow the draws' mass ratios: the same
   * values in the order of expected place plus what is independent (the rearrangement of Iman and
   * Conover 1982, Commun. Stat. Simul. Comput. 11, 311). So the distribution of the spin by itself
   * stays what it was.
   */
  double[] dealt(double[] deviates) {
    if (!known()) {
      return deviates;
    }
    double[] wanted = new double[deviates.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = expected[i] + independent * deviates[i];
    }
    double[] order = EventDraws.sorted(wanted);
    double[] values = EventDraws.sorted(deviates);
    double[] dealt = new double[deviates.length];
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = values[Arrays.binarySearch(order, wanted[i])];
    }
    return dealt;
  }
}

package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Round values inside a range at which an axis is marked, exact as decimals: 0.3 is never
 * 0.30000000000000004.
 */
final class Ticks {
  private static final BigDecimal[] STEPS = {
    BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5), BigDecimal.TEN
  };

  /** Mantissas of a logarithmic axis, from dense to sparse. */
  private static final double[][] MANTISSAS = {
    {1, 1.5, 2, 3, 4, 5, 6, 8}, {1, 1.5, 2, 3, 5, 7}, {1, 2, 3, 5}, {1, 2, 5}, {1, 3}, {1}
  };

  private Ticks() {}

  /**
   * Multiples of 1, 2 or 5 times a power of ten in the closed range, at most {@code atMost} of
   * them; at least two when {@code atMost} is six or more.
   */
  static List<BigDecimal> linear(double low, double high, int atMost) {
    check(low, high, atMost);
    BigDecimal bottom = new BigDecimal(low);
    BigDecimal top = new BigDecimal(high);
    BigDecimal step = step(top.subtract(bottom), atMost);
    BigDecimal first = bottom.divide(step, 0, RoundingMode.CEILING).multiply(step);
    List<BigDecimal> ticks = new ArrayList<>();
    for (BigDecimal tick = first; tick.compareTo(top) <= 0; tick = tick.add(step)) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** Smallest nice step that cuts the range into fewer than {@code atMost} parts. */
  private static BigDecimal step(BigDecimal range, int atMost) {
    BigDecimal least =
        range.divide(BigDecimal.valueOf(atMost - 1L), 30 + range.scale(), RoundingMode.UP);
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(least.precision() - least.scale() - 1);
    for (BigDecimal nice : STEPS) {
      BigDecimal step = nice.multiply(power);
      if (step.compareTo(least) >= 0) {
        return step;
      }
    }
    throw new IllegalStateException("Ten times its power of ten exceeds " + least);
  }

  /**
   * Round values for a logarithmic axis over a positive range. A range too narrow for two of them
   * gets linear ticks.
   */
  static List<BigDecimal> logarithmic(double low, double high, int atMost) {
    check(low, high, atMost);
    if (low <= 0) {
      throw new IllegalArgumentException("A logarithmic axis starts above zero, not at " + low);
    }
    for (double[] mantissas : MANTISSAS) {
      List<BigDecimal> ticks = decades(low, high, mantissas, 1);
      if (ticks.size() <= atMost) {
        return ticks.size() >= 2 ? ticks : linear(low, high, atMost);
      }
    }
    int every = 2;
    while (decades(low, high, new double[] {1}, every).size() > atMost) {
      every++;
    }
    return decades(low, high, new double[] {1}, every);
  }

  private static List<BigDecimal> decades(double low, double high, double[] mantissas, int every) {
    List<BigDecimal> ticks = new ArrayList<>();
    int first = (int) Math.floor(StrictMath.log10(low)) - 1;
    int last = (int) Math.ceil(StrictMath.log10(high)) + 1;
    for (int power = first; power <= last; power++) {
      for (double mantissa : mantissas) {
        BigDecimal tick = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(power);
        if (power % every == 0 && tick.doubleValue() >= low && tick.doubleValue() <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /**
   * Labels of ticks: evenly spaced ones all with the decimals that the finest one needs, others
   * with their own; minus is a minus sign.
   */
  static List<String> labels(List<BigDecimal> ticks) {
    int decimals = 0;
    for (BigDecimal tick : ticks) {
      decimals = Math.max(decimals, tick.stripTrailingZeros().scale());
    }
    int shared = evenlySpaced(ticks) ? decimals : 0;
    return ticks.stream().map(tick -> label(tick, shared)).toList();
  }

  private static boolean evenlySpaced(List<BigDecimal> ticks) {
    for (int i = 2; i < ticks.size(); i++) {
      BigDecimal before = ticks.get(i - 1).subtract(ticks.get(i - 2));
      if (ticks.get(i).subtract(ticks.get(i - 1)).compareTo(before) != 0) {
        return false;
      }
    }
    return true;
  }

  private static String label(BigDecimal tick, int decimals) {
    BigDecimal plain = tick.stripTrailingZeros();
    int magnitude = plain.precision() - plain.scale() - 1;
    if (tick.signum() != 0 && (magnitude >= 6 || magnitude < -4)) {
      return Measured.minus(plain.toString());
    }
    BigDecimal shown = plain.scale() < decimals ? plain.setScale(decimals) : plain;
    return Measured.minus(shown.toPlainString());
  }

  private static void check(double low, double high, int atMost) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("Not a range: " + low + " to " + high);
    }
    if (atMost < 2) {
      throw new IllegalArgumentException("An axis needs at least two ticks, not " + atMost);
    }
  }
}

package org.rudolphine.transform.signal;

import java.util.Map;
import java.util.TreeMap;

/** The largest value of a function that may refuse some places: a grid, then golden section. */
final class Scan {
  /** The golden section's part of an interval. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Network SNR for a parameter. */
  @FunctionalInterface
  interface Ratio {
    double at(double parameter) throws Unfilterable;
  }

  private final ScanGrid grid;
  private final Ratio ratio;
  private final TreeMap<Double, Double> tried = new TreeMap<>();
  private Unfilterable reason;

  private Scan(ScanGrid grid, Ratio ratio) {
    this.grid = grid;
    this.ratio = ratio;
  }

  /**
   * Looks along the grid and refines.
   *
   * @throws Unfilterable when every point of the grid was refused
   */
  static Scan of(ScanGrid grid, Ratio ratio) throws Unfilterable {
    Scan scan = new Scan(grid, ratio);
    int best = 0;
    for (int i = 0; i < grid.points(); i++) {
      best = scan.at(grid.value(i)) > scan.at(grid.value(best)) ? i : best;
    }
    if (scan.at(grid.value(best)) == 0) {
      throw scan.reason;
    }
    scan.refine(best);
    return scan;
  }

  private void refine(int point) {
    double low = grid.value(Math.max(0, point - 1));
    double high = grid.value(Math.min(grid.points() - 1, point + 1));
    double enough = 2 * grid.tolerance() * grid.value(point);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    while (high - low > enough) {
      if (at(left) >= at(right)) {
        high = right;
        right = left;
        left = high - GOLDEN * (high - low);
      } else {
        low = left;
        left = right;
        right = low + GOLDEN * (high - low);
      }
    }
  }

  /** 0 where the filter refuses. */
  private double at(double parameter) {
    return tried.computeIfAbsent(
        parameter,
        value -> {
          try {
            return ratio.at(value);
          } catch (Unfilterable e) {
            reason = e;
            return 0.0;
          }
        });
  }

  double best() {
    double best = tried.firstKey();
    for (Map.Entry<Double, Double> each : tried.entrySet()) {
      best = each.getValue() > tried.get(best) ? each.getKey() : best;
    }
    return best;
  }

  double[] parameters() {
    return tried.keySet().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** NaN where the filter refused. */
  double[] ratios() {
    return tried.values().stream().mapToDouble(value -> value == 0 ? Double.NaN : value).toArray();
  }
}

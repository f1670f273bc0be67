package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A curve cut where its abscissa turns back, each part in ascending order of the abscissa: a file
 * may run downwards, in several stretches, or around a closed contour.
 */
final class SeriesRuns {
  private static final int COMPARED = 100;

  private final List<SeriesCurve> runs;
  private final int turns;

  private SeriesRuns(List<SeriesCurve> runs, int turns) {
    this.runs = runs;
    this.turns = turns;
  }

  /**
   * Cuts a curve that is to be interpolated: the place where it turns back belongs to both runs.
   * Places without a value are left out.
   */
  static SeriesRuns of(SeriesCurve curve) {
    SeriesCurve known = curve.at(curve.known());
    List<int[]> runs = cut(known.x());
    List<SeriesCurve> apart = curves(known, withoutSharedPlaces(runs));
    return areApart(apart)
        ? new SeriesRuns(List.of(joined(apart)), 0)
        : new SeriesRuns(curves(known, runs), runs.size() - 1);
  }

  /** Cuts a curve whose places count: the place where it turns back belongs to the first run. */
  static SeriesRuns eachPlaceOnce(SeriesCurve curve) {
    SeriesRuns shared = of(curve);
    SeriesCurve known = curve.at(curve.known());
    return shared.isFunction()
        ? shared
        : new SeriesRuns(curves(known, withoutSharedPlaces(cut(known.x()))), shared.turns);
  }

  /** First and last index of each run; a place given several times at a turn is its two ends'. */
  private static List<int[]> cut(double[] x) {
    List<int[]> runs = new ArrayList<>();
    int start = 0;
    int direction = 0;
    int lastStep = 0;
    for (int i = 1; i < x.length; i++) {
      int step = x[i] == x[i - 1] ? 0 : Double.compare(x[i], x[i - 1]);
      if (step == 0) {
        continue;
      }
      if (direction != 0 && step != direction) {
        runs.add(new int[] {start, lastStep});
        start = i - 1;
      }
      direction = step;
      lastStep = i;
    }
    if (x.length > 0) {
      runs.add(new int[] {start, x.length - 1});
    }
    return runs;
  }

  private static List<int[]> withoutSharedPlaces(List<int[]> runs) {
    List<int[]> apart = new ArrayList<>();
    for (int[] run : runs) {
      boolean shared = !apart.isEmpty() && apart.get(apart.size() - 1)[1] == run[0];
      apart.add(new int[] {shared ? run[0] + 1 : run[0], run[1]});
    }
    return apart;
  }

  private static List<SeriesCurve> curves(SeriesCurve known, List<int[]> runs) {
    return runs.stream()
        .filter(run -> run[0] <= run[1])
        .map(run -> ascending(known, run[0], run[1]))
        .toList();
  }

  private static SeriesCurve ascending(SeriesCurve curve, int from, int last) {
    return curve.at(
        curve.x()[last] < curve.x()[from]
            ? IntStream.iterate(last, i -> i >= from, i -> i - 1).toArray()
            : IntStream.rangeClosed(from, last).toArray());
  }

  /** Stretches that do not overlap are one function of the abscissa, whatever their order. */
  private static boolean areApart(List<SeriesCurve> runs) {
    List<SeriesCurve> sorted = sorted(runs);
    for (int i = 1; i < sorted.size(); i++) {
      if (last(sorted.get(i - 1)) > sorted.get(i).x()[0]) {
        return false;
      }
    }
    return !runs.isEmpty();
  }

  private static List<SeriesCurve> sorted(List<SeriesCurve> runs) {
    return runs.stream()
        .sorted(Comparator.comparingDouble((SeriesCurve run) -> run.x()[0]))
        .toList();
  }

  private static SeriesCurve joined(List<SeriesCurve> runs) {
    List<SeriesCurve> sorted = sorted(runs);
    return new SeriesCurve(
        all(sorted, SeriesCurve::x),
        null,
        null,
        all(sorted, SeriesCurve::y),
        all(sorted, SeriesCurve::sigmaLow),
        all(sorted, SeriesCurve::sigmaHigh));
  }

  private static double[] all(List<SeriesCurve> parts, Function<SeriesCurve, double[]> numbers) {
    return parts.stream().flatMapToDouble(part -> Arrays.stream(numbers.apply(part))).toArray();
  }

  private static double last(SeriesCurve run) {
    return run.x()[run.length() - 1];
  }

  /** Whether no place has a value. */
  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Whether there is one value at each place. */
  boolean isFunction() {
    return turns == 0 && !isEmpty();
  }

  /** The only run. */
  SeriesCurve function() {
    return runs.get(0);
  }

  /** Whether it goes out and comes back over the same places, once. */
  boolean isContour() {
    return turns == 1;
  }

  /** How often it turns back. */
  int turns() {
    return turns;
  }

  /**
   * That side of a contour of surface pressure on which the pressure is lower on average over the
   * places that both sides have.
   */
  SeriesCurve suctionSide() {
    return runs.get(firstIsLower() ? 0 : 1);
  }

  /** The other side. */
  SeriesCurve pressureSide() {
    return runs.get(firstIsLower() ? 1 : 0);
  }

  private boolean firstIsLower() {
    double from = Math.max(runs.get(0).x()[0], runs.get(1).x()[0]);
    double to = Math.min(last(runs.get(0)), last(runs.get(1)));
    double[] places =
        IntStream.rangeClosed(0, COMPARED)
            .mapToDouble(i -> Math.min(to, from + (to - from) * i / COMPARED))
            .toArray();
    double[] first = runs.get(0).interpolated(places).y();
    double[] second = runs.get(1).interpolated(places).y();
    double difference = 0;
    for (int i = 0; i < places.length; i++) {
      difference += first[i] - second[i];
    }
    return difference <= 0;
  }
}

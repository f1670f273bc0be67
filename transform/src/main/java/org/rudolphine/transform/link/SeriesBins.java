package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two histograms bin by bin, in ascending order. Bins are never split or joined: where an observed
 * bin overlaps predicted ones, one of them must have its edges.
 */
final class SeriesBins {
  /** Part of a bin's width by which edges that are meant to be equal may differ. */
  private static final double EDGE = 1e-6;

  private final SeriesCurve observed;
  private final SeriesCurve predicted;
  private final List<Integer> ofObserved = new ArrayList<>();
  private final List<Integer> ofPredicted = new ArrayList<>();
  private final String refusal;

  SeriesBins(SeriesCurve observed, SeriesCurve predicted) {
    this.observed = observed;
    this.predicted = predicted;
    int[] here = ascending(observed);
    int[] there = ascending(predicted);
    if (overlaps(observed, here) || overlaps(predicted, there)) {
      this.refusal = "bins of one of the two overlap each other";
    } else {
      this.refusal = match(here, there);
    }
  }

  /** Bins with a value and both edges. */
  private static int[] ascending(SeriesCurve curve) {
    return IntStream.of(curve.known())
        .filter(i -> Double.isFinite(curve.low()[i]) && Double.isFinite(curve.high()[i]))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> curve.low()[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean overlaps(SeriesCurve curve, int[] order) {
    for (int i = 1; i < order.length; i++) {
      if (curve.high()[order[i - 1]] - curve.low()[order[i]] > edge(curve, order[i])) {
        return true;
      }
    }
    return false;
  }

  private static double edge(SeriesCurve curve, int bin) {
    return EDGE * (curve.high()[bin] - curve.low()[bin]);
  }

  /** Why the two have no common bins; null when they have. */
  private String match(int[] here, int[] there) {
    int next = 0;
    for (int bin : here) {
      double edge = edge(observed, bin);
      while (next < there.length && predicted.high()[there[next]] <= observed.low()[bin] + edge) {
        next++;
      }
      if (next == there.length || predicted.low()[there[next]] >= observed.high()[bin] - edge) {
        continue;
      }
      int other = there[next];
      if (Math.abs(observed.low()[bin] - predicted.low()[other]) > edge
          || Math.abs(observed.high()[bin] - predicted.high()[other]) > edge) {
        return "edges of bins differ: %s to %s beside %s to %s"
            .formatted(
                Explanation.number(observed.low()[bin]),
                Explanation.number(observed.high()[bin]),
                Explanation.number(predicted.low()[other]),
                Explanation.number(predicted.high()[other]));
      }
      ofObserved.add(bin);
      ofPredicted.add(other);
    }
    return ofObserved.isEmpty() ? "no bin in common" : null;
  }

  /** Why there is no overlay; null when there is one. */
  String refusal() {
    return refusal;
  }

  SeriesOverlay overlay() {
    return new SeriesOverlay(
        null,
        observed.at(ints(ofObserved)),
        predicted.at(ints(ofPredicted)),
        observed.known().length);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}

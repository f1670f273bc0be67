package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Ranks runs for an event by {@code score = exp(-d^2 / 2) * support}: d the distance in standard
 * deviations over the compared quantities, support the draws' density at the run's place.
 * Deprecated runs come after all others; ties go to the nearer, the longer, and the first by id.
 *
 * <p>Support is at most 1, so the first factor bounds the score: runs are looked at in the order of
 * their distance, and the search in the tree stops when no further run can enter the list. The list
 * is the same as if all were searched.
 */
final class RunRanking {
  private RunRanking() {}

  /**
   * A run with its score.
   *
   * @param run the run
   * @param distanceSquared sum of squared deviations
   * @param score 0 to 1
   */
  record Ranked(GwRun run, double distanceSquared, double score) {}

  private static final Comparator<Ranked> ORDER =
      Comparator.comparing((Ranked ranked) -> ranked.run().deprecated())
          .thenComparing(Comparator.comparingDouble(Ranked::score).reversed())
          .thenComparingDouble(Ranked::distanceSquared)
          .thenComparing(ranked -> ranked.run().orbits() == null ? 0 : -ranked.run().orbits())
          .thenComparing(ranked -> ranked.run().id());

  /** A run on its way to being scored; the nearest comes first, deprecated ones last. */
  private record Awaiting(GwRun run, double distanceSquared) implements Comparable<Awaiting> {
    @Override
    public int compareTo(Awaiting other) {
      int byState = Boolean.compare(run.deprecated(), other.run.deprecated());
      return byState != 0 ? byState : Double.compare(distanceSquared, other.distanceSquared);
    }
  }

  /** The best runs, best first, at most {@code length}. */
  static List<Ranked> best(EventSpread event, List<GwRun> runs, int length) {
    List<Awaiting> awaiting = new ArrayList<>(runs.size());
    for (GwRun run : runs) {
      awaiting.add(new Awaiting(run, event.distanceSquared(run)));
    }
    PriorityQueue<Awaiting> nearest = new PriorityQueue<>(awaiting);
    PriorityQueue<Ranked> best = new PriorityQueue<>(ORDER.reversed());
    while (!nearest.isEmpty()) {
      Awaiting next = nearest.poll();
      double bound = StrictMath.exp(-next.distanceSquared() / 2);
      if (best.size() == length && cannotEnter(next, bound, best.peek())) {
        break;
      }
      best.add(new Ranked(next.run(), next.distanceSquared(), bound * event.support(next.run())));
      if (best.size() > length) {
        best.poll();
      }
    }
    List<Ranked> ordered = new ArrayList<>(best);
    ordered.sort(ORDER);
    return ordered;
  }

  /** Neither this run nor any that waits behind it. */
  private static boolean cannotEnter(Awaiting next, double bound, Ranked worst) {
    if (next.run().deprecated() != worst.run().deprecated()) {
      return next.run().deprecated();
    }
    // At equal score the nearer wins, and what waits is not nearer than what was looked at; only
    // an exact tie in both goes on to compare length and id.
    return bound < worst.score()
        || (bound == worst.score() && next.distanceSquared() > worst.distanceSquared());
  }
}

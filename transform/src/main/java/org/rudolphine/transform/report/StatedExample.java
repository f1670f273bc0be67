package org.rudolphine.transform.report;

import java.util.Comparator;

/** A stated link that stands for others of its kind; the strongest comes first. */
record StatedExample(String left, String right, String statement, double score)
    implements Comparable<StatedExample> {
  private static final Comparator<StatedExample> ORDER =
      Comparator.comparingDouble(StatedExample::score)
          .reversed()
          .thenComparing(StatedExample::left)
          .thenComparing(StatedExample::right);

  @Override
  public int compareTo(StatedExample other) {
    return ORDER.compare(this, other);
  }
}

package org.rudolphine.transform.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of samples without a gap.
 *
 * @param from first sample
 * @param until sample after the last
 */
record Stretch(int from, int until) {
  int length() {
    return until - from;
  }

  /** What is left when both ends lose samples; may be empty. */
  Stretch without(int atStart, int atEnd) {
    int first = from + atStart;
    return new Stretch(first, Math.max(first, until - atEnd));
  }

  /** What two ranges have in common; may be empty. */
  Stretch common(Stretch other) {
    int first = Math.max(from, other.from);
    return new Stretch(first, Math.max(first, Math.min(until, other.until)));
  }

  /** The ranges of finite samples. */
  static List<Stretch> finite(double[] samples) {
    List<Stretch> stretches = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= samples.length; i++) {
      boolean there = i < samples.length && Double.isFinite(samples[i]);
      if (there && from < 0) {
        from = i;
      } else if (!there && from >= 0) {
        stretches.add(new Stretch(from, i));
        from = -1;
      }
    }
    return stretches;
  }
}

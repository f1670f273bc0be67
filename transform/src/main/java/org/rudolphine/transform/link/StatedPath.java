package org.rudolphine.transform.link;

import java.util.List;

/**
 * How a pair is stated: a group names one record of each side, and both sides climb from there to
 * the pair along {@code isChildOf}.
 *
 * @param selection the event selection that both have, null when the group has none
 * @param left the record that the group names, then its ancestors up to the pair's data
 * @param right the same for the simulation
 */
record StatedPath(
    HepGroup group, String selection, List<String> left, List<String> right, double score) {

  StatedPath {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  String leftId() {
    return left.get(left.size() - 1);
  }

  String rightId() {
    return right.get(right.size() - 1);
  }

  int steps() {
    return Math.max(left.size(), right.size()) - 1;
  }

  boolean lifted() {
    return steps() > 0;
  }

  /** {@code hub 12350: 12358 > 6024, 12351 > 8001}. */
  String text() {
    return group.label()
        + ": "
        + String.join(" isChildOf ", left)
        + ", "
        + String.join(" isChildOf ", right);
  }
}

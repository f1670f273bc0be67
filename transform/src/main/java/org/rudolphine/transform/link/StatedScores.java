package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * Settings of the rule for stated pairs.
 *
 * @param kinds score of a pair that a group of that kind names
 * @param files score of a record whose files are of both sides
 * @param liftFactor factor for each step from child to parent
 * @param maxGroupRecords most datasets that a group may name and still be one analysis
 */
record StatedScores(
    Map<HepGroup.Kind, Double> kinds, double files, double liftFactor, int maxGroupRecords)
    implements Serializable {

  static StatedScores of(RuleSettings settings) {
    Map<HepGroup.Kind, Double> kinds = new EnumMap<>(HepGroup.Kind.class);
    for (HepGroup.Kind kind : HepGroup.Kind.values()) {
      kinds.put(kind, settings.fraction("score-" + kind.text()));
    }
    return new StatedScores(
        kinds,
        settings.fraction("score-files"),
        settings.fraction("lift-factor"),
        settings.atLeast(2, "max-group-records"));
  }

  double of(HepGroup.Kind kind, int steps) {
    return kinds.get(kind) * Math.pow(liftFactor, steps);
  }
}

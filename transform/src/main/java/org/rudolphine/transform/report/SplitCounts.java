package org.rudolphine.transform.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pairs and groups of each split, and the theory groups that several splits share. */
final class SplitCounts {
  private final Map<String, Long> pairs = new TreeMap<>();
  private final Map<String, Set<String>> groups = new TreeMap<>();
  private final Map<String, Set<String>> splitsOfTheory = new HashMap<>();

  void add(String split, String group, String theoryGroup) {
    pairs.merge(split, 1L, Long::sum);
    groups.computeIfAbsent(split, s -> new TreeSet<>()).add(group);
    splitsOfTheory.computeIfAbsent(theoryGroup, t -> new TreeSet<>()).add(split);
  }

  long pairs() {
    return pairs.values().stream().mapToLong(Long::longValue).sum();
  }

  long pairs(String split) {
    return pairs.getOrDefault(split, 0L);
  }

  long groups(String split) {
    return groups.getOrDefault(split, Set.of()).size();
  }

  /** Theory groups of a split. */
  long theoryGroups(String split) {
    return splitsOfTheory.values().stream().filter(s -> s.contains(split)).count();
  }

  long theoryGroups() {
    return splitsOfTheory.size();
  }

  long sharedTheoryGroups() {
    return splitsOfTheory.values().stream().filter(s -> s.size() > 1).count();
  }

  /** Experimental groups that occur in more than one split; must be zero. */
  long leakedGroups() {
    Map<String, Integer> seen = new HashMap<>();
    groups.values().forEach(names -> names.forEach(n -> seen.merge(n, 1, Integer::sum)));
    return seen.values().stream().filter(n -> n > 1).count();
  }
}

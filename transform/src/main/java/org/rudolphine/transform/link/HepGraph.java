package org.rudolphine.transform.link;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Datasets and who says to be derived from whom. Cycles are no danger: each is visited once. */
final class HepGraph {
  private final Map<String, HepRecord> records;
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final Map<String, Set<String>> family = new HashMap<>();

  HepGraph(Map<String, HepRecord> records, Collection<HepStatement> statements) {
    this.records = Map.copyOf(records);
    for (HepStatement statement : statements) {
      String target = statement.targetRecord();
      if (target == null) {
        continue;
      }
      if (statement.relation().equals(HepStatement.CHILD)) {
        add(parents, statement.record(), target);
        add(family, statement.record(), target);
      } else if (statement.relation().equals(HepStatement.PARENT)) {
        add(family, target, statement.record());
      }
    }
  }

  private static void add(Map<String, Set<String>> map, String from, String to) {
    map.computeIfAbsent(from, key -> new TreeSet<>()).add(to);
  }

  /** The dataset of that identifier; null when the table does not hold it. */
  HepRecord record(String id) {
    return id == null ? null : records.get(id);
  }

  boolean isUmbrella(String id) {
    HepRecord record = record(id);
    return record != null && HepRecord.UMBRELLA.equals(record.side());
  }

  /**
   * The datasets of the same side that a record is derived from. A record that names no parent on
   * the portal is its own origin and gives itself; one whose parents are not in the table gives
   * none, because what it is derived from is then not known.
   */
  List<String> origins(String id) {
    Set<String> named = parents.getOrDefault(id, Set.of());
    List<String> derivation = named.stream().filter(parent -> !isUmbrella(parent)).toList();
    if (derivation.isEmpty()) {
      return List.of(id);
    }
    String side = records.get(id).side();
    return derivation.stream()
        .filter(parent -> !parent.equals(id))
        .filter(
            parent ->
                records.containsKey(parent)
                    && side.equals(records.get(parent).side())
                    && HepPartners.refusal(records.get(parent)) == null)
        .toList();
  }

  /** Whether one of the two is derived from the other, over any number of steps. */
  boolean related(String one, String other) {
    return reaches(one, other) || reaches(other, one);
  }

  private boolean reaches(String from, String to) {
    Deque<String> open = new ArrayDeque<>(List.of(from));
    Set<String> seen = new HashSet<>(List.of(from));
    while (!open.isEmpty()) {
      for (String parent : family.getOrDefault(open.pop(), Set.of())) {
        if (parent.equals(to)) {
          return true;
        }
        if (seen.add(parent)) {
          open.push(parent);
        }
      }
    }
    return false;
  }
}

package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** How pairs and groups spread over the splits, and which groups stand in more than one. */
final class SplitFacts {
  private final SortedMap<String, Long> pairs = new TreeMap<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<String, Set<String>> theoryGroups = new HashMap<>();

  SplitFacts() {
    ReleasedTable.SPLITS.forEach(split -> pairs.put(split, 0L));
  }

  void add(Map<String, Object> pair) {
    String split = (String) pair.get("split");
    pairs.merge(split, 1L, Long::sum);
    groups.computeIfAbsent((String) pair.get("group_id"), g -> new TreeSet<>()).add(split);
    theoryGroups
        .computeIfAbsent((String) pair.get("theory_group_id"), g -> new TreeSet<>())
        .add(split);
  }

  long pairs(String split) {
    return pairs.getOrDefault(split, 0L);
  }

  long groups(String split) {
    return groups.values().stream().filter(splits -> splits.contains(split)).count();
  }

  ObjectNode toJson() {
    ObjectNode json = ReleaseJson.object();
    ObjectNode counts = json.putObject("counts");
    for (String split : ReleasedTable.SPLITS) {
      counts.putObject(split).put("groups", groups(split)).put("pairs", pairs(split));
    }
    json.put("groups", groups.size());
    json.put("groups_in_two_splits", shared(groups));
    json.put("theory_groups", theoryGroups.size());
    json.put("theory_groups_in_two_splits", shared(theoryGroups));
    return json;
  }

  private static long shared(Map<String, Set<String>> groups) {
    return groups.values().stream().filter(splits -> splits.size() > 1).count();
  }
}

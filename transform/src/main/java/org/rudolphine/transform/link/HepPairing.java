package org.rudolphine.transform.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.transform.link.LinkReport.BlockSize;

/** Makes pairs of what groups name together, and lifts them to what the two are derived from. */
final class HepPairing {
  private static final Comparator<StatedPath> STRONGEST_FIRST =
      Comparator.comparingDouble(StatedPath::score)
          .reversed()
          .thenComparingInt(StatedPath::steps)
          .thenComparing(StatedPath::text);

  private static final int REPORTED_GROUPS = 5;

  private final HepGraph graph;
  private final StatedScores scores;
  private final SortedMap<String, List<StatedPath>> paths = new TreeMap<>();
  private final Map<String, Set<String>> obstacles = new HashMap<>();
  private final List<BlockSize> blocks = new ArrayList<>();

  HepPairing(HepGraph graph, StatedScores scores) {
    this.graph = graph;
    this.scores = scores;
  }

  /** Pairs the members of a group, unless it is too large to be one analysis. */
  void add(HepGroup group) {
    List<HepRecord> data = new ArrayList<>();
    List<HepRecord> simulations = new ArrayList<>();
    for (String id : group.members().keySet()) {
      HepRecord record = graph.record(id);
      if (HepPartners.refusal(record) == null) {
        (record.isData() ? data : simulations).add(record);
      }
    }
    if (data.isEmpty() || simulations.isEmpty()) {
      return;
    }
    BlockSize block = new BlockSize(group.label(), data.size(), simulations.size());
    if (data.size() + simulations.size() > scores.maxGroupRecords()) {
      blocks.add(block.asRefused());
      String reason =
          String.format(
              "%s names %d datasets together, more than max-group-records = %d: no one analysis",
              group.label(), data.size() + simulations.size(), scores.maxGroupRecords());
      data.forEach(record -> obstacle(record, reason));
      simulations.forEach(record -> obstacle(record, reason));
      return;
    }
    blocks.add(block);
    pair(group, data, simulations);
  }

  private void pair(HepGroup group, List<HepRecord> data, List<HepRecord> simulations) {
    HepSelections selections = HepSelections.of(group.kind(), data, simulations);
    boolean mixed = mixesEnergies(data, simulations);
    for (HepRecord left : data) {
      for (HepRecord right : simulations) {
        String obstacle = obstacle(left, right, selections, mixed);
        if (obstacle != null) {
          String reason = "the two sides of " + group.label() + " differ in " + obstacle;
          obstacle(left, reason);
          obstacle(right, reason);
        } else {
          climb(
              new StatedPath(
                  group,
                  selections.of(left.id()),
                  List.of(left.id()),
                  List.of(right.id()),
                  scores.of(group.kind(), 0)));
        }
      }
    }
  }

  private void obstacle(HepRecord record, String reason) {
    obstacles.computeIfAbsent(record.id(), id -> new TreeSet<>()).add(reason);
  }

  private String obstacle(
      HepRecord left, HepRecord right, HepSelections selections, boolean mixed) {
    if (graph.related(left.id(), right.id())) {
      return "nothing but derivation: one is made from the other";
    }
    if (!selections.agree(left.id(), right.id())) {
      return "event selection";
    }
    if (mixed && !(left.hasEnergy() && right.hasEnergy())) {
      return "energy among its records, and this one's is not known";
    }
    return contradiction(left, right);
  }

  /** A condition that both state and that differs; null when there is none. */
  private static String contradiction(HepRecord left, HepRecord right) {
    if (Collections.disjoint(left.experiments(), right.experiments())) {
      return "experiment";
    }
    if (left.collisionType() != null
        && right.collisionType() != null
        && !left.collisionType().equals(right.collisionType())) {
      return "colliding beams";
    }
    if (left.hasEnergy() && right.hasEnergy() && !left.energyOverlaps(right)) {
      return "energy";
    }
    return !left.years().isEmpty()
            && !right.years().isEmpty()
            && Collections.disjoint(left.years(), right.years())
        ? "year"
        : null;
  }

  private static boolean mixesEnergies(List<HepRecord> data, List<HepRecord> simulations) {
    List<HepRecord> known = new ArrayList<>(data);
    known.addAll(simulations);
    known.removeIf(record -> !record.hasEnergy());
    double least = known.stream().mapToDouble(HepRecord::energyHigh).min().orElse(0);
    double most = known.stream().mapToDouble(HepRecord::energyLow).max().orElse(0);
    return most > least;
  }

  /** Both sides climb together; one that is its own origin waits for the other. */
  private void climb(StatedPath start) {
    Deque<StatedPath> open = new ArrayDeque<>(List.of(start));
    Set<String> seen = new HashSet<>(List.of(key(start.leftId(), start.rightId())));
    while (!open.isEmpty()) {
      StatedPath path = open.pop();
      paths.computeIfAbsent(key(path.leftId(), path.rightId()), key -> new ArrayList<>()).add(path);
      for (String left : graph.origins(path.leftId())) {
        for (String right : graph.origins(path.rightId())) {
          boolean circle = returns(path.left(), left) || returns(path.right(), right);
          if (!circle && seen.add(key(left, right)) && mayPair(left, right)) {
            open.push(step(path, left, right));
          }
        }
      }
    }
  }

  /** Whether a step leads back into the chain; a side that waits stays at its end. */
  private static boolean returns(List<String> chain, String next) {
    return chain.subList(0, chain.size() - 1).contains(next);
  }

  private boolean mayPair(String left, String right) {
    return !graph.related(left, right)
        && contradiction(graph.record(left), graph.record(right)) == null;
  }

  private StatedPath step(StatedPath path, String left, String right) {
    List<String> leftChain = with(path.left(), left);
    List<String> rightChain = with(path.right(), right);
    int steps = Math.max(leftChain.size(), rightChain.size()) - 1;
    return new StatedPath(
        path.group(),
        path.selection(),
        leftChain,
        rightChain,
        scores.of(path.group().kind(), steps));
  }

  private static List<String> with(List<String> chain, String next) {
    if (chain.get(chain.size() - 1).equals(next)) {
      return chain;
    }
    List<String> longer = new ArrayList<>(chain);
    longer.add(next);
    return longer;
  }

  private static String key(String left, String right) {
    return left + "|" + right;
  }

  /** The paths of each pair, strongest first; pairs in the order of their ids. */
  List<List<StatedPath>> pairs() {
    List<List<StatedPath>> pairs = new ArrayList<>();
    for (List<StatedPath> found : paths.values()) {
      pairs.add(found.stream().sorted(STRONGEST_FIRST).toList());
    }
    return pairs;
  }

  /** Why a record that groups name is in no pair of theirs, by record identifier. */
  Map<String, String> obstacles() {
    Map<String, String> reasons = new HashMap<>();
    obstacles.forEach((id, texts) -> reasons.put(id, String.join("; ", texts)));
    return reasons;
  }

  /** Sizes of the largest groups, largest first; every refused one is among them. */
  List<BlockSize> blocks() {
    long refused = blocks.stream().filter(BlockSize::refused).count();
    return blocks.stream()
        .sorted(
            Comparator.comparing(BlockSize::refused)
                .thenComparingLong(BlockSize::pairs)
                .reversed()
                .thenComparing(BlockSize::block))
        .limit(Math.max(REPORTED_GROUPS, refused))
        .toList();
  }
}

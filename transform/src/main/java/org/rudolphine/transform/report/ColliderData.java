package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collider datasets of a release and what links say about them; of links only counts stay. */
final class ColliderData {
  /** Part of the name of the evidence that a statement was lifted from child to parent. */
  private static final String LIFTED = "isChildOf";

  private static final int EXAMPLES = 2;

  private final Map<String, ColliderDataset> datasets = new TreeMap<>();
  private final Map<String, Long> statedOf = new HashMap<>();
  private final Map<String, Long> inferredOf = new HashMap<>();
  private final Map<String, Long> candidatesOf = new HashMap<>();
  private final Map<String, Long> stated = new TreeMap<>();
  private final Map<String, Long> lifted = new HashMap<>();
  private final Map<String, SortedSet<StatedExample>> examples = new HashMap<>();

  void add(ColliderDataset dataset) {
    datasets.put(dataset.id(), dataset);
  }

  /** Counts a link between two datasets. */
  void addLink(Cells row) {
    String left = row.text("left_id", "");
    if (!"stated".equals(row.text("relation"))) {
      boolean accepted = "accepted".equals(row.text("decision"));
      (accepted ? inferredOf : candidatesOf).merge(left, 1L, Long::sum);
      return;
    }
    statedOf.merge(left, 1L, Long::sum);
    List<String> evidence =
        row.structs("evidence").stream().map(e -> e.text("quantity", "")).toList();
    String kind = evidence.isEmpty() ? "not named" : evidence.get(0);
    stated.merge(kind, 1L, Long::sum);
    if (evidence.stream().anyMatch(quantity -> quantity.contains(LIFTED))) {
      lifted.merge(kind, 1L, Long::sum);
    }
    Double score = row.number("score");
    SortedSet<StatedExample> kept = examples.computeIfAbsent(kind, k -> new TreeSet<>());
    kept.add(
        new StatedExample(
            left, row.text("right_id", ""), row.text("statement", ""), score == null ? 0 : score));
    if (kept.size() > EXAMPLES) {
      kept.remove(kept.last());
    }
  }

  boolean isEmpty() {
    return datasets.isEmpty();
  }

  List<ColliderDataset> datasets() {
    return List.copyOf(datasets.values());
  }

  /** The dataset of a link, or null when the release does not hold it. */
  ColliderDataset dataset(String id) {
    return datasets.get(id);
  }

  List<String> experiments() {
    return datasets.values().stream().map(ColliderDataset::experiment).distinct().sorted().toList();
  }

  Stream<ColliderDataset> of(String experiment) {
    return datasets.values().stream().filter(d -> d.experiment().equals(experiment));
  }

  long statedLinks(String experiment) {
    return of(experiment).mapToLong(d -> statedOf.getOrDefault(d.id(), 0L)).sum();
  }

  /** Links that a rule accepts without a statement. */
  long inferred(String experiment) {
    return of(experiment).mapToLong(d -> inferredOf.getOrDefault(d.id(), 0L)).sum();
  }

  long inferred() {
    return inferredOf.values().stream().mapToLong(n -> n).sum();
  }

  long candidates(String experiment) {
    return of(experiment).mapToLong(d -> candidatesOf.getOrDefault(d.id(), 0L)).sum();
  }

  long statedLinks() {
    return stated.values().stream().mapToLong(n -> n).sum();
  }

  long candidates() {
    return candidatesOf.values().stream().mapToLong(n -> n).sum();
  }

  /** Stated links by kind of evidence. */
  Map<String, Long> stated() {
    return stated;
  }

  long lifted(String kind) {
    return lifted.getOrDefault(kind, 0L);
  }

  /** The strongest stated links of a kind of evidence. */
  List<StatedExample> examples(String kind) {
    return new ArrayList<>(examples.getOrDefault(kind, new TreeSet<>()));
  }
}

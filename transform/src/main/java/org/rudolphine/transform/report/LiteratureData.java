package org.rudolphine.transform.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Papers of a release and the records that they name. */
final class LiteratureData {
  private final Map<String, Paper> papers = new TreeMap<>();
  private final Map<String, Set<Named>> recordsOf = new HashMap<>();
  private final Map<Named, Set<String>> papersOf = new TreeMap<>();

  /** A record that papers name. */
  record Named(String table, String id) implements Comparable<Named> {
    private static final Comparator<Named> ORDER =
        Comparator.comparing(Named::table).thenComparing(Named::id);

    @Override
    public int compareTo(Named other) {
      return ORDER.compare(this, other);
    }
  }

  void add(Paper paper) {
    papers.put(paper.id(), paper);
  }

  /** Takes a link whose one side, either of them, is a paper. */
  void addLink(Cells row) {
    boolean left = "papers".equals(row.text("left_table"));
    String paper = row.text(left ? "left_id" : "right_id", "");
    Named named =
        new Named(
            row.text(left ? "right_table" : "left_table", ""),
            row.text(left ? "right_id" : "left_id", ""));
    recordsOf.computeIfAbsent(paper, p -> new TreeSet<>()).add(named);
    papersOf.computeIfAbsent(named, n -> new TreeSet<>()).add(paper);
  }

  boolean isEmpty() {
    return papers.isEmpty();
  }

  List<Paper> papers() {
    return List.copyOf(papers.values());
  }

  Set<Named> records(Paper paper) {
    return recordsOf.getOrDefault(paper.id(), Set.of());
  }

  int linkedPapers() {
    return recordsOf.size();
  }

  /** Tables of the records that papers name. */
  List<String> tables() {
    return papersOf.keySet().stream().map(Named::table).distinct().sorted().toList();
  }

  long records(String table) {
    return papersOf.keySet().stream().filter(n -> n.table().equals(table)).count();
  }

  long papers(String table) {
    return recordsOf.values().stream()
        .filter(records -> records.stream().anyMatch(n -> n.table().equals(table)))
        .count();
  }

  long links(String table) {
    return papersOf.entrySet().stream()
        .filter(entry -> entry.getKey().table().equals(table))
        .mapToLong(entry -> entry.getValue().size())
        .sum();
  }

  /** Records by how many papers name them, the most named first. */
  List<Map.Entry<Named, Integer>> mostNamed() {
    return papersOf.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().size()))
        .sorted(
            Map.Entry.<Named, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /** Papers by how many records they name, those that name most first. */
  List<Paper> mostNaming() {
    return papers.values().stream()
        .filter(paper -> !records(paper).isEmpty())
        .sorted(
            Comparator.comparingInt((Paper paper) -> records(paper).size())
                .reversed()
                .thenComparing(Paper::id))
        .toList();
  }
}

package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.parquet.ParquetRows;

/**
 * Everything that the documents say about the rows, read back from the files that were written, in
 * the order of the files: what is counted is what is published, and sums do not depend on cores.
 */
final class ReleaseFacts {
  /** A reference from one table to another. */
  private record Reference(String table, String tableColumn, String idColumn) {
    String name() {
      return table + "." + idColumn;
    }
  }

  /** What the sources table says of a source. */
  record CatalogueEntry(String title, String citation, String homepage) {}

  private static final List<Reference> REFERENCES =
      List.of(
          new Reference(ReleasedTable.LINKS, "left_table", "left_id"),
          new Reference(ReleasedTable.LINKS, "right_table", "right_id"),
          new Reference(ReleasedTable.PAIRS, "experiment_table", "experiment_id"),
          new Reference(ReleasedTable.PAIRS, "theory_table", "theory_id"),
          new Reference("unmatched", "table_name", "id"));

  private static final String PAIRS_TO_LINKS = "pairs.link_id";

  private final SortedMap<String, TableFacts> tables = new TreeMap<>();
  private final SplitFacts splits = new SplitFacts();
  private final TrainStatistics statistics = new TrainStatistics();
  private final SortedMap<String, Long> orphans = new TreeMap<>();
  private final SortedMap<String, Integer> rules = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> targets = new TreeMap<>();
  private final Map<String, CatalogueEntry> catalogue = new HashMap<>();

  private ReleaseFacts() {}

  static ReleaseFacts read(Folder folder, List<ReleaseManifest.Entry> files) throws IOException {
    ReleaseFacts facts = new ReleaseFacts();
    // Pairs first: they say which rows of other tables the train split refers to.
    List<ReleaseManifest.Entry> inOrder = new ArrayList<>();
    for (String split : ReleasedTable.SPLITS) {
      files.stream().filter(file -> split.equals(file.split())).forEach(inOrder::add);
    }
    files.stream().filter(file -> file.split() == null).forEach(inOrder::add);
    for (ReleaseManifest.Entry file : inOrder) {
      TableFacts table =
          facts.tables.computeIfAbsent(
              file.table(), name -> new TableFacts(ReleasedTable.named(name)));
      ParquetRows.forEach(
          folder.parquet(file.path()), table.table().key(), row -> table.addKey(row));
    }
    facts.expectReferences();
    for (ReleaseManifest.Entry file : inOrder) {
      TableFacts table = facts.tables.get(file.table());
      ParquetRows.forEach(folder.parquet(file.path()), row -> facts.add(table, file.split(), row));
    }
    return facts;
  }

  private void expectReferences() {
    for (Reference reference : REFERENCES) {
      if (tables.containsKey(reference.table())) {
        orphans.put(reference.name(), 0L);
      }
    }
    orphans.put(PAIRS_TO_LINKS, 0L);
  }

  private void add(TableFacts table, String split, Map<String, Object> row) {
    table.add(row);
    resolve(table.table().name(), row);
    switch (table.table().name()) {
      case ReleasedTable.PAIRS -> {
        splits.add(row);
        if ("train".equals(split)) {
          statistics.addPair(table.table(), row);
        }
      }
      case ReleasedTable.LINKS ->
          rules.merge((String) row.get("rule"), (Integer) row.get("rule_version"), Math::max);
      case ReleasedTable.SOURCES ->
          catalogue.put(
              (String) row.get("source"),
              new CatalogueEntry(
                  Objects.toString(row.get("title"), ""),
                  Objects.toString(row.get("citation"), ""),
                  Objects.toString(row.get("homepage"), "")));
      default -> statistics.addRow(table.table(), row);
    }
  }

  private void resolve(String table, Map<String, Object> row) {
    for (Reference reference : REFERENCES) {
      if (reference.table().equals(table)) {
        String targetTable = (String) row.get(reference.tableColumn());
        targets.computeIfAbsent(reference.name(), n -> new TreeSet<>()).add(targetTable);
        resolve(reference.name(), tables.get(targetTable), row.get(reference.idColumn()));
      }
    }
    if (table.equals(ReleasedTable.PAIRS)) {
      resolve(PAIRS_TO_LINKS, tables.get(ReleasedTable.LINKS), row.get("link_id"));
    }
  }

  private void resolve(String reference, TableFacts target, Object id) {
    if (target == null || !target.holds(id)) {
      orphans.merge(reference, 1L, Long::sum);
    }
  }

  SortedMap<String, TableFacts> tables() {
    return tables;
  }

  SplitFacts splits() {
    return splits;
  }

  SortedMap<String, Long> orphans() {
    return orphans;
  }

  /** Version of each rule that made a link. */
  SortedMap<String, Integer> rules() {
    return rules;
  }

  ObjectNode statistics() {
    return statistics.toJson();
  }

  /** What the catalogue says of a source; empty texts where it says nothing. */
  CatalogueEntry catalogue(String source) {
    return catalogue.getOrDefault(source, new CatalogueEntry("", "", ""));
  }

  /** Tables that a reference such as {@code pairs.experiment_id} leads to. */
  SortedSet<String> targets(String reference) {
    return targets.getOrDefault(reference, new TreeSet<>());
  }

  /** Sources that rows of the data come from, the project's own computations left out. */
  SortedSet<String> contributingSources() {
    SortedSet<String> sources = new TreeSet<>();
    licences().keySet().forEach(licence -> sources.add(licence.source()));
    sources.remove(ReleaseSelection.OWN_SOURCE);
    return sources;
  }

  long rows() {
    return tables.values().stream().mapToLong(TableFacts::rows).sum();
  }

  /** Rows per source and licence over all tables. */
  SortedMap<TableFacts.Licence, Long> licences() {
    SortedMap<TableFacts.Licence, Long> all = new TreeMap<>();
    tables.values().stream()
        .filter(table -> !table.table().bookKeeping())
        .forEach(table -> table.licences().forEach((l, n) -> all.merge(l, n, Long::sum)));
    return all;
  }

  /** Newest retrieval among the rows: the date of the release. */
  Instant newest() {
    return tables.values().stream()
        .map(TableFacts::newest)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElseThrow(
            () -> new IllegalStateException("Nothing to release: no row says when it was fetched"));
  }
}

package org.rudolphine.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.normalize.Normalization;
import org.rudolphine.transform.normalize.Normalized;
import org.rudolphine.transform.table.TableStore;

/** Turns new raw batches into table versions, all in one commit. */
final class NormalizeJob {
  private final Workspace workspace;
  private final Run run;

  NormalizeJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /** What changed. */
  record Result(List<Accounting> accounting, Set<String> changedTables, long snapshot) {}

  /**
   * Normalizes.
   *
   * @param names sources, or empty for all that have a normalizer
   */
  Result normalize(List<String> names, Normalization.Mode mode) throws IOException {
    return run.stage("normalize", () -> normalizeAll(names, mode));
  }

  private Result normalizeAll(List<String> names, Normalization.Mode mode) throws IOException {
    TableStore store = workspace.tables(run);
    List<Normalized> results = new ArrayList<>();
    for (SourceSettings source :
        Selection.sources(workspace.settings(), names, "normalizer-class")) {
      Normalization normalization =
          new Normalization(
              workspace.spark(),
              workspace.lake(),
              source,
              step -> workspace.console().progress("normalizing " + source.id() + ": " + step));
      Normalized normalized = normalization.run(mode, store);
      report(normalized);
      results.add(normalized);
    }
    try {
      return publish(store, results);
    } finally {
      results.forEach(normalized -> normalized.release().run());
    }
  }

  private void report(Normalized normalized) {
    Accounting accounting = normalized.accounting();
    run.accounted(accounting);
    if (accounting.read() > 0) {
      workspace
          .console()
          .progress(
              "normalized "
                  + accounting.source()
                  + ": read "
                  + accounting.read()
                  + ", written "
                  + accounting.written()
                  + ", unchanged "
                  + accounting.unchanged()
                  + ", duplicate "
                  + accounting.duplicate()
                  + ", deleted "
                  + accounting.deleted()
                  + ", rejected "
                  + accounting.rejected()
                  + ", skipped "
                  + accounting.skipped());
    }
    for (String refusal : normalized.refusals()) {
      run.outcome(ExitCode.REFUSED);
      run.message(refusal);
      workspace.console().warn(refusal);
    }
  }

  private Result publish(TableStore store, List<Normalized> results) throws IOException {
    TableStore.Commit commit = store.begin();
    List<Normalized> fresh =
        results.stream().filter(normalized -> normalized.accounting().read() > 0).toList();
    Merge merge = new Merge(store, commit, workspace.console());
    for (Normalized normalized : fresh) {
      if (normalized.publishable()) {
        merge.addAll(normalized);
        commit.consume(normalized.source(), normalized.batches());
      }
      merge.add("rejects", normalized, normalized.rejects());
    }
    merge.put();
    commit.put(
        "sources",
        new SourceRows(workspace.settings()).rows(workspace.spark()),
        Map.of(),
        Map.of());
    Snapshot snapshot = commit.commit();
    run.committed(snapshot.number());
    return new Result(
        results.stream().map(Normalized::accounting).toList(),
        Set.copyOf(commit.changed()),
        snapshot.number());
  }

  /** Puts the new rows of some sources in place of their old ones; rows of other sources stay. */
  private static final class Merge {
    private static final String HISTORY = "_history";
    private final TableStore store;
    private final TableStore.Commit commit;
    private final Map<String, List<Dataset<Row>>> parts = new TreeMap<>();
    private final Map<String, Map<String, List<String>>> batches = new TreeMap<>();
    private final Set<String> revised = new TreeSet<>();
    private final Console console;

    Merge(TableStore store, TableStore.Commit commit, Console console) {
      this.store = store;
      this.commit = commit;
      this.console = console;
    }

    /** Adds the tables, histories and rejects of a source. */
    void addAll(Normalized normalized) {
      normalized
          .tables()
          .forEach(
              (table, rows) -> {
                add(table, normalized, rows);
                if (!normalized.unrevised().contains(table)) {
                  revised.add(table);
                }
              });
      normalized.histories().forEach((table, rows) -> add(table + HISTORY, normalized, rows));
    }

    void add(String table, Normalized normalized, Dataset<Row> rows) {
      parts.computeIfAbsent(table, name -> new ArrayList<>()).add(rows);
      batches
          .computeIfAbsent(table, name -> new TreeMap<>())
          .put(normalized.source(), normalized.batches());
    }

    void put() throws IOException {
      for (String table : parts.keySet()) {
        console.progress("writing " + table);
        Map<String, List<String>> all =
            new TreeMap<>(store.has(table) ? store.manifest(table).batches() : Map.of());
        all.putAll(batches.get(table));
        if (table.endsWith(HISTORY) && isSame(base(table))) {
          commit.putSame(table, base(table), all, Map.of());
        } else {
          commit.put(table, rows(table), all, Map.of());
        }
      }
    }

    private static String base(String history) {
      return history.substring(0, history.length() - HISTORY.length());
    }

    /** Whether a table and its history come out alike: no row that is new or stays is revised. */
    private boolean isSame(String table) throws IOException {
      return !revised.contains(table) && store.areAlike(table, table + HISTORY);
    }

    private Dataset<Row> rows(String table) {
      Object[] sources = batches.get(table).keySet().toArray();
      Dataset<Row> rows = store.read(table).filter(not(col("source").isin(sources)));
      for (Dataset<Row> part : parts.get(table)) {
        rows = rows.unionByName(part);
      }
      return rows;
    }
  }
}

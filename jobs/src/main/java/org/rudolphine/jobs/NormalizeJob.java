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
import org.rudolphine.transform.normalize.SharedFiles;
import org.rudolphine.transform.table.ConcurrentCommit;
import org.rudolphine.transform.table.TableStore;

/**
 * Turns new raw batches into table versions, all in one commit. A source without new batches is
 * left alone as long as its settings, the code and the tables are what they were.
 */
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
    return run.stage(
        "normalize",
        () ->
            OnNewestState.work(
                workspace.console(), "normalizing", () -> normalizeAll(names, mode)));
  }

  private Result normalizeAll(List<String> names, Normalization.Mode mode) throws IOException {
    List<SourceSettings> sources =
        Selection.sources(workspace.settings(), names, "normalizer-class");
    DueSources due = DueSources.of(workspace, mode);
    if (!due.lost().isEmpty() && !names.isEmpty()) {
      throw new UsageException(
          "Files are missing of "
              + String.join(", ", due.lost())
              + ": run normalize without naming sources, which makes these tables anew");
    }
    Map<String, Normalization.Mode> modes = due.modes(sources);
    if (modes.isEmpty() && due.catalogueIsCurrent()) {
      return unchanged(sources, due.snapshot());
    }
    due.reasons().forEach(workspace.console()::progress);
    TableStore store = workspace.tables(run, modes.keySet());
    List<Normalized> results = new ArrayList<>();
    for (SourceSettings source : sources) {
      if (!modes.containsKey(source.id())) {
        run.accounted(Accounting.nothing(source.id()));
        continue;
      }
      Normalization normalization =
          new Normalization(
              workspace.spark(),
              workspace.lake(),
              source,
              step -> workspace.console().progress("normalizing " + source.id() + ": " + step));
      try {
        Normalized normalized = normalization.run(modes.get(source.id()), store);
        report(normalized);
        results.add(normalized);
      } catch (Exception e) { // Spark throws checked ones that it does not declare
        failed(source.id(), modes.size(), due, e);
      }
    }
    try {
      return publish(store, sources, results, due);
    } catch (ConcurrentCommit e) {
      throw e;
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      if (results.size() < 2 || stops(due, e)) {
        throw e;
      }
      return publishApart(sources, results, due);
    } finally {
      results.forEach(normalized -> normalized.release().run());
    }
  }

  private Result unchanged(List<SourceSettings> sources, Snapshot snapshot) {
    run.message("normalize: no new records, same settings and code; not done again");
    workspace.console().progress("nothing to normalize");
    List<Accounting> nothing = accounting(sources, List.of());
    nothing.forEach(run::accounted);
    return new Result(nothing, Set.of(), snapshot.number());
  }

  private static List<Accounting> accounting(
      List<SourceSettings> sources, List<Normalized> results) {
    Map<String, Accounting> counted = new TreeMap<>();
    sources.forEach(source -> counted.put(source.id(), Accounting.nothing(source.id())));
    results.forEach(result -> counted.put(result.source(), result.accounting()));
    return List.copyOf(counted.values());
  }

  /** One source that cannot be normalized does not stop the others; its tables stay as they are. */
  private void failed(String source, int sources, DueSources due, Exception e) throws IOException {
    if (sources == 1 || stops(due, e)) {
      throw new RunFailure(source + ": " + Failure.line(e), e);
    }
    String line = source + ": normalize failed, its tables stay as they are: " + Failure.line(e);
    run.outcome(ExitCode.FAILED);
    run.message(line);
    workspace.console().failed(line, e);
  }

  /** Tables that are made anew because files are missing need the rows of every source. */
  private boolean stops(DueSources due, Exception e) {
    return run.stopping() || !due.lost().isEmpty() || Failure.ofMachine(e);
  }

  /** Rows of one source break a promise of a table: the others are published without it. */
  private Result publishApart(
      List<SourceSettings> sources, List<Normalized> results, DueSources due) throws IOException {
    Set<String> changed = new TreeSet<>();
    long snapshot = 0;
    for (Normalized normalized : results) {
      try {
        TableStore newest = workspace.tables(run, List.of(normalized.source()));
        Result published = publish(newest, sources, List.of(normalized), due);
        changed.addAll(published.changedTables());
        snapshot = published.snapshot();
      } catch (ConcurrentCommit e) {
        throw e;
      } catch (Exception e) { // Spark throws checked ones that it does not declare
        failed(normalized.source(), results.size(), due, e);
      }
    }
    return new Result(accounting(sources, results), changed, snapshot);
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
      run.refused(normalized.source(), refusal);
    }
  }

  private Result publish(
      TableStore store, List<SourceSettings> sources, List<Normalized> results, DueSources due)
      throws IOException {
    boolean refused =
        results.stream().anyMatch(result -> isFolded(result) && !result.publishable());
    if (refused && !due.lost().isEmpty()) {
      throw new IOException(
          "Files are missing of "
              + String.join(", ", due.lost())
              + ", and they cannot be made anew while a source is refused: raise its"
              + " reject-threshold or remove its newest raw batches");
    }
    TableStore.Commit commit = store.begin();
    Merge merge = new Merge(store, commit, workspace.console(), due.lost());
    for (Normalized normalized : results) {
      if (!isFolded(normalized)) {
        continue;
      }
      if (normalized.publishable()) {
        merge.addAll(normalized);
        commit.consume(normalized.source(), normalized.batches());
        due.note(workspace.settings().source(normalized.source()), commit);
      }
      merge.add("rejects", normalized, normalized.rejects());
    }
    merge.put();
    if (!due.catalogueIsCurrent()) {
      Dataset<Row> catalogue = new SourceRows(workspace.settings()).rows(workspace.spark());
      commit.put("sources", catalogue, Map.of(), Map.of());
      due.noteCatalogue(commit);
    }
    Snapshot snapshot = commit.commit();
    run.committed(snapshot.number());
    return new Result(
        accounting(sources, results), Set.copyOf(commit.changed()), snapshot.number());
  }

  private static boolean isFolded(Normalized normalized) {
    return !normalized.tables().isEmpty();
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
    private final Set<String> lost;

    /**
     * @param lost tables that cannot be read; all sources are given anew then
     */
    Merge(TableStore store, TableStore.Commit commit, Console console, Set<String> lost) {
      this.store = store;
      this.commit = commit;
      this.console = console;
      this.lost = lost;
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
            new TreeMap<>(isThere(table) ? store.manifest(table).batches() : Map.of());
        all.putAll(batches.get(table));
        if (table.endsWith(HISTORY) && isSame(base(table))) {
          commit.putSame(table, base(table), all, Map.of());
        } else {
          commit.put(table, all.size() > 1 ? once(table) : rows(table), all, Map.of());
        }
      }
    }

    private Dataset<Row> once(String table) {
      return SharedFiles.once(
          table, rows(table), table.endsWith(HISTORY) ? line -> {} : console::warn);
    }

    private boolean isThere(String table) {
      return store.has(table) && !lost.contains(table);
    }

    private static String base(String history) {
      return history.substring(0, history.length() - HISTORY.length());
    }

    /** Whether a table and its history come out alike: no row that is new or stays is revised. */
    private boolean isSame(String table) throws IOException {
      return lost.isEmpty() && !revised.contains(table) && store.areAlike(table, table + HISTORY);
    }

    private Dataset<Row> rows(String table) {
      Object[] sources = batches.get(table).keySet().toArray();
      List<Dataset<Row>> all = new ArrayList<>(parts.get(table));
      if (!lost.contains(table)) {
        all.add(0, store.read(table).filter(not(col("source").isin(sources))));
      }
      return all.stream().reduce(Dataset::unionByName).orElseThrow();
    }
  }
}

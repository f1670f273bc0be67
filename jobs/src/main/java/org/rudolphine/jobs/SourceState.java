package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.transform.normalize.Accounting;

/**
 * How one source fares.
 *
 * @param source id
 * @param lastSuccessAt end of the last run that harvested it without failure and of whose batches
 *     every record is normalized by now; for a source that is only imported, its last import. Null
 *     when there was none within reach
 * @param lastSuccessRun that run, or null
 * @param lastHarvest newest harvest of it, or null
 * @param lastNormalization newest normalization of it, or null; it may have read nothing
 */
record SourceState(
    String source,
    Instant lastSuccessAt,
    String lastSuccessRun,
    Harvested lastHarvest,
    NormalizedRecords lastNormalization) {

  /** What a run harvested of the source. */
  record Harvested(
      String runId,
      Instant at,
      long pages,
      long records,
      double seconds,
      double waitedSeconds,
      String lockedBy,
      List<String> failures) {}

  /** What a run normalized of the source, and what it refused to publish. */
  record NormalizedRecords(
      String runId, Instant at, Accounting accounting, List<String> refusals) {}

  /** Whether the newest harvest went well. */
  boolean well() {
    return lastHarvest == null || lastHarvest.failures().isEmpty();
  }

  /**
   * States of all sources that have batches or were asked for lately, sorted by id.
   *
   * @param batches manifests of the sources that have any
   */
  static List<SourceState> of(
      Map<String, List<BatchManifest>> batches, Snapshot snapshot, RunHistory history)
      throws IOException {
    Set<String> sources = new TreeSet<>(batches.keySet());
    for (RunReport run : history.newest(StatusReport.RUNS_SHOWN)) {
      run.harvests().forEach(harvest -> sources.add(harvest.source()));
    }
    List<SourceState> states = new ArrayList<>();
    for (String source : sources) {
      states.add(of(source, batches.getOrDefault(source, List.of()), snapshot, history));
    }
    return states;
  }

  /** When sources succeeded last, of those that ever did within reach. */
  static Map<String, Instant> lastSuccesses(Lake lake, Set<String> sources) throws IOException {
    RunHistory history = RunHistory.of(lake);
    Snapshot snapshot = lake.snapshot();
    Map<String, Instant> successes = new TreeMap<>();
    for (String source : sources) {
      Instant last = of(source, lake.batches(source), snapshot, history).lastSuccessAt();
      if (last != null) {
        successes.put(source, last);
      }
    }
    return successes;
  }

  private static SourceState of(
      String source, List<BatchManifest> batches, Snapshot snapshot, RunHistory history)
      throws IOException {
    Set<String> pending = pending(source, batches, snapshot);
    boolean onlyImported =
        !batches.isEmpty() && batches.stream().allMatch(batch -> batch.origin().equals("import"));
    if (onlyImported) {
      Instant last = batches.get(batches.size() - 1).completedAt();
      return new SourceState(
          source, pending.isEmpty() ? last : null, null, null, normalized(source, history));
    }
    Optional<RunReport> success =
        history.newest(
            run ->
                harvest(run, source)
                    .filter(harvest -> !harvest.failed())
                    .filter(harvest -> harvest.batches().stream().noneMatch(pending::contains))
                    .isPresent());
    Optional<RunReport> asked = history.newest(run -> harvest(run, source).isPresent());
    return new SourceState(
        source,
        success.map(SourceState::end).orElse(null),
        success.map(RunReport::runId).orElse(null),
        asked.map(run -> harvested(run, harvest(run, source).orElseThrow())).orElse(null),
        normalized(source, history));
  }

  /** Batches whose records are not normalized yet. */
  static Set<String> pending(String source, List<BatchManifest> batches, Snapshot snapshot) {
    Set<String> consumed = Set.copyOf(snapshot.consumed().getOrDefault(source, List.of()));
    return batches.stream()
        .filter(batch -> batch.records() > 0 && !consumed.contains(batch.batch()))
        .map(BatchManifest::batch)
        .collect(Collectors.toSet());
  }

  private static Optional<SourceHarvest> harvest(RunReport run, String source) {
    return run.harvests().stream().filter(harvest -> harvest.source().equals(source)).findFirst();
  }

  /** A run that was killed later had harvested by its last sign of life. */
  private static Instant end(RunReport run) {
    if (run.finishedAt() != null) {
      return run.finishedAt();
    }
    return run.heartbeatAt() == null ? run.startedAt() : run.heartbeatAt();
  }

  private static Harvested harvested(RunReport run, SourceHarvest harvest) {
    return new Harvested(
        run.runId(),
        end(run),
        harvest.pages(),
        harvest.records(),
        harvest.seconds(),
        harvest.waitedSeconds(),
        harvest.lockedBy(),
        harvest.failures());
  }

  /** The newest one among the reports that were read anyway. */
  private static NormalizedRecords normalized(String source, RunHistory history) {
    for (RunReport run : history.readSoFar()) {
      for (Accounting account : run.accounting()) {
        if (account.source().equals(source)) {
          List<String> refusals =
              run.refusals().stream()
                  .filter(refusal -> refusal.source().equals(source))
                  .map(RunReport.Refusal::reason)
                  .toList();
          return new NormalizedRecords(run.runId(), end(run), account, refusals);
        }
      }
    }
    return null;
  }
}

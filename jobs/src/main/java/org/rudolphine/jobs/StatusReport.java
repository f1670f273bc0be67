package org.rudolphine.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;

/**
 * The state of a lake, for people and machines. What is damaged is named in {@code damaged}, by
 * what it is, and the rest is shown all the same.
 */
record StatusReport(
    String lake,
    Instant at,
    Verdict verdict,
    long snapshot,
    String latestRelease,
    List<String> releases,
    List<Watermark> watermarks,
    List<SourceState> sources,
    List<TableState> tables,
    List<RunState> runs,
    List<LeaseState> leases,
    Map<String, String> damaged) {
  static final int RUNS_SHOWN = 5;

  /**
   * How far a source is harvested, which backfills do not tell; {@code pending} batches hold
   * records that are not normalized yet. A night without news lands a batch without records, and no
   * table version ever names it.
   *
   * @param source id of the source
   * @param lastBatch the newest batch that moves the watermark, or null
   * @param completedAt when that batch was complete
   * @param datestamp the newest moment or day that the batch keeps as its state, as the source
   *     wrote it; null when it keeps none
   * @param batches batches that count
   * @param records raw records in them
   * @param pending batches with records that are not normalized yet
   */
  record Watermark(
      String source,
      String lastBatch,
      Instant completedAt,
      String datestamp,
      long batches,
      long records,
      long pending) {}

  record TableState(String table, String version, long rows, Instant createdAt) {}

  /** A run as its report tells; without an end, it still goes on or was killed. */
  record RunState(
      String runId,
      String command,
      Instant startedAt,
      Instant heartbeatAt,
      Instant finishedAt,
      double durationS,
      Integer exitCode,
      String outcome,
      String host,
      Long process,
      String sparkMaster,
      String deployMode,
      String release,
      String stage,
      List<String> messages) {

    static RunState of(RunReport run, Instant now) {
      return new RunState(
          run.runId(),
          run.command(),
          run.startedAt(),
          run.heartbeatAt(),
          run.finishedAt(),
          run.durationS(),
          run.exitCode(),
          Verdict.outcome(run, now),
          run.host(),
          run.process(),
          run.sparkMaster(),
          run.deployMode(),
          run.release(),
          run.stage(),
          run.messages());
    }
  }

  static StatusReport of(Lake lake, Clock clock) throws IOException {
    Instant now = clock.instant();
    Map<String, String> damaged = new LinkedHashMap<>();
    Snapshot snapshot = lake.snapshot();
    Map<String, List<BatchManifest>> batches = batches(lake);
    RunHistory history = RunHistory.of(lake);
    Verdict verdict = Verdict.of(history, now);
    List<SourceState> sources = SourceState.of(batches, snapshot, history);
    List<RunState> runs =
        history.newest(RUNS_SHOWN).stream().map(run -> RunState.of(run, now)).toList();
    history.damaged().forEach((run, why) -> damaged.put("run report " + run, why));
    return new StatusReport(
        lake.uri(),
        now,
        verdict,
        snapshot.number(),
        lake.latestRelease().orElse(null),
        lake.releases(),
        watermarks(batches, snapshot),
        sources,
        tables(lake, snapshot, damaged),
        runs,
        LeaseState.of(lake, now, damaged),
        damaged);
  }

  private static Map<String, List<BatchManifest>> batches(Lake lake) throws IOException {
    Map<String, List<BatchManifest>> batches = new LinkedHashMap<>();
    for (String source : lake.harvestedSources()) {
      batches.put(source, lake.batches(source));
    }
    return batches;
  }

  private static List<Watermark> watermarks(
      Map<String, List<BatchManifest>> batches, Snapshot snapshot) {
    List<Watermark> watermarks = new ArrayList<>();
    batches.forEach(
        (source, all) -> {
          List<BatchManifest> marks = all.stream().filter(BatchManifest::movesWatermark).toList();
          Optional<BatchManifest> last =
              marks.stream().skip(Math.max(0, marks.size() - 1)).findAny();
          watermarks.add(
              new Watermark(
                  source,
                  last.map(BatchManifest::batch).orElse(null),
                  last.map(BatchManifest::completedAt).orElse(null),
                  last.map(StatusReport::datestamp).orElse(null),
                  all.size(),
                  all.stream().mapToLong(BatchManifest::records).sum(),
                  SourceState.pending(source, all, snapshot).size()));
        });
    return watermarks;
  }

  /** Sources remember what they like; what is a day or a moment until now says how far they are. */
  private static String datestamp(BatchManifest batch) {
    Instant newest = null;
    String written = null;
    for (String value : batch.state().values()) {
      Instant moment = moment(value);
      boolean later = moment != null && (newest == null || moment.isAfter(newest));
      if (later && !moment.isAfter(batch.completedAt())) {
        newest = moment;
        written = value;
      }
    }
    return written;
  }

  private static Instant moment(String value) {
    try {
      return value.length() == 10
          ? LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(value);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static List<TableState> tables(
      Lake lake, Snapshot snapshot, Map<String, String> damaged) {
    List<TableState> tables = new ArrayList<>();
    snapshot
        .tables()
        .forEach(
            (table, version) -> {
              try {
                TableManifest manifest = lake.tableManifest(table, version);
                tables.add(
                    new TableState(
                        table, manifest.version(), manifest.rows(), manifest.createdAt()));
              } catch (IOException | UncheckedIOException e) {
                damaged.put("table " + table, e.getMessage());
              }
            });
    return tables;
  }

  /** Sources and watermarks side by side: a source may have only one of them. */
  Optional<Watermark> watermark(String source) {
    return watermarks.stream().filter(mark -> Objects.equals(mark.source(), source)).findFirst();
  }
}

package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;

/** The state of a lake, for people and machines. */
record StatusReport(
    String lake,
    long snapshot,
    String latestRelease,
    List<Watermark> watermarks,
    List<TableState> tables,
    List<RunState> runs,
    List<LeaseState> leases) {
  private static final ObjectMapper JSON = LakeJson.mapper();
  private static final int RUNS_SHOWN = 5;

  /**
   * How far a source is harvested, which backfills do not tell; {@code pending} batches hold
   * records that are not normalized yet. A night without news lands a batch without records, and no
   * table version ever names it.
   */
  record Watermark(
      String source,
      String lastBatch,
      Instant completedAt,
      long batches,
      long records,
      long pending) {}

  record TableState(String table, String version, long rows, Instant createdAt) {}

  record RunState(
      String runId,
      String command,
      Instant startedAt,
      double durationS,
      int exitCode,
      List<String> messages) {}

  record LeaseState(
      String name, String owner, String host, Instant heartbeatAt, Instant expiresAt) {}

  static StatusReport of(Lake lake) throws IOException {
    Snapshot snapshot = lake.snapshot();
    return new StatusReport(
        lake.uri(),
        snapshot.number(),
        lake.latestRelease().orElse(null),
        watermarks(lake, snapshot),
        tables(lake, snapshot),
        runs(lake),
        leases(lake));
  }

  private static List<Watermark> watermarks(Lake lake, Snapshot snapshot) throws IOException {
    List<Watermark> watermarks = new ArrayList<>();
    for (String source : lake.harvestedSources()) {
      List<BatchManifest> batches = lake.batches(source);
      List<String> consumed = snapshot.consumed().getOrDefault(source, List.of());
      List<BatchManifest> marks = batches.stream().filter(BatchManifest::movesWatermark).toList();
      BatchManifest last = marks.isEmpty() ? null : marks.get(marks.size() - 1);
      watermarks.add(
          new Watermark(
              source,
              last == null ? null : last.batch(),
              last == null ? null : last.completedAt(),
              batches.size(),
              batches.stream().mapToLong(BatchManifest::records).sum(),
              batches.stream()
                  .filter(batch -> batch.records() > 0 && !consumed.contains(batch.batch()))
                  .count()));
    }
    return watermarks;
  }

  private static List<TableState> tables(Lake lake, Snapshot snapshot) throws IOException {
    List<TableState> tables = new ArrayList<>();
    for (Map.Entry<String, String> entry : snapshot.tables().entrySet()) {
      TableManifest manifest = lake.tableManifest(entry.getKey(), entry.getValue());
      tables.add(
          new TableState(
              entry.getKey(), manifest.version(), manifest.rows(), manifest.createdAt()));
    }
    return tables;
  }

  private static List<RunState> runs(Lake lake) throws IOException {
    List<String> ids = lake.runs();
    List<RunState> runs = new ArrayList<>();
    for (int i = ids.size() - 1; i >= Math.max(0, ids.size() - RUNS_SHOWN); i--) {
      JsonNode run = JSON.readTree(lake.readRun(ids.get(i)));
      List<String> messages = new ArrayList<>();
      run.get("messages").forEach(message -> messages.add(message.asText()));
      runs.add(
          new RunState(
              run.get("runId").asText(),
              run.get("command").asText(),
              Instant.parse(run.get("startedAt").asText()),
              run.get("durationS").asDouble(),
              run.get("exitCode").asInt(),
              messages));
    }
    return runs;
  }

  private static List<LeaseState> leases(Lake lake) throws IOException {
    List<LeaseState> leases = new ArrayList<>();
    for (String name : lake.leases()) {
      Optional<Lease.Holder> holder = lake.lease(name).holder();
      if (holder.isPresent() && holder.get().alive(Instant.now())) {
        Lease.Holder held = holder.get();
        leases.add(
            new LeaseState(name, held.owner(), held.host(), held.heartbeatAt(), held.expiresAt()));
      }
    }
    return leases;
  }

  /** The report for a terminal. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("lake      ").append(Workspace.shown(lake)).append('\n');
    text.append("snapshot  ").append(snapshot == 0 ? "none yet" : snapshot).append('\n');
    text.append("release   ")
        .append(latestRelease == null ? "none yet" : latestRelease)
        .append('\n');
    TextTable sources =
        new TextTable("source", "last harvest", "batches", "records", "not normalized");
    watermarks.forEach(
        w ->
            sources.row(
                w.source(),
                w.completedAt() == null ? "–" : seconds(w.completedAt()),
                w.batches(),
                w.records(),
                w.pending()));
    section(text, "sources", sources);
    TextTable versions = new TextTable("table", "rows", "version");
    tables.forEach(t -> versions.row(t.table(), t.rows(), t.version()));
    section(text, "tables", versions);
    TextTable last = new TextTable("run", "seconds", "exit", "message");
    runs.forEach(
        r ->
            last.row(
                r.runId(),
                String.format(java.util.Locale.ROOT, "%.1f", r.durationS()),
                r.exitCode(),
                r.messages().isEmpty() ? "" : r.messages().get(0)));
    section(text, "last runs", last);
    TextTable held = new TextTable("lease", "owner", "host", "alive at", "until");
    leases.forEach(
        l ->
            held.row(
                l.name(), l.owner(), l.host(), seconds(l.heartbeatAt()), seconds(l.expiresAt())));
    section(text, "leases", held);
    return text.toString().stripTrailing();
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }

  private static void section(StringBuilder text, String title, TextTable table) {
    text.append('\n').append(title).append('\n');
    text.append(table.isEmpty() ? "  none\n" : table.render("  "));
  }
}

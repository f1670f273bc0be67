package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.report.ReasonCount;
import org.rudolphine.transform.report.ReportExtras;
import org.rudolphine.transform.report.SourceCount;

/** What the lake can add to a report: the last accounting, rejects and unmatched records. */
final class ReportExtrasReader {
  private static final ObjectMapper JSON = LakeJson.mapper();

  private ReportExtrasReader() {}

  /**
   * Reads a lake.
   *
   * @param running what a run that is not finished yet has counted so far
   * @param harvests what became of the sources in that run
   */
  static ReportExtras read(
      Lake lake, Collection<Accounting> running, Collection<SourceHarvest> harvests)
      throws IOException {
    if (lake.snapshot().number() == 0) {
      return ReportExtras.none();
    }
    return new ReportExtras(
        accounting(lake, running),
        reasons(lake, "rejects", "source"),
        reasons(lake, "unmatched", "rule"),
        failures(lake, harvests));
  }

  /** The newest run that asked a source speaks for that source. */
  private static List<ReasonCount> failures(Lake lake, Collection<SourceHarvest> harvests)
      throws IOException {
    Map<String, JsonNode> newest = new TreeMap<>();
    for (String run : lake.runs()) {
      JSON.readTree(lake.readRun(run))
          .path("harvests")
          .forEach(harvest -> newest.put(harvest.get("source").asText(), harvest));
    }
    harvests.forEach(harvest -> newest.put(harvest.source(), JSON.valueToTree(harvest)));
    List<ReasonCount> failures = new ArrayList<>();
    newest.forEach(
        (source, harvest) -> {
          JsonNode reasons = harvest.path("failures");
          if (!reasons.isEmpty()) {
            failures.add(new ReasonCount(source, reasons.get(0).asText(), reasons.size()));
          }
        });
    return failures;
  }

  /** The newest run that read records of a source speaks for that source. */
  private static List<SourceCount> accounting(Lake lake, Collection<Accounting> running)
      throws IOException {
    Map<String, SourceCount> newest = new TreeMap<>();
    for (String run : lake.runs()) {
      for (JsonNode entry : JSON.readTree(lake.readRun(run)).get("accounting")) {
        if (entry.get("read").asLong() > 0) {
          newest.put(entry.get("source").asText(), count(entry));
        }
      }
    }
    for (Accounting count : running) {
      if (count.read() > 0) {
        newest.put(count.source(), count(JSON.valueToTree(count)));
      }
    }
    return List.copyOf(newest.values());
  }

  private static SourceCount count(JsonNode entry) {
    return new SourceCount(
        entry.get("source").asText(),
        entry.get("read").asLong(),
        entry.get("written").asLong(),
        entry.get("unchanged").asLong(),
        entry.get("duplicate").asLong(),
        entry.get("deleted").asLong(),
        entry.get("rejected").asLong(),
        entry.get("skipped").asLong());
  }

  private static List<ReasonCount> reasons(Lake lake, String table, String scope)
      throws IOException {
    Snapshot snapshot = lake.snapshot();
    String version = snapshot.tables().get(table);
    if (version == null) {
      return List.of();
    }
    TableManifest manifest = lake.tableManifest(table, version);
    Folder folder = lake.tableFolder(table, version);
    Map<List<String>, Long> counts = new TreeMap<>(java.util.Comparator.comparing(List::toString));
    for (LakeFile file : manifest.files()) {
      ParquetRows.forEach(
          folder.parquet(file.path()),
          row ->
              counts.merge(
                  List.of(row.get(scope).toString(), row.get("reason").toString()), 1L, Long::sum));
    }
    List<ReasonCount> reasons = new ArrayList<>();
    counts.forEach((key, count) -> reasons.add(new ReasonCount(key.get(0), key.get(1), count)));
    return reasons;
  }
}

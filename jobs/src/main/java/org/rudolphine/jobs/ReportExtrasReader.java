package org.rudolphine.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.report.ReasonCount;
import org.rudolphine.transform.report.ReportExtras;
import org.rudolphine.transform.report.SourceCount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the lake can add to a report: the last accounting, rejects and unmatched records. */
final class ReportExtrasReader {
  private static final Logger LOG = LoggerFactory.getLogger(ReportExtrasReader.class);
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
    List<JsonNode> runs = runs(lake);
    return new ReportExtras(
        accounting(runs, running),
        reasons(lake, "rejects", "source"),
        reasons(lake, "unmatched", "rule"),
        failures(runs, harvests));
  }

  /** The newest run that asked a source speaks for that source. */
  private static List<ReasonCount> failures(
      List<JsonNode> runs, Collection<SourceHarvest> harvests) {
    Map<String, JsonNode> newest = new TreeMap<>();
    for (JsonNode run : runs) {
      run.path("harvests").forEach(harvest -> newest.put(harvest.path("source").asText(), harvest));
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
  private static List<SourceCount> accounting(List<JsonNode> runs, Collection<Accounting> running) {
    Map<String, SourceCount> newest = new TreeMap<>();
    for (JsonNode run : runs) {
      for (JsonNode entry : run.path("accounting")) {
        if (entry.path("read").asLong() > 0) {
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

  /**
   * What runs tell of sources, oldest first: those of the table of runs, which is one file however
   * many there were, then the reports that are not in it yet. A damaged report tells nothing.
   */
  private static List<JsonNode> runs(Lake lake) throws IOException {
    TreeMap<String, JsonNode> runs = new TreeMap<>();
    forEachRow(
        lake, "runs", row -> runs.put(row.get("run_id").toString(), JSON.valueToTree(told(row))));
    for (String id : lake.runs()) {
      if (!runs.containsKey(id)) {
        try {
          runs.put(id, JSON.readTree(lake.readRun(id)));
        } catch (JsonProcessingException e) {
          LOG.debug("Damaged report of run {}", id, e);
        }
      }
    }
    return List.copyOf(runs.values());
  }

  private static Map<String, Object> told(Map<String, Object> row) {
    Map<String, Object> told = new TreeMap<>();
    for (String column : List.of("accounting", "harvests")) {
      if (row.get(column) != null) {
        told.put(column, row.get(column));
      }
    }
    return told;
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
    Map<List<String>, Long> counts = new TreeMap<>(java.util.Comparator.comparing(List::toString));
    forEachRow(
        lake,
        table,
        row ->
            counts.merge(
                List.of(row.get(scope).toString(), row.get("reason").toString()), 1L, Long::sum));
    List<ReasonCount> reasons = new ArrayList<>();
    counts.forEach((key, count) -> reasons.add(new ReasonCount(key.get(0), key.get(1), count)));
    return reasons;
  }

  private static void forEachRow(Lake lake, String table, Consumer<Map<String, Object>> consumer)
      throws IOException {
    String version = lake.snapshot().tables().get(table);
    if (version == null) {
      return;
    }
    Folder folder = lake.tableFolder(table, version);
    for (LakeFile file : lake.tableManifest(table, version).files()) {
      ParquetRows.forEach(folder.parquet(file.path()), consumer);
    }
  }
}

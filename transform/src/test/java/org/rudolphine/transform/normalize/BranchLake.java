package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.TableStore;

/** A lake whose one source is read by {@link BranchNormalizer} and whose tables are published. */
final class BranchLake {
  static final String SOURCE = "branch";
  private final Lake lake;
  private final Map<String, Serializable> settings = new TreeMap<>();
  private final List<String> progress = new ArrayList<>();
  private String codeVersion = "1.0";
  private int runs;

  BranchLake(Path folder) {
    lake = Lake.at(folder);
    settings.put("normalizer-class", BranchNormalizer.class.getName());
    settings.put("reject-threshold", 1.0);
    settings.put("max-vanish-fraction", 0.3);
    settings.put("licence", "CC0-1.0");
    settings.put("redistribute", "yes");
    settings.put("strays", "false");
  }

  BranchLake with(String key, Serializable value) {
    settings.put(key, value);
    return this;
  }

  BranchLake codeVersion(String version) {
    codeVersion = version;
    return this;
  }

  Lake lake() {
    return lake;
  }

  SourceSettings settings() {
    return new SourceSettings(SOURCE, settings);
  }

  /**
   * One batch to land.
   *
   * @param cycle harvest that it belongs to
   * @param listing scope that it is the complete list of, or null
   */
  record Batch(int hour, String cycle, String listing, List<PageRecord> records) {}

  BatchManifest land(Batch batch) throws IOException {
    Instant now = Sightings.at(batch.hour());
    Landing landing =
        Landing.open(
            lake, SOURCE, "unit", batch.cycle(), "harvest", Clock.fixed(now, ZoneOffset.UTC));
    landing.page("http://localhost/page", now, batch.records());
    if (batch.listing() != null) {
      landing.completeListing(batch.listing());
    }
    return landing.complete();
  }

  /** Normalizes and publishes; gives what was counted. */
  Accounting publish(Normalization.Mode mode) throws IOException {
    runs++;
    Clock clock = Clock.fixed(Sightings.at(1000 + runs), ZoneOffset.UTC);
    TableStore store =
        TableStore.open(SparkSessions.shared(), lake, "run-" + runs, codeVersion, clock);
    progress.clear();
    Normalized normalized =
        new Normalization(SparkSessions.shared(), lake, settings(), progress::add).run(mode, store);
    TableStore.Commit commit = store.begin();
    Map<String, List<String>> batches = Map.of(SOURCE, normalized.batches());
    for (String table : normalized.tables().keySet()) {
      String history = table + "_history";
      boolean same = normalized.unrevised().contains(table) && store.areAlike(table, history);
      commit.put(table, normalized.tables().get(table), batches, Map.of());
      if (same) {
        commit.putSame(history, table, batches, Map.of());
      } else {
        commit.put(history, normalized.histories().get(table), batches, Map.of());
      }
    }
    commit.put("rejects", normalized.rejects(), batches, Map.of());
    commit.consume(SOURCE, normalized.batches());
    commit.commit();
    normalized.release().run();
    return normalized.accounting();
  }

  /** What a full run would count now. */
  Accounting countedByAFullRun() throws IOException {
    Set<String> consumed =
        new HashSet<>(lake.snapshot().consumed().getOrDefault(SOURCE, List.of()));
    Normalized all =
        new Normalization(SparkSessions.shared(), lake, settings())
            .run(Normalization.Mode.INCREMENTAL, consumed);
    all.release().run();
    return all.accounting();
  }

  /** Whether the last run folded only what has news. */
  boolean lastRunWasAnIncrement() {
    return progress.stream().anyMatch(line -> line.contains("with news"))
        && progress.stream().noneMatch(line -> line.contains("all"));
  }

  /** SHA-256 of the content of every table. */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (var table : lake.snapshot().tables().entrySet()) {
      contents.put(
          table.getKey(), lake.tableManifest(table.getKey(), table.getValue()).contentSha256());
    }
    return contents;
  }

  TableStore store() throws IOException {
    return TableStore.open(SparkSessions.shared(), lake, "look", codeVersion, Clock.systemUTC());
  }
}

package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.SparkSessions;

/** A lake in a folder, with one source that {@link LabNormalizer} reads; a harvest an hour. */
final class LabLake {
  static final String SOURCE = "lab";
  private final Lake lake;
  private final Map<String, Serializable> settings = new TreeMap<>();
  private final Set<String> consumed = new HashSet<>();

  LabLake(Path folder) {
    lake = Lake.at(folder);
    settings.put("normalizer-class", LabNormalizer.class.getName());
    settings.put("reject-threshold", 0.5);
    settings.put("max-vanish-fraction", 0.2);
    settings.put("licence", "CC0-1.0");
    settings.put("redistribute", "yes");
  }

  LabLake with(String key, Serializable value) {
    settings.put(key, value);
    return this;
  }

  Lake lake() {
    return lake;
  }

  /** A record of kind {@code word}. */
  static PageRecord word(String id, String payload) {
    return PageRecord.of("word", id, "text/plain", payload);
  }

  static PageRecord deleted(String id) {
    return new PageRecord("word", id, null, true, "text/plain", new byte[0]);
  }

  /** Lands the records as one batch, which is a cycle of its own. */
  BatchManifest land(int hour, PageRecord... records) throws IOException {
    return landInCycle(hour, "cycle-" + hour, records);
  }

  /** Lands the records as the complete list of a scope. */
  BatchManifest landList(int hour, String scope, PageRecord... records) throws IOException {
    return land(hour, "cycle-" + hour, scope, records);
  }

  /** Lands the records as one batch of a cycle that may have several. */
  BatchManifest landInCycle(int hour, String cycle, PageRecord... records) throws IOException {
    return land(hour, cycle, null, records);
  }

  private BatchManifest land(int hour, String cycle, String scope, PageRecord[] records)
      throws IOException {
    Instant now = Sightings.at(hour);
    Landing landing =
        Landing.open(lake, SOURCE, "unit", cycle, "harvest", Clock.fixed(now, ZoneOffset.UTC));
    landing.page("http://localhost/page", now, List.of(records));
    if (scope != null) {
      landing.completeListing(scope);
    }
    return landing.complete();
  }

  /** Normalizes what is new and remembers that it has been. */
  Normalized normalize() throws IOException {
    Normalized normalized = run(Normalization.Mode.INCREMENTAL);
    consumed.addAll(normalized.batches());
    return normalized;
  }

  Normalized run(Normalization.Mode mode) throws IOException {
    return new Normalization(SparkSessions.shared(), lake, new SourceSettings(SOURCE, settings))
        .run(mode, consumed);
  }

  static PageRecord[] words(Stream<String> ids, String payload) {
    return ids.map(id -> word(id, payload)).toArray(PageRecord[]::new);
  }
}

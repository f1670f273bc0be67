package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.source.ImportFile;
import org.rudolphine.ingest.source.Source;

/** Raw records of simulation catalogs for tests: written here, or imported from files. */
final class SimulationRecords {
  static final Instant FETCHED = Instant.parse("2026-11-22T03:00:00Z");
  static final SourceSettings SETTINGS =
      new SourceSettings(
          "sxs", java.util.Map.of("max-body-bytes", 268_435_456L, "document", "simulations.json"));

  private SimulationRecords() {}

  static RawRecord record(String kind, String nativeId, String url, String payload) {
    return record(
        url, new PageRecord(kind, nativeId, null, false, "text/plain", payload.getBytes(UTF_8)));
  }

  private static RawRecord record(String url, PageRecord record) {
    return new RawRecord(
        "test",
        record.kind(),
        record.nativeId(),
        record.datestamp(),
        record.deleted(),
        url,
        record.mediaType(),
        FETCHED,
        RawRecord.sha256(record.payload()),
        1,
        0,
        record.payload());
  }

  /** Everything that a source makes of a file. */
  static List<RawRecord> imported(Source source, Path root, Path file) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    ImportFile given =
        new ImportFile(
            root.relativize(file).toString(),
            Files.size(file),
            Files.getLastModifiedTime(file).toInstant(),
            () -> Files.newInputStream(file));
    source.importFile(given, new Collector(records));
    return records;
  }

  private record Collector(List<RawRecord> records) implements PageSink {
    @Override
    public void page(String url, Instant fetchedAt, List<PageRecord> page) {
      page.forEach(record -> records.add(record(url, record)));
    }

    private static RawRecord record(String url, PageRecord record) {
      return SimulationRecords.record(url, record);
    }

    @Override
    public void state(String key, String value) {}

    @Override
    public void completeListing(String scope) {
      throw new AssertionError("An imported file is no complete listing: " + scope);
    }

    @Override
    public Set<String> landedIds() {
      return Set.of();
    }

    @Override
    public Instant lastDatestamp() {
      return null;
    }

    @Override
    public void restart() {
      records.clear();
    }
  }
}

package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.source.GwoscSource;
import org.rudolphine.ingest.source.ImportFile;

/** Raw records for the tests of the normalizer: written by hand, or read from real files. */
final class GwoscRecords {
  static final SourceSettings SETTINGS =
      new SourceSettings(
          "gwosc", Map.of("route", "v2-csv", "details", "v1", "max-body-bytes", 10_000_000L));
  static final GwoscNormalizer NORMALIZER = new GwoscNormalizer(SETTINGS);

  private GwoscRecords() {}

  static RawRecord record(String kind, String nativeId, String payload) {
    return raw(PageRecord.of(kind, nativeId, "application/json", payload), 0);
  }

  /** A v1 list row with the required fields and the given members after them. */
  static RawRecord v1(String members) {
    return record("v1-list", "GW1-v1", v1Payload(members));
  }

  /** The same as a detail. */
  static RawRecord v1Detail(String members) {
    return record("v1-detail", "GW1-v1", v1Payload(members));
  }

  private static String v1Payload(String members) {
    return """
        {"commonName": "GW1", "version": 1, "catalog.shortName": "GWTC-2", "GPS": 1.5%s}"""
        .formatted(members.isEmpty() ? "" : ", " + members);
  }

  static NormalizedRow only(RawRecord record) {
    Outcome outcome = Outcome.of(NORMALIZER, record);
    if (outcome.rows().size() != 1) {
      throw new AssertionError("Not one row: " + outcome);
    }
    return outcome.rows().get(0);
  }

  /** What an import lands of one file of the real data. */
  static List<RawRecord> corpus(String name) throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "gwosc", "events", name);
    byte[] body = Files.readAllBytes(path);
    Sink sink = new Sink();
    ImportFile file =
        new ImportFile(name, body.length, Instant.EPOCH, () -> new ByteArrayInputStream(body));
    if (!new GwoscSource(SETTINGS).importFile(file, sink)) {
      throw new AssertionError("Not recognised: " + name);
    }
    return sink.records;
  }

  private static RawRecord raw(PageRecord record, int position) {
    return new RawRecord(
        "gwosc",
        record.kind(),
        record.nativeId(),
        record.datestamp(),
        record.deleted(),
        "https://gwosc.org/",
        record.mediaType(),
        Instant.EPOCH,
        RawRecord.sha256(record.payload()),
        1,
        position,
        record.payload());
  }

  static RawRecord csv(String nativeId, String header, String row) {
    return raw(
        PageRecord.of("v2-csv", nativeId, "text/csv", (header + "\n" + row).getBytes(UTF_8)), 0);
  }

  private static final class Sink implements PageSink {
    private final List<RawRecord> records = new ArrayList<>();

    @Override
    public void page(String url, Instant fetchedAt, List<PageRecord> page) {
      page.forEach(record -> records.add(raw(record, records.size())));
    }

    @Override
    public void state(String key, String value) {
      throw new AssertionError("An import has nothing to remember");
    }

    @Override
    public void completeListing(String scope) {
      throw new AssertionError("An import is no complete list");
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

package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.source.ImportFile;
import org.rudolphine.ingest.source.TmrSource;

/** Raw records of the Turbulence Modeling Resource for tests, with the settings that come along. */
public final class TmrRecords {
  public static final SourceSettings SETTINGS = settings();
  static final TmrNormalizer NORMALIZER = new TmrNormalizer(SETTINGS);
  static final Instant FETCHED = Instant.parse("2026-11-22T03:00:00Z");

  private TmrRecords() {}

  /** What conf/sources/tmr.yaml says: texts, numbers and lists of texts are all that it has. */
  private static SourceSettings settings() {
    Map<String, Serializable> values = new TreeMap<>(Map.of("max-body-bytes", 268_435_456L));
    String key = "";
    try {
      for (String line : Files.readAllLines(Path.of("..", "conf", "sources", "tmr.yaml"))) {
        if (line.startsWith("  - ")) {
          @SuppressWarnings("unchecked")
          ArrayList<String> list =
              (ArrayList<String>)
                  values.compute(key, (k, v) -> v instanceof ArrayList ? v : new ArrayList<>());
          list.add(unquoted(line.substring(4)));
        } else if (line.matches("[a-z-]+:.*")) {
          key = line.substring(0, line.indexOf(':'));
          String value = line.substring(line.indexOf(':') + 1).strip();
          values.put(key, value(value));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new SourceSettings("tmr", values);
  }

  private static Serializable value(String text) {
    if (text.startsWith("[")) {
      List<String> items = List.of(text.substring(1, text.length() - 1).split(", *"));
      return new ArrayList<>(items.stream().map(TmrRecords::unquoted).toList());
    }
    return text.matches("\\d+") ? (Serializable) Long.valueOf(text) : unquoted(text);
  }

  private static String unquoted(String text) {
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  static RawRecord raw(String kind, String path, String payload) {
    return raw("import:" + path, PageRecord.of(kind, path, "text/plain", payload.getBytes(UTF_8)));
  }

  private static RawRecord raw(String url, PageRecord record) {
    return new RawRecord(
        "tmr",
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

  static Outcome outcome(String kind, String path, String... lines) {
    return Outcome.of(NORMALIZER, raw(kind, path, String.join("\n", lines) + "\n"));
  }

  /** Values of the rows of a table file, by what stands behind the path in their ids. */
  static Map<String, Map<String, Object>> series(String path, String... lines) {
    Outcome outcome = outcome("table", path, lines);
    if (outcome.rejected() || outcome.skipped()) {
      throw new AssertionError("No rows: " + outcome);
    }
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    String prefix = "tmr/" + path + "|";
    outcome.rows().forEach(row -> rows.put(row.key().substring(prefix.length()), row.values()));
    return rows;
  }

  /** The folder of real tables. */
  public static Path corpus() {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS"), "experiment", "tmr");
  }

  /** Raw records of all real files that the source takes, as an import would land them. */
  public static List<RawRecord> corpusRecords() throws IOException {
    List<RawRecord> records = new ArrayList<>();
    TmrSource source = new TmrSource(SETTINGS);
    try (Stream<Path> files = Files.walk(corpus())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ImportFile given =
            new ImportFile(
                corpus().relativize(file).toString(),
                Files.size(file),
                FETCHED,
                () -> Files.newInputStream(file));
        source.importFile(given, new Collector(records));
      }
    }
    return records;
  }

  private record Collector(List<RawRecord> records) implements PageSink {
    @Override
    public void page(String url, Instant fetchedAt, List<PageRecord> page) {
      page.forEach(record -> records.add(raw(url, record)));
    }

    @Override
    public void state(String key, String value) {}

    @Override
    public void completeListing(String scope) {
      throw new AssertionError("An imported file is no complete listing: " + scope);
    }

    @Override
    public java.util.Set<String> landedIds() {
      return java.util.Set.of();
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

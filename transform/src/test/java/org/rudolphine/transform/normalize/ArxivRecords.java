package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/** Raw records for the tests of the arXiv normalizer: written by hand, or cut out of real files. */
final class ArxivRecords {
  static final ArxivNormalizer NORMALIZER =
      new ArxivNormalizer(new SourceSettings("arxiv", Map.of()));

  private static final Pattern RECORD = Pattern.compile("<record>.*?</record>", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("<identifier>(.*?)</identifier>");
  private static final Pattern DAY = Pattern.compile("<datestamp>(.*?)</datestamp>");
  private static final Pattern JSON_ID = Pattern.compile("\"id\": ?\"(.*?)\"");
  private static final Pattern JSON_DAY = Pattern.compile("\"update_date\": ?\"(.*?)\"");

  private ArxivRecords() {}

  static RawRecord raw(String kind, String nativeId, String day, String mediaType, byte[] payload) {
    return new RawRecord(
        "arxiv",
        kind,
        nativeId,
        day == null ? null : Instant.parse(day + "T00:00:00Z"),
        false,
        "https://oaipmh.arxiv.org/oai",
        mediaType,
        Instant.parse("2026-11-22T04:00:00Z"),
        RawRecord.sha256(payload),
        1,
        0,
        payload);
  }

  /** A record in the format {@code arXivRaw} around the given elements. */
  static RawRecord arXivRaw(String id, String day, String elements) {
    return xml("oai-arXivRaw", "arXivRaw", id, day, elements);
  }

  /** A record in the format {@code arXiv} around the given elements. */
  static RawRecord arXiv(String id, String day, String elements) {
    return xml("oai-arXiv", "arXiv", id, day, elements);
  }

  private static RawRecord xml(
      String kind, String element, String id, String day, String elements) {
    String payload =
        """
        <record><header><identifier>oai:arXiv.org:%s</identifier><datestamp>%s</datestamp></header>
        <metadata><%s xmlns="http://arxiv.org/OAI/%s/"><id>%s</id>%s</%s></metadata></record>"""
            .formatted(id, day, element, element, id, elements, element);
    return raw(
        kind, "oai:arXiv.org:" + id, day, "text/xml; charset=utf-8", payload.getBytes(UTF_8));
  }

  /** A line of the bulk snapshot with the given members after its id and date. */
  static RawRecord snapshot(String id, String day, String members) {
    String date = day == null ? "" : ", \"update_date\": \"" + day + "\"";
    String line = "{\"id\": \"%s\"%s, %s}".formatted(id, date, members);
    return raw("snapshot", id, day, "application/json", line.getBytes(UTF_8));
  }

  static NormalizedRow only(RawRecord record) {
    Outcome outcome = Outcome.of(NORMALIZER, record);
    if (outcome.rows().size() != 1) {
      throw new AssertionError("Not one row: " + outcome);
    }
    return outcome.rows().get(0);
  }

  /** Values of the only row, as they are published. */
  static Map<String, Object> values(RawRecord record) {
    return NORMALIZER.combine(List.of(only(record)));
  }

  /** The records of a real page, cut out of its text. */
  static List<RawRecord> page(String file, String kind) throws IOException {
    String page = Files.readString(corpus(file), UTF_8);
    List<RawRecord> records = new ArrayList<>();
    Matcher record = RECORD.matcher(page);
    while (record.find()) {
      String text = record.group();
      records.add(
          raw(
              kind,
              first(ID, text),
              first(DAY, text),
              "text/xml; charset=utf-8",
              text.getBytes(UTF_8)));
    }
    return records;
  }

  /** The lines of the real part of the bulk snapshot. */
  static List<RawRecord> snapshotLines() throws IOException {
    List<RawRecord> records = new ArrayList<>();
    for (String line :
        Files.readAllLines(corpus("kaggle/arxiv-metadata-oai-snapshot.first100.jsonl"))) {
      records.add(
          raw(
              "snapshot",
              first(JSON_ID, line),
              first(JSON_DAY, line),
              "application/json",
              line.getBytes(UTF_8)));
    }
    return records;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static Path corpus(String file) {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS"), "arxiv", file);
  }
}

package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.protocol.JsonSlices;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * One reply or file of GWOSC, read by what it holds and not by what was asked for.
 *
 * <p>Kinds of its records: {@code v2-csv} and {@code v1-csv} (header line, line feed, row), {@code
 * v2-json} (an element of {@code results}), {@code v1-list} (a member of {@code events} with the
 * default parameters only), {@code v1-detail} (one that also has {@code parameters} or {@code
 * strain}), {@code v2-detail} (the document of one event version), {@code v0-dump} (a member of
 * {@code data} in dumps from before May 2022, where each parameter is an object with {@code best}
 * and {@code err}; most of them name no version). All are byte for byte; native id is the short
 * name ({@code GW150914-v3}), or {@code row-<n>} for a row without any.
 *
 * @param shape what it is
 * @param entries its event versions, in order
 * @param next link to the next page, or null
 * @param total number of rows that the provider says the listing has, or -1 when it does not say
 */
record GwoscDocument(Shape shape, List<Entry> entries, String next, long total) {
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What a document is. */
  enum Shape {
    /** A whole list as CSV. */
    CSV_LIST,
    /** One page of a list of the v2 API. */
    V2_PAGE,
    /** An object of event versions of the v1 API: a whole list or one detail. */
    V1_EVENTS,
    /** The detail of one event version from the v2 API. */
    V2_DETAIL,
    /** A list as it was served before May 2022. */
    V0_DUMP,
    /** Something else. */
    OTHER
  }

  /**
   * A raw record and what its detail's address needs.
   *
   * @param record the record
   * @param event what the row says of the event version; its names are empty where the row has none
   */
  record Entry(PageRecord record, GwoscEvent event) {

    /** Whether the row says which event version it is. */
    boolean named() {
      return !event.shortName().isEmpty();
    }

    /** The strain files in HDF5 that it names; nothing when it does not speak of strain files. */
    Optional<List<GwoscStrainFile>> strainFiles() throws IOException {
      JsonNode rows = tree(record.payload()).path("strain");
      return rows.isArray() ? Optional.of(GwoscStrainFile.among(rows)) : Optional.empty();
    }

    /** Its record as the detail of a row of the list: under that row's id, however it is keyed. */
    PageRecord asDetailOf(GwoscEvent listed) {
      String kind = record.kind().equals("v1-list") ? "v1-detail" : record.kind();
      return PageRecord.of(kind, listed.shortName(), JSON, record.payload());
    }
  }

  GwoscDocument {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a document.
   *
   * @param body UTF-8
   * @param rowsBefore rows of the same listing on earlier pages; numbers the rows without name
   * @throws IOException when it is broken JSON, broken CSV, or neither
   */
  static GwoscDocument read(byte[] body, int rowsBefore) throws IOException {
    char first = firstCharacter(body);
    if (first == '{' || first == '[') {
      return readJson(body, rowsBefore);
    }
    if (first == '<') {
      throw new IOException("HTML or XML where JSON or CSV was expected: " + beginning(body));
    }
    return readCsv(body, rowsBefore);
  }

  /**
   * First character that is neither white space nor byte order mark; a blank when there is none.
   */
  static char firstCharacter(byte[] body) {
    String head = beginning(body);
    return head.isEmpty() ? ' ' : head.charAt(0);
  }

  private static String beginning(byte[] body) {
    String head = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
    return (head.startsWith("\uFEFF") ? head.substring(1) : head).strip();
  }

  private static GwoscDocument readCsv(byte[] body, int rowsBefore) throws IOException {
    CsvRows csv = CsvRows.parse(body);
    boolean v2 = csv.header().containsAll(List.of("shortName", "gps", "catalog"));
    boolean v1 = csv.header().containsAll(List.of("commonName", "GPS", "catalog.shortName"));
    if (!v1 && !v2) {
      return other();
    }
    List<Entry> entries = new ArrayList<>();
    for (CsvRows.Row row : csv.rows()) {
      Map<String, String> cells = csv.named(row);
      byte[] payload = csv.withHeader(row);
      String shortName = cells.getOrDefault(v2 ? "shortName" : "id", "");
      entries.add(
          entry(
              v2 ? "v2-csv" : "v1-csv",
              CSV,
              payload,
              rowsBefore + entries.size(),
              shortName,
              cells.getOrDefault(v2 ? "name" : "commonName", ""),
              cells.getOrDefault("version", ""),
              cells.getOrDefault(v2 ? "catalog" : "catalog.shortName", ""),
              cells.getOrDefault(v2 ? "gps" : "GPS", "")));
    }
    return new GwoscDocument(Shape.CSV_LIST, entries, null, entries.size());
  }

  private static GwoscDocument readJson(byte[] body, int rowsBefore) throws IOException {
    JsonNode root = tree(body);
    if (root.path("results").isArray()) {
      return readPage(body, root, rowsBefore);
    }
    if (root.path("events").isObject()) {
      return readEvents(body, rowsBefore);
    }
    if (isDump(root.path("data"))) {
      return readDump(body, rowsBefore);
    }
    boolean named = root.path("shortName").isTextual() || root.path("name").isTextual();
    if (named && root.has("version") && root.has("gps")) {
      return new GwoscDocument(
          Shape.V2_DETAIL, List.of(v2Entry("v2-detail", body, root, rowsBefore)), null, 1);
    }
    return other();
  }

  private static GwoscDocument readPage(byte[] body, JsonNode root, int rowsBefore)
      throws IOException {
    JsonNode total = root.has("results_count") ? root.get("results_count") : root.path("count");
    String next = root.path("next").asText(null);
    List<Entry> entries = new ArrayList<>();
    for (JsonSlices.Slice slice : JsonSlices.children(body, "results")) {
      JsonNode row = tree(slice.bytes());
      entries.add(v2Entry("v2-json", slice.bytes(), row, rowsBefore + entries.size()));
    }
    return new GwoscDocument(
        Shape.V2_PAGE,
        entries,
        next == null || next.isBlank() ? null : next,
        total.isIntegralNumber() ? total.asLong() : -1);
  }

  private static GwoscDocument readEvents(byte[] body, int rowsBefore) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (JsonSlices.Slice slice : JsonSlices.children(body, "events")) {
      JsonNode row = tree(slice.bytes());
      boolean detailed = row.has("parameters") || row.has("strain");
      entries.add(
          entry(
              detailed ? "v1-detail" : "v1-list",
              JSON,
              slice.bytes(),
              rowsBefore + entries.size(),
              slice.name(),
              row.path("commonName").asText(""),
              row.path("version").asText(""),
              row.path("catalog.shortName").asText(""),
              row.path("GPS").asText("")));
    }
    return new GwoscDocument(Shape.V1_EVENTS, entries, null, entries.size());
  }

  private static boolean isDump(JsonNode data) {
    for (JsonNode event : data) {
      for (JsonNode parameter : event) {
        if (parameter.has("best")) {
          return true;
        }
      }
    }
    return false;
  }

  /** The key is the event's name, or its short name where the dump names versions. */
  private static GwoscDocument readDump(byte[] body, int rowsBefore) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (JsonSlices.Slice slice : JsonSlices.children(body, "data")) {
      JsonNode row = tree(slice.bytes());
      boolean versioned = slice.name().matches(".+-v\\d{1,9}");
      entries.add(
          entry(
              "v0-dump",
              JSON,
              slice.bytes(),
              rowsBefore + entries.size(),
              versioned ? slice.name() : "",
              slice.name(),
              row.path("version").asText(""),
              row.path("catalog").asText(""),
              row.path("GPS").path("best").asText(row.path("tc").path("best").asText(""))));
    }
    return new GwoscDocument(Shape.V0_DUMP, entries, null, entries.size());
  }

  private static Entry v2Entry(String kind, byte[] payload, JsonNode row, int position) {
    return entry(
        kind,
        JSON,
        payload,
        position,
        row.path("shortName").asText(""),
        row.path("name").asText(""),
        row.path("version").asText(""),
        row.path("catalog").asText(""),
        row.path("gps").asText(""));
  }

  private static Entry entry(
      String kind,
      String mediaType,
      byte[] payload,
      int position,
      String givenShortName,
      String name,
      String version,
      String catalog,
      String gps) {
    String shortName = shortName(givenShortName, name, version);
    String nativeId = shortName.isEmpty() ? "row-" + (position + 1) : shortName;
    String hash = RawRecord.sha256(payload).substring(0, 16);
    return new Entry(
        PageRecord.of(kind, nativeId, mediaType, payload),
        new GwoscEvent(shortName, name, version, catalog, gps, hash));
  }

  private static String shortName(String given, String name, String version) {
    if (!given.isBlank() && !"null".equals(given)) {
      return given.strip();
    }
    boolean whole = !name.isBlank() && !"null".equals(name) && version.strip().matches("\\d{1,9}");
    return whole ? name.strip() + "-v" + version.strip() : "";
  }

  private static JsonNode tree(byte[] body) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(body);
      return root == null ? MAPPER.missingNode() : root;
    } catch (JsonProcessingException e) {
      throw new IOException("Not a whole JSON document: " + e.getOriginalMessage(), e);
    }
  }

  private static GwoscDocument other() {
    return new GwoscDocument(Shape.OTHER, List.of(), null, -1);
  }
}

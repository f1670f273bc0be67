package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.protocol.CatalogTimes;
import org.rudolphine.ingest.protocol.JsonSlices;
import org.rudolphine.ingest.protocol.KeyValueText;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * A document of the SXS collaboration, recognised by its content, and how it falls into records.
 */
final class SxsDocument {

  /** Generations of the catalog, and the files of single runs. */
  enum Shape {
    /** Object of simulations by SXS id (v3); kind {@code v3}. */
    RELEASE,
    /** Flat list of 2019; kind {@code list-2019}. */
    LIST_2019,
    /** {@code catalog.json} of the sxs package; kinds {@code catalog} and {@code deposit}. */
    PACKAGE_CATALOG,
    /** One run's {@code metadata.json}; kind {@code run-json}. */
    RUN_JSON,
    /** One run's {@code metadata.txt}; kind {@code run-txt}. */
    RUN_TEXT
  }

  /**
   * The list of 2019 carries no date. This one, of its generation, keeps a copy that is imported
   * today from winning over anything newer.
   */
  static final Instant LIST_2019_DATE = Instant.parse("2019-04-01T00:00:00Z");

  private static final Pattern SXS_ID = Pattern.compile("SXS:[A-Z]+:\\d+");
  private static final Pattern LEVEL = Pattern.compile("Lev-?\\d+");
  private static final int RECORDS_PER_PAGE = 500;
  private static final String JSON_TYPE = "application/json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Shape shape;
  private final byte[] body;
  private final String path;

  private SxsDocument(Shape shape, byte[] body, String path) {
    this.shape = shape;
    this.body = body;
    this.path = path;
  }

  /**
   * Recognises a document.
   *
   * @param body the document, unpacked
   * @param path where it lay in an imported folder; tells the level of a run when the document does
   *     not
   */
  static Optional<SxsDocument> recognize(byte[] body, String path) {
    return shapeOf(body).map(shape -> new SxsDocument(shape, body, path));
  }

  Shape shape() {
    return shape;
  }

  /**
   * Reads the document to its end without landing anything.
   *
   * @throws IOException when it is damaged
   */
  void check() throws IOException {
    switch (shape) {
      case RELEASE, LIST_2019, PACKAGE_CATALOG, RUN_JSON -> JsonSlices.children(body);
      case RUN_TEXT -> {} // lines in any order and number
    }
  }

  /**
   * Lands all records.
   *
   * @param publishedAt date of the release that the document is; null when it is a file of unknown
   *     release, which then is as old as what it says of itself
   */
  void land(PageSink sink, String url, Instant fetchedAt, Instant publishedAt) throws IOException {
    Pages pages = new Pages(sink, url, fetchedAt);
    switch (shape) {
      case RELEASE -> members(pages, "v3", publishedAt != null ? publishedAt : newestChange());
      case LIST_2019 -> list(pages);
      case PACKAGE_CATALOG -> packageCatalog(pages);
      case RUN_JSON -> run(pages, "run-json", JSON_TYPE, fieldsOfJson());
      case RUN_TEXT -> run(pages, "run-txt", "text/plain", fieldsOfText());
    }
    pages.flush();
  }

  private static Optional<Shape> shapeOf(byte[] body) {
    int first = firstVisible(body);
    if (first == '{') {
      return shapeOfObject(names(body));
    }
    String start = new String(body, 0, Math.min(body.length, 1 << 16), StandardCharsets.UTF_8);
    if (first == '[') {
      boolean of2019 = start.contains("\"name\"") && start.contains("\"relaxed_");
      return of2019 ? Optional.of(Shape.LIST_2019) : Optional.empty();
    }
    Map<String, String> entries = KeyValueText.entries(start);
    boolean run = entries.containsKey("simulation_name") && !entries.containsKey("catalog_tag");
    return run ? Optional.of(Shape.RUN_TEXT) : Optional.empty();
  }

  private static Optional<Shape> shapeOfObject(List<String> names) {
    if (names.contains("simulations") && names.contains("records")) {
      return Optional.of(Shape.PACKAGE_CATALOG);
    }
    if (names.contains("simulation_name")) {
      return Optional.of(Shape.RUN_JSON);
    }
    return names.stream().anyMatch(name -> SXS_ID.matcher(name).matches())
        ? Optional.of(Shape.RELEASE)
        : Optional.empty();
  }

  /** Names of the root's members; those before the damage when the document is damaged. */
  private static List<String> names(byte[] body) {
    List<String> names = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException damaged) {
      return names;
    }
    return names;
  }

  private static int firstVisible(byte[] body) {
    for (byte b : body) {
      if (b > ' ') {
        return b;
      }
    }
    return -1;
  }

  private void members(Pages pages, String kind, Instant datestamp, String... where)
      throws IOException {
    for (JsonSlices.Slice member : JsonSlices.children(body, where)) {
      pages.add(
          new PageRecord(
              kind, nonBlank(member.name()), datestamp, false, JSON_TYPE, member.bytes()));
    }
  }

  /** A file without a release date is as new as the newest change that it knows of. */
  private Instant newestChange() throws IOException {
    Instant newest = null;
    for (JsonSlices.Slice member : JsonSlices.children(body)) {
      String changed = JSON.readTree(member.bytes()).path("mtime").asText(null);
      Instant when = CatalogTimes.instant(changed).orElse(null);
      newest = newest == null || (when != null && when.isAfter(newest)) ? when : newest;
    }
    return newest;
  }

  private void list(Pages pages) throws IOException {
    for (JsonSlices.Slice run : JsonSlices.children(body)) {
      String name = nonBlank(JSON.readTree(run.bytes()).path("name").asText(""));
      pages.add(new PageRecord("list-2019", name, LIST_2019_DATE, false, JSON_TYPE, run.bytes()));
    }
  }

  private void packageCatalog(Pages pages) throws IOException {
    Instant modified =
        CatalogTimes.instant(JSON.readTree(body).path("modified").asText(null)).orElse(null);
    members(pages, "catalog", modified, "simulations");
    members(pages, "deposit", modified, "records");
  }

  private void run(Pages pages, String kind, String mediaType, Map<String, String> fields)
      throws IOException {
    pages.add(new PageRecord(kind, runId(fields), runDate(fields), false, mediaType, body));
  }

  private String runId(Map<String, String> fields) {
    String name = fields.getOrDefault("simulation_name", "");
    Matcher id = SXS_ID.matcher(fields.getOrDefault("alternative_names", ""));
    if (!id.find()) {
      return nonBlank(name);
    }
    String level = lastLevel(name);
    level = level == null ? lastLevel(path) : level;
    return level == null ? id.group() : id.group() + "/" + level;
  }

  private static String lastLevel(String names) {
    Matcher level = LEVEL.matcher(names);
    String last = null;
    while (level.find()) {
      last = level.group();
    }
    return last;
  }

  private static Instant runDate(Map<String, String> fields) {
    return CatalogTimes.instant(fields.get("date_postprocessing"))
        .or(() -> CatalogTimes.instant(fields.get("date_run_latest")))
        .orElse(null);
  }

  private Map<String, String> fieldsOfJson() throws IOException {
    JsonNode run = JSON.readTree(body);
    return Map.of(
        "simulation_name", run.path("simulation_name").asText(""),
        "alternative_names", run.path("alternative_names").toString(),
        "date_postprocessing", run.path("date_postprocessing").asText(""),
        "date_run_latest", run.path("date_run_latest").asText(""));
  }

  private Map<String, String> fieldsOfText() {
    return KeyValueText.entries(new String(body, StandardCharsets.UTF_8));
  }

  /** A record without a name still lands; the normalizer says what is wrong with it. */
  private static String nonBlank(String name) {
    return name.isBlank() ? "(no name)" : name;
  }

  /** Hands records over in pages of a size that a restart can afford to lose. */
  private static final class Pages {
    private final PageSink sink;
    private final String url;
    private final Instant fetchedAt;
    private final List<PageRecord> waiting = new ArrayList<>();

    Pages(PageSink sink, String url, Instant fetchedAt) {
      this.sink = sink;
      this.url = url;
      this.fetchedAt = fetchedAt;
    }

    void add(PageRecord record) throws IOException {
      waiting.add(record);
      if (waiting.size() == RECORDS_PER_PAGE) {
        flush();
      }
    }

    void flush() throws IOException {
      if (!waiting.isEmpty()) {
        sink.page(url, fetchedAt, List.copyOf(waiting));
        waiting.clear();
      }
    }
  }
}

package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * One raw record of GWOSC in one shape, whichever API and format it came by. Nothing is judged yet.
 *
 * @param identity short name that the record states itself, or null
 * @param name event name, or null
 * @param version version as text, or null
 * @param gps GPS time as text, or null
 * @param catalog short name of the catalog, or null
 * @param doi DOI in any spelling, or null
 * @param reference reference in any spelling, or null
 * @param detailUrl address of the detail, or null
 * @param detectors names of detectors
 * @param aliases other names of the event that the record states
 * @param defaults parameters as the catalog shows them
 * @param sets parameter sets by pipeline
 * @param strain rows of the strain list
 */
record GwoscReading(
    String identity,
    String name,
    String version,
    String gps,
    String catalog,
    String doi,
    String reference,
    String detailUrl,
    List<String> detectors,
    List<String> aliases,
    Map<String, GwoscValue> defaults,
    List<ParameterSet> sets,
    List<Map<String, String>> strain) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * What one analysis gave.
   *
   * @param tag the provider's name of the set, or null
   * @param pipeline {@code pe} or {@code search}, or null
   * @param preferred whether the catalog prefers it among those of its kind
   * @param dateAdded day as text, or empty
   * @param waveform waveform model as text, or null
   * @param values its parameters
   */
  record ParameterSet(
      String tag,
      String pipeline,
      boolean preferred,
      String dateAdded,
      String waveform,
      Map<String, GwoscValue> values) {

    /** Preferred sets first, then the newest, then by tag. */
    static final Comparator<ParameterSet> BEST_FIRST =
        Comparator.comparing((ParameterSet set) -> !set.preferred())
            .thenComparing(Comparator.comparing(ParameterSet::dateAdded).reversed())
            .thenComparing(set -> set.tag() == null ? "" : set.tag());
  }

  /**
   * Reads a payload.
   *
   * @throws IOException when it is not what its kind promises
   */
  static GwoscReading of(RawRecord record) throws IOException {
    return switch (record.kind()) {
      case "v1-csv", "v2-csv" -> ofCsv(record.payload());
      case "v0-dump" -> ofDump(record.payload());
      default -> ofJson(record.payload());
    };
  }

  private static GwoscReading ofCsv(byte[] payload) throws IOException {
    CsvRows csv = CsvRows.parse(payload);
    if (csv.rows().size() != 1) {
      throw new IOException("expected one row below the header");
    }
    Map<String, String> cells = csv.named(csv.rows().get(0));
    return new GwoscReading(
        first(cells, "shortName", "id"),
        first(cells, "name", "commonName"),
        first(cells, "version"),
        first(cells, "gps", "GPS"),
        first(cells, "catalog", "catalog.shortName"),
        first(cells, "doi"),
        first(cells, "reference"),
        first(cells, "detail_url", "jsonurl"),
        List.of(),
        List.of(),
        GwoscValue.flat(cells),
        List.of(),
        List.of());
  }

  private static JsonNode object(byte[] payload) throws IOException {
    JsonNode root = MAPPER.readTree(payload);
    if (root == null || !root.isObject()) {
      throw new IOException("expected an object");
    }
    return root;
  }

  /** An event of a dump from before May 2022; its time is {@code GPS} or {@code tc}. */
  private static GwoscReading ofDump(byte[] payload) throws IOException {
    JsonNode root = object(payload);
    Map<String, String> cells = scalars(root);
    Map<String, GwoscValue> values = GwoscValue.dumped(root);
    GwoscValue gps = values.remove("GPS");
    GwoscValue coalescence = values.remove("tc");
    GwoscValue time = gps == null ? coalescence : gps;
    return new GwoscReading(
        first(cells, "shortName"),
        first(cells, "name", "commonName"),
        first(cells, "version"),
        time == null ? first(cells, "GPS", "gps") : time.best(),
        first(cells, "catalog", "catalog.shortName"),
        first(cells, "doi"),
        first(cells, "reference"),
        null,
        List.of(),
        texts(root.path("aliases")),
        values,
        List.of(),
        GwoscStrainList.ofDump(root.path("files")));
  }

  private static GwoscReading ofJson(byte[] payload) throws IOException {
    JsonNode root = object(payload);
    Map<String, String> cells = scalars(root);
    List<ParameterSet> sets = new ArrayList<>();
    Map<String, GwoscValue> defaults = new LinkedHashMap<>(GwoscValue.flat(cells));
    readDefaults(root.path("default_parameters"), defaults);
    readParameters(root.path("parameters"), sets, defaults);
    return new GwoscReading(
        first(cells, "shortName", "id"),
        first(cells, "name", "commonName"),
        first(cells, "version"),
        first(cells, "gps", "GPS"),
        first(cells, "catalog", "catalog.shortName"),
        first(cells, "doi"),
        first(cells, "reference"),
        first(cells, "detail_url", "jsonurl"),
        texts(root.path("detectors")),
        texts(root.path("aliases")),
        defaults,
        sets,
        strain(root.path("strain")));
  }

  private static void readDefaults(JsonNode node, Map<String, GwoscValue> defaults) {
    if (node.isArray()) {
      GwoscValue.listed(node).forEach(defaults::putIfAbsent);
    } else if (node.isObject()) {
      GwoscValue.flat(scalars(node)).forEach(defaults::putIfAbsent);
    }
  }

  /** An object keyed by tag (v1), an array of sets, or an array of plain parameters (v2). */
  private static void readParameters(
      JsonNode node, List<ParameterSet> sets, Map<String, GwoscValue> defaults) {
    if (node.isObject()) {
      node.properties().forEach(entry -> addSet(entry.getKey(), entry.getValue(), sets));
    } else {
      GwoscValue.listed(node).forEach(defaults::putIfAbsent);
      for (JsonNode element : node) {
        if (!element.has("best")) {
          addSet(first(scalars(element), "tag", "name"), element, sets);
        }
      }
    }
  }

  private static void addSet(String tag, JsonNode set, List<ParameterSet> sets) {
    if (!set.isObject()) {
      return;
    }
    Map<String, String> cells = scalars(set);
    Map<String, GwoscValue> values = new LinkedHashMap<>(GwoscValue.flat(cells));
    GwoscValue.listed(set.path("parameters")).forEach(values::putIfAbsent);
    sets.add(
        new ParameterSet(
            tag,
            first(cells, "pipeline_type"),
            "true".equalsIgnoreCase(cells.get("is_preferred")),
            cells.getOrDefault("date_added", ""),
            first(cells, "waveform_family"),
            values));
  }

  /** Members that are neither object nor array, as text; JSON nulls are kept as missing. */
  private static Map<String, String> scalars(JsonNode object) {
    Map<String, String> scalars = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode()) {
                scalars.put(entry.getKey(), entry.getValue().asText(""));
              }
            });
    return scalars;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(
        element -> {
          if (element.isTextual() && !element.asText().isBlank()) {
            texts.add(element.asText().strip());
          }
        });
    return texts;
  }

  private static List<Map<String, String>> strain(JsonNode array) {
    List<Map<String, String>> rows = new ArrayList<>();
    array.forEach(element -> rows.add(scalars(element)));
    return rows;
  }

  private static String first(Map<String, String> cells, String... names) {
    for (String name : names) {
      if (!GwoscNumber.missing(cells.get(name))) {
        return cells.get(name).strip();
      }
    }
    return null;
  }
}

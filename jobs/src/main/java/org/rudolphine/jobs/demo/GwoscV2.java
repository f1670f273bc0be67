package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The REST interface: paged lists of 20, filters, JSON, CSV (whole, never paged) and a page for
 * people.
 */
final class GwoscV2 {
  private static final String ROOT = "/api/v2/";
  private static final int PAGE_SIZE = 20;
  private static final Map<String, String> FILE_FORMATS =
      Map.of("hdf5", "HDF", "gwf", "GWF", "txt", "TXT");
  private static final List<String> CSV_COLUMNS =
      List.of("name", "shortName", "gps", "version", "catalog", "doi", "detail_url");

  private final SampleData data;
  private final URI self;

  GwoscV2(SampleData data, URI self) {
    this.data = data;
    this.self = self;
  }

  Answer answer(String path, Query query) {
    String[] steps = path.substring(ROOT.length()).split("/");
    try {
      return switch (steps[0] + "/" + (steps.length - 1) + tail(steps)) {
        case "event-versions/0" -> eventVersions(path, query);
        case "event-versions/1" -> eventVersion(steps[1]);
        case "event-versions/2 strain-files" -> strainFiles(path, steps[1], query);
        case "events/0" -> paged(path, query, data.events().stream().map(this::event).toList());
        case "events/1" -> event(steps[1]);
        case "catalogs/0" ->
            paged(path, query, data.catalogs().stream().map(GwoscV2::catalog).toList());
        case "catalogs/1" -> catalog(steps[1]);
        default -> GwoscSite.notFound();
      };
    } catch (NumberFormatException e) {
      return Answer.json(400, SampleData.detail("Not a number: " + e.getMessage()));
    }
  }

  private static String tail(String[] steps) {
    return steps.length > 2 ? " " + steps[2] : "";
  }

  private Answer eventVersions(String path, Query query) {
    boolean parameters = query.isSet("include-default-parameters");
    List<EventVersion> chosen = GwoscSite.all(data).stream().filter(asked(query)).toList();
    if (query.value("format").filter("csv"::equals).isPresent()) {
      return Answer.of(200, Answer.CSV, csv(chosen, parameters));
    }
    return paged(path, query, chosen.stream().map(version -> row(version, parameters)).toList());
  }

  private static ObjectNode row(EventVersion version, boolean parameters) {
    ObjectNode row = version.v2Row();
    if (parameters) {
      row.set("default_parameters", version.v2DefaultParameters());
    }
    return row;
  }

  private Predicate<EventVersion> asked(Query query) {
    List<Predicate<EventVersion>> filters = new ArrayList<>();
    query
        .value("name-contains")
        .map(part -> part.toLowerCase(Locale.ROOT))
        .ifPresent(part -> filters.add(v -> v.name().toLowerCase(Locale.ROOT).contains(part)));
    query
        .value("release")
        .ifPresent(
            names ->
                filters.add(
                    Stream.of(names.split(","))
                        .map(name -> GwoscSite.inRelease(data, name.strip()))
                        .reduce(Predicate::or)
                        .orElseThrow()));
    if (query.isSet("lastver")) {
      filters.add(GwoscSite.newest(GwoscSite.all(data).stream()));
    }
    EventVersion.DEFAULT_PARAMETERS.forEach(parameter -> filters.add(range(parameter, query)));
    return filters.stream().reduce(version -> true, Predicate::and);
  }

  private static Predicate<EventVersion> range(String parameter, Query query) {
    String name = parameter.replace('_', '-');
    Optional<Double> least = query.value("min-" + name).map(Double::valueOf);
    Optional<Double> most = query.value("max-" + name).map(Double::valueOf);
    return version -> {
      JsonNode value = version.value(parameter);
      return (least.isEmpty() || (value.isNumber() && value.doubleValue() >= least.get()))
          && (most.isEmpty() || (value.isNumber() && value.doubleValue() <= most.get()));
    };
  }

  private Answer eventVersion(String id) {
    return find(id)
        .map(
            version -> {
              ObjectNode detail = version.v2Row();
              ObjectNode event = eventOf(version).orElseGet(SampleData.JSON::createObjectNode);
              for (String field : List.of("run", "grace_id", "aliases")) {
                detail.set(field, event.path(field).isMissingNode() ? null : event.get(field));
              }
              detail.put("strain_files_url", version.detailUrl() + "/strain-files");
              detail.set("parameters", version.v2Parameters());
              return Answer.json(detail);
            })
        .orElseGet(GwoscSite::notFound);
  }

  private Answer strainFiles(String path, String id, Query query) {
    Optional<EventVersion> version = find(id);
    if (version.isEmpty()) {
      return GwoscSite.notFound();
    }
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode file : version.get().record().path("strain")) {
      ObjectNode row = SampleData.JSON.createObjectNode();
      row.set("gps_start", file.get("GPSstart"));
      row.set("detector", file.get("detector"));
      row.put("sample_rate_kHz", file.get("sampling_rate").intValue() / 1024);
      row.set("duration", file.get("duration"));
      row.put("file_format", FILE_FORMATS.get(file.get("format").textValue()));
      row.set("download_url", file.get("url"));
      rows.add(row);
    }
    return paged(path, query, rows.stream().filter(row -> wanted(row, query)).toList());
  }

  private static boolean wanted(ObjectNode row, Query query) {
    return agrees(query.value("detector"), row.get("detector").textValue())
        && agrees(query.value("sample-rate"), row.get("sample_rate_kHz").asText())
        && agrees(query.value("duration"), row.get("duration").asText())
        && agrees(
            query.value("file-format").map(f -> FILE_FORMATS.getOrDefault(f, f)),
            row.get("file_format").textValue());
  }

  private static boolean agrees(Optional<String> asked, String value) {
    return asked.isEmpty() || asked.get().equals(value);
  }

  private Answer event(String nameOrAlias) {
    return data.events().stream()
        .filter(event -> isNamed(event, nameOrAlias))
        .findFirst()
        .map(event -> Answer.json(event(event)))
        .orElseGet(GwoscSite::notFound);
  }

  private static boolean isNamed(ObjectNode event, String name) {
    if (event.get("name").textValue().equals(name)) {
      return true;
    }
    for (JsonNode alias : event.path("aliases")) {
      if (alias.textValue().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private ObjectNode event(ObjectNode event) {
    ObjectNode shown = event.deepCopy();
    ArrayNode versions = shown.putArray("versions");
    for (EventVersion version : GwoscSite.all(data)) {
      if (version.name().equals(event.get("name").textValue())) {
        versions
            .addObject()
            .put("version", version.version())
            .put("catalog", version.catalog())
            .put("detail_url", version.detailUrl());
      }
    }
    return shown;
  }

  private Answer catalog(String name) {
    return data.catalogs().stream()
        .filter(catalog -> catalog.get("name").textValue().equals(name))
        .findFirst()
        .map(catalog -> Answer.json(catalog(catalog)))
        .orElseGet(GwoscSite::notFound);
  }

  private static ObjectNode catalog(ObjectNode catalog) {
    ObjectNode shown = catalog.deepCopy();
    shown.remove("cumulative");
    String name = catalog.get("name").textValue();
    return shown.put("events_url", EventVersion.PROVIDER + ROOT + "catalogs/" + name + "/events");
  }

  private Optional<EventVersion> find(String id) {
    return GwoscSite.all(data).stream().filter(version -> version.answersTo(id)).findFirst();
  }

  private Optional<ObjectNode> eventOf(EventVersion version) {
    return data.events().stream().filter(event -> isNamed(event, version.name())).findFirst();
  }

  private Answer paged(String path, Query query, List<ObjectNode> rows) {
    int size = Math.min(query.number("pagesize", PAGE_SIZE), PAGE_SIZE);
    int pages = Math.max(1, (rows.size() + size - 1) / size);
    int page = query.number("page", 1);
    if (page > pages) {
      return Answer.json(404, SampleData.detail("Invalid page."));
    }
    ObjectNode envelope = SampleData.JSON.createObjectNode();
    envelope.put("next", page < pages ? link(path, query, page + 1) : null);
    envelope.put("previous", page > 1 ? link(path, query, page - 1) : null);
    envelope.put("results_count", rows.size());
    envelope.put("results_per_page", size);
    envelope.put("num_pages", pages);
    envelope.put("page_number", page);
    envelope
        .putArray("results")
        .addAll(rows.subList((page - 1) * size, Math.min(page * size, rows.size())));
    return query.value("format").filter("api"::equals).isPresent()
        ? forPeople(envelope)
        : Answer.json(envelope);
  }

  private String link(String path, Query query, int page) {
    return self + path + "?" + query.with("page", Integer.toString(page));
  }

  private static Answer forPeople(ObjectNode envelope) {
    String escaped =
        envelope.toPrettyString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return Answer.of(
        200, Answer.HTML, "<!DOCTYPE html><title>Event API</title><pre>" + escaped + "</pre>");
  }

  private static String csv(List<EventVersion> versions, boolean parameters) {
    List<String> columns = new ArrayList<>(CSV_COLUMNS);
    if (parameters) {
      EventVersion.DEFAULT_PARAMETERS.forEach(
          name -> columns.addAll(List.of(name, name + "_lower", name + "_upper")));
    }
    Stream<String> rows =
        versions.stream().map(version -> csvRow(columns, version.record(), version.v2Row()));
    return Stream.concat(Stream.of(String.join(",", columns)), rows)
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String csvRow(List<String> columns, JsonNode values, JsonNode row) {
    return columns.stream()
        .map(column -> row.has(column) ? row.get(column) : values.path(column))
        .map(value -> value.isNull() ? "" : cell(value.asText()))
        .collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}

package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The portal's search: facets (nested ones with two colons, ranges as {@code a--b}, parameters it
 * does not know without effect), field queries, pages within its window, and counts by facet.
 */
final class CernSearch {
  private static final Map<String, String> FACETS =
      Map.ofEntries(
          Map.entry("experiment", "/experiment"),
          Map.entry("type", "/type/primary"),
          Map.entry("year", "/date_created"),
          Map.entry("file_type", "/distribution/formats"),
          Map.entry("collision_type", "/collision_information/type"),
          Map.entry("collision_energy", "/collision_information/energy"),
          Map.entry("category", "/categories/primary"),
          Map.entry("magnet_polarity", "/magnet_polarity"),
          Map.entry("stripping_stream", "/stripping/stream"),
          Map.entry("stripping_version", "/stripping/version"),
          Map.entry("number_events", "/distribution/number_events"),
          Map.entry("collections", "/collections"),
          Map.entry("keywords", "/keywords"));
  private static final Map<String, String> NESTED =
      Map.of("type", "/type/secondary", "category", "/categories/secondary");
  private static final List<String> RANGES = List.of("year", "number_events");
  private static final Pattern RANGE = Pattern.compile("([0-9]+)--([0-9]+)");
  private static final Pattern FIELD =
      Pattern.compile("([a-z_.]+):(?:\"([^\"]*)\"|\\[(\\S+) TO (\\S+)]|(\\S+))");

  private final CernData data;
  private final Query query;

  CernSearch(CernData data, Query query) {
    this.data = data;
    this.query = query;
  }

  /** A search that the portal refuses with status 400. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  ObjectNode answer(String self) {
    int size = query.number("size", 10);
    if (query.value("page").isPresent() && query.value("from").isPresent()) {
      throw new Refused("The parameters page and from exclude each other.");
    }
    int first = query.number("from", (query.number("page", 1) - 1) * size + 1);
    if (first - 1 + size > data.window()) {
      throw new Refused("Maximum number of %d results have been reached.".formatted(data.window()));
    }
    List<CernRecord> found = found();
    ObjectNode answer = SampleData.JSON.createObjectNode();
    ObjectNode hits = answer.putObject("hits");
    ArrayNode page = hits.putArray("hits");
    boolean brief = query.names().contains("skip_files");
    found.stream().skip(first - 1L).limit(size).forEach(r -> page.add(shown(r, brief)));
    hits.put("total", found.size());
    links(answer.putObject("links"), self, found.size(), size);
    answer.set("aggregations", aggregations(found));
    return answer;
  }

  private static ObjectNode shown(CernRecord record, boolean brief) {
    return brief ? record.listed() : record.whole();
  }

  private void links(ObjectNode links, String self, int total, int size) {
    int page = query.number("page", 1);
    links.put("self", self + query.with("page", Integer.toString(page)));
    if (page > 1) {
      links.put("prev", self + query.with("page", Integer.toString(page - 1)));
    }
    if ((long) page * size < Math.min(total, data.window())) {
      links.put("next", self + query.with("page", Integer.toString(page + 1)));
    }
  }

  private List<CernRecord> found() {
    Predicate<CernRecord> chosen = text();
    for (String facet : FACETS.keySet()) {
      List<String> values = query.all(facet);
      if (!values.isEmpty()) {
        chosen = chosen.and(facet(facet, values));
      }
    }
    if (query.value("ondemand").isEmpty()) {
      chosen = chosen.and(record -> !record.onDemand());
    }
    return data.all().stream().filter(chosen).sorted(order()).toList();
  }

  private static Predicate<CernRecord> facet(String facet, List<String> values) {
    return values.stream()
        .map(value -> RANGES.contains(facet) ? range(facet, value) : term(facet, value))
        .reduce(record -> false, Predicate::or);
  }

  private static Predicate<CernRecord> range(String facet, String value) {
    Matcher range = RANGE.matcher(value);
    if (!range.matches()) {
      throw new Refused("Invalid range format.");
    }
    long low = Long.parseLong(range.group(1));
    long high = Long.parseLong(range.group(2));
    return record ->
        record.texts(FACETS.get(facet)).stream()
            .mapToLong(Long::parseLong)
            .anyMatch(number -> number >= low && number <= high);
  }

  private static Predicate<CernRecord> term(String facet, String value) {
    String[] parts = value.split("::", 2);
    Predicate<CernRecord> chosen = record -> record.texts(FACETS.get(facet)).contains(parts[0]);
    return parts.length == 1
        ? chosen
        : chosen.and(
            record ->
                NESTED.containsKey(facet) && record.texts(NESTED.get(facet)).contains(parts[1]));
  }

  /** Words must all occur; {@code field:value} compares one field, {@code *} ends a prefix. */
  private Predicate<CernRecord> text() {
    String text = query.value("q").orElse("").strip();
    if (text.isEmpty()) {
      return record -> true;
    }
    Matcher field = FIELD.matcher(text);
    Predicate<CernRecord> chosen = record -> true;
    while (field.find()) {
      chosen = chosen.and(field(field));
    }
    for (String word : field.replaceAll("").split("\\s+|\\bAND\\b")) {
      String lower = word.toLowerCase(Locale.ROOT);
      chosen = chosen.and(r -> r.metadata().toString().toLowerCase(Locale.ROOT).contains(lower));
    }
    return chosen;
  }

  private static Predicate<CernRecord> field(Matcher field) {
    String name = field.group(1);
    if (name.equals("_updated")) {
      if (field.group(3) == null) {
        throw new Refused("Invalid query syntax.");
      }
      String low = field.group(3);
      String high = field.group(4);
      return r ->
          (low.equals("*") || r.updated().toString().compareTo(low) >= 0)
              && (high.equals("*") || r.updated().toString().compareTo(high) <= 0);
    }
    String given = field.group(2) == null ? field.group(5) : field.group(2);
    if (given == null) {
      throw new Refused("Invalid query syntax.");
    }
    String value = given.toLowerCase(Locale.ROOT).replace("\\", "");
    String pointer = "/" + name.replace(".tokens", "").replace('.', '/');
    return record ->
        record.texts(pointer).stream()
            .map(text -> text.toLowerCase(Locale.ROOT))
            .anyMatch(text -> agrees(text, value, name.endsWith(".tokens")));
  }

  private static boolean agrees(String text, String value, boolean within) {
    String words = value.replace("*", "");
    if (within) {
      return text.contains(words);
    }
    return value.endsWith("*") ? text.startsWith(words) : text.equals(value);
  }

  /** The default, newest first, is by year and by id as text, so that "9" stands before "10000". */
  private Comparator<CernRecord> order() {
    String asked = query.value("sort").orElse("mostrecent");
    String name = asked.startsWith("-") ? asked.substring(1) : asked;
    Comparator<CernRecord> order =
        name.startsWith("title")
            ? Comparator.comparing(r -> r.metadata().path("title").asText())
            : Comparator.comparing((CernRecord r) -> r.metadata().path("date_published").asText())
                .thenComparing(CernRecord::id)
                .reversed();
    return asked.startsWith("-") || name.equals("title_desc") ? order.reversed() : order;
  }

  private static ObjectNode aggregations(List<CernRecord> found) {
    ObjectNode aggregations = SampleData.JSON.createObjectNode();
    for (String facet : new TreeMap<>(FACETS).keySet()) {
      if (!facet.equals("number_events")) {
        aggregations.putObject(facet).set("buckets", buckets(facet, found));
      }
    }
    return aggregations;
  }

  private static ArrayNode buckets(String facet, List<CernRecord> found) {
    ArrayNode buckets = SampleData.JSON.createArrayNode();
    counts(FACETS.get(facet), found)
        .forEach(
            (key, records) -> {
              ObjectNode bucket = buckets.addObject().put("key", key);
              bucket.put("doc_count", records.size());
              if (NESTED.containsKey(facet)) {
                ArrayNode inner = bucket.putObject("sub" + facet).putArray("buckets");
                counts(NESTED.get(facet), records)
                    .forEach(
                        (sub, some) ->
                            inner.addObject().put("key", sub).put("doc_count", some.size()));
              }
            });
    return buckets;
  }

  private static Map<String, List<CernRecord>> counts(String pointer, List<CernRecord> found) {
    Map<String, List<CernRecord>> counts = new LinkedHashMap<>();
    for (CernRecord record : found) {
      record.texts(pointer).stream()
          .distinct()
          .forEach(key -> counts.computeIfAbsent(key, k -> new ArrayList<>()).add(record));
    }
    return counts;
  }
}

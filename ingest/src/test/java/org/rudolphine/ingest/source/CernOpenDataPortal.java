package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Step;

/**
 * The portal on loopback: its search with facets, windows and hidden records, its single records,
 * exports and file indices, and its OAI-PMH, as sources/cernopendata.md documents them. Its window
 * is as small as a test wants it.
 */
final class CernOpenDataPortal implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  private static final String JSON_TYPE = "application/json";

  /** Facets by name with their field; nested ones have an inner field. */
  private static final Map<String, List<String>> FACETS =
      Map.of(
          "type", List.of("/type/primary", "/type/secondary"),
          "experiment", List.of("/experiment"),
          "year", List.of("/date_created"),
          "collision_energy", List.of("/collision_information/energy"),
          "file_type", List.of("/distribution/formats"),
          "category", List.of("/categories/primary", "/categories/secondary"));

  private static final Map<String, Integer> BUCKETS = Map.of("year", 70, "file_type", 50);
  private static final int DEFAULT_BUCKETS = 10;

  final FakeProvider provider = FakeProvider.start();
  final CernOpenDataOai oai = new CernOpenDataOai(this);
  private final Map<String, Item> items = new ConcurrentSkipListMap<>();
  private final Map<String, Step> faults = new ConcurrentHashMap<>();
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();
  private final int window;
  volatile Liar liar = (query, total) -> total;
  volatile Runnable beforeSearch = () -> {};
  volatile boolean countsToTheWindowOnly;
  volatile boolean shortPages;

  /** What the search claims to have found. */
  interface Liar {
    int total(Map<String, List<String>> query, int total);
  }

  /** An entry of the index. */
  record Item(
      String id,
      Instant updated,
      int revision,
      ObjectNode metadata,
      Map<String, Set<String>> values) {
    Item(String id, Instant updated, int revision, ObjectNode metadata) {
      this(id, updated, revision, metadata, new TreeMap<>());
      FACETS.values().stream()
          .flatMap(List::stream)
          .forEach(field -> values.put(field, valuesAt(metadata, field)));
    }

    boolean isRecord() {
      return metadata.has("recid");
    }

    ObjectNode envelope(boolean withFiles) {
      ObjectNode shown = metadata.deepCopy();
      if (!withFiles) {
        shown.remove(List.of("files", "_files", "_file_indices"));
      }
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("created", "2020-01-01T00:00:00+00:00").put("id", id);
      envelope.putObject("links").put("self", "https://opendata.cern.ch/api/records/" + id);
      envelope.set("metadata", shown);
      return envelope.put("updated", updated.toString().replace("Z", "+00:00"));
    }
  }

  CernOpenDataPortal(int window) {
    this.window = window;
    provider.script("/api/records/", (exchange, shutdown) -> search(exchange));
    provider.script("/oai2d", (exchange, shutdown) -> oai.answer(exchange));
  }

  /** A record with nothing but a type. */
  static ObjectNode record(String primary, String... secondary) {
    ObjectNode metadata = JSON.createObjectNode();
    ObjectNode type = metadata.putObject("type").put("primary", primary);
    ArrayNode inner = type.putArray("secondary");
    List.of(secondary).forEach(inner::add);
    metadata.put("date_published", "2016");
    return metadata;
  }

  /** Adds or replaces a record; its files are those that the metadata hold. */
  void put(long recid, Instant updated, ObjectNode metadata) {
    metadata.put("recid", Long.toString(recid)).put("title", "Record " + recid);
    for (String field : List.of("files", "_files", "_file_indices")) {
      if (!metadata.has(field)) {
        metadata.putArray(field);
      }
    }
    String id = Long.toString(recid);
    int revision = items.containsKey(id) ? items.get(id).revision() + 1 : 1;
    items.put(id, new Item(id, updated, revision, metadata));
    provider.script("/api/records/" + id, (exchange, shutdown) -> single(exchange, id));
    provider.script("/record/" + id + "/export/json", (exchange, shutdown) -> export(exchange, id));
    for (JsonNode index : metadata.path("_file_indices")) {
      String path = "/record/" + id + "/file_index/" + index.path("key").asText();
      provider.reply(path, 200, JSON_TYPE, index.toString());
    }
  }

  /** Adds a page of documentation: in the index, but no record. */
  void putDocument(String slug, ObjectNode metadata) {
    metadata.put("slug", slug);
    items.put(slug, new Item(slug, Instant.EPOCH, 1, metadata));
  }

  void remove(long recid) {
    items.remove(Long.toString(recid));
  }

  /** Answers the address of a single record otherwise, until told not to. */
  void answer(long recid, Step step) {
    faults.put(Long.toString(recid), step);
  }

  void answerTruly(long recid) {
    faults.remove(Long.toString(recid));
  }

  /** The search takes no notice of that facet. */
  void ignore(String facet) {
    ignored.add(facet);
  }

  Map<String, Item> items() {
    return items;
  }

  @Override
  public void close() {
    provider.close();
  }

  // ---- single records
  // ----------------------------------------------------------------------------

  private void single(HttpExchange exchange, String id) throws IOException, InterruptedException {
    answer(exchange, id, items.get(id) == null ? null : items.get(id).envelope(true));
  }

  private void export(HttpExchange exchange, String id) throws IOException, InterruptedException {
    ObjectNode body = null;
    if (items.containsKey(id)) {
      body = items.get(id).metadata().deepCopy();
      body.remove(List.of("_files"));
      ArrayNode indices = body.putArray("index_files");
      body.path("_file_indices").forEach(i -> indices.addObject().set("filename", i.path("key")));
      body.remove("_file_indices");
    }
    answer(exchange, id, body);
  }

  private void answer(HttpExchange exchange, String id, ObjectNode body)
      throws IOException, InterruptedException {
    if (faults.containsKey(id)) {
      faults.get(id).answer(exchange, new java.util.concurrent.CountDownLatch(1));
    } else if (body == null) {
      fail(exchange, 404, "PID does not exist.");
    } else {
      String tag = "\"" + items.get(id).revision() + "\"";
      Step.tagged(tag, JSON_TYPE, body.toString()).answer(exchange, null);
    }
  }

  private static void fail(HttpExchange exchange, int status, String message)
      throws IOException, InterruptedException {
    String body = JSON.createObjectNode().put("status", status).put("message", message).toString();
    Step.reply(status, JSON_TYPE, body).answer(exchange, null);
  }

  // ---- search
  // ------------------------------------------------------------------------------------

  private void search(HttpExchange exchange) throws IOException, InterruptedException {
    beforeSearch.run();
    Map<String, List<String>> query = query(exchange.getRequestURI().getRawQuery());
    int size = Integer.parseInt(query.getOrDefault("size", List.of("10")).get(0));
    int page = Integer.parseInt(query.getOrDefault("page", List.of("1")).get(0));
    if (query.containsKey("page") && query.containsKey("from")) {
      fail(exchange, 400, "The query parameters from and page must not be used together.");
    } else if ((page - 1) * size + size > window) {
      fail(exchange, 400, "Maximum number of " + window + " results have been reached.");
    } else if (query.getOrDefault("year", List.of()).stream().anyMatch(y -> !y.contains("--"))) {
      fail(exchange, 400, "Invalid range format.");
    } else if (!query.getOrDefault("q", List.of("")).get(0).matches("(recid:[0-9]+\\*?)?")) {
      fail(exchange, 400, "Invalid query syntax.");
    } else {
      Step.reply(200, JSON_TYPE, found(query, page, size).toString()).answer(exchange, null);
    }
  }

  static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new TreeMap<>();
    for (String pair : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query
          .computeIfAbsent(parts[0], key -> new ArrayList<>())
          .add(URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
    }
    return query;
  }

  private ObjectNode found(Map<String, List<String>> query, int page, int size) {
    List<Item> all =
        items.values().stream()
            .filter(item -> inQuestion(item, query))
            .filter(item -> facetsMatch(item, query, null))
            .sorted(
                Comparator.comparing((Item item) -> item.metadata().path("date_published").asText())
                    .thenComparing(Item::id)
                    .reversed())
            .toList();
    int total = liar.total(query, all.size());
    int from = Math.min((page - 1) * size, all.size());
    int to = Math.min(from + size - (shortPages ? 1 : 0), all.size());
    ObjectNode reply = JSON.createObjectNode();
    ObjectNode hits = reply.putObject("hits");
    ArrayNode list = hits.putArray("hits");
    boolean withFiles = !query.containsKey("skip_files");
    all.subList(from, Math.max(from, to)).forEach(item -> list.add(item.envelope(withFiles)));
    hits.put("total", countsToTheWindowOnly ? Math.min(total, window) : total);
    ObjectNode aggregations = reply.putObject("aggregations");
    FACETS.keySet().forEach(facet -> aggregations.set(facet, buckets(facet, query)));
    return reply;
  }

  private static boolean inQuestion(Item item, Map<String, List<String>> query) {
    String ondemand = query.getOrDefault("ondemand", List.of("")).get(0);
    boolean hidden = item.metadata().at("/distribution/availability").asText().equals("ondemand");
    if (hidden && !ondemand.equals("true") && !ondemand.equals("ondemand")) {
      return false;
    }
    String q = query.getOrDefault("q", List.of("")).get(0).replace("recid:", "");
    String recid = item.metadata().path("recid").asText();
    return q.endsWith("*")
        ? recid.startsWith(q.substring(0, q.length() - 1))
        : q.isEmpty() || recid.equals(q);
  }

  private boolean facetsMatch(Item item, Map<String, List<String>> query, String except) {
    return FACETS.keySet().stream()
        .filter(facet -> query.containsKey(facet) && !facet.equals(except))
        .filter(facet -> !ignored.contains(facet))
        .allMatch(
            facet -> query.get(facet).stream().anyMatch(value -> matches(item, facet, value)));
  }

  private static boolean matches(Item item, String facet, String value) {
    List<String> fields = FACETS.get(facet);
    Set<String> outer = values(item, fields.get(0));
    if (facet.equals("year")) {
      String[] ends = value.split("--", 2);
      Predicate<String> within = y -> y.compareTo(ends[0]) >= 0 && y.compareTo(ends[1]) <= 0;
      return outer.stream().anyMatch(within);
    }
    String[] parts = value.split("::", 2);
    return outer.contains(parts[0])
        && (parts.length == 1 || values(item, fields.get(1)).contains(parts[1]));
  }

  private static Set<String> values(Item item, String field) {
    return item.values().get(field);
  }

  private static Set<String> valuesAt(ObjectNode metadata, String field) {
    JsonNode node = metadata.at(field);
    Set<String> values = new HashSet<>();
    if (node.isArray()) {
      node.forEach(value -> values.add(value.asText()));
    } else if (!node.isMissingNode()) {
      values.add(node.asText());
    }
    return values;
  }

  /** Values among what the other facets leave; a facet does not narrow its own. */
  private ObjectNode buckets(String facet, Map<String, List<String>> query) {
    List<Item> left =
        items.values().stream()
            .filter(item -> inQuestion(item, query) && facetsMatch(item, query, facet))
            .toList();
    return buckets(left, FACETS.get(facet), BUCKETS.getOrDefault(facet, DEFAULT_BUCKETS));
  }

  private static ObjectNode buckets(List<Item> items, List<String> fields, int most) {
    Map<String, List<Item>> byValue = new TreeMap<>();
    for (Item item : items) {
      for (String value : values(item, fields.get(0))) {
        byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(item);
      }
    }
    ObjectNode aggregation = JSON.createObjectNode();
    ArrayNode buckets = aggregation.putArray("buckets");
    int others = 0;
    for (Map.Entry<String, List<Item>> entry : byValue.entrySet()) {
      if (buckets.size() == most) {
        others += entry.getValue().size();
        continue;
      }
      ObjectNode bucket = buckets.addObject().put("key", entry.getKey());
      bucket.put("doc_count", entry.getValue().size());
      if (fields.size() > 1) {
        bucket.set("sub", buckets(entry.getValue(), fields.subList(1, 2), DEFAULT_BUCKETS));
      }
    }
    return aggregation.put("sum_other_doc_count", others);
  }
}

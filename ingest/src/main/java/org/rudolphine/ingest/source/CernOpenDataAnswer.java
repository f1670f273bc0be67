package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.protocol.JsonSlices;

/**
 * A page of search results.
 *
 * @param uri where it came from
 * @param completedAt when its last byte had arrived
 * @param total number of records that the portal says it found
 * @param atLeast true when the portal says that it stopped counting there
 * @param hits the records of this page
 * @param aggregations facets with the values that occur
 */
record CernOpenDataAnswer(
    URI uri,
    Instant completedAt,
    long total,
    boolean atLeast,
    List<CernOpenDataObject> hits,
    JsonNode aggregations) {
  private static final JsonMapper JSON = new JsonMapper();

  CernOpenDataAnswer {
    hits = List.copyOf(hits);
  }

  /**
   * Reads a reply.
   *
   * @throws IOException naming its address when it is not a page of search results
   */
  static CernOpenDataAnswer of(Reply reply) throws IOException {
    try {
      JsonNode page = JSON.readTree(reply.body());
      JsonNode total = page.path("hits").path("total");
      JsonNode number = total.isObject() ? total.path("value") : total;
      if (!number.isIntegralNumber() || number.asLong() < 0) {
        throw new IOException("hits.total is " + total + ", not a number of records");
      }
      return new CernOpenDataAnswer(
          reply.uri(),
          reply.completedAt(),
          number.asLong(),
          "gte".equals(total.path("relation").asText()),
          hits(reply.body()),
          page.path("aggregations"));
    } catch (IOException e) {
      throw new IOException("Not a page of records: " + reply.uri() + ": " + e.getMessage(), e);
    }
  }

  private static List<CernOpenDataObject> hits(byte[] body) throws IOException {
    List<CernOpenDataObject> hits = new ArrayList<>();
    for (JsonSlices.Slice slice : JsonSlices.children(body, "hits", "hits")) {
      hits.add(CernOpenDataObject.of(slice.bytes()));
    }
    return hits;
  }

  /** Values of a facet that occur. */
  List<String> values(String facet) {
    List<String> values = new ArrayList<>();
    for (JsonNode bucket : aggregations.path(facet).path("buckets")) {
      values.add(key(bucket));
    }
    return values;
  }

  /** Values of the facet below one of its outer values, by whatever name the portal nests them. */
  List<String> nestedValues(String facet, String outer) {
    List<String> values = new ArrayList<>();
    for (JsonNode bucket : aggregations.path(facet).path("buckets")) {
      if (key(bucket).equals(outer)) {
        for (JsonNode inner : bucket) {
          inner.path("buckets").forEach(nested -> values.add(key(nested)));
        }
      }
    }
    return values;
  }

  private static String key(JsonNode bucket) {
    return bucket.path("key_as_string").asText(bucket.path("key").asText());
  }
}

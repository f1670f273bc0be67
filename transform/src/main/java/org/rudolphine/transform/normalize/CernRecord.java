package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * One record of the portal, whatever its generation and route: the metadata, and what the envelope
 * adds to it.
 *
 * @param recid record identifier, digits only
 * @param shape route it came by, as the column {@code record_shape} names it
 * @param updated when the portal last touched it, or null
 * @param metadata the record itself
 */
record CernRecord(String recid, String shape, Instant updated, JsonNode metadata) {
  private static final Map<String, String> SHAPES =
      Map.of("listing", "listing", "record", "api", "export", "export", "fixture", "fixture");

  /** Doubles would change big sizes and hashes. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static boolean isRecord(String kind) {
    return SHAPES.containsKey(kind);
  }

  /** Reads a JSON object; fails with an {@link IOException} for anything else. */
  static JsonNode object(RawRecord raw) throws IOException {
    try {
      JsonNode node = JSON.readTree(raw.payload());
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("Not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException("Not a JSON object");
  }

  static CernRecord of(String recid, String kind, JsonNode payload) {
    boolean wrapped = payload.path("metadata").isObject();
    JsonNode metadata = wrapped ? payload.get("metadata") : payload;
    return new CernRecord(
        recid, SHAPES.get(kind), wrapped ? time(payload.path("updated")) : null, metadata);
  }

  private static Instant time(JsonNode node) {
    try {
      String text = CernText.of(node);
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null; // the harvest decides what is newer by it, not this column
    }
  }

  /** A member, by the names that lead to it. */
  JsonNode at(String... names) {
    JsonNode node = metadata;
    for (String name : names) {
      node = node.path(name);
    }
    return node;
  }

  String text(String... names) {
    return CernText.of(at(names));
  }

  /** A text, or the texts of a list, each once and in the order given. */
  List<String> texts(String... names) {
    return List.copyOf(new LinkedHashSet<>(CernText.list(at(names))));
  }

  /** Primary type, or null. */
  String primaryType() {
    return text("type", "primary");
  }

  Set<String> secondaryTypes() {
    return new LinkedHashSet<>(texts("type", "secondary"));
  }

  String title() {
    return CernText.plain(text("title"));
  }

  /** Record identifiers that a list of links or relations names, each once. */
  static List<String> recids(Iterable<JsonNode> links) {
    Set<String> recids = new LinkedHashSet<>();
    for (JsonNode link : links) {
      String recid = CernText.of(link.path("recid"));
      if (isRecid(recid)) {
        recids.add(recid);
      }
    }
    return new ArrayList<>(recids);
  }

  static boolean isRecid(String text) {
    return text != null && !text.isEmpty() && text.length() <= 18 && digits(text);
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

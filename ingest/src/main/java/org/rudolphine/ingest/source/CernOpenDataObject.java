package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.protocol.CatalogTimes;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * A JSON object of the portal, in whatever shape: its bytes, and what a harvest must know of them.
 * Numbers of records are text or number in what the portal sends; here they are text.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
record CernOpenDataObject(byte[] bytes, JsonNode json) {
  static final String MEDIA_TYPE = "application/json";
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> SKELETON = Set.of("recid", "doi", "title");
  private static final Set<String> FILE_FIELDS = Set.of("files", "_files", "_file_indices");

  /** Reads one object; fails when the bytes are not one JSON value. */
  static CernOpenDataObject of(byte[] bytes) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      return new CernOpenDataObject(bytes, json == null ? MAPPER.missingNode() : json);
    } catch (JsonProcessingException e) {
      throw new IOException("Not a JSON document: " + e.getOriginalMessage(), e);
    }
  }

  boolean isEnvelope() {
    return json.path("metadata").isObject();
  }

  boolean isSearchPage() {
    return json.path("hits").path("hits").isArray();
  }

  /** An index of files by itself: without a record's number around it. */
  boolean isFileIndex() {
    return !json.has("recid") && json.path("key").isTextual() && json.path("files").isArray();
  }

  /** The description of the record, without the envelope. */
  JsonNode metadata() {
    return isEnvelope() ? json.path("metadata") : json;
  }

  /** The record's number as text, or null when there is none: news, glossary and the like. */
  String recid() {
    String recid = metadata().path("recid").asText("");
    return CernOpenDataRecids.isRecid(recid) ? recid : null;
  }

  /** What tells this hit from any other of a search. */
  String identity() {
    String id = json.path("id").asText("");
    return id.isEmpty() ? "recid " + recid() + " " + RawRecord.sha256(bytes) : "id " + id;
  }

  /** The envelope's change stamp as given, or null. */
  String updatedText() {
    return json.path("updated").textValue();
  }

  /** The envelope's change stamp, or null. */
  Instant updated() {
    return isEnvelope() ? CatalogTimes.instant(updatedText()).orElse(null) : null;
  }

  /** The envelope's change stamp in milliseconds since 1970. */
  long stamp() {
    Instant updated = updated();
    return updated == null ? CernOpenDataRecids.UNDATED : updated.toEpochMilli();
  }

  /** The primary type ({@code Dataset}), or empty text. */
  String primaryType() {
    return metadata().path("type").path("primary").asText("");
  }

  /** A list of authors: thousands of personal names, which nobody here needs. */
  boolean isAuthorList() {
    if (!"Documentation".equals(primaryType())) {
      return false;
    }
    for (JsonNode secondary : metadata().path("type").path("secondary")) {
      if ("Authors".equals(secondary.asText())) {
        return true;
      }
    }
    return false;
  }

  /** The kind of raw record that this object is as it stands alone. */
  String kind() {
    if (isEnvelope()) {
      return hasFileFields() ? "record" : "listing";
    }
    if (isFileIndex()) {
      return "file-index";
    }
    if (onlySkeletonFields()) {
      return "skeleton";
    }
    return isExport() ? "export" : "fixture";
  }

  private boolean hasFileFields() {
    return FILE_FIELDS.stream().anyMatch(metadata()::has);
  }

  private boolean onlySkeletonFields() {
    Iterator<String> names = json.fieldNames();
    while (names.hasNext()) {
      if (!SKELETON.contains(names.next())) {
        return false;
      }
    }
    return json.has("recid");
  }

  private boolean isExport() {
    return json.has("index_files") || json.path("files").path(0).has("filename");
  }

  /** The object as a raw record, byte for byte. */
  PageRecord as(String kind, String nativeId, Instant datestamp) {
    return new PageRecord(kind, nativeId, datestamp, false, MEDIA_TYPE, bytes);
  }

  /** A record of a listing that has not changed since it was landed: its number and stamp only. */
  PageRecord asSeen() {
    byte[] payload =
        MAPPER
            .createObjectNode()
            .put("id", recid())
            .put("updated", updatedText())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return new PageRecord("seen", recid(), updated(), false, MEDIA_TYPE, payload);
  }

  /** A record that the portal says is gone, with the status it said so by. */
  static PageRecord gone(String kind, long recid, int status) {
    byte[] payload =
        MAPPER
            .createObjectNode()
            .put("recid", Long.toString(recid))
            .put("status", status)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return new PageRecord(kind, Long.toString(recid), null, true, MEDIA_TYPE, payload);
  }

  /** A row of a table of numbers, DOIs and titles as the object it stands for. */
  static PageRecord skeleton(Map<String, String> row, String nativeId, Instant datestamp) {
    var object = MAPPER.createObjectNode();
    row.forEach(object::put);
    byte[] payload = object.toString().getBytes(StandardCharsets.UTF_8);
    return new PageRecord("skeleton", nativeId, datestamp, false, MEDIA_TYPE, payload);
  }
}

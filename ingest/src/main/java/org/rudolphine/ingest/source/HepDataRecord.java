package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;

/**
 * What the site says of a record, without its tables.
 *
 * @param id the record in its newest version
 * @param lastUpdated as the site writes it, for comparison; empty when it says nothing
 * @param facts what goes with every table: collaborations, arXiv id, DOIs, status
 */
record HepDataRecord(HepDataId id, String lastUpdated, Map<String, Object> facts) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TEXTS =
      List.of("arxiv_id", "doi", "hepdata_doi", "last_updated");

  /**
   * Asks for the record {@code ins<id>}.
   *
   * @throws IOException naming the address when the answer is not that record
   */
  static HepDataRecord ask(String record, SourceSettings settings, PoliteClient client)
      throws IOException {
    URI uri = URI.create(settings.baseUrl() + "/record/" + record + "?format=json&light=1");
    Reply reply = client.get(Request.of(uri).accepting("application/json"));
    try {
      return of(record, reply.body());
    } catch (IOException e) {
      throw new IOException("HEPData's answer at " + uri + " " + e.getMessage(), e);
    }
  }

  private static HepDataRecord of(String record, byte[] body) throws IOException {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (IOException e) {
      throw new IOException("is not JSON", e);
    }
    if (answer.hasNonNull("error")) {
      throw new IOException("is an error: " + answer.path("error").asText());
    }
    JsonNode about = answer.path("record");
    int version = answer.path("version").asInt(answer.path("version_count").asInt(0));
    if (!about.isObject() || version < 1) {
      throw new IOException("names no record with a version");
    }
    String given = about.path("inspire_id").asText("");
    if (!given.isEmpty() && !record.equals(HepDataId.record(given))) {
      throw new IOException("is of another record, ins" + given);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> collaborations = new ArrayList<>();
    about.path("collaborations").forEach(name -> collaborations.add(name.asText()));
    if (!collaborations.isEmpty()) {
      facts.put("collaborations", collaborations);
    }
    for (String name : TEXTS) {
      if (!about.path(name).asText("").isBlank()) {
        facts.put(name, about.path(name).asText());
      }
    }
    return new HepDataRecord(
        new HepDataId(record, version), about.path("last_updated").asText(""), facts);
  }

  /** When this state was made, in UTC; null when the site does not say. */
  Instant updatedAt() {
    try {
      return LocalDateTime.parse(lastUpdated).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** What tells this state of the record from others. */
  String stamp() {
    return id.version() + "|" + lastUpdated;
  }
}

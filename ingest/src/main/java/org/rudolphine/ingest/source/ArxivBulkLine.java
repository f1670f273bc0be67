package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * What is looked at in a line of a bulk snapshot before it is landed. One object reads many lines:
 * a line is passed over once, and only identifier and date are made into text.
 */
final class ArxivBulkLine {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private String id;
  private String date;
  private boolean classified;
  private String lastDate;
  private LocalDate lastUpdated;

  /**
   * Reads one line. Bytes that are no UTF-8 do not hide its identifier.
   *
   * @return whether it is one JSON object and nothing else
   */
  boolean read(byte[] line) {
    try (JsonParser json = JSON.createParser(line)) {
      return read(json);
    } catch (IOException notJson) {
      return readRepaired(line);
    }
  }

  private boolean readRepaired(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0) {
      return false;
    }
    try (JsonParser json = JSON.createParser(text)) {
      return read(json);
    } catch (IOException notJson) {
      return false;
    }
  }

  private boolean read(JsonParser json) throws IOException {
    id = null;
    date = null;
    classified = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "id" -> id = id == null ? text(json, value) : id;
        case "update_date" -> date = date == null ? text(json, value) : date;
        case "categories", "versions" -> classified = true;
        default -> {}
      }
      json.skipChildren();
    }
    return json.nextToken() == null;
  }

  private static String text(JsonParser json, JsonToken value) throws IOException {
    return value == JsonToken.VALUE_STRING ? json.getText() : null;
  }

  /** The identifier as given, or null when there is none. */
  String id() {
    return id == null || id.isBlank() ? null : id;
  }

  /** The day of the last change, or null when it is missing or no date. */
  LocalDate updated() {
    if (date != null && !date.equals(lastDate)) {
      lastDate = date;
      lastUpdated = parsed(date);
    }
    return date == null ? null : lastUpdated;
  }

  /** Only plain days of four-digit years: what else ISO 8601 allows, no timestamp column holds. */
  private static LocalDate parsed(String text) {
    try {
      return text.length() == "2026-01-31".length() ? LocalDate.parse(text) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether it has what only the record of a paper has. */
  boolean looksLikePaper() {
    return id() != null && classified;
  }
}

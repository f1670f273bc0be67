package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.protocol.YamlStream;
import org.rudolphine.ingest.raw.PageRecord;

/**
 * A submission: a first document about the record, and one document for each table, which names the
 * file of its values or, in the oldest form, holds them itself.
 *
 * <p>It lands as one record of kind {@code submission}, its file byte for byte, and one of kind
 * {@code table} for each table: a JSON object with {@code record}, {@code version}, {@code name},
 * {@code facts} (what the site says of the record), {@code head} and {@code table} (the two
 * documents, without comments, resources and the names of persons) and {@code data}, the text of
 * the table's file, character for character; {@code data} is null where there is no such file.
 */
final class HepDataSubmission {
  static final String FILE = "submission.yaml";
  static final String TABLE = "table";
  static final String SUBMISSION = "submission";

  private static final Set<String> NOT_CARRIED =
      Set.of("comment", "additional_resources", "modifications");
  private static final JsonMapper JSON = new JsonMapper();

  private final HepDataId id;
  private final byte[] bytes;
  private final Map<String, Object> head;
  private final List<Table> tables;

  /**
   * A table that a submission announces.
   *
   * @param name its name, with a number behind where others have the same
   * @param document what the submission says of it
   */
  record Table(String name, Map<String, Object> document) {

    /** Name of the file of its values; null when they stand in the submission itself. */
    String file() {
      return document.get("data_file") instanceof String file ? file : null;
    }
  }

  private HepDataSubmission(
      HepDataId id, byte[] bytes, Map<String, Object> head, List<Table> tables) {
    this.id = id;
    this.bytes = bytes;
    this.head = head;
    this.tables = List.copyOf(tables);
  }

  /**
   * Reads the file of a submission.
   *
   * @param path where it lies, and
   * @param fallback the record's name, for what the file does not say itself
   * @throws IOException when it is not YAML
   */
  static HepDataSubmission of(byte[] bytes, String path, String fallback) throws IOException {
    Map<String, Object> head = Map.of();
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : YamlStream.documents(text(bytes))) {
      Map<String, Object> content = map(document);
      if (isTable(content)) {
        documents.add(content);
      } else if (documents.isEmpty() && head.isEmpty()) {
        head = content;
      }
    }
    return new HepDataSubmission(
        HepDataId.of(head, path, fallback), bytes, head, tables(documents));
  }

  private static boolean isTable(Map<String, Object> document) {
    return document.containsKey("data_file")
        || document.containsKey("dependent_variables")
        || document.containsKey("independent_variables");
  }

  private static List<Table> tables(List<Map<String, Object>> documents) {
    List<Table> tables = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Map<String, Object> document : documents) {
      String name = name(document, tables.size() + 1);
      String unique = name;
      for (int again = 2; !names.add(unique); again++) {
        unique = name + "#" + again;
      }
      tables.add(new Table(unique, document));
    }
    return tables;
  }

  private static String name(Map<String, Object> document, int number) {
    for (String key : List.of("name", "data_file")) {
      if (document.get(key) instanceof String name && !name.isBlank()) {
        return name.strip();
      }
    }
    return "Table " + number;
  }

  HepDataId id() {
    return id;
  }

  /** The same submission under the id that the site knows it by. */
  HepDataSubmission as(HepDataId known) {
    return new HepDataSubmission(known, bytes, head, tables);
  }

  List<Table> tables() {
    return tables;
  }

  /** The record of the submission itself. */
  PageRecord record() {
    return PageRecord.of(SUBMISSION, id.text(), "application/yaml", bytes);
  }

  /**
   * The record of one of its tables.
   *
   * @param facts what the site says of the record; may be empty
   * @param data content of the table's file, or null when there is none
   */
  PageRecord record(Table table, Map<String, Object> facts, byte[] data) {
    return record(id, table, facts, head, data);
  }

  /** The record of a table that no submission speaks of. */
  static PageRecord loose(HepDataId id, String name, byte[] data) {
    return record(id, new Table(name, Map.of("name", name)), Map.of(), Map.of(), data);
  }

  private static PageRecord record(
      HepDataId id, Table table, Map<String, Object> facts, Map<String, Object> head, byte[] data) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("record", id.record());
    envelope.put("version", id.version());
    envelope.put("name", table.name());
    envelope.put("facts", facts);
    envelope.put("head", carried(head));
    envelope.put("table", carried(table.document()));
    envelope.put("data", data == null ? null : text(data));
    try {
      byte[] payload = JSON.writeValueAsBytes(envelope);
      return PageRecord.of(TABLE, id.table(table.name()), "application/json", payload);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Maps, lists and texts can be written as JSON", e);
    }
  }

  private static Map<String, Object> carried(Map<String, Object> document) {
    Map<String, Object> carried = new LinkedHashMap<>(document);
    carried.keySet().removeAll(NOT_CARRIED);
    return carried;
  }

  /** As UTF-8, which the format asks for, or else byte for character, so that nothing is lost. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}

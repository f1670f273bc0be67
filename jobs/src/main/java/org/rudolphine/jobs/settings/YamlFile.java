package org.rudolphine.jobs.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A settings file as flat paths: {@code sources.gwosc.min-interval} to value and line.
 *
 * @param name how messages call the file
 * @param entries values by path, in file order
 */
record YamlFile(String name, Map<String, Entry> entries) {
  private static final int MAX_DEPTH = 8;
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * A value and where it stands.
   *
   * @param value String, Long, Double, Boolean or ArrayList of String
   * @param line line in the file, from 1
   */
  record Entry(Serializable value, int line) {}

  /** Reads a file; the paths in it start below {@code prefix}, which may be empty. */
  static YamlFile read(String name, InputStream in, String prefix) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (YAMLParser parser = FACTORY.createParser(in)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new YamlFile(name, entries);
      }
      if (first != JsonToken.START_OBJECT) {
        throw new SettingsException(name + ": a settings file is a map of names to values");
      }
      object(name, parser, prefix, entries, 0);
      if (parser.nextToken() != null) {
        throw new SettingsException(
            name + ": a settings file holds one YAML document, not several");
      }
    } catch (JsonProcessingException e) {
      throw notYaml(name, e);
    }
    return new YamlFile(name, entries);
  }

  /** The YAML library says where the problem is, Jackson only how far it has read. */
  private static SettingsException notYaml(String name, JsonProcessingException e) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    String problem = e.getOriginalMessage();
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      line = marked.getProblemMark().getLine() + 1;
      problem = marked.getProblem();
    }
    String oneLine = problem.lines().findFirst().orElse("");
    return new SettingsException(name + " line " + line + ": not valid YAML: " + oneLine);
  }

  private static void object(
      String name, YAMLParser parser, String prefix, Map<String, Entry> entries, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new SettingsException(name + ": nested deeper than " + MAX_DEPTH + " levels");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int line = parser.currentTokenLocation().getLineNr();
      String path = prefix.isEmpty() ? parser.currentName() : prefix + "." + parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        object(name, parser, path, entries, depth + 1);
      } else {
        entries.put(path, new Entry(value(name, parser, path, line), line));
      }
    }
  }

  private static Serializable value(String name, YAMLParser parser, String path, int line)
      throws IOException {
    if (parser.isCurrentAlias()) {
      throw new SettingsException(
          name + " line " + line + ": " + path + " is a YAML alias; write the value out instead");
    }
    return switch (unwritten(parser) ? JsonToken.VALUE_NULL : parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> list(name, parser, path, line);
      default ->
          throw new SettingsException(
              name + " line " + line + ": " + path + " has no value; leave the line out instead");
    };
  }

  /** Nothing after the colon, which the parser takes for empty text; {@code ""} is written. */
  private static boolean unwritten(YAMLParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        && parser.currentTokenLocation().getCharOffset()
            == parser.currentLocation().getCharOffset();
  }

  private static ArrayList<String> list(String name, YAMLParser parser, String path, int line)
      throws IOException {
    ArrayList<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean plain = parser.currentToken().isScalarValue() && !parser.isCurrentAlias();
      if (!plain || parser.currentToken() == JsonToken.VALUE_NULL) {
        throw new SettingsException(
            name + " line " + line + ": " + path + " must be a list of plain values");
      }
      values.add(parser.getText());
    }
    return values;
  }
}

package org.rudolphine.jobs.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Lays one layer over the other and refuses what the defaults do not know. */
final class SettingsResolver {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCES = "sources.";
  private static final String DEFAULTS = "source-defaults.";
  private static final String RULES = "link.rules.";
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  /** Catalogue entries that every source has; they are text unless listed otherwise. */
  static final Map<String, Serializable> CATALOGUE =
      Map.ofEntries(
          Map.entry("title", ""),
          Map.entry("domain", ""),
          Map.entry("side", ""),
          Map.entry("status", ""),
          Map.entry("status-reason", ""),
          Map.entry("tables", new ArrayList<String>()),
          Map.entry("homepage", ""),
          Map.entry("size", ""),
          Map.entry("citation", ""),
          Map.entry("licence-note", ""),
          Map.entry(Secrets.DECLARATION, new ArrayList<String>()),
          Map.entry("source-class", ""),
          Map.entry("normalizer-class", ""));

  final Map<String, Serializable> values = new TreeMap<>();
  final Map<String, Serializable> known = new TreeMap<>();

  void define(YamlFile file) {
    file.entries()
        .forEach(
            (path, entry) -> {
              String where = file.name() + " line " + entry.line();
              Secrets.refuse(path, entry.value(), where);
              Serializable type = basicType(path, values);
              put(
                  path,
                  type == null ? entry.value() : typed(type, path, entry.value(), where),
                  where);
            });
  }

  /** From here on the names are known. */
  Map<String, Serializable> seal() {
    known.putAll(values);
    return Map.copyOf(values);
  }

  void override(YamlFile file) {
    file.entries()
        .forEach(
            (path, entry) ->
                Secrets.refuse(path, entry.value(), file.name() + " line " + entry.line()));
    admitNewBlocks(file);
    file.entries()
        .forEach(
            (path, entry) -> {
              String where = file.name() + " line " + entry.line();
              put(path, typed(expected(path, where), path, entry.value(), where), where);
            });
  }

  /** A block that names its class introduces a source or rule; its keys are then known. */
  private void admitNewBlocks(YamlFile file) {
    for (Map.Entry<String, YamlFile.Entry> named : file.entries().entrySet()) {
      String path = named.getKey();
      boolean source = path.startsWith(SOURCES) && path.endsWith(".source-class");
      boolean rule = path.startsWith(RULES) && path.endsWith(".class");
      String block = path.substring(0, path.lastIndexOf('.') + 1);
      if ((source || rule) && known.keySet().stream().noneMatch(k -> k.startsWith(block))) {
        String where = file.name() + " line " + named.getValue().line();
        checkId(block.substring((source ? SOURCES : RULES).length(), block.length() - 1), where);
        admit(file, block);
      }
    }
  }

  private static void checkId(String id, String where) {
    SourceChecks.require(
        ID.matcher(id).matches(),
        where + ": an id is of a-z 0-9 - _ and starts with a letter or digit, not " + id);
  }

  private void admit(YamlFile file, String block) {
    file.entries()
        .forEach(
            (path, entry) -> {
              if (path.startsWith(block)) {
                Serializable basic = basicType(path, known);
                known.put(path, basic == null ? entry.value() : basic);
              }
            });
  }

  /** Type of a setting that every source has; null for others. */
  private static Serializable basicType(String path, Map<String, Serializable> names) {
    if (!path.startsWith(SOURCES)) {
      return null;
    }
    String key = path.substring(path.indexOf('.', SOURCES.length()) + 1);
    Serializable basic = names.get(DEFAULTS + key);
    return basic == null ? CATALOGUE.get(key) : basic;
  }

  void assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new SettingsException(
          "--set takes key=value" + (Secrets.suspects(assignment) ? "" : ", not " + assignment));
    }
    set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip(), "--set");
  }

  /** Sets a value that is given as text. */
  void set(String path, String text, String where) {
    Secrets.refuse(path, text, where);
    Serializable type = expected(path, where);
    put(path, typed(type, path, parsed(text, type), where), where);
  }

  private void put(String path, Serializable value, String where) {
    if (path.startsWith(SOURCES) || path.startsWith(DEFAULTS)) {
      try {
        SourceChecks.check(path, path.substring(path.lastIndexOf('.') + 1), value);
      } catch (SettingsException e) {
        throw new SettingsException(where + ": " + e.getMessage());
      }
    }
    values.put(path, value);
  }

  private static Serializable parsed(String text, Serializable type) {
    if (type instanceof List) {
      return items(text);
    }
    if (type instanceof Boolean && text.matches("true|false")) {
      return Boolean.valueOf(text);
    }
    if (type instanceof Number && text.matches("[+-]?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    if (type instanceof Number
        && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      return Double.valueOf(text);
    }
    return text;
  }

  /** Items of a list: a JSON array, or separated by commas, in brackets or not. */
  private static Serializable items(String text) {
    if (text.startsWith("[")) {
      try {
        return new ArrayList<>(List.of(JSON.readValue(text, String[].class)));
      } catch (JsonProcessingException e) {
        return separated(text.replaceFirst("^\\[", "").replaceFirst("]$", ""));
      }
    }
    return separated(text);
  }

  private static Serializable separated(String text) {
    return new ArrayList<>(
        Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
  }

  private static Serializable typed(
      Serializable type, String path, Serializable value, String where) {
    if (type instanceof Double && value instanceof Long whole) {
      return whole.doubleValue();
    }
    if (type instanceof String && !(value instanceof List)) {
      return value.toString();
    }
    if (!type.getClass().equals(value.getClass())) {
      throw new SettingsException(
          where + ": " + path + " must be " + kind(type) + ", not " + shown(value));
    }
    return value;
  }

  private static String shown(Serializable value) {
    return value instanceof String ? "\"" + value + "\"" : kind(value) + " " + value;
  }

  private static String kind(Serializable value) {
    if (value instanceof Long) {
      return "a whole number";
    }
    if (value instanceof Double) {
      return "a number";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof List ? "a list" : "text";
  }

  private Serializable expected(String path, String where) {
    Serializable own = known.get(path);
    if (own != null) {
      return own;
    }
    Serializable basic = basicType(path, known);
    if (basic != null && knowsSourceOf(path)) {
      return basic;
    }
    throw new SettingsException(
        where + ": no setting is called " + path + Nearest.suggestion(path, candidates()));
  }

  private boolean knowsSourceOf(String path) {
    String block = path.substring(0, path.indexOf('.', SOURCES.length()) + 1);
    return known.keySet().stream().anyMatch(k -> k.startsWith(block));
  }

  private Set<String> candidates() {
    Set<String> names = new TreeSet<>(known.keySet());
    TreeSet<String> sources = new TreeSet<>();
    for (String path : known.keySet()) {
      if (path.startsWith(SOURCES)) {
        sources.add(path.substring(0, path.lastIndexOf('.')));
      }
    }
    for (String source : sources) {
      for (String path : known.keySet()) {
        if (path.startsWith(DEFAULTS)) {
          names.add(source + "." + path.substring(DEFAULTS.length()));
        }
      }
    }
    return names;
  }
}

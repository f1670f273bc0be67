package org.rudolphine.jobs.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.source.SourceSettings;

/**
 * All settings, resolved: packed defaults, then files in the order given, then single values.
 *
 * <p>The defaults are the schema. A name that they do not have is an error, and so is a value of
 * another type than the default's. A source or rule that is not known becomes known by the block
 * that names its class ({@code source-class}, {@code class}).
 */
public final class Settings {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCES = "sources.";
  private static final String DEFAULTS = "source-defaults.";
  private static final String RULES = "link.rules.";
  private static final Set<String> REDISTRIBUTE =
      Set.of("yes", "attribution", "share_alike", "non_commercial", "no", "unknown");

  /** Settings of a source that say how it is fetched, not what the result is. */
  private static final Set<String> FETCHING =
      Set.of(
          "base-url",
          "lane",
          "min-interval",
          "min-interval-floor",
          "read-timeout",
          "max-attempts",
          "retry-base",
          "window",
          "overlap",
          "user-agent-contact",
          "allowed-hosts",
          "max-body-bytes");

  /** Catalogue entries that every source has; they are text unless listed otherwise. */
  private static final Map<String, Serializable> CATALOGUE =
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
          Map.entry("source-class", ""),
          Map.entry("normalizer-class", ""));

  private static final Set<String> PERIODS = Set.of("window", "overlap");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private final TreeMap<String, Serializable> values;
  private final TreeMap<String, Serializable> defaults;

  private Settings(Map<String, Serializable> values, Map<String, Serializable> defaults) {
    this.values = new TreeMap<>(values);
    this.defaults = new TreeMap<>(defaults);
  }

  /**
   * Resolves settings.
   *
   * @param files settings files, later ones win
   * @param assignments {@code key=value}, later ones win, over all files
   * @throws SettingsException for an unknown name, a wrong type or a missing file
   */
  public static Settings load(List<String> files, List<String> assignments) throws IOException {
    Resolver resolver = new Resolver();
    for (YamlFile file : PackedConf.defaults()) {
      resolver.define(file);
    }
    Map<String, Serializable> defaults = resolver.seal();
    for (String file : files) {
      resolver.override(readFile(file));
    }
    for (String assignment : assignments) {
      resolver.assign(assignment);
    }
    return new Settings(resolver.values, defaults);
  }

  private static YamlFile readFile(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return YamlFile.read(file, in, "");
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new SettingsException("Settings file " + file + " does not exist");
    } catch (IOException e) {
      throw new SettingsException("Settings file " + file + " cannot be read: " + e.getMessage());
    }
  }

  // ---- reading
  // -----------------------------------------------------------------------------------

  /** Text of a setting that exists in the defaults. */
  public String text(String path) {
    return value(path).toString();
  }

  private Serializable value(String path) {
    Serializable value = values.get(path);
    if (value == null) {
      throw new SettingsException("No setting is called " + path);
    }
    return value;
  }

  /** Settings that start with {@code prefix.}, with that part taken off. */
  public Map<String, Serializable> below(String prefix) {
    TreeMap<String, Serializable> part = new TreeMap<>();
    String start = prefix + ".";
    values.forEach(
        (path, value) -> {
          if (path.startsWith(start)) {
            part.put(path.substring(start.length()), value);
          }
        });
    return part;
  }

  /** Ids of all known datasets, sorted. */
  public List<String> sourceIds() {
    return ids(SOURCES);
  }

  /** Ids of the sources that can be harvested or imported, sorted. */
  public List<String> harvestable() {
    return sourceIds().stream().filter(id -> !source(id).text("source-class").isEmpty()).toList();
  }

  /** Ids of the link rules, sorted. */
  public List<String> ruleIds() {
    return ids(RULES);
  }

  /** All settings of one source, basic ones and its own. */
  public SourceSettings source(String id) {
    if (!sourceIds().contains(id)) {
      throw new SettingsException(
          "No source is called " + id + Nearest.suggestion(id, sourceIds()));
    }
    Map<String, Serializable> resolved = new TreeMap<>(CATALOGUE);
    resolved.putAll(below("source-defaults"));
    resolved.putAll(below(SOURCES + id));
    if (resolved.get("lane").toString().isEmpty()) {
      resolved.put("lane", id);
    }
    return new SourceSettings(id, resolved);
  }

  /** Settings of one rule. */
  public Map<String, Serializable> rule(String id) {
    if (!ruleIds().contains(id)) {
      throw new SettingsException("No rule is called " + id + Nearest.suggestion(id, ruleIds()));
    }
    return below(RULES + id);
  }

  private List<String> ids(String prefix) {
    TreeSet<String> ids = new TreeSet<>();
    for (String path : values.tailMap(prefix).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      ids.add(path.substring(prefix.length(), path.indexOf('.', prefix.length())));
    }
    return List.copyOf(ids);
  }

  /**
   * Settings that what is published depends on: rules, releases, licences and what sources do with
   * records, but not where the lake lies or how a provider is asked. Sorted by path.
   */
  public Map<String, String> ofContent() {
    TreeMap<String, String> content = new TreeMap<>();
    values.forEach(
        (path, value) -> {
          if (decidesContent(path)) {
            content.put(path, written(value));
          }
        });
    return content;
  }

  private static boolean decidesContent(String path) {
    boolean ofSource = path.startsWith(SOURCES) || path.startsWith(DEFAULTS);
    boolean fetching = ofSource && FETCHING.contains(path.substring(path.lastIndexOf('.') + 1));
    return !path.equals("lake") && !path.startsWith("spark.") && !fetching;
  }

  /** As {@link Resolver#parsed} reads it again: lists as JSON, for their items may hold commas. */
  private static String written(Serializable value) {
    if (!(value instanceof List)) {
      return value.toString();
    }
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of text is always JSON", e);
    }
  }

  /** SHA-256 over {@link #ofContent()}. */
  public String sha256() {
    StringBuilder lines = new StringBuilder();
    ofContent().forEach((path, value) -> lines.append(path).append('=').append(value).append('\n'));
    return RawRecord.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The settings that gave a certain content: all that {@link #ofContent()} writes is as given, or
   * the default where nothing is given; where the lake lies and how providers are asked stays.
   *
   * @throws SettingsException for a name that these settings do not have
   */
  public Settings overriddenBy(Map<String, String> content) {
    Resolver resolver = new Resolver();
    resolver.known.putAll(defaults);
    resolver.known.putAll(values);
    values.forEach(
        (path, value) -> {
          if (!decidesContent(path)) {
            resolver.values.put(path, value);
          } else if (!content.containsKey(path) && defaults.containsKey(path)) {
            resolver.values.put(path, defaults.get(path));
          }
        });
    content.forEach((path, text) -> resolver.set(path, text, "the settings to go back to"));
    return new Settings(resolver.values, defaults);
  }

  // ---- checking
  // ----------------------------------------------------------------------------------

  /** Checks what a type cannot say about the value of a source's setting. */
  private static void checkSourceValue(String path, String key, Serializable value) {
    try {
      switch (key) {
        case "min-interval", "min-interval-floor", "read-timeout", "retry-base" ->
            check(
                !Duration.parse(value.toString()).isNegative(),
                path + " must not be negative: " + value);
        case "window" -> {
          Period period = Period.parse(value.toString());
          check(
              !period.isZero() && !period.isNegative(),
              path + " must be longer than nothing: " + value);
        }
        case "overlap" ->
            check(
                !Period.parse(value.toString()).isNegative(),
                path + " must not be negative: " + value);
        case "reject-threshold", "max-vanish-fraction" -> {
          double fraction = ((Number) value).doubleValue();
          check(
              fraction >= 0 && fraction <= 1,
              path + " is a fraction from 0 to 1, not " + value);
        }
        case "max-attempts", "max-body-bytes" ->
            check(((Number) value).longValue() >= 1, path + " must be at least 1, not " + value);
        case "redistribute" ->
            check(
                REDISTRIBUTE.contains(value.toString()),
                path + " is one of " + new TreeSet<>(REDISTRIBUTE) + ", not " + value);
        case "base-url" ->
            check(
                value.toString().matches("(https?://[^/\\s]+(/\\S*)?)?"),
                path + " is an http or https URL, not " + value);
        default -> {}
      }
    } catch (DateTimeParseException e) {
      String form = PERIODS.contains(key) ? "period such as P1M" : "duration such as PT3S";
      throw new SettingsException(path + " is an ISO-8601 " + form + ", not " + value);
    }
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new SettingsException(message);
    }
  }

  // ---- resolving
  // ---------------------------------------------------------------------------------

  /** Lays one layer over the other and refuses what the defaults do not know. */
  private static final class Resolver {
    private final Map<String, Serializable> values = new TreeMap<>();
    private final Map<String, Serializable> known = new TreeMap<>();

    void define(YamlFile file) {
      file.entries()
          .forEach(
              (path, entry) -> {
                String where = file.name() + " line " + entry.line();
                Serializable type = basicType(path, values);
                put(path, type == null ? entry.value() : typed(type, path, entry.value(), where), where);
              });
    }

    /** From here on the names are known. */
    Map<String, Serializable> seal() {
      known.putAll(values);
      return Map.copyOf(values);
    }

    void override(YamlFile file) {
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
      check(
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
        throw new SettingsException("--set takes key=value, not " + assignment);
      }
      set(
          assignment.substring(0, equals).strip(),
          assignment.substring(equals + 1).strip(),
          "--set");
    }

    /** Sets a value that is given as text. */
    void set(String path, String text, String where) {
      Serializable type = expected(path, where);
      put(path, typed(type, path, parsed(text, type), where), where);
    }

    private void put(String path, Serializable value, String where) {
      if (path.startsWith(SOURCES) || path.startsWith(DEFAULTS)) {
        try {
          checkSourceValue(path, path.substring(path.lastIndexOf('.') + 1), value);
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
    private static ArrayList<String> items(String text) {
      if (text.startsWith("[")) {
        try {
          return new ArrayList<>(List.of(JSON.readValue(text, String[].class)));
        } catch (JsonProcessingException e) {
          return separated(text.replaceFirst("^\\[", "").replaceFirst("]$", ""));
        }
      }
      return separated(text);
    }

    private static ArrayList<String> separated(String text) {
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
}

package org.rudolphine.jobs.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  private static final String SOURCES = "sources.";
  private static final String DEFAULTS = "source-defaults.";
  private static final String RULES = "link.rules.";
  private static final Set<String> REDISTRIBUTE =
      Set.of("yes", "attribution", "share_alike", "non_commercial", "no", "unknown");

  /** Settings of a source that say how it is fetched, not what the result is. */
  private static final Set<String> FETCHING =
      Set.of(
          "base-url", "lane", "min-interval", "min-interval-floor", "read-timeout", "max-attempts",
          "retry-base", "window", "overlap", "user-agent-contact", "allowed-hosts",
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

  private final TreeMap<String, Serializable> values;

  private Settings(Map<String, Serializable> values) {
    this.values = new TreeMap<>(values);
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
    resolver.seal();
    for (String file : files) {
      resolver.override(readFile(file));
    }
    for (String assignment : assignments) {
      resolver.assign(assignment);
    }
    Settings settings = new Settings(resolver.values);
    settings.checkValues();
    return settings;
  }

  private static YamlFile readFile(String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return YamlFile.read(file, in, "");
    } catch (NoSuchFileException e) {
      throw new SettingsException("Settings file " + file + " does not exist");
    }
  }

  // ---- reading -----------------------------------------------------------------------------------

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
          boolean fetching =
              (path.startsWith(SOURCES) || path.startsWith(DEFAULTS))
                  && FETCHING.contains(path.substring(path.lastIndexOf('.') + 1));
          if (!path.equals("lake") && !path.startsWith("spark.") && !fetching) {
            content.put(path, value.toString());
          }
        });
    return content;
  }

  /** SHA-256 over {@link #ofContent()}. */
  public String sha256() {
    StringBuilder lines = new StringBuilder();
    ofContent().forEach((path, value) -> lines.append(path).append('=').append(value).append('\n'));
    return RawRecord.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same settings with some values replaced, as {@link #ofContent()} wrote them.
   *
   * @throws SettingsException for a name that these settings do not have
   */
  public Settings overriddenBy(Map<String, String> content) {
    TreeMap<String, Serializable> replaced = new TreeMap<>(values);
    content.forEach(
        (path, text) -> replaced.put(path, Resolver.typedAs(value(path), path, text)));
    Settings settings = new Settings(replaced);
    settings.checkValues();
    return settings;
  }

  // ---- checking ----------------------------------------------------------------------------------

  private void checkValues() {
    for (Map.Entry<String, Serializable> entry : values.entrySet()) {
      String path = entry.getKey();
      if (path.startsWith(SOURCES) || path.startsWith(DEFAULTS)) {
        checkSourceValue(path, path.substring(path.lastIndexOf('.') + 1), entry.getValue());
      }
    }
  }

  private static void checkSourceValue(String path, String key, Serializable value) {
    try {
      switch (key) {
        case "min-interval", "min-interval-floor", "read-timeout", "retry-base" -> {
          if (Duration.parse(value.toString()).isNegative()) {
            throw new SettingsException(path + " must not be negative: " + value);
          }
        }
        case "window", "overlap" -> Period.parse(value.toString());
        case "reject-threshold", "max-vanish-fraction" -> {
          double fraction = ((Number) value).doubleValue();
          if (!(fraction >= 0 && fraction <= 1)) {
            throw new SettingsException(path + " is a fraction from 0 to 1, not " + value);
          }
        }
        case "max-attempts", "max-body-bytes" -> {
          if (((Number) value).longValue() < 1) {
            throw new SettingsException(path + " must be at least 1, not " + value);
          }
        }
        case "redistribute" -> {
          if (!REDISTRIBUTE.contains(value.toString())) {
            throw new SettingsException(
                path + " is one of " + new TreeSet<>(REDISTRIBUTE) + ", not " + value);
          }
        }
        case "base-url" -> checkUrl(path, value.toString());
        default -> {}
      }
    } catch (DateTimeParseException e) {
      throw new SettingsException(
          path + " is an ISO-8601 " + (key.equals("window") || key.equals("overlap")
                  ? "period such as P1M"
                  : "duration such as PT3S")
              + ", not " + value);
    }
  }

  private static void checkUrl(String path, String url) {
    if (!url.isEmpty() && !url.matches("https?://[^/\\s]+(/\\S*)?")) {
      throw new SettingsException(path + " is an http or https URL, not " + url);
    }
  }

  // ---- resolving ---------------------------------------------------------------------------------

  /** Lays one layer over the other and refuses what the defaults do not know. */
  private static final class Resolver {
    private final Map<String, Serializable> values = new TreeMap<>();
    private final Map<String, Serializable> known = new TreeMap<>();

    void define(YamlFile defaults) {
      defaults.entries().forEach((path, entry) -> values.put(path, entry.value()));
    }

    /** From here on the names are known. */
    void seal() {
      known.putAll(values);
    }

    void override(YamlFile file) {
      admitNewBlocks(file);
      file.entries()
          .forEach(
              (path, entry) ->
                  values.put(
                      path, typed(path, entry.value(), file.name() + " line " + entry.line())));
    }

    /** A block that names its class introduces a source or rule; its keys are then known. */
    private void admitNewBlocks(YamlFile file) {
      for (String path : List.copyOf(file.entries().keySet())) {
        String block = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        boolean source = path.startsWith(SOURCES) && path.endsWith(".source-class");
        boolean rule = path.startsWith(RULES) && path.endsWith(".class");
        boolean isNew = known.keySet().stream().noneMatch(k -> k.startsWith(block + "."));
        if ((source || rule) && isNew) {
          file.entries()
              .forEach(
                  (other, entry) -> {
                    if (other.startsWith(block + ".")) {
                      known.put(other, entry.value());
                    }
                  });
        }
      }
    }

    void assign(String assignment) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new SettingsException("--set takes key=value, not " + assignment);
      }
      String path = assignment.substring(0, equals).strip();
      String text = assignment.substring(equals + 1).strip();
      Serializable type = expected(path, "--set");
      values.put(path, typed(path, parsed(text, type), "--set"));
    }

    /** Text read as the type that a path has now. */
    static Serializable typedAs(Serializable type, String path, String text) {
      Serializable value = parsed(text, type);
      Serializable same =
          type instanceof Double && value instanceof Long whole
              ? Double.valueOf(whole.doubleValue())
              : value;
      if (!same.getClass().equals(type.getClass())) {
        throw new SettingsException(path + " must be " + kind(type) + ", not " + text);
      }
      return same;
    }

    private static Serializable parsed(String text, Serializable type) {
      if (type instanceof List) {
        String inner = text.replaceFirst("^\\[", "").replaceFirst("]$", "");
        return new ArrayList<>(
            Arrays.stream(inner.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
      }
      if (type instanceof Boolean && text.matches("true|false")) {
        return Boolean.valueOf(text);
      }
      if (type instanceof Number && text.matches("[+-]?[0-9]{1,18}")) {
        return Long.valueOf(text);
      }
      if (type instanceof Number && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
        return Double.valueOf(text);
      }
      return text;
    }

    private Serializable typed(String path, Serializable value, String where) {
      Serializable type = expected(path, where);
      if (type instanceof Double && value instanceof Long whole) {
        return whole.doubleValue();
      }
      boolean text = type instanceof String && !(value instanceof List);
      if (text) {
        return value.toString();
      }
      if (!type.getClass().equals(value.getClass())) {
        throw new SettingsException(
            where + ": " + path + " must be " + kind(type) + ", not " + kind(value) + " " + value);
      }
      return value;
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
      String key = path.substring(path.lastIndexOf('.') + 1);
      boolean ofKnownSource =
          path.startsWith(SOURCES)
              && known.keySet().stream()
                  .anyMatch(k -> k.startsWith(path.substring(0, path.lastIndexOf('.') + 1)));
      if (ofKnownSource && known.containsKey(DEFAULTS + key)) {
        return known.get(DEFAULTS + key);
      }
      if (ofKnownSource && CATALOGUE.containsKey(key)) {
        return CATALOGUE.get(key);
      }
      throw new SettingsException(
          where + ": no setting is called " + path + Nearest.suggestion(path, candidates()));
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

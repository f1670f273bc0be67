package org.rudolphine.jobs.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

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
          "max-body-bytes",
          "max-asset-bytes",
          Secrets.DECLARATION);

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
   * @throws SettingsException for an unknown name, a wrong type or a file that is in no place where
   *     {@code --settings} looks
   */
  public static Settings load(List<String> files, List<String> assignments) throws IOException {
    SettingsResolver resolver = new SettingsResolver();
    for (YamlFile file : PackedConf.defaults()) {
      resolver.define(file);
    }
    Map<String, Serializable> defaults = resolver.seal();
    for (String file : files) {
      byte[] text = SettingsFiles.here().read(file);
      resolver.override(YamlFile.read(file, new ByteArrayInputStream(text), ""));
    }
    for (String assignment : assignments) {
      resolver.assign(assignment);
    }
    return new Settings(resolver.values, defaults);
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
    Map<String, Serializable> resolved = new TreeMap<>(SettingsResolver.CATALOGUE);
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
    boolean keeping = path.startsWith("retain.") || path.startsWith("compact.");
    return !path.equals("lake") && !path.startsWith("spark.") && !fetching && !keeping;
  }

  /**
   * As {@link SettingsResolver#set} reads it again: lists as JSON, for their items may hold commas.
   */
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
    SettingsResolver resolver = new SettingsResolver();
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
}

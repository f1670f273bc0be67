package org.rudolphine.jobs;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.transform.link.LinkRule;
import org.rudolphine.transform.release.Profile;
import org.rudolphine.transform.table.TableStore;

/**
 * What the result of each stage follows from, as one checksum: code, settings and the content of
 * what it reads. A stage whose checksum stands in the snapshot has nothing to do. What decides
 * little is in it too: a checksum that differs costs work, one that does not must be right.
 */
final class Fingerprints {
  private final Map<String, String> settings;
  private final String code;

  Fingerprints(Settings settings) {
    this(
        settings,
        String.join(
            " ",
            CodeVersion.current(),
            CodeDigest.of(CodeVersion.class),
            CodeDigest.of(TableStore.class),
            CodeDigest.of(Lake.class),
            "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION()));
  }

  /**
   * @param code tells the code that runs from any other
   */
  Fingerprints(Settings settings, String code) {
    this.settings = settings.ofContent();
    this.code = code;
  }

  /** Name under which a snapshot keeps the fingerprint of a source. */
  static String stageOfSource(String source) {
    return "normalize/" + source;
  }

  static String stageOfRule(String rule) {
    return "link/" + rule;
  }

  static String stageOfRelease(Profile profile) {
    return "release/" + profile.id();
  }

  /** Name under which a snapshot keeps the fingerprint of the table of sources. */
  static final String CATALOGUE = "normalize";

  /** Beside its raw batches, of which the snapshot knows which have been read. */
  String ofSource(String source, String normalizerClass) {
    Map<String, String> parts = below("sources." + source + ".");
    parts.putAll(below("source-defaults."));
    parts.put("normalizer", digestOf(normalizerClass));
    return sha256("source " + source, parts);
  }

  String ofCatalogue() {
    Map<String, String> parts = below("sources.");
    parts.putAll(below("source-defaults."));
    return sha256("catalogue", parts);
  }

  /**
   * @param contents checksum of the content of each table that rules read, by table
   */
  String ofRule(LinkRule rule, Map<String, String> contents) {
    Map<String, String> parts = below("link.rules." + rule.id() + ".");
    contents.forEach((table, sha256) -> parts.put("table " + table, sha256));
    parts.put("version", Integer.toString(rule.version()));
    parts.put("rule", CodeDigest.of(rule.getClass()));
    return sha256("rule " + rule.id(), parts);
  }

  /**
   * @param manifestSha256 checksum of the release's manifest, which names what it was made of
   */
  String ofRelease(Profile profile, String manifestSha256) {
    return sha256("release " + profile.id(), Map.of("manifest", manifestSha256));
  }

  private Map<String, String> below(String prefix) {
    Map<String, String> part = new TreeMap<>();
    settings.forEach(
        (path, value) -> {
          if (path.startsWith(prefix)) {
            part.put(path, value);
          }
        });
    return part;
  }

  private static String digestOf(String className) {
    try {
      return CodeDigest.of(
          Class.forName(className, false, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException e) {
      return className; // whoever uses it says so
    }
  }

  private String sha256(String stage, Map<String, String> parts) {
    StringBuilder lines = new StringBuilder(stage).append('\n').append(code).append('\n');
    new TreeMap<>(parts)
        .forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return RawRecord.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}

package org.rudolphine.transform.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code MANIFEST.json}: every file of a release but itself, and what the release was made from. It
 * holds no clock value and no place, so that the same inputs give the same bytes.
 *
 * @param format version of this shape
 * @param name name of the dataset
 * @param version version of the release
 * @param profile {@code linked} or {@code full}
 * @param codeVersion version of the code
 * @param settingsSha256 SHA-256 of the settings
 * @param settings settings that influence content
 * @param rules version of each link rule that made a link, by rule
 * @param snapshot the tables it was made from, identified by content
 * @param rawBatches raw batches that those tables consumed, by source
 * @param changelog changes up to and with this version, newest first
 * @param totals sums over the files
 * @param files the files, sorted by path
 */
public record ReleaseManifest(
    int format,
    String name,
    String version,
    String profile,
    String codeVersion,
    String settingsSha256,
    Map<String, String> settings,
    Map<String, Integer> rules,
    Inputs snapshot,
    Map<String, List<String>> rawBatches,
    List<Change> changelog,
    Totals totals,
    List<Entry> files) {
  /** Name of the file in a release. */
  public static final String PATH = "MANIFEST.json";

  static final int FORMAT = 1;

  public ReleaseManifest {
    settings = sorted(settings);
    rules = sorted(rules);
    rawBatches = sorted(rawBatches);
    changelog = changelog == null ? List.of() : List.copyOf(changelog);
    files = files == null ? List.of() : List.copyOf(files);
  }

  /**
   * State of the lake, told by what is in it.
   *
   * @param contentSha256 SHA-256 over the lines {@code <table> <content_sha256>}, sorted
   * @param tables the tables, by name
   */
  public record Inputs(String contentSha256, Map<String, Input> tables) {
    public Inputs {
      tables = sorted(tables);
    }
  }

  /** A table that the release was made from. */
  public record Input(long rows, String contentSha256, String schemaSha256) {}

  /**
   * What a version changed.
   *
   * @param version the version
   * @param kind {@code first}, {@code major}, {@code minor} or {@code patch}
   * @param date newest retrieval among its rows, as ISO date
   * @param notes one sentence per table that changed
   */
  public record Change(String version, String kind, String date, List<String> notes) {
    public Change {
      notes = List.copyOf(notes);
    }
  }

  /** Sums over all files; rows by table. */
  public record Totals(long files, long bytes, Map<String, Long> rows) {
    public Totals {
      rows = sorted(rows);
    }
  }

  /**
   * One file.
   *
   * @param path relative to the release
   * @param bytes size
   * @param sha256 SHA-256 of its bytes
   * @param table table whose rows it holds, or null
   * @param split split whose rows it holds, or null
   * @param rows rows in a Parquet file, or null
   * @param schemaSha256 SHA-256 of a Parquet file's schema in text form, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      String path,
      long bytes,
      String sha256,
      String table,
      String split,
      Long rows,
      String schemaSha256) {}

  /** Reads a manifest; fails with a sentence when it is not one. */
  public static ReleaseManifest read(byte[] json) throws IOException {
    ReleaseManifest manifest = ReleaseJson.read(json, ReleaseManifest.class);
    if (manifest == null || manifest.format != FORMAT) {
      throw new IOException(
          "Not a release manifest of format "
              + FORMAT
              + (manifest == null ? "" : ": format " + manifest.format));
    }
    if (manifest.version == null || manifest.profile == null || manifest.snapshot == null) {
      throw new IOException("A release manifest needs version, profile and snapshot");
    }
    return manifest;
  }

  byte[] bytes() {
    return ReleaseJson.bytes(this);
  }

  /** Files of a table in order of path. */
  List<Entry> filesOf(String table) {
    return files.stream().filter(file -> table.equals(file.table())).toList();
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<String, V>(map));
  }
}

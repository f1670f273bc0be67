package org.rudolphine.transform.release;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.table.Table;

/**
 * Checks every promise of a release without Spark and without trusting what made it: files, sizes
 * and checksums, schemas, keys, references, splits, permissions, units, missing values, and that
 * the documents describe the files. Keys of all tables are kept in memory, about a hundred bytes
 * each.
 */
public final class ReleaseVerifier {
  private static final int LARGEST_DOCUMENT = 64 << 20;
  private static final List<String> DOCUMENTS =
      List.of(
          "README.md",
          "LICENSE.md",
          "CHANGELOG.md",
          "CITATION.cff",
          "QUALITY.json",
          "SHA256SUMS",
          "croissant.json",
          "datacite.json",
          "ro-crate-metadata.json",
          "stats.json");
  private static final List<String> TABLES = List.of("columns", "links", "pairs", "sources");

  private final Folder folder;
  private final Findings findings = new Findings();
  private final Map<String, MessageType> schemas = new TreeMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<Map<String, Object>> columns = new ArrayList<>();

  private ReleaseVerifier(Folder folder) {
    this.folder = folder;
  }

  /**
   * Verifies a release.
   *
   * @return what was found, files first; empty when every promise is kept
   * @throws IOException when the folder itself cannot be listed
   */
  public static List<Finding> verify(Folder folder) throws IOException {
    ReleaseVerifier verifier = new ReleaseVerifier(folder);
    verifier.run();
    return verifier.findings.all();
  }

  private void run() throws IOException {
    ReleaseManifest manifest = manifest();
    if (manifest == null) {
      return;
    }
    List<ReleaseManifest.Entry> whole = files(manifest);
    RowChecks rows = new RowChecks(findings);
    for (ReleaseManifest.Entry entry : whole) {
      if (entry.path().endsWith(".parquet")) {
        parquet(entry, rows);
      }
    }
    rows.resolve(damaged(manifest, whole));
    totals(manifest);
    documents(manifest, whole);
  }

  private ReleaseManifest manifest() {
    try {
      return ReleaseManifest.read(document(ReleaseManifest.PATH));
    } catch (FileNotFoundException e) {
      findings.error(ReleaseManifest.PATH, "is missing");
    } catch (IOException | RuntimeException e) {
      findings.error(ReleaseManifest.PATH, "cannot be read: " + Messages.of(e));
    }
    return null;
  }

  /** Files that are there as the manifest describes them. */
  private List<ReleaseManifest.Entry> files(ReleaseManifest manifest) throws IOException {
    Set<String> there = new HashSet<>(folder.files());
    Set<String> listed = new HashSet<>();
    List<ReleaseManifest.Entry> whole = new ArrayList<>();
    for (ReleaseManifest.Entry entry : manifest.files()) {
      if (entry.path() == null || entry.sha256() == null) {
        findings.error(ReleaseManifest.PATH, "lists a file without path or checksum");
      } else if (!listed.add(entry.path())) {
        findings.error(ReleaseManifest.PATH, "lists " + entry.path() + " twice");
      } else if (!there.contains(entry.path())) {
        findings.error(entry.path(), "is missing");
      } else if (isWhole(entry)) {
        whole.add(entry);
      }
    }
    there.stream()
        .filter(path -> !listed.contains(path) && !path.equals(ReleaseManifest.PATH))
        .sorted()
        .forEach(path -> findings.error(path, "is not in the manifest"));
    for (String document : DOCUMENTS) {
      if (!listed.contains(document)) {
        findings.error(document, "is not in the manifest");
      }
    }
    return whole;
  }

  /** Tables of which a file is missing, changed or cannot be read. */
  private Set<String> damaged(ReleaseManifest manifest, List<ReleaseManifest.Entry> whole) {
    Set<String> damaged = new HashSet<>(unreadable);
    for (ReleaseManifest.Entry entry : manifest.files()) {
      if (entry.table() != null && !whole.contains(entry)) {
        damaged.add(entry.table());
      }
    }
    return damaged;
  }

  private boolean isWhole(ReleaseManifest.Entry entry) {
    try {
      LakeFile file = folder.describe(entry.path(), null);
      if (file.bytes() != entry.bytes()) {
        findings.error(entry.path(), "has " + file.bytes() + " bytes instead of " + entry.bytes());
        return false;
      }
      if (!file.sha256().equals(entry.sha256())) {
        findings.error(
            entry.path(), "has changed: SHA-256 " + file.sha256() + ", not " + entry.sha256());
        return false;
      }
      return true;
    } catch (IOException | RuntimeException e) {
      findings.error(entry.path(), "cannot be read: " + Messages.of(e));
      return false;
    }
  }

  private void parquet(ReleaseManifest.Entry entry, RowChecks checks) {
    String table = entry.table();
    if (table == null || !(table.equals(ReleasedTable.COLUMNS) || Table.exists(table))) {
      findings.error(entry.path(), "belongs to no table that is known: " + table);
      return;
    }
    try {
      InputFile file = folder.parquet(entry.path());
      MessageType schema = ParquetRows.schema(file);
      MessageType first = schemas.putIfAbsent(table, schema);
      if (first != null && !first.equals(schema)) {
        findings.error(entry.path(), "has another schema than the other files of " + table);
      }
      if (!Digests.schema(file).equals(entry.schemaSha256())) {
        findings.error(entry.path(), "has another schema than the manifest says");
      }
      ReleasedTable released = ReleasedTable.named(table);
      long[] rows = new long[1];
      ParquetRows.forEach(
          file,
          row -> {
            rows[0]++;
            checks.check(entry, released, row);
            if (table.equals(ReleasedTable.COLUMNS)) {
              columns.add(row);
            }
          });
      if (entry.rows() == null || rows[0] != entry.rows()) {
        findings.error(entry.path(), "has " + rows[0] + " rows instead of " + entry.rows());
      }
    } catch (IOException | RuntimeException e) {
      findings.error(entry.path(), "cannot be read as Parquet: " + Messages.of(e));
      unreadable.add(table);
    }
  }

  private void totals(ReleaseManifest manifest) {
    Map<String, Long> rows = new TreeMap<>();
    long bytes = 0;
    for (ReleaseManifest.Entry entry : manifest.files()) {
      bytes += entry.bytes();
      if (entry.table() != null && entry.rows() != null) {
        rows.merge(entry.table(), entry.rows(), Long::sum);
      }
    }
    ReleaseManifest.Totals totals = manifest.totals();
    if (totals == null
        || totals.bytes() != bytes
        || totals.files() != manifest.files().size()
        || !totals.rows().equals(rows)) {
      findings.error(ReleaseManifest.PATH, "has totals that are not the sums over its files");
    }
    for (String table : TABLES) {
      if (!rows.containsKey(table)) {
        findings.error(ReleaseManifest.PATH, "lists no file of table " + table);
      }
    }
  }

  private void documents(ReleaseManifest manifest, List<ReleaseManifest.Entry> whole) {
    DocumentChecks checks = new DocumentChecks(findings, manifest, schemas);
    for (ReleaseManifest.Entry entry : whole) {
      String path = entry.path();
      try {
        switch (path) {
          case "README.md" -> checks.card(path, document(path));
          case "croissant.json" -> checks.croissant(path, document(path));
          case "SHA256SUMS" -> checks.sums(path, document(path));
          default -> {
            if (path.endsWith(".json")) {
              ReleaseJson.tree(document(path));
            }
          }
        }
      } catch (IOException | RuntimeException e) {
        findings.error(path, "cannot be read: " + Messages.of(e));
      }
    }
    manifest.filesOf(ReleasedTable.COLUMNS).stream()
        .findFirst()
        .filter(entry -> schemas.containsKey(ReleasedTable.COLUMNS))
        .ifPresent(entry -> checks.columns(entry.path(), columns));
  }

  private byte[] document(String path) throws IOException {
    try (InputStream in = folder.open(path, 0)) {
      byte[] bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
      if (bytes.length > LARGEST_DOCUMENT) {
        throw new IOException("larger than " + LARGEST_DOCUMENT + " bytes");
      }
      return bytes;
    }
  }
}

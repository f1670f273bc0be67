package org.rudolphine.transform.release;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.lake.TableManifest;

/** Renders every file of a release that is not Parquet; the manifest comes last. */
final class ReleaseDocuments {
  static final String SUMS = "SHA256SUMS";
  static final String QUALITY = "QUALITY.json";

  private ReleaseDocuments() {}

  /** Bytes by path. */
  static SortedMap<String, byte[]> of(ReleaseContent content) {
    SortedMap<String, byte[]> documents = new TreeMap<>();
    documents.put("README.md", utf8(DatasetCard.document(content)));
    documents.put("LICENSE.md", utf8(Licences.document(content)));
    documents.put("CHANGELOG.md", utf8(Citations.changelog(content)));
    documents.put("CITATION.cff", utf8(Citations.cff(content)));
    documents.put(QUALITY, ReleaseJson.bytes(QualityReport.document(content)));
    documents.put("croissant.json", ReleaseJson.bytes(CroissantDocument.document(content)));
    documents.put("datacite.json", ReleaseJson.bytes(Citations.datacite(content)));
    documents.put("ro-crate-metadata.json", ReleaseJson.bytes(RoCrate.document(content)));
    documents.put("stats.json", ReleaseJson.bytes(content.facts().statistics()));
    documents.put(SUMS, utf8(sums(entries(content, documents))));
    documents.put(ReleaseManifest.PATH, manifest(content, entries(content, documents)).bytes());
    return documents;
  }

  private static List<ReleaseManifest.Entry> entries(
      ReleaseContent content, SortedMap<String, byte[]> documents) {
    List<ReleaseManifest.Entry> entries = new ArrayList<>(content.data());
    documents.forEach(
        (path, bytes) ->
            entries.add(
                new ReleaseManifest.Entry(
                    path, bytes.length, Digests.sha256(bytes), null, null, null, null)));
    entries.sort(Comparator.comparing(ReleaseManifest.Entry::path));
    return entries;
  }

  /** As {@code sha256sum} reads and writes it. */
  private static String sums(List<ReleaseManifest.Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (ReleaseManifest.Entry entry : entries) {
      text.append(entry.sha256()).append("  ").append(entry.path()).append('\n');
    }
    return text.toString();
  }

  private static ReleaseManifest manifest(
      ReleaseContent content, List<ReleaseManifest.Entry> entries) {
    ReleaseRequest request = content.request();
    SortedMap<String, Long> rows = new TreeMap<>();
    content.facts().tables().forEach((name, table) -> rows.put(name, table.rows()));
    return new ReleaseManifest(
        ReleaseManifest.FORMAT,
        ReleaseContent.NAME,
        content.version(),
        request.profile().id(),
        request.codeVersion(),
        request.settingsSha256(),
        request.settings(),
        content.facts().rules(),
        inputs(request.tables()),
        batches(request.tables()),
        content.changelog(),
        new ReleaseManifest.Totals(
            entries.size(), entries.stream().mapToLong(ReleaseManifest.Entry::bytes).sum(), rows),
        entries);
  }

  /**
   * What counts as input: {@code runs} differ in every run, and histories say nothing that the
   * current tables do not.
   */
  private static boolean isInput(String table) {
    return !table.equals("runs") && !table.endsWith("_history");
  }

  static ReleaseManifest.Inputs inputs(Map<String, TableManifest> tables) {
    SortedMap<String, ReleaseManifest.Input> inputs = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, TableManifest> table : new TreeMap<>(tables).entrySet()) {
      if (isInput(table.getKey())) {
        TableManifest manifest = table.getValue();
        inputs.put(
            table.getKey(),
            new ReleaseManifest.Input(
                manifest.rows(), manifest.contentSha256(), manifest.schemaSha256()));
        lines.append(table.getKey()).append(' ').append(manifest.contentSha256()).append('\n');
      }
    }
    return new ReleaseManifest.Inputs(Digests.sha256(utf8(lines.toString())), inputs);
  }

  static Map<String, List<String>> batches(Map<String, TableManifest> tables) {
    SortedMap<String, TreeSet<String>> all = new TreeMap<>();
    tables.forEach(
        (name, manifest) -> {
          if (isInput(name)) {
            manifest
                .batches()
                .forEach(
                    (source, batches) ->
                        all.computeIfAbsent(source, s -> new TreeSet<>()).addAll(batches));
          }
        });
    SortedMap<String, List<String>> batches = new TreeMap<>();
    all.forEach((source, ids) -> batches.put(source, List.copyOf(ids)));
    return batches;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

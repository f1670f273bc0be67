package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.source.HepDataSource;
import org.rudolphine.ingest.source.ImportFile;

/** Raw records of HEPData for tests, made by the source from files that are imported together. */
public final class HepDataRecords {
  public static final SourceSettings SETTINGS =
      new SourceSettings(
          "hepdata",
          Map.of(
              "max-body-bytes",
              268_435_456L,
              "list",
              "settings",
              "records",
              new ArrayList<String>(),
              "records-per-run",
              10L,
              "licence",
              "CC0-1.0",
              "redistribute",
              "attribution"));

  private static final Instant FETCHED = Instant.parse("2026-11-22T03:00:00Z");

  private HepDataRecords() {}

  /** Everything that the source makes of the files below a folder. */
  public static List<RawRecord> below(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = folder.getParent().relativize(file).toString().replace('\\', '/');
        files.put(path, Files.readAllBytes(file));
      }
    }
    return imported(files);
  }

  /** Everything that the source makes of files, given as path and text by turns. */
  public static List<RawRecord> of(String... pathsAndTexts) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(UTF_8));
    }
    try {
      return imported(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<RawRecord> imported(Map<String, byte[]> files) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    for (String path : files.keySet()) {
      new HepDataSource(SETTINGS).importFile(file(path, files), new Collector(records));
    }
    return records;
  }

  private static ImportFile file(String path, Map<String, byte[]> files) {
    byte[] content = files.get(path);
    return new ImportFile(
        path,
        content.length,
        Instant.EPOCH,
        () -> new ByteArrayInputStream(content),
        other -> files.containsKey(other) ? Optional.of(file(other, files)) : Optional.empty());
  }

  /** Rows of a single table, a file of its own in {@code ins42/t.yaml}. */
  static List<NormalizedRow> rows(String table) {
    return rows(
        of(
            "ins42/submission.yaml",
            "comment: c\n---\nname: Table 1\ndata_file: t.yaml\n",
            "ins42/t.yaml",
            table));
  }

  static List<NormalizedRow> rows(List<RawRecord> records) {
    HepDataNormalizer normalizer = new HepDataNormalizer(SETTINGS);
    List<NormalizedRow> rows = new ArrayList<>();
    for (RawRecord record : records) {
      rows.addAll(Outcome.of(normalizer, record).rows());
    }
    return rows;
  }

  static List<Outcome> outcomes(List<RawRecord> records) {
    HepDataNormalizer normalizer = new HepDataNormalizer(SETTINGS);
    return records.stream().map(record -> Outcome.of(normalizer, record)).toList();
  }

  private record Collector(List<RawRecord> records) implements PageSink {
    @Override
    public void page(String url, Instant fetchedAt, List<PageRecord> page) {
      for (PageRecord record : page) {
        records.add(
            new RawRecord(
                "hepdata",
                record.kind(),
                record.nativeId(),
                record.datestamp(),
                record.deleted(),
                url,
                record.mediaType(),
                FETCHED,
                RawRecord.sha256(record.payload()),
                1,
                records.size(),
                record.payload()));
      }
    }

    @Override
    public void state(String key, String value) {}

    @Override
    public void completeListing(String scope) {
      throw new AssertionError("An imported file is no complete listing: " + scope);
    }

    @Override
    public Set<String> landedIds() {
      return Set.of();
    }

    @Override
    public Instant lastDatestamp() {
      return null;
    }

    @Override
    public void restart() {
      records.clear();
    }
  }
}

package org.rudolphine.ingest.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.protocol.KeyValueText;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * The RIT catalog of binary-black-hole simulations, read from files that the user has: the metadata
 * table (kind {@code table-row}; the payload is the header line and the row) and the files of
 * single runs, {@code *_Metadata.txt} (kind {@code run-txt}) and {@code ExtrapStrain_*.h5} (kind
 * {@code waveform-file}). The site offers no listing that is known well enough to harvest, so
 * nothing is ever planned.
 */
public final class RitSource extends ImportedCatalog {
  private static final Pattern RUN_NAME = Pattern.compile("RIT:e?BBH:\\d+-n\\d+-[A-Za-z0-9]+");
  private static final int RECORDS_PER_PAGE = 500;

  public RitSource(SourceSettings settings) {
    super(settings);
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    Optional<byte[]> bytes = ImportedText.read(file, settings);
    if (bytes.isEmpty() || Packed.looksPacked(bytes.get())) {
      return false;
    }
    String url = "import:" + file.relativePath();
    String text = new String(bytes.get(), StandardCharsets.UTF_8);
    String firstLine = text.lines().findFirst().orElse("");
    if (firstLine.contains("catalog-tag,") && firstLine.contains("relaxed-mass1")) {
      table(rows(file, bytes.get()), url, sink);
      return true;
    }
    Map<String, String> run = KeyValueText.entries(text);
    if (run.containsKey("catalog_tag")) {
      PageRecord record =
          PageRecord.of("run-txt", runId(run, file.name()), "text/plain", bytes.get());
      sink.page(url, Instant.now(), List.of(record));
      return true;
    }
    return false;
  }

  @Override
  public boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    Optional<WaveformFileName> waveform = WaveformFileName.ofRit(file.relativePath());
    if (waveform.isEmpty()) {
      return importFile(file, sink);
    }
    new ImportedAsset(file, settings, assets, sink).landWaveform(waveform.get());
    return true;
  }

  private static CsvRows rows(ImportFile file, byte[] document) throws BrokenFile {
    try {
      return CsvRows.parse(document);
    } catch (IOException e) {
      throw new BrokenFile(file, e);
    }
  }

  private static void table(CsvRows table, String url, PageSink sink) throws IOException {
    Instant readAt = Instant.now();
    List<PageRecord> page = new ArrayList<>();
    for (CsvRows.Row row : table.rows()) {
      page.add(PageRecord.of("table-row", rowId(table, row), "text/csv", table.withHeader(row)));
      if (page.size() == RECORDS_PER_PAGE) {
        sink.page(url, readAt, List.copyOf(page));
        page.clear();
      }
    }
    if (!page.isEmpty()) {
      sink.page(url, readAt, List.copyOf(page));
    }
  }

  private static String rowId(CsvRows table, CsvRows.Row row) {
    Map<String, String> cells = table.named(row);
    for (String column : List.of("simulation_name", "catalog-tag")) {
      String id = cells.getOrDefault(column, "").strip();
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "line " + row.line(); // lands all the same; the normalizer rejects it
  }

  private static String runId(Map<String, String> run, String fileName) {
    Matcher inName = RUN_NAME.matcher(fileName);
    if (inName.find()) {
      return inName.group();
    }
    String id = run.get("catalog_tag");
    for (String part : List.of("resolution_tag", "id_tag")) {
      if (!run.getOrDefault(part, "").isBlank()) {
        id += "-" + run.get(part);
      }
    }
    return id.isBlank() ? fileName : id;
  }
}

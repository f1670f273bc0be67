package org.rudolphine.ingest.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.raw.PageRecord;

/**
 * Tables of events, of histograms and of samples that are published beside the portal's records.
 * What a table is, its header says; its name only tells tables of one kind from each other. Ids are
 * {@code events:FILE}, {@code histograms:FILE#SAMPLE} and {@code samples:FILE#SAMPLE}.
 */
final class CernOpenDataTables {
  /** One row per collision, with the four-vectors of its leptons: a record as it is. */
  static final String EVENTS = "events";

  /** One row per bin; a record for each sample, with all of its histograms. */
  static final String HISTOGRAMS = "histograms";

  /** One row per sample with what turns its counts into a prediction: a record for each. */
  static final String SAMPLES = "samples";

  static final String MEDIA_TYPE = "text/csv";

  /** Rows are held while they are sorted by sample, at some ten times their size. */
  private static final long MOST_HISTOGRAM_BYTES = 16L << 20;

  private static final String SAMPLE = "sample";

  private CernOpenDataTables() {}

  /** Kind of the table that begins so; null for anything else. */
  static String kind(String start) {
    int end = start.indexOf('\n');
    if (end < 0) {
      return null;
    }
    Set<String> header = new TreeSet<>();
    for (String name : start.substring(0, end).split(",", -1)) {
      header.add(name.strip().toLowerCase(Locale.ROOT));
    }
    if (header.containsAll(List.of("run", "event"))
        && (header.containsAll(List.of("px1", "py1", "pz1", "e1"))
            || header.containsAll(List.of("pt1", "eta1", "phi1")))) {
      return EVENTS;
    }
    if (header.containsAll(List.of(SAMPLE, "histogram", "bin", "bin_low", "bin_high", "content"))) {
      return HISTOGRAMS;
    }
    return header.containsAll(List.of(SAMPLE, "kind", "cross_section_pb", "generated_events"))
        ? SAMPLES
        : null;
  }

  /**
   * The raw records of a table.
   *
   * @param maxBytes largest table to take, unpacked
   * @throws IOException when it is larger, is no CSV, or a row names no sample
   */
  static List<PageRecord> records(String kind, ImportFile file, long maxBytes) throws IOException {
    byte[] document = unpacked(file, kind.equals(EVENTS) ? maxBytes : most(maxBytes));
    if (kind.equals(EVENTS)) {
      return List.of(PageRecord.of(EVENTS, EVENTS + ":" + file.name(), MEDIA_TYPE, document));
    }
    CsvRows rows = CsvRows.parse(document);
    Map<String, ByteArrayOutputStream> samples = new LinkedHashMap<>();
    for (CsvRows.Row row : rows.rows()) {
      String sample = rows.named(row).get(SAMPLE);
      if (sample == null || sample.isBlank()) {
        throw new IOException("line " + row.line() + " names no sample");
      }
      add(samples, sample.strip(), rows, row);
    }
    List<PageRecord> records = new ArrayList<>();
    samples.forEach(
        (sample, bytes) ->
            records.add(
                PageRecord.of(
                    kind,
                    kind + ":" + file.name() + "#" + sample,
                    MEDIA_TYPE,
                    bytes.toByteArray())));
    return records;
  }

  private static long most(long maxBytes) {
    return Math.min(maxBytes, MOST_HISTOGRAM_BYTES);
  }

  /** The header, then the rows of one sample, each byte for byte. */
  private static void add(
      Map<String, ByteArrayOutputStream> samples, String sample, CsvRows rows, CsvRows.Row row) {
    ByteArrayOutputStream bytes = samples.get(sample);
    if (bytes == null) {
      bytes = new ByteArrayOutputStream();
      bytes.writeBytes(rows.withHeader(row));
      samples.put(sample, bytes);
    } else {
      bytes.write('\n');
      bytes.writeBytes(row.bytes());
    }
  }

  private static byte[] unpacked(ImportFile file, long maxBytes) throws IOException {
    byte[] packed;
    try (InputStream in = file.open()) {
      packed = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
    }
    if (packed.length > maxBytes) {
      throw new IOException("the table is larger than " + maxBytes + " bytes; split it");
    }
    return Packed.unpack(packed, file.name(), maxBytes);
  }
}

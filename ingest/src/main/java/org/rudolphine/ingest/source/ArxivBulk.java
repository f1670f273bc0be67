package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.Lines;
import org.rudolphine.ingest.protocol.PackedStream;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * The bulk snapshot of arXiv's metadata: one JSON object per line, of the generation of today
 * ({@code "categories":"hep-ph gr-qc"}, versions as objects) or the older one (both as arrays of
 * strings); plain, gzip, bzip2, or the only file of a zip archive. It is read in one pass and never
 * held; only identifier and date of a line are looked at, the line itself is landed as it is.
 */
final class ArxivBulk {
  static final String KIND = "snapshot";

  /** Newest {@code update_date} of a snapshot, as the batch's state keeps it: an ISO date. */
  static final String NEWEST_DATESTAMP = "newest_datestamp";

  private static final String MEDIA_TYPE = "application/json";
  private static final int LINES_LOOKED_AT = 100;
  private static final int BYTES_LOOKED_AT = 16 << 20;
  private static final int PAGE_RECORDS = 10_000;
  private static final long PAGE_BYTES = 16 << 20;

  private final PageSink sink;
  private final String url;
  private final ArxivBulkLine scan = new ArxivBulkLine();
  private List<PageRecord> page = new ArrayList<>();
  private long pageBytes;
  private LocalDate newest;

  /** A date in the future is a slip: taken for the newest, it would hide all that is to come. */
  private final LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);

  private ArxivBulk(PageSink sink, String url) {
    this.sink = sink;
    this.url = url;
  }

  /**
   * Lands the file if it is a snapshot.
   *
   * @return false when it is not one, in which case nothing was landed
   * @throws IOException when a line is longer than {@code max-body-bytes} or the packing is damaged
   */
  static boolean importFile(ImportFile file, PageSink sink, SourceSettings settings)
      throws IOException {
    if (!recognized(file)) {
      return false;
    }
    ArxivBulk bulk = new ArxivBulk(sink, "import:" + file.relativePath());
    try (PackedStream stream = PackedStream.of(file.open())) {
      bulk.land(new Lines(stream, settings.maxBodyBytes()));
    } catch (IOException e) {
      throw new IOException("The file " + file.relativePath() + ": " + e.getMessage(), e);
    }
    return true;
  }

  /** Whether one of the first lines is a record. What cannot be read at all is somebody else's. */
  private static boolean recognized(ImportFile file) throws IOException {
    ArxivBulkLine scan = new ArxivBulkLine();
    InputStream opened = file.open();
    try (PackedStream stream = PackedStream.of(opened)) {
      Lines lines = new Lines(stream, BYTES_LOOKED_AT);
      long looked = 0;
      byte[] line = lines.next();
      while (line != null && lines.number() <= LINES_LOOKED_AT && looked < BYTES_LOOKED_AT) {
        if (scan.read(line) && scan.looksLikePaper()) {
          return true;
        }
        looked += line.length;
        line = lines.next();
      }
      return false;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private void land(Lines lines) throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      if (!blank(line)) {
        add(record(line, lines.number()), line.length);
      }
    }
    if (!page.isEmpty()) {
      endPage();
    }
    if (newest != null) {
      sink.state(NEWEST_DATESTAMP, newest.toString());
    }
  }

  private PageRecord record(byte[] line, long number) {
    if (!scan.read(line) || scan.id() == null) {
      return PageRecord.of(KIND, "line:" + number, MEDIA_TYPE, line);
    }
    PageRecord record = PageRecord.of(KIND, scan.id(), MEDIA_TYPE, line);
    LocalDate updated = scan.updated();
    if (updated == null) {
      return record;
    }
    if (!updated.isAfter(tomorrow) && (newest == null || updated.isAfter(newest))) {
      newest = updated;
    }
    return record.datedAt(updated.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private void add(PageRecord record, int bytes) throws IOException {
    page.add(record);
    pageBytes += bytes;
    if (page.size() >= PAGE_RECORDS || pageBytes >= PAGE_BYTES) {
      endPage();
    }
  }

  private void endPage() throws IOException {
    sink.page(url, Instant.now(), page);
    page = new ArrayList<>(PAGE_RECORDS);
    pageBytes = 0;
  }

  private static boolean blank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}

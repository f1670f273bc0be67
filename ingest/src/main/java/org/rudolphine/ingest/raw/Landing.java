package org.rudolphine.ingest.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Lands one unit of a harvest: every page becomes a small immutable object at once; when the unit
 * is complete the pages are packed into one Parquet file and the manifest is written last. Killed
 * at any point, nothing half-done counts, and the pages that are there are used by the next
 * attempt.
 */
public final class Landing implements PageSink {
  private static final String PART = "part-00000.parquet";

  /** In the unit's folder: id of the batch that its records are being packed as. */
  static final String PACKED_AS = "packed-as.txt";

  private static final Pattern PAGE = Pattern.compile("page-([0-9]{5,9})\\.jsonl\\.gz");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Lake lake;
  private final String source;
  private final String unit;
  private final String cycle;
  private final String origin;
  private final Clock clock;
  private final Folder pages;
  private final Instant startedAt;
  private final TreeMap<String, String> state = new TreeMap<>();
  private final Set<String> landed = new HashSet<>();
  private String listing;
  private Instant lastDatestamp;
  private int pageCount;
  private long recordCount;

  private Landing(Lake lake, String source, String unit, String cycle, String origin, Clock clock) {
    this.lake = lake;
    this.source = source;
    this.unit = unit;
    this.cycle = cycle;
    this.origin = origin;
    this.clock = clock;
    this.pages = lake.unitFolder(source, unit);
    this.startedAt = clock.instant();
  }

  /**
   * Opens a unit and finds the pages of an earlier, interrupted attempt.
   *
   * @param cycle run id of the harvest
   * @param origin {@code harvest} or {@code backfill}
   */
  public static Landing open(
      Lake lake, String source, String unit, String cycle, String origin, Clock clock)
      throws IOException {
    Landing landing = new Landing(lake, source, unit, cycle, origin, clock);
    landing.forgetPackedPages();
    landing.findEarlierPages();
    return landing;
  }

  /**
   * An attempt that was killed right after its manifest has left its pages behind. They count
   * already: packed again they would be doubled, and their ids would never be asked for again.
   */
  private void forgetPackedPages() throws IOException {
    if (!pages.exists(PACKED_AS)) {
      return;
    }
    String batch = new String(pages.read(PACKED_AS), StandardCharsets.UTF_8);
    if (lake.hasBatch(source, batch)) {
      drop();
    }
  }

  /** The pages go before the note that says they are packed. */
  private void drop() throws IOException {
    restart();
    lake.dropUnit(source, unit);
  }

  private void findEarlierPages() throws IOException {
    for (String name : pageNames()) {
      PageFile page = readPage(name);
      state.putAll(page.state());
      listing = page.listing();
      for (PageRecord record : page.records()) {
        landed.add(record.nativeId());
        lastDatestamp = record.datestamp() == null ? lastDatestamp : record.datestamp();
      }
      pageCount = Math.max(pageCount, number(name));
    }
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    pageCount++;
    PageFile page = new PageFile(url, fetchedAt, state, listing, records);
    pages.write(String.format(Locale.ROOT, "page-%05d.jsonl.gz", pageCount), page.bytes());
    recordCount += records.size();
  }

  @Override
  public void state(String key, String value) {
    state.put(key, value);
  }

  @Override
  public void completeListing(String scope) {
    listing = scope;
  }

  @Override
  public Set<String> landedIds() {
    return Set.copyOf(landed);
  }

  @Override
  public Instant lastDatestamp() {
    return lastDatestamp;
  }

  @Override
  public void restart() throws IOException {
    for (String name : pageNames()) {
      pages.delete(name);
    }
    state.clear();
    landed.clear();
    listing = null;
    lastDatestamp = null;
    pageCount = 0;
    recordCount = 0;
  }

  /** Pages handed over so far, by this attempt or an earlier one. */
  public int pages() {
    return pageCount;
  }

  /** Records handed over by this attempt so far. */
  public long records() {
    return recordCount;
  }

  /** Packs the pages and writes the manifest: from here on the batch counts. */
  public BatchManifest complete() throws IOException {
    Instant completedAt = clock.instant();
    String batch = batchId(completedAt, cycle, source, unit);
    Folder folder = lake.batchFolder(source, batch);
    pages.write(PACKED_AS, batch.getBytes(StandardCharsets.UTF_8));
    List<LakeFile> files = new ArrayList<>();
    long rows = pack(folder, batch);
    files.add(folder.describe(PART, rows));
    BatchManifest manifest =
        new BatchManifest(
            batch,
            source,
            unit,
            cycle,
            origin,
            listing,
            rows,
            startedAt,
            completedAt,
            state,
            files);
    lake.commitBatch(manifest);
    drop();
    return manifest;
  }

  private long pack(Folder folder, String batch) throws IOException {
    try (RawBatchFile file =
        RawBatchFile.create(folder.uri(PART), lake.hadoopSettings(), unit, batch, cycle)) {
      for (String name : pageNames()) {
        PageFile page = readPage(name);
        int position = 0;
        for (PageRecord record : page.records()) {
          file.write(record.landed(source, page.url(), page.fetchedAt(), number(name), position++));
        }
      }
      return file.rows();
    }
  }

  /** Sorts by time, then tells units apart. */
  static String batchId(Instant at, String cycle, String source, String unit) {
    String tail =
        RawRecord.sha256((cycle + "|" + source + "|" + unit).getBytes(StandardCharsets.UTF_8));
    return STAMP.format(at) + "-" + unit + "-" + tail.substring(0, 6);
  }

  private List<String> pageNames() throws IOException {
    return pages.files().stream()
        .filter(name -> PAGE.matcher(name).matches())
        .sorted(Comparator.comparingInt(Landing::number))
        .toList();
  }

  private PageFile readPage(String name) throws IOException {
    try (InputStream in = pages.open(name, 0)) {
      return PageFile.read(in);
    } catch (EOFException | ZipException | JsonProcessingException | RuntimeException e) {
      throw new IOException(
          "Damaged page " + pages.uri(name) + ": remove its folder to fetch the unit again", e);
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring("page-".length(), name.indexOf('.')));
  }
}

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
import org.rudolphine.ingest.Permit;
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
  private final Set<String> known = new HashSet<>();
  private String listing;
  private Instant lastDatestamp;
  private Instant lastFetchedAt;
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
    this.lastFetchedAt = startedAt;
  }

  /**
   * Opens a unit and finds the pages of an earlier, interrupted attempt.
   *
   * @param cycle run id of the harvest
   * @param origin {@code harvest} or {@code backfill}
   * @param clock time of landing; see {@link SteadyClock}
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
   * already: packed again they would be doubled, and their ids would never be asked for again. One
   * that was killed before its manifest has left files that never count.
   */
  private void forgetPackedPages() throws IOException {
    if (!pages.exists(PACKED_AS)) {
      return;
    }
    String batch = new String(pages.read(PACKED_AS), StandardCharsets.UTF_8);
    if (lake.hasBatch(source, batch)) {
      drop();
    } else {
      lake.dropIncompleteBatch(source, batch); // the next attempt packs under a name of its own
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
      known.add(name);
      state.putAll(page.state());
      listing = page.listing();
      lastFetchedAt = later(lastFetchedAt, page.fetchedAt());
      for (PageRecord record : page.records()) {
        landed.add(record.nativeId());
        lastDatestamp = record.datestamp() == null ? lastDatestamp : record.datestamp();
      }
      pageCount = Math.max(pageCount, number(name));
    }
  }

  /**
   * Lands one finished page. Fetch times never go backwards within a unit, whatever the machine's
   * clock does: a page counts as fetched no earlier than the one before it.
   *
   * @throws IOException also when another attempt has landed a page of that number meanwhile
   */
  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    pageCount++;
    lastFetchedAt = later(lastFetchedAt, fetchedAt);
    PageFile page = new PageFile(url, lastFetchedAt, state, listing, records);
    String name = String.format(Locale.ROOT, "page-%05d.jsonl.gz", pageCount);
    if (!pages.writeNew(name, page.bytes())) {
      throw new IOException(
          "Another attempt at unit " + unit + " of " + source + " has landed " + name);
    }
    known.add(name);
    recordCount += records.size();
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
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
    known.clear();
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

  /** Completes the unit as {@link #complete(Permit)} does, without asking anyone. */
  public BatchManifest complete() throws IOException {
    return complete(Permit.ALWAYS);
  }

  /**
   * Packs the pages and writes the manifest: from here on the batch counts.
   *
   * @param permit asked right before the manifest, for packing takes its time
   * @throws IOException also when pages are gone, because another attempt has been at the unit
   */
  public BatchManifest complete(Permit permit) throws IOException {
    Instant completedAt = later(clock.instant(), lastFetchedAt);
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
    permit.check();
    lake.commitBatch(manifest);
    drop();
    return manifest;
  }

  private long pack(Folder folder, String batch) throws IOException {
    try (RawBatchFile file =
        RawBatchFile.create(folder.uri(PART), lake.hadoopSettings(), unit, batch, cycle)) {
      for (String name : allPages()) {
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
        .filter(Landing::isPage)
        .sorted(Comparator.comparingInt(Landing::number))
        .toList();
  }

  private List<String> allPages() throws IOException {
    List<String> names = pageNames();
    if (!Set.copyOf(names).equals(known)) {
      throw new IOException(
          "Another attempt at unit "
              + unit
              + " of "
              + source
              + " has been at its pages: "
              + names.size()
              + " are there, "
              + known.size()
              + " were landed");
    }
    return names;
  }

  static boolean isPage(String name) {
    return PAGE.matcher(name).matches();
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

package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Lands one file that the user has: its records go straight into the files of a raw batch, several
 * at a time, and the manifest is written last. No page is kept, for the file can be read again:
 * killed at any point nothing counts, and the next attempt at the same unit clears away what the
 * killed one has left.
 *
 * <p>Where a file of the batch ends depends on the records alone, never on the machine.
 */
public final class ImportLanding implements PageSink, AutoCloseable {
  private static final int PART_RECORDS = 100_000;
  private static final long PART_BYTES = 64L << 20;

  private final Lake lake;
  private final String source;
  private final String unit;
  private final Clock clock;
  private final int maxRecords;
  private final long maxBytes;
  private final Instant startedAt;
  private final TreeMap<String, String> state = new TreeMap<>();
  private String listing;
  private String batch;
  private PartWriters writers;
  private RawPart part;
  private int partCount;
  private long partRecords;
  private long partBytes;
  private int pageCount;
  private long recordCount;
  private long byteCount;
  private Instant lastFetchedAt;

  private ImportLanding(
      Lake lake, String source, String unit, Clock clock, int maxRecords, long maxBytes) {
    this.lake = lake;
    this.source = source;
    this.unit = unit;
    this.clock = clock;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.startedAt = clock.instant();
    this.lastFetchedAt = startedAt;
  }

  /**
   * Opens an import; nothing is written before its first page.
   *
   * @param unit names the file by its content, so that a second attempt has the same name
   * @param clock time of landing; see {@link SteadyClock}
   */
  public static ImportLanding open(Lake lake, String source, String unit, Clock clock) {
    return open(lake, source, unit, clock, PART_RECORDS, PART_BYTES);
  }

  /** With parts that end at the given number of records or bytes of payload. */
  static ImportLanding open(
      Lake lake, String source, String unit, Clock clock, int maxRecords, long maxBytes) {
    return new ImportLanding(lake, source, unit, clock, maxRecords, maxBytes);
  }

  /** Takes one page; as in {@link Landing#page} fetch times never go backwards. */
  @Override
  public void page(String url, Instant readAt, List<PageRecord> records) throws IOException {
    begin();
    lastFetchedAt = Landing.later(lastFetchedAt, readAt);
    Instant fetchedAt = lastFetchedAt;
    List<PageRecord> kept = List.copyOf(records);
    pageCount++;
    int first = 0;
    for (int i = 0; i < kept.size(); i++) {
      partRecords++;
      partBytes += kept.get(i).payload().length;
      if (partRecords >= maxRecords || partBytes >= maxBytes) {
        part.add(url, fetchedAt, pageCount, first, kept.subList(first, i + 1));
        first = i + 1;
        endPart();
      }
    }
    if (first < kept.size()) {
      part.add(url, fetchedAt, pageCount, first, kept.subList(first, kept.size()));
    }
    recordCount += kept.size();
  }

  private void begin() throws IOException {
    if (batch != null) {
      return;
    }
    clearEarlierAttempt();
    batch = Landing.batchId(clock.instant(), "", source, unit);
    notes().write(Landing.PACKED_AS, batch.getBytes(StandardCharsets.UTF_8));
    writers = new PartWriters(this::write);
    part = new RawPart(partCount++);
  }

  private void clearEarlierAttempt() throws IOException {
    if (notes().exists(Landing.PACKED_AS)) {
      String earlier = notedBatch();
      if (!lake.hasBatch(source, earlier)) {
        lake.dropIncompleteBatch(source, earlier);
      }
    }
    lake.dropUnit(source, unit);
  }

  private void endPart() throws IOException {
    byteCount += partBytes;
    writers.add(part);
    part = new RawPart(partCount++);
    partRecords = 0;
    partBytes = 0;
  }

  /** Runs in a writer's thread. */
  private LakeFile write(RawPart full) throws IOException {
    Folder folder = lake.batchFolder(source, batch);
    String name = String.format(Locale.ROOT, "part-%05d.parquet", full.number());
    long rows;
    try (RawBatchFile file =
        RawBatchFile.create(folder.uri(name), lake.hadoopSettings(), unit, batch, batch)) {
      full.write(source, file);
      rows = file.rows();
    }
    return folder.describe(name, rows);
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
    return Set.of();
  }

  @Override
  public Instant lastDatestamp() {
    return null;
  }

  @Override
  public void restart() throws IOException {
    abandon();
    state.clear();
    listing = null;
    partCount = 0;
    partRecords = 0;
    partBytes = 0;
    pageCount = 0;
    recordCount = 0;
    byteCount = 0;
  }

  /** Records handed over so far. */
  public long records() {
    return recordCount;
  }

  /** Bytes of the payloads handed over so far. */
  public long bytes() {
    return byteCount + partBytes;
  }

  /** Waits for all files and writes the manifest: from here on the batch counts. */
  public BatchManifest complete() throws IOException {
    begin();
    if (partRecords > 0 || partCount == 1) {
      endPart();
    }
    List<LakeFile> files = writers.finish();
    checkStillOurs();
    BatchManifest manifest =
        new BatchManifest(
            batch,
            source,
            unit,
            batch,
            "import",
            listing,
            recordCount,
            startedAt,
            Landing.later(clock.instant(), lastFetchedAt),
            state,
            files);
    lake.commitBatch(manifest);
    writers.close();
    batch = null;
    lake.dropUnit(source, unit);
    return manifest;
  }

  /** Another attempt at this file would have cleared our files away. */
  private void checkStillOurs() throws IOException {
    if (!ours()) {
      throw new IOException("Another run has begun to import the same file, unit " + unit);
    }
  }

  private boolean ours() throws IOException {
    return notes().exists(Landing.PACKED_AS) && notedBatch().equals(batch);
  }

  private String notedBatch() throws IOException {
    return new String(notes().read(Landing.PACKED_AS), StandardCharsets.UTF_8);
  }

  private Folder notes() {
    return lake.unitFolder(source, unit);
  }

  /** Removes what was written, unless it is complete. */
  @Override
  public void close() throws IOException {
    abandon();
  }

  private void abandon() throws IOException {
    if (batch == null) {
      return;
    }
    writers.close();
    if (!lake.hasBatch(source, batch)) {
      lake.dropIncompleteBatch(source, batch);
    }
    if (ours()) {
      lake.dropUnit(source, unit);
    }
    batch = null;
  }
}

package org.rudolphine.ingest.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.protocol.JsonSlices;
import org.rudolphine.ingest.protocol.JsonValueStream;
import org.rudolphine.ingest.protocol.Lines;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.protocol.PackedStream;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** Lands one file that the user has, read in a stream: a file of the repository may be large. */
final class CernOpenDataImport {
  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataImport.class);
  private static final int PEEK_BYTES = 1 << 16;
  private static final int PEEK_STEP = 512;

  /** Values looked at before a file is taken for somebody else's. */
  private static final int PEEK_VALUES = 50;

  private static final int RECORDS_PER_PAGE = 500;
  private static final long BYTES_PER_PAGE = 32L << 20;
  private static final String SKELETON_HEADER = "recid,doi,title";
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)(\\d{1,18})(?!\\d)");

  private final long maxBytes;
  private final ImportFile file;
  private final PageSink sink;
  private final Instant fetchedAt = Instant.now();
  private final Instant day;
  private final List<PageRecord> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean recognised;
  private int values;
  private int authorLists;

  CernOpenDataImport(long maxBytes, ImportFile file, PageSink sink) {
    this.maxBytes = maxBytes;
    this.file = file;
    this.sink = sink;
    this.day = DayInName.last(DayInName.DAYS, file.name(), Instant.now());
  }

  /** Lands the file; false when it is not one of the portal's. */
  boolean run() throws IOException {
    String start = start();
    try {
      if (start.startsWith(SKELETON_HEADER)) {
        return table();
      }
      String kind = CernOpenDataTables.kind(start);
      if (kind != null) {
        recognised = true;
        CernOpenDataTables.records(kind, file, maxBytes).forEach(this::add);
        return done();
      }
      if (!start.startsWith("{") && !start.startsWith("[")) {
        return false;
      }
      String name = file.name().toLowerCase(Locale.ROOT);
      return name.contains(".jsonl") || name.contains(".ndjson") ? lines() : document();
    } catch (IOException e) {
      boolean cutOff = e.getCause() instanceof EOFException;
      if (!recognised && !cutOff) {
        LOG.debug("{} is not of cernopendata: {}", file.relativePath(), e.getMessage());
        return false;
      }
      throw new IOException(file.relativePath() + ": " + e.getMessage(), e);
    }
  }

  private String start() throws IOException {
    try (InputStream in = content()) {
      String text = new String(readable(in), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1).strip() : text.strip();
    } catch (IOException notPacked) {
      LOG.debug("{} cannot be read: {}", file.relativePath(), notPacked.getMessage());
      return "";
    }
  }

  /**
   * A small packed file that is cut off shows what it is, although it cannot be read to its end.
   */
  private byte[] readable(InputStream in) {
    byte[] start = new byte[PEEK_BYTES];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0)) {
        // In small steps: what a step had read before it failed is lost.
        read = in.read(start, length, Math.min(PEEK_STEP, start.length - length));
      }
    } catch (IOException damaged) {
      LOG.debug("{} is damaged: {}", file.relativePath(), damaged.getMessage());
    }
    return Arrays.copyOf(start, length);
  }

  @SuppressWarnings("MustBeClosedChecker") // every caller closes it
  private InputStream content() throws IOException {
    return PackedStream.of(file.open());
  }

  // ---- tables
  // ------------------------------------------------------------------------------------

  private boolean table() throws IOException {
    byte[] packed;
    try (InputStream in = file.open()) {
      packed = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
    }
    recognised = true;
    CsvRows rows = CsvRows.parse(Packed.unpack(packed, file.name(), maxBytes));
    for (CsvRows.Row row : rows.rows()) {
      values++;
      Map<String, String> cells = rows.named(row);
      String recid = cells.get("recid");
      String id = recid == null || recid.isBlank() ? "unidentified:" + values : recid.strip();
      add(CernOpenDataObject.skeleton(cells, id, day));
    }
    return done();
  }

  // ---- JSON
  // --------------------------------------------------------------------------------------

  /** One value per line; a line that is none costs only itself. */
  private boolean lines() throws IOException {
    try (InputStream in = content()) {
      Lines lines = new Lines(in, maxBytes);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (!blank(line) && !take(line)) {
          return false;
        }
      }
    }
    return done();
  }

  private static boolean blank(byte[] line) {
    for (byte b : line) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return true;
  }

  private boolean document() throws IOException {
    try (JsonValueStream stream = new JsonValueStream(content(), maxBytes)) {
      for (byte[] value = stream.next(); value != null; value = stream.next()) {
        if (!take(value)) {
          return false;
        }
      }
    }
    return done();
  }

  /** Takes one value; false when the file has shown long enough that it is somebody else's. */
  private boolean take(byte[] value) throws IOException {
    values++;
    CernOpenDataObject object;
    try {
      object = CernOpenDataObject.of(value);
    } catch (IOException unreadable) {
      LOG.warn("{}: value {}: {}", file.relativePath(), values, unreadable.getMessage());
      add(unidentified(value));
      return stillHoping();
    }
    if (object.isSearchPage()) {
      recognised = true;
      takePage(object);
    } else {
      takeObject(object);
    }
    return stillHoping();
  }

  private boolean stillHoping() throws IOException {
    if (!recognised && values < PEEK_VALUES) {
      return true;
    }
    if (recognised) {
      flushIfFull();
    }
    return recognised;
  }

  private void takePage(CernOpenDataObject page) throws IOException {
    for (JsonSlices.Slice hit : JsonSlices.children(page.bytes(), "hits", "hits")) {
      CernOpenDataObject object = CernOpenDataObject.of(hit.bytes());
      if (object.isEnvelope() && object.recid() == null) {
        LOG.debug("{}: a hit without recid: {}", file.relativePath(), object.json().path("id"));
      } else {
        takeObject(object);
      }
    }
  }

  private void takeObject(CernOpenDataObject object) {
    if (object.isAuthorList()) {
      recognised = true;
      authorLists++;
    } else if (object.isFileIndex()) {
      boolean counted = object.json().has("number_files");
      recognised |= counted;
      add(object.as("file-index", indexId(object), day));
    } else if (object.recid() == null) {
      add(unidentified(object.bytes()));
    } else {
      recognised |= object.isEnvelope() || object.json().has("title");
      Instant date = object.updated() == null ? day : object.updated();
      add(object.as(object.kind(), object.recid(), date));
    }
  }

  /** A file index does not say of which record it is; the path may: {@code 12351/....json}. */
  private String indexId(CernOpenDataObject index) {
    String path = file.relativePath();
    String recid = null;
    String folders = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    String stated = file.name().contains("#") ? file.name().split("#", 2)[0] : folders;
    Matcher number = NUMBER.matcher(stated);
    while (number.find()) {
      recid = number.group(1);
    }
    String key = index.json().path("key").asText();
    return recid == null ? "unidentified:" + values : recid + "#" + key;
  }

  /** Lands for the normalizer to say what is wrong with it. */
  private PageRecord unidentified(byte[] bytes) {
    return PageRecord.of("fixture", "unidentified:" + values, CernOpenDataObject.MEDIA_TYPE, bytes)
        .datedAt(day);
  }

  // ---- pages
  // -------------------------------------------------------------------------------------

  private void add(PageRecord record) {
    waiting.add(record);
    waitingBytes += record.payload().length;
  }

  private void flushIfFull() throws IOException {
    if (waiting.size() >= RECORDS_PER_PAGE || waitingBytes >= BYTES_PER_PAGE) {
      flush();
    }
  }

  private void flush() throws IOException {
    for (int from = 0; from < waiting.size(); from += RECORDS_PER_PAGE) {
      int to = Math.min(from + RECORDS_PER_PAGE, waiting.size());
      sink.page("import:" + file.relativePath(), fetchedAt, List.copyOf(waiting.subList(from, to)));
    }
    waiting.clear();
    waitingBytes = 0;
  }

  private boolean done() throws IOException {
    if (!recognised) {
      return false;
    }
    flush();
    if (authorLists > 0) {
      LOG.info("{}: {} lists of authors are passed over", file.relativePath(), authorLists);
    }
    return true;
  }
}

package org.rudolphine.ingest.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * A zip archive of the repository, as GitHub gives it of a commit. It is read once from its start;
 * members that are no tables are passed over.
 */
final class TmrArchive {
  private static final int RECORDS_PER_PAGE = 100;
  private static final int MOST_MEMBERS = 1_000_000;

  /** Tables and pictures shrink some times, never as often as this. */
  private static final long MAX_RATIO = 500;

  private final ImportFile file;
  private final long largestTable;
  private final PageSink sink;
  private final List<PageRecord> page = new ArrayList<>();
  private final Map<String, String> landed = new TreeMap<>();
  private String url;

  TmrArchive(ImportFile file, long largestTable, PageSink sink) {
    this.file = file;
    this.largestTable = largestTable;
    this.sink = sink;
  }

  /**
   * Lands its tables and decks.
   *
   * @return false when it has none, in which case nothing was handed over
   */
  boolean land() throws IOException {
    long most = Math.max(1L << 20, file.length()) * MAX_RATIO;
    try (ZipInputStream zip = new ZipInputStream(file.open());
        Bounded content = new Bounded(zip, most)) {
      int members = 0;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members++;
        if (members > MOST_MEMBERS) {
          throw new RefusedFile("it has more than " + MOST_MEMBERS + " members");
        }
        member(entry, content);
      }
    } catch (IllegalArgumentException | java.util.zip.ZipException damaged) {
      throw new RefusedFile("its zip archive is damaged: " + damaged.getMessage());
    }
    flush();
    if (landed.isEmpty()) {
      return false;
    }
    sink.state(TmrMemory.LANDED, TmrBlobs.pack(landed));
    return true;
  }

  private void member(ZipEntry entry, Bounded content) throws IOException {
    Optional<TmrFile> known = entry.isDirectory() ? Optional.empty() : TmrFile.of(entry.getName());
    if (known.isEmpty()) {
      content.transferTo(java.io.OutputStream.nullOutputStream());
      return;
    }
    byte[] bytes = content.readNBytes((int) Math.min(largestTable + 1, Integer.MAX_VALUE - 8));
    TmrFile table = known.get();
    if (bytes.length > largestTable) {
      content.transferTo(java.io.OutputStream.nullOutputStream());
      return; // as a harvest does, which the listing tells
    }
    TmrBlobs.requireOneLine(table.path());
    String commit = table.commit() == null ? "" : table.commit() + "/";
    String from = "import:" + file.relativePath() + "!" + commit;
    if (!from.equals(url) || page.size() == RECORDS_PER_PAGE) {
      flush();
      url = from;
    }
    page.add(table.record(bytes));
    landed.put(table.path(), GitBlob.id(bytes));
  }

  private void flush() throws IOException {
    if (!page.isEmpty()) {
      sink.page(url, Instant.now(), List.copyOf(page));
      page.clear();
    }
  }

  /**
   * Ends with the member that the archive stands at, and fails when all together grow too large.
   */
  private static final class Bounded extends FilterInputStream {
    private final long most;
    private long count;

    Bounded(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(0, read);
      if (count > most) {
        throw new RefusedFile("it grows more than " + MAX_RATIO + " times when it is unpacked");
      }
      return read;
    }
  }
}

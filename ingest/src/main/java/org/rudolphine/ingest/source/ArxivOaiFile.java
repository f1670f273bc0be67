package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rudolphine.ingest.protocol.PackedStream;
import org.rudolphine.ingest.protocol.oai.MalformedPage;
import org.rudolphine.ingest.protocol.oai.OaiItem;
import org.rudolphine.ingest.protocol.oai.OaiPage;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** A kept OAI-PMH page with records in one of arXiv's own formats, plain or packed. */
final class ArxivOaiFile {
  private static final int PEEK_BYTES = 4096;
  private static final int RECORDS_PER_PAGE = 2_500;

  private ArxivOaiFile() {}

  /** Whether the first character of the file, unpacked, is a bracket. */
  static boolean looksLikeXml(ImportFile file) throws IOException {
    byte[] start = beginning(file);
    int i = start.length >= 3 && (start[0] & 0xff) == 0xEF ? 3 : 0;
    while (i < start.length && start[i] >= 0 && start[i] <= ' ') {
      i++;
    }
    return i < start.length && start[i] == '<';
  }

  /**
   * Lands the records of a page.
   *
   * @return false when the file is another XML document, or a page without records in these formats
   * @throws IOException when it is an OAI-PMH page but damaged, or larger than {@code maxBytes}
   */
  static boolean land(ImportFile file, long maxBytes, PageSink sink) throws IOException {
    byte[] bytes = whole(file, maxBytes);
    OaiPage page;
    try {
      page = OaiPage.read(bytes);
    } catch (MalformedPage e) {
      if (!OaiPage.begins(bytes)) {
        return false;
      }
      throw new IOException(file.relativePath() + " is a damaged page: " + e.getMessage(), e);
    }
    Optional<String> format = format(page);
    if (format.isEmpty() || page.items().isEmpty()) {
      return false;
    }
    List<PageRecord> records = ArxivSource.records(page, "oai-" + format.get(), 1);
    Instant readAt = Instant.now();
    for (int from = 0; from < records.size(); from += RECORDS_PER_PAGE) {
      int to = Math.min(records.size(), from + RECORDS_PER_PAGE);
      sink.page("import:" + file.relativePath(), readAt, records.subList(from, to));
    }
    return true;
  }

  /** A page holds one format; one with deleted records only can merely echo which. */
  private static Optional<String> format(OaiPage page) {
    boolean holdsRecords = "ListRecords".equals(page.verb()) || "GetRecord".equals(page.verb());
    if (!holdsRecords || !page.errors().isEmpty()) {
      return Optional.empty();
    }
    return page.items().stream()
        .map(OaiItem::format)
        .filter(format -> format != null)
        .findFirst()
        .or(() -> Optional.ofNullable(page.request().get("metadataPrefix")))
        .filter(ArxivSource.FORMATS::contains);
  }

  /** Its first bytes, unpacked; what cannot be unpacked has none. */
  private static byte[] beginning(ImportFile file) throws IOException {
    InputStream opened = file.open();
    try (InputStream plain = PackedStream.of(opened)) {
      return plain.readNBytes(PEEK_BYTES);
    } catch (IOException damaged) {
      return new byte[0];
    }
  }

  private static byte[] whole(ImportFile file, long maxBytes) throws IOException {
    int most = (int) Math.min(maxBytes, Integer.MAX_VALUE - 9);
    byte[] bytes;
    InputStream opened = file.open();
    try (InputStream plain = PackedStream.of(opened)) {
      bytes = plain.readNBytes(most + 1);
    }
    if (bytes.length > most) {
      throw new IOException(
          file.relativePath() + " has more bytes than max-body-bytes, " + maxBytes);
    }
    return bytes;
  }
}

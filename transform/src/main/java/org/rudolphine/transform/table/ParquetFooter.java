package org.rudolphine.transform.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Puts the lists of encodings in a Parquet footer into a fixed order. parquet-java keeps them in
 * hash sets of enum constants, whose order is the identity hash of the running JVM: the same rows
 * would give other bytes in another process.
 */
final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** What follows the footer: its length and the magic. */
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  /** Bytes at the end of a file that hold most footers. */
  private static final int USUAL_END = 64 << 10;

  private ParquetFooter() {}

  /**
   * Copies a file with its footer in order. It is read once: what is known of the new file is
   * gathered on the way.
   *
   * @return the new file
   * @throws IOException when the file is no Parquet file, or cannot be read or written
   */
  static LakeFile copyInOrder(Folder folder, String from, String to) throws IOException {
    InputFile file = folder.parquet(from);
    long length = file.getLength();
    byte[] footer = footer(file, length, folder.uri(from));
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    byte[] ordered = inOrder(metadata, footer.length);
    MessageDigest digest = sha256();
    try (InputStream in = folder.open(from, 0);
        OutputStream out = new DigestOutputStream(folder.create(to), digest)) {
      copy(in, out, length - TAIL - footer.length, folder.uri(from));
      out.write(ordered);
      out.write(
          ByteBuffer.allocate(TAIL)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(ordered.length)
              .put(MAGIC)
              .array());
    }
    return new LakeFile(
        to,
        length - footer.length + ordered.length,
        HexFormat.of().formatHex(digest.digest()),
        metadata.getNum_rows());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Mostly one read: footers are small. */
  private static byte[] footer(InputFile file, long length, String uri) throws IOException {
    if (length < TAIL + MAGIC.length) {
      throw new IOException("Not a Parquet file, only " + length + " bytes: " + uri);
    }
    try (SeekableInputStream in = file.newStream()) {
      byte[] end = read(in, length, (int) Math.min(length, USUAL_END));
      ByteBuffer tail =
          ByteBuffer.wrap(end, end.length - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
      int size = tail.getInt();
      byte[] magic = new byte[MAGIC.length];
      tail.get(magic);
      if (!Arrays.equals(magic, MAGIC) || size < 1 || size > length - TAIL) {
        throw new IOException("Not a Parquet file, its end is damaged: " + uri);
      }
      byte[] whole = size + TAIL <= end.length ? end : read(in, length, size + TAIL);
      return Arrays.copyOfRange(whole, whole.length - TAIL - size, whole.length - TAIL);
    }
  }

  private static byte[] read(SeekableInputStream in, long length, int size) throws IOException {
    byte[] bytes = new byte[size];
    in.seek(length - size);
    in.readFully(bytes);
    return bytes;
  }

  private static byte[] inOrder(FileMetaData metadata, int size) throws IOException {
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        order(chunk.getMeta_data());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    Util.writeFileMetaData(metadata, out);
    return out.toByteArray();
  }

  private static void order(ColumnMetaData column) {
    List<Encoding> encodings = new ArrayList<>(column.getEncodings());
    encodings.sort(Comparator.comparingInt(Encoding::getValue));
    column.setEncodings(encodings);
    if (column.isSetEncoding_stats()) {
      List<PageEncodingStats> stats = new ArrayList<>(column.getEncoding_stats());
      stats.sort(
          Comparator.<PageEncodingStats>comparingInt(page -> page.getPage_type().getValue())
              .thenComparingInt(page -> page.getEncoding().getValue()));
      column.setEncoding_stats(stats);
    }
  }

  private static void copy(InputStream in, OutputStream out, long bytes, String uri)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = bytes;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new IOException("File ends early: " + uri);
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }
}

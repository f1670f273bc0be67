package org.rudolphine.transform.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.rudolphine.ingest.lake.Folder;

/**
 * Puts the lists of encodings in a Parquet footer into a fixed order. parquet-java keeps them in
 * hash sets of enum constants, whose order is the identity hash of the running JVM: the same rows
 * would give other bytes in another process.
 */
final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** What follows the footer: its length and the magic. */
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private ParquetFooter() {}

  /**
   * Moves a file, copying it only when its footer is not in order yet.
   *
   * @throws IOException when the file is no Parquet file, or cannot be read or written
   */
  static void moveInOrder(Folder folder, String from, String to) throws IOException {
    long length = folder.parquet(from).getLength();
    byte[] footer = footer(folder, from, length);
    byte[] ordered = inOrder(footer);
    if (Arrays.equals(footer, ordered)) {
      folder.move(from, to);
      return;
    }
    try (InputStream in = folder.open(from, 0);
        OutputStream out = folder.create(to)) {
      copy(in, out, length - TAIL - footer.length, folder.uri(from));
      out.write(ordered);
      out.write(
          ByteBuffer.allocate(TAIL)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(ordered.length)
              .put(MAGIC)
              .array());
    }
    folder.delete(from);
  }

  private static byte[] footer(Folder folder, String path, long length) throws IOException {
    if (length < TAIL + MAGIC.length) {
      throw new IOException("Not a Parquet file, only " + length + " bytes: " + folder.uri(path));
    }
    ByteBuffer tail =
        ByteBuffer.wrap(read(folder, path, length - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
    int size = tail.getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    if (!Arrays.equals(magic, MAGIC) || size < 1 || size > length - TAIL) {
      throw new IOException("Not a Parquet file, its end is damaged: " + folder.uri(path));
    }
    return read(folder, path, length - TAIL - size, size);
  }

  private static byte[] read(Folder folder, String path, long offset, int size) throws IOException {
    try (InputStream in = folder.open(path, offset)) {
      byte[] bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw new IOException("File ends early: " + folder.uri(path));
      }
      return bytes;
    }
  }

  private static byte[] inOrder(byte[] footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        order(chunk.getMeta_data());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(footer.length);
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

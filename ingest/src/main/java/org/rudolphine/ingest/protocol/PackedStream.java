package org.rudolphine.ingest.protocol;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A long document that may come packed, read from end to end without being held. What it is packed
 * with is told by its first bytes: gzip and bzip2, also of several members, or a zip archive with
 * one file. There is no limit to its length, but to how much it grows: beyond {@link
 * Packed#RATIO_FREE_BYTES} no more than {@link Packed#MAX_RATIO} times what was read of the packed
 * form.
 */
public final class PackedStream extends InputStream {
  private static final int BUFFER = 1 << 16;
  private static final int MAGIC_BYTES = 4;

  private final Counting packed;
  private final InputStream plain;
  private final boolean growing;
  private long length;

  private PackedStream(Counting packed, InputStream plain) {
    this.packed = packed;
    this.plain = plain;
    this.growing = packed != plain;
  }

  /**
   * Unpacks a stream as it is read; closing closes the given stream.
   *
   * @throws IOException when the packing is damaged or an archive holds no file
   */
  @SuppressWarnings("MustBeClosedChecker") // closed through the stream that is returned
  public static PackedStream of(InputStream stream) throws IOException {
    Counting packed = new Counting(new BufferedInputStream(stream, BUFFER));
    try {
      packed.mark(MAGIC_BYTES);
      byte[] start = packed.readNBytes(MAGIC_BYTES);
      packed.reset();
      return new PackedStream(packed, unpacking(packed, start));
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw e;
    }
  }

  private static InputStream unpacking(Counting packed, byte[] start) throws IOException {
    if (Packed.isGzip(start)) {
      return new GzipCompressorInputStream(packed, true);
    }
    if (Packed.isBzip2(start)) {
      return new BZip2CompressorInputStream(packed, true);
    }
    return Packed.isZip(start) ? new OnlyEntry(packed) : packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** The unpackers tell of a cut document without words. */
  private int unpacked(byte[] buffer, int offset, int count) throws IOException {
    try {
      return plain.read(buffer, offset, count);
    } catch (EOFException e) {
      throw new IOException("The packed document is cut off after " + packed.count + " bytes", e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int read = unpacked(buffer, offset, count);
    if (growing && read > 0) {
      length += read;
      if (length > Math.max(Packed.RATIO_FREE_BYTES, packed.count * Packed.MAX_RATIO)) {
        throw new IOException(
            "The packed document grows more than "
                + Packed.MAX_RATIO
                + " times when it is unpacked: "
                + packed.count
                + " bytes gave "
                + length);
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  /** Counts what is taken from it. */
  private static final class Counting extends FilterInputStream {
    private long count;
    private long marked;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
      int read = in.read(buffer, offset, wanted);
      count += Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = in.skip(wanted);
      count += skipped;
      return skipped;
    }

    @Override
    public synchronized void mark(int limit) {
      in.mark(limit);
      marked = count;
    }

    @Override
    public synchronized void reset() throws IOException {
      in.reset();
      count = marked;
    }
  }

  /** The one file of a zip archive; an archive with a second one fails at its end. */
  private static final class OnlyEntry extends InputStream {
    private final ZipInputStream zip;

    OnlyEntry(InputStream packed) throws IOException {
      this.zip = new ZipInputStream(packed);
      if (!nextFile()) {
        throw new IOException("The zip archive holds no file");
      }
    }

    private boolean nextFile() throws IOException {
      try {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && entry.isDirectory()) {
          entry = zip.getNextEntry();
        }
        return entry != null;
      } catch (IllegalArgumentException e) {
        throw new IOException("The zip archive is damaged: " + e.getMessage(), e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      int read = zip.read(buffer, offset, count);
      if (read < 0 && nextFile()) {
        throw new IOException("The zip archive holds more than one file");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}

package org.rudolphine.ingest.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * A document that may come packed. What it is packed with is told by its first bytes, never by its
 * name: some files that end in {@code .bz2} are zip archives.
 */
public final class Packed {
  /**
   * Above this size a document must not be larger than {@link #MAX_RATIO} times its packed form.
   */
  static final int RATIO_FREE_BYTES = 16 << 20;

  static final int MAX_RATIO = 500;

  private Packed() {}

  /** Whether the bytes start like one of the packings that {@link #unpack} undoes. */
  public static boolean looksPacked(byte[] bytes) {
    return isZip(bytes) || isBzip2(bytes) || isGzip(bytes);
  }

  /**
   * The document itself.
   *
   * @param bytes zip archive, bzip2 or gzip stream, or the document as it is
   * @param member name of the document inside an archive, without folders; an archive with a single
   *     file needs not name it so
   * @param maxBytes largest document to accept
   * @throws IOException when the packing is damaged, an archive lacks the member, or the document
   *     is larger than allowed
   */
  public static byte[] unpack(byte[] bytes, String member, long maxBytes) throws IOException {
    if (isZip(bytes)) {
      return unzip(bytes, member, maxBytes);
    }
    if (isBzip2(bytes)) {
      try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(bytes), true)) {
        return read(in, bytes.length, maxBytes);
      }
    }
    if (isGzip(bytes)) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return read(in, bytes.length, maxBytes);
      }
    }
    if (bytes.length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return bytes;
  }

  private static byte[] unzip(byte[] bytes, String member, long maxBytes) throws IOException {
    try (ZipFile zip = opened(bytes)) {
      ZipArchiveEntry entry = entryOf(zip, member);
      try (InputStream in = zip.getInputStream(entry)) {
        return read(in, bytes.length, maxBytes);
      }
    } catch (IllegalArgumentException | IllegalStateException damaged) {
      throw new IOException("The zip archive is damaged: " + damaged.getMessage(), damaged);
    }
  }

  /** The table of contents stands at the end, so an archive that is cut has none. */
  private static ZipFile opened(byte[] bytes) throws IOException {
    try {
      return ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get();
    } catch (IOException damaged) {
      throw new IOException(
          "The zip archive is cut or damaged: its table of contents cannot be read", damaged);
    }
  }

  private static ZipArchiveEntry entryOf(ZipFile zip, String member) throws IOException {
    List<ZipArchiveEntry> files = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      if (!entry.isDirectory()) {
        files.add(entry);
      }
    }
    for (ZipArchiveEntry file : files) {
      if (file.getName().equals(member) || file.getName().endsWith("/" + member)) {
        return file;
      }
    }
    if (files.size() == 1) {
      return files.get(0);
    }
    throw new IOException(
        "The zip archive has no member " + member + " among its " + files.size() + " files");
  }

  private static byte[] read(InputStream in, int packedBytes, long maxBytes) throws IOException {
    long ratioLimit = Math.max(RATIO_FREE_BYTES, (long) packedBytes * MAX_RATIO);
    ByteArrayOutputStream document = new ByteArrayOutputStream(packedBytes);
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      document.write(buffer, 0, count);
      if (document.size() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      if (document.size() > ratioLimit) {
        throw new IOException(
            "The packed document of "
                + packedBytes
                + " bytes grows more than "
                + MAX_RATIO
                + " times when it is unpacked");
      }
    }
    return document.toByteArray();
  }

  private static IOException tooLarge(long maxBytes) {
    return new IOException("The document is larger than max-body-bytes, " + maxBytes);
  }

  static boolean isZip(byte[] bytes) {
    return startsWith(bytes, 'P', 'K', 3, 4);
  }

  static boolean isBzip2(byte[] bytes) {
    return startsWith(bytes, 'B', 'Z', 'h');
  }

  static boolean isGzip(byte[] bytes) {
    return startsWith(bytes, 0x1f, 0x8b);
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}

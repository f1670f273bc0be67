package org.rudolphine.transform.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * A small picture of palette colours as PNG (ISO/IEC 15948). Its data are stored, not compressed:
 * what a compressor writes depends on the library that is installed, and a report has the same
 * bytes on every machine.
 */
final class Png {
  /** Place of the palette that is transparent. */
  static final int CLEAR = 0;

  private static final int STORED_AT_MOST = 65_535;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Png() {}

  /**
   * Address that holds the picture itself.
   *
   * @param rows places of the palette, top row first
   * @param palette colours as 0xRRGGBB, at most 256; the first one is not shown
   */
  static String address(byte[][] rows, int[] palette) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(rows[0].length).putInt(rows.length);
    header.put((byte) 8).put((byte) 3).put((byte) 0).put((byte) 0).put((byte) 0);
    chunk(png, "IHDR", header.array());
    ByteBuffer colours = ByteBuffer.allocate(3 * palette.length);
    for (int colour : palette) {
      colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
    }
    chunk(png, "PLTE", colours.array());
    chunk(png, "tRNS", new byte[] {0});
    chunk(png, "IDAT", stored(lines(rows)));
    chunk(png, "IEND", new byte[0]);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  /** Each row after the number of its filter, 0 for none. */
  private static byte[] lines(byte[][] rows) {
    ByteBuffer lines = ByteBuffer.allocate(rows.length * (rows[0].length + 1));
    for (byte[] row : rows) {
      lines.put((byte) 0).put(row);
    }
    return lines.array();
  }

  /** One stored block in a zlib stream (RFC 1950 and 1951). */
  private static byte[] stored(byte[] data) {
    if (data.length > STORED_AT_MOST) {
      throw new IllegalArgumentException("A picture of " + data.length + " bytes is too large");
    }
    Adler32 sum = new Adler32();
    sum.update(data);
    ByteBuffer stream = ByteBuffer.allocate(data.length + 11).put((byte) 0x78).put((byte) 1);
    stream.put((byte) 1).put((byte) data.length).put((byte) (data.length >> 8));
    stream.put((byte) ~data.length).put((byte) (~data.length >> 8));
    return stream.put(data).putInt((int) sum.getValue()).array();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    png.writeBytes(name);
    png.writeBytes(content);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}

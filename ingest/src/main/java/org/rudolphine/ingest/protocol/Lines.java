package org.rudolphine.ingest.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a long text as bytes, without their ends (LF or CR LF) and without a byte order mark
 * in front. What follows the last line end is a line too, unless it is empty.
 */
public final class Lines {
  private static final int BUFFER = 1 << 20;

  /** An unpacking stream that meets damage gives nothing of what was asked for: ask for little. */
  private static final int READ = 1 << 16;

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final long maxBytes;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private boolean ended;
  private long number;

  /**
   * @param maxBytes longest line to accept, without its end
   */
  public Lines(InputStream in, long maxBytes) {
    this.in = in;
    this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
  }

  /** Number of the line last given, from 1. */
  public long number() {
    return number;
  }

  /**
   * The next line, blank ones included, or null after the last one.
   *
   * @throws IOException naming the line, when it is longer than allowed
   */
  public byte[] next() throws IOException {
    int from = start;
    while (true) {
      int found = indexOfEnd(from);
      if (found >= 0) {
        byte[] line = take(found);
        start = found + 1;
        return line;
      }
      if (end - start > maxBytes + MARK.length + 1) {
        throw tooLong();
      }
      int seen = end - start;
      if (!fill()) {
        byte[] line = end > start ? take(end) : null;
        start = end;
        return line;
      }
      from = start + seen;
    }
  }

  private int indexOfEnd(int from) {
    byte[] bytes = buffer;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private byte[] take(int lineEnd) throws IOException {
    number++;
    int first = start;
    if (number == 1 && Arrays.equals(buffer, first, Math.min(lineEnd, first + 3), MARK, 0, 3)) {
      first += 3;
    }
    int last = lineEnd > first && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    if (last - first > maxBytes) {
      number--;
      throw tooLong();
    }
    return Arrays.copyOfRange(buffer, first, last);
  }

  private IOException tooLong() {
    return new IOException("Line " + (number + 1) + " is longer than " + maxBytes + " bytes");
  }

  /** Reads more behind what is there, which moves to the front; false at the end of the text. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    int length = end - start;
    byte[] target = length > buffer.length / 2 ? new byte[grown()] : buffer;
    System.arraycopy(buffer, start, target, 0, length);
    buffer = target;
    start = 0;
    end = length;
    int read = in.read(buffer, end, Math.min(READ, buffer.length - end));
    if (read < 0) {
      ended = true;
      return false;
    }
    end += read;
    return true;
  }

  private int grown() {
    return (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8);
  }
}

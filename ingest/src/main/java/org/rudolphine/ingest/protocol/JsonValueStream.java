package org.rudolphine.ingest.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a long JSON document into the values that it is made of, one at a time and byte for byte:
 * the elements of an array, or values that follow each other. Only brackets and quotes are looked
 * at, which are ASCII in UTF-8; what a value holds is for its reader to judge. Only one value is in
 * memory at a time.
 */
public final class JsonValueStream implements AutoCloseable {
  private static final int BOM = 0xEF;

  private final InputStream in;
  private final long maxBytes;
  private boolean begun;
  private boolean array;
  private boolean ended;
  private boolean first = true;

  /**
   * @param maxBytes largest value to accept
   */
  public JsonValueStream(InputStream in, long maxBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxBytes = maxBytes;
  }

  /**
   * The next value without surrounding white space, or null after the last.
   *
   * @throws IOException when the document ends within a value or an array, something stands where a
   *     comma or a value must, or a value is larger than allowed
   */
  public byte[] next() throws IOException {
    if (!begun) {
      begin();
    }
    if (ended) {
      return null;
    }
    int start = array ? startOfElement() : visible();
    first = false;
    if (start < 0) {
      ended = true;
      return null;
    }
    return value(start);
  }

  /** Whether the values are the elements of one array. */
  public boolean isArray() throws IOException {
    if (!begun) {
      begin();
    }
    return array;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void begin() throws IOException {
    begun = true;
    in.mark(3);
    boolean marked = in.read() == BOM && in.read() == 0xBB && in.read() == 0xBF;
    if (!marked) {
      in.reset();
    }
    in.mark(1 << 16);
    int start = visible();
    array = start == '[';
    if (!array && start >= 0) {
      in.reset();
    }
  }

  /** First byte of the next element; -1 behind the last one. */
  private int startOfElement() throws IOException {
    int next = visible();
    if (next == ']') {
      return end();
    }
    if (!first) {
      if (next != ',') {
        throw new IOException(
            next < 0
                ? "The JSON array is not closed: the document was cut"
                : "A JSON array has " + (char) next + " where a comma must be");
      }
      next = visible();
    }
    if (next < 0 || next == ']' || next == ',') {
      throw new IOException("A JSON array lacks an element");
    }
    return next;
  }

  private int end() throws IOException {
    if (visible() >= 0) {
      throw new IOException("Something follows the end of the JSON array");
    }
    return -1;
  }

  private int visible() throws IOException {
    int next = in.read();
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = in.read();
    }
    return next;
  }

  private byte[] value(int start) throws IOException {
    ByteArrayOutputStream value = new ByteArrayOutputStream(4096);
    if (start == '{' || start == '[' || start == '"') {
      structured(start, value);
    } else {
      bare(start, value);
    }
    return value.toByteArray();
  }

  /** An object, an array or a string: up to where its first bracket or quote is closed. */
  private void structured(int start, ByteArrayOutputStream value) throws IOException {
    int depth = 0;
    boolean text = false;
    for (int next = start; ; next = in.read()) {
      if (next < 0) {
        throw new IOException("The document ends within a JSON value");
      }
      write(next, value);
      if (text && next == '\\') {
        write(in.read(), value);
      } else if (next == '"') {
        text = !text;
      } else if (!text && (next == '{' || next == '[')) {
        depth++;
      } else if (!text && (next == '}' || next == ']')) {
        depth--;
      }
      if (depth == 0 && !text) {
        return;
      }
    }
  }

  /** A number or a word: up to what cannot belong to it. */
  private void bare(int start, ByteArrayOutputStream value) throws IOException {
    int next = start;
    while (next > ' ' && next != ',' && next != ']' && next != '}') {
      write(next, value);
      in.mark(1);
      next = in.read();
    }
    if (value.size() == 0) {
      throw new IOException("A JSON document has " + (char) next + " where a value must be");
    }
    if (next >= 0) {
      in.reset();
    }
  }

  private void write(int next, ByteArrayOutputStream value) throws IOException {
    if (next < 0) {
      throw new IOException("The document ends within a JSON value");
    }
    if (value.size() >= maxBytes) {
      throw new IOException("A JSON value is larger than " + maxBytes + " bytes");
    }
    value.write(next);
  }
}

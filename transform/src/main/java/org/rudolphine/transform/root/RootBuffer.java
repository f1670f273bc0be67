package org.rudolphine.transform.root;

import java.nio.charset.StandardCharsets;

/** Reads ROOT's big-endian values from bytes, never outside of them. */
final class RootBuffer {
  private static final int BYTE_COUNT = 0x40000000;

  private final byte[] bytes;
  private int at;

  RootBuffer(byte[] bytes, long at) throws MalformedRootFile {
    this.bytes = bytes;
    seek(at);
  }

  void seek(long place) throws MalformedRootFile {
    if (place < 0 || place > bytes.length) {
      throw new MalformedRootFile("a place outside of the file, " + place);
    }
    at = (int) place;
  }

  int at() {
    return at;
  }

  void skip(long count) throws MalformedRootFile {
    seek(at + count);
  }

  private void need(long count) throws MalformedRootFile {
    if (count < 0 || count > bytes.length - at) {
      throw new MalformedRootFile("cut off: " + count + " bytes wanted at " + at);
    }
  }

  int u8() throws MalformedRootFile {
    need(1);
    return bytes[at++] & 0xff;
  }

  int i16() throws MalformedRootFile {
    return (short) (u8() << 8 | u8());
  }

  int i32() throws MalformedRootFile {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | bytes[at++] & 0xff;
    }
    return value;
  }

  long i64() throws MalformedRootFile {
    long high = i32();
    return high << 32 | i32() & 0xffffffffL;
  }

  double f64() throws MalformedRootFile {
    return Double.longBitsToDouble(i64());
  }

  float f32() throws MalformedRootFile {
    return Float.intBitsToFloat(i32());
  }

  /** A TString: one byte of length, or 255 and four. */
  String text() throws MalformedRootFile {
    int length = u8();
    if (length == 255) {
      length = i32();
    }
    need(length);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** The doubles of a TArrayD. */
  double[] doubles(int most) throws MalformedRootFile {
    double[] values = new double[length(most, Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = f64();
    }
    return values;
  }

  /** A length that stands before so many elements, all of which must be there. */
  int length(int most, int bytesEach) throws MalformedRootFile {
    int length = i32();
    if (length < 0 || length > most) {
      throw new MalformedRootFile("an array of " + length + " elements, more than " + most);
    }
    need((long) length * bytesEach);
    return length;
  }

  /** Reads byte count and version of an object; returns where the object ends. */
  int end() throws MalformedRootFile {
    int count = i32();
    if ((count & BYTE_COUNT) == 0) {
      throw new MalformedRootFile("an object without byte count at " + (at - 4));
    }
    int size = count & ~BYTE_COUNT;
    need(size);
    int end = at + size;
    i16(); // version: what is read here has been the same since ROOT 4
    return end;
  }

  /** Passes over an object that has a byte count. */
  void skipObject() throws MalformedRootFile {
    seek(end());
  }

  byte[] copy(long from, long count) throws MalformedRootFile {
    seek(from);
    need(count);
    byte[] copy = new byte[(int) count];
    System.arraycopy(bytes, at, copy, 0, copy.length);
    return copy;
  }
}

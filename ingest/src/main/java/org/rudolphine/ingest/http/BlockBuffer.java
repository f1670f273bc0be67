package org.rudolphine.ingest.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Bytes as they arrive, kept in blocks of one size: growing never copies what is there, and a body
 * that comes in millions of tiny pieces costs no more memory than its bytes.
 */
final class BlockBuffer extends OutputStream {
  private static final int BLOCK = 64 * 1024;
  private final List<byte[]> blocks = new ArrayList<>();
  private int inLast = BLOCK;
  private long size;

  @Override
  public void write(int b) {
    roomInLast();
    blocks.get(blocks.size() - 1)[inLast++] = (byte) b;
    size++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    append(ByteBuffer.wrap(bytes, offset, length));
  }

  void append(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int taken = Math.min(roomInLast(), bytes.remaining());
      bytes.get(blocks.get(blocks.size() - 1), inLast, taken);
      inLast += taken;
      size += taken;
    }
  }

  long size() {
    return size;
  }

  InputStream inputStream() {
    List<InputStream> parts = new ArrayList<>(blocks.size());
    long left = size;
    for (byte[] block : blocks) {
      int used = (int) Math.min(BLOCK, left);
      parts.add(new ByteArrayInputStream(block, 0, used));
      left -= used;
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  byte[] toByteArray() {
    byte[] whole = new byte[Math.toIntExact(size)];
    int at = 0;
    for (byte[] block : blocks) {
      int used = Math.min(BLOCK, whole.length - at);
      System.arraycopy(block, 0, whole, at, used);
      at += used;
    }
    return whole;
  }

  private int roomInLast() {
    if (inLast == BLOCK) {
      blocks.add(new byte[BLOCK]);
      inLast = 0;
    }
    return BLOCK - inLast;
  }
}

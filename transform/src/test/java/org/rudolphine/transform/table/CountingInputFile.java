package org.rudolphine.transform.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Passes everything through and counts the bytes that were read. */
final class CountingInputFile implements InputFile {
  private final InputFile file;
  private long bytes;

  CountingInputFile(InputFile file) {
    this.file = file;
  }

  long bytesRead() {
    return bytes;
  }

  @Override
  public long getLength() throws IOException {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableInputStream in = file.newStream();
    return new SeekableInputStream() {
      @Override
      public long getPos() throws IOException {
        return in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        in.seek(position);
      }

      @Override
      public int read() throws IOException {
        int value = in.read();
        bytes += value < 0 ? 0 : 1;
        return value;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return count(in.read(buffer, offset, length));
      }

      @Override
      public int read(ByteBuffer buffer) throws IOException {
        return count(in.read(buffer));
      }

      @Override
      public void readFully(byte[] buffer) throws IOException {
        in.readFully(buffer);
        bytes += buffer.length;
      }

      @Override
      public void readFully(byte[] buffer, int offset, int length) throws IOException {
        in.readFully(buffer, offset, length);
        bytes += length;
      }

      @Override
      public void readFully(ByteBuffer buffer) throws IOException {
        bytes += buffer.remaining();
        in.readFully(buffer);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }

      private int count(int read) {
        bytes += Math.max(read, 0);
        return read;
      }
    };
  }
}

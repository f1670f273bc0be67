package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.rudolphine.ingest.http.BodyFile;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.AssetWriter;

/**
 * A file on its way from a provider into the asset store. Only the last attempt counts; closed
 * before {@link #complete()}, nothing stays of it.
 */
final class AssetDownload implements BodyFile, AutoCloseable {
  private final AssetStore assets;
  private final boolean summed;
  private Attempt attempt;
  private IOException trouble;

  private AssetDownload(AssetStore assets, boolean summed) {
    this.assets = assets;
    this.summed = summed;
  }

  /** A file of which no listing states an MD5. */
  static AssetDownload to(AssetStore assets) {
    return new AssetDownload(assets, false);
  }

  /** A file that is compared with the MD5 that a listing states. */
  static AssetDownload withMd5(AssetStore assets) {
    return new AssetDownload(assets, true);
  }

  @Override
  public synchronized OutputStream open() throws IOException {
    try {
      close();
      attempt = new Attempt(assets.create());
      return attempt;
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  /** Whether the lake could not take the file, which is no fault of the provider. */
  synchronized boolean notStored() {
    return trouble != null;
  }

  /** Bytes that have arrived. */
  synchronized long bytes() {
    return attempt == null ? 0 : attempt.writer.bytes();
  }

  /** Why what has arrived is no whole HDF5 file, or null. */
  synchronized String hdf5Fault() {
    byte[] head = attempt == null ? new byte[0] : Arrays.copyOf(attempt.head, attempt.inHead);
    return Hdf5.fault(head, bytes());
  }

  /** MD5 of what has arrived, lower-case hex; for comparison with a listing, not for safety. */
  synchronized String md5() {
    if (!summed) {
      throw new IllegalStateException("No MD5 was asked for");
    }
    return HexFormat.of().formatHex((attempt == null ? newMd5() : attempt.md5).digest());
  }

  /** Gives the file its name in the lake. */
  synchronized Asset complete() throws IOException {
    if (attempt == null) {
      throw new IllegalStateException("Nothing has arrived");
    }
    return attempt.writer.complete();
  }

  @Override
  public synchronized void close() throws IOException {
    if (attempt != null) {
      attempt.close();
    }
  }

  private synchronized void failed(IOException e) {
    trouble = e;
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  /** Writes on, and keeps the beginning. */
  private final class Attempt extends OutputStream {
    private final AssetWriter writer;
    private final MessageDigest md5 = summed ? newMd5() : null;
    private final byte[] head = new byte[Hdf5.HEAD_BYTES];
    private int inHead;

    Attempt(AssetWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int kept = Math.min(length, head.length - inHead);
      System.arraycopy(bytes, offset, head, inHead, kept);
      inHead += kept;
      if (md5 != null) {
        md5.update(bytes, offset, length);
      }
      try {
        writer.write(bytes, offset, length);
      } catch (IOException e) {
        failed(e);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}

package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Writes one asset. It is in the lake once {@link #complete()} has returned; closed before that,
 * nothing stays of it.
 */
public final class AssetWriter extends OutputStream {
  private final AssetStore store;
  private final String scratch;
  private final OutputStream out;
  private final MessageDigest digest = Folder.sha256();
  private long bytes;
  private boolean over;

  private AssetWriter(AssetStore store, String scratch, OutputStream out) {
    this.store = store;
    this.scratch = scratch;
    this.out = out;
  }

  static AssetWriter open(AssetStore store, String scratch) throws IOException {
    return new AssetWriter(store, scratch, store.storage().create(scratch));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    digest.update(buffer, offset, length);
    bytes += length;
  }

  /** Bytes written so far. */
  public long bytes() {
    return bytes;
  }

  /** Puts the file under its name, unless its content is there already. */
  public Asset complete() throws IOException {
    if (over) {
      throw new IllegalStateException("This asset is complete or given up");
    }
    out.close();
    store.storage().settle(scratch);
    Asset asset = new Asset(AssetStore.hex(digest), bytes);
    store.adopt(scratch, asset);
    over = true;
    return asset;
  }

  /** Gives the file up, unless it is complete. */
  @Override
  public void close() throws IOException {
    if (over) {
      return;
    }
    over = true;
    try {
      out.close();
    } finally {
      store.storage().delete(scratch);
    }
  }
}

package org.rudolphine.ingest.lake;

import java.io.InterruptedIOException;

/**
 * A lease is no longer ours, or not for certain: what it guards must be left alone at once. Ends
 * work wherever an interrupt would.
 */
public final class LeaseLost extends InterruptedIOException {
  private static final long serialVersionUID = 1L;

  LeaseLost(String message) {
    super(message);
  }
}

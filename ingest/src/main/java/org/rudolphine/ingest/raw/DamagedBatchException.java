package org.rudolphine.ingest.raw;

import java.io.IOException;

/** A raw batch is not what its manifest says, or cannot be read; nothing of it was changed. */
public final class DamagedBatchException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String batch;

  DamagedBatchException(String source, String batch, Exception cause) {
    super("Raw batch " + batch + " of " + source + " is not packed: " + reason(cause), cause);
    this.batch = batch;
  }

  private static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Id of the batch. */
  public String batch() {
    return batch;
  }
}

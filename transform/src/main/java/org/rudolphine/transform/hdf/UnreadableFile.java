package org.rudolphine.transform.hdf;

import java.io.IOException;

/** A data file that cannot be read, with the reason as a sentence without values of the file. */
public final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1L;

  public UnreadableFile(String reason) {
    super(reason);
  }

  public UnreadableFile(String reason, Throwable cause) {
    super(reason, cause);
  }
}

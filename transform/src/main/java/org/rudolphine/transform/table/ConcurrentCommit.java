package org.rudolphine.transform.table;

import java.io.IOException;

/** Another run published the same table first; the work must be done again on the new state. */
public final class ConcurrentCommit extends IOException {
  private static final long serialVersionUID = 1L;

  private final String table;

  ConcurrentCommit(String table, long snapshot) {
    super(
        "Table "
            + table
            + " was published by another run in snapshot "
            + snapshot
            + " while this run worked on it; nothing was published, run the command again");
    this.table = table;
  }

  /** The table that both have written. */
  public String table() {
    return table;
  }
}

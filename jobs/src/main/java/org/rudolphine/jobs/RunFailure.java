package org.rudolphine.jobs;

import java.io.IOException;

/** A run that failed, with the one line that is to be shown. */
final class RunFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean said;

  RunFailure(String line, Throwable cause) {
    this(line, cause, false);
  }

  private RunFailure(String line, Throwable cause, boolean said) {
    super(line, cause);
    this.said = said;
  }

  /** A failure whose line was shown: a process that is ending may not come to it any more. */
  static RunFailure afterSaying(String line, Throwable cause) {
    return new RunFailure(line, cause, true);
  }

  /** Whether the line was shown. */
  boolean said() {
    return said;
  }
}

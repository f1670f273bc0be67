package org.rudolphine.ingest.source;

import java.io.IOException;

/**
 * A file that is of the source by its name but is not read, and why. Nothing of it has landed; the
 * import goes on with the next file and tells the reason.
 */
public final class RefusedFile extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedFile(String reason) {
    super(reason);
  }
}

package org.rudolphine.ingest.lake;

import java.io.IOException;

/**
 * A store that does not serve as a lake, with one sentence that says why and what to do; nothing
 * deeper in the chain says it better.
 */
public final class LakeTrouble extends IOException {
  private static final long serialVersionUID = 1L;

  LakeTrouble(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}

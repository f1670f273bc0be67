package org.rudolphine.ingest.lake;

import java.io.IOException;

/**
 * An asset that is not there, is longer than the reader takes, or does not hold what its name says.
 * Any other {@link IOException} is the store's trouble, and may be over the next time.
 */
public final class UnusableAsset extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableAsset(String sentence) {
    super(sentence);
  }
}

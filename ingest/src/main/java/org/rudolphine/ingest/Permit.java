package org.rudolphine.ingest;

import java.io.IOException;

/** Leave to go on, asked for before each step that only one may take at a time. */
@FunctionalInterface
public interface Permit {
  /** Always given. */
  Permit ALWAYS = () -> {};

  /**
   * Returns when the step may be taken.
   *
   * @throws IOException saying why not
   */
  void check() throws IOException;
}

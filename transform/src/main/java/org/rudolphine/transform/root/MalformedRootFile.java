package org.rudolphine.transform.root;

import java.io.IOException;

/** A ROOT file that is not what its own numbers say, or asks for more than is allowed. */
public final class MalformedRootFile extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedRootFile(String reason) {
    super(reason);
  }
}

package org.rudolphine.ingest.protocol.oai;

import java.io.IOException;

/** An answer that is not one whole OAI-PMH page: HTML, empty, cut, or something else. */
public final class MalformedPage extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedPage(String message) {
    super(message);
  }

  public MalformedPage(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.rudolphine.ingest.http;

import java.io.IOException;
import java.net.URI;

/** An address that the source's settings do not let us ask; no request was made. */
public final class RefusedAddress extends IOException {
  private static final long serialVersionUID = 1L;
  private final URI uri;

  RefusedAddress(URI uri, String message) {
    super(message);
    this.uri = uri;
  }

  /** The address that was refused. */
  public URI uri() {
    return uri;
  }
}

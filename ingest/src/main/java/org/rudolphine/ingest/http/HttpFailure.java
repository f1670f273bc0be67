package org.rudolphine.ingest.http;

import java.io.IOException;
import java.net.URI;

/** The provider answered, but not with what was asked for, and asking again would not help. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final URI uri;

  public HttpFailure(URI uri, int status, String message) {
    super(message);
    this.uri = uri;
    this.status = status;
  }

  /** The last HTTP status. */
  public int status() {
    return status;
  }

  public URI uri() {
    return uri;
  }
}

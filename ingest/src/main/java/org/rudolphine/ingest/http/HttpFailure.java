package org.rudolphine.ingest.http;

import java.io.IOException;
import java.net.URI;

/** The provider answered, but not with what was asked for, and asking again would not help. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final URI uri;
  private final byte[] body;

  public HttpFailure(URI uri, int status, String message) {
    this(uri, status, message, new byte[0]);
  }

  HttpFailure(URI uri, int status, String message, byte[] body) {
    super(message);
    this.uri = uri;
    this.status = status;
    this.body = body;
  }

  /** The last HTTP status. */
  public int status() {
    return status;
  }

  public URI uri() {
    return uri;
  }

  /** The beginning of what came with the status, up to 64 KiB; empty when there was nothing. */
  public byte[] body() {
    return body.clone();
  }
}

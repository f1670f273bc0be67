package org.rudolphine.ingest.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** An attempt that failed in a way that may pass: the only failure that is tried again. */
final class TransientFailure extends IOException {
  private static final long serialVersionUID = 1L;
  static final int NO_STATUS = 0;

  private final URI uri;
  private final int status;
  private final Duration retryAfter;

  private TransientFailure(
      URI uri, int status, Duration retryAfter, String reason, Throwable cause) {
    super(reason, cause);
    this.uri = uri;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** No usable answer: no connection, silence, or a body that broke off. */
  static TransientFailure broken(URI uri, String reason, Throwable cause) {
    return new TransientFailure(uri, NO_STATUS, null, reason, cause);
  }

  /** The provider answered that it cannot answer now. */
  static TransientFailure refused(URI uri, int status, Duration retryAfter, String reason) {
    return new TransientFailure(uri, status, retryAfter, reason, null);
  }

  URI uri() {
    return uri;
  }

  /** The HTTP status, or {@link #NO_STATUS}. */
  int status() {
    return status;
  }

  /** How long the provider asked us to wait, or null when it did not say. */
  Duration retryAfter() {
    return retryAfter;
  }
}

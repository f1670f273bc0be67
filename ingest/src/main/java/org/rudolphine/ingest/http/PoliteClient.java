package org.rudolphine.ingest.http;

import java.io.IOException;
import java.net.URI;
import org.rudolphine.ingest.source.SourceSettings;

/** The only class that speaks HTTP. */
public final class PoliteClient implements AutoCloseable {
  private final SourceSettings settings;
  private final Pace pace;

  private PoliteClient(SourceSettings settings, Pace pace) {
    this.settings = settings;
    this.pace = pace;
  }

  /** A client for one source in its lane. */
  public static PoliteClient open(SourceSettings settings, Pace pace) {
    return new PoliteClient(settings, pace);
  }

  /** Fetches one document whole. */
  public Reply get(Request request) throws IOException {
    throw new IOException("no route to " + request.uri() + " " + settings + pace);
  }

  /** Fetches one document whole. */
  public Reply get(URI uri) throws IOException {
    return get(Request.of(uri));
  }

  @Override
  public void close() {}
}

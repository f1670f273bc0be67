package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Hands everything on to another sink, for those that change one thing about it. */
public abstract class ForwardingSink implements PageSink {
  private final PageSink sink;

  protected ForwardingSink(PageSink sink) {
    this.sink = sink;
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    sink.page(url, fetchedAt, records);
  }

  @Override
  public void expect(long records) {
    sink.expect(records);
  }

  @Override
  public void state(String key, String value) {
    sink.state(key, value);
  }

  @Override
  public void completeListing(String scope) {
    sink.completeListing(scope);
  }

  @Override
  public Set<String> landedIds() {
    return sink.landedIds();
  }

  @Override
  public Instant lastDatestamp() {
    return sink.lastDatestamp();
  }

  @Override
  public void restart() throws IOException {
    sink.restart();
  }
}

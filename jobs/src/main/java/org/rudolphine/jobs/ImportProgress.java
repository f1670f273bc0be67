package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.rudolphine.ingest.raw.ImportLanding;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** Hands pages on to an import and says every few seconds how far it is. */
final class ImportProgress implements PageSink {
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(5);

  private final ImportLanding landing;
  private final Console console;
  private final long start = System.nanoTime();
  private long lastSign = start;

  ImportProgress(ImportLanding landing, Console console) {
    this.landing = landing;
    this.console = console;
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    landing.page(url, fetchedAt, records);
    long now = System.nanoTime();
    if (now - lastSign >= BETWEEN_SIGNS.toNanos()) {
      lastSign = now;
      double seconds = (now - start) / 1e9;
      console.progress(
          String.format(
              Locale.ROOT,
              "imported %d records so far, %.0f records/s, %.1f MB/s",
              landing.records(),
              landing.records() / seconds,
              landing.bytes() / 1e6 / seconds));
    }
  }

  @Override
  public void state(String key, String value) {
    landing.state(key, value);
  }

  @Override
  public void completeListing(String scope) {
    landing.completeListing(scope);
  }

  @Override
  public Set<String> landedIds() {
    return landing.landedIds();
  }

  @Override
  public Instant lastDatestamp() {
    return landing.lastDatestamp();
  }

  @Override
  public void restart() throws IOException {
    landing.restart();
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.rudolphine.ingest.raw.ForwardingSink;
import org.rudolphine.ingest.raw.ImportLanding;
import org.rudolphine.ingest.raw.PageRecord;

/** Hands pages on to an import and says every few seconds how far it is. */
final class ImportProgress extends ForwardingSink {
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(5);

  private final ImportLanding landing;
  private final Console console;
  private final long start = System.nanoTime();
  private long lastSign = start;

  ImportProgress(ImportLanding landing, Console console) {
    super(landing);
    this.landing = landing;
    this.console = console;
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    super.page(url, fetchedAt, records);
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
}

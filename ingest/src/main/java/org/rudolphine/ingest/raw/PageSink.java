package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Where a source puts what it fetched, page by page. A page is durable when {@code page} returns;
 * the unit counts only once it is packed and its manifest is written, which happens after the
 * source's method has returned normally. If it throws, the unit fails and is planned again.
 */
public interface PageSink {

  /**
   * Lands one finished page.
   *
   * @param url where the page came from, without secrets
   * @param fetchedAt when its last byte arrived
   * @param records its records in the provider's order; may be empty
   */
  void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException;

  /** Keeps a value in the batch's manifest: the source finds it there when it plans again. */
  void state(String key, String value);

  /**
   * Declares that the records of this unit are the complete list of {@code scope} at this time, so
   * that what is missing from it has vanished. Never declare this for a partial or cut listing.
   *
   * @param scope name of the listing, stable over time ({@code event-versions})
   */
  void completeListing(String scope);

  /**
   * Says how many records are still to come in this unit, so that people know how long it will
   * take. Nothing is checked against it; said again it is corrected, and a negative number is 0.
   */
  default void expect(long records) {}

  /**
   * Native ids that an earlier, interrupted attempt at this unit has landed already. A source whose
   * records are fetched one by one skips these; a source that reads a consistent listing calls
   * {@link #restart()} first.
   */
  Set<String> landedIds();

  /** Datestamp of the last record of the last complete page of an earlier attempt, or null. */
  Instant lastDatestamp();

  /** Drops the pages of an earlier, interrupted attempt. */
  void restart() throws IOException;
}

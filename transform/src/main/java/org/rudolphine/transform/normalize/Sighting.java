package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One moment at which a source was seen to say something about a key.
 *
 * @param kind what it said
 * @param row what it said in detail; for {@link Kind#DROPPED} only key and facet, else null unless
 *     {@link Kind#ROW}
 * @param asOf provider's datestamp, else the fetch time
 * @param fetchedAt when the page was complete
 * @param cycle harvest run or import that it belongs to
 * @param batch raw batch
 * @param page page within the unit
 * @param position position within the page
 * @param sha256 checksum of the raw payload
 * @param fresh whether its batch had not been normalized before
 */
record Sighting(
    Kind kind,
    NormalizedRow row,
    Instant asOf,
    Instant fetchedAt,
    String cycle,
    String batch,
    int page,
    int position,
    String sha256,
    boolean fresh) {

  enum Kind {
    /** A record about the key. */
    ROW,
    /** A record that tells all rows of a facet, and not this one. */
    DROPPED,
    /** A record that states that the key is gone. */
    DELETED,
    /** A complete listing without the key. */
    VANISHED
  }

  /** Merge order: provider's datestamp else fetch time, then batch, page and position. */
  static final Comparator<Sighting> MERGE_ORDER =
      Comparator.comparing(Sighting::asOf)
          .thenComparing(Sighting::batch)
          .thenComparingInt(Sighting::page)
          .thenComparingInt(Sighting::position);

  /** The same moment, of which another row's facet was left out. */
  Sighting without(NormalizedRow other) {
    NormalizedRow nothing =
        new NormalizedRow(other.table(), other.key(), other.facet(), 0, Map.of(), List.of());
    return new Sighting(
        Kind.DROPPED, nothing, asOf, fetchedAt, cycle, batch, page, position, sha256, fresh);
  }

  /** Whether it speaks of one facet, and not of the key as a whole. */
  boolean ofFacet() {
    return kind == Kind.ROW || kind == Kind.DROPPED;
  }
}

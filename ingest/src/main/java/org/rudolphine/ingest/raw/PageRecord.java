package org.rudolphine.ingest.raw;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/**
 * A record as a source hands it to its {@link PageSink}: what only the source knows. The sink adds
 * source, page, position, fetch time and checksum.
 *
 * @param kind shape of the payload, chosen by the source
 * @param nativeId the provider's own id; never blank
 * @param datestamp the provider's date of this state, or null
 * @param deleted true when the provider states that the record is gone
 * @param mediaType media type of the payload
 * @param payload the bytes as received
 */
@SuppressWarnings("ArrayRecordComponent") // the payload is data in transit, never compared
public record PageRecord(
    String kind,
    String nativeId,
    Instant datestamp,
    boolean deleted,
    String mediaType,
    byte[] payload) {

  public PageRecord {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(payload, "payload");
    if (nativeId == null || nativeId.isBlank()) {
      throw new IllegalArgumentException("A raw record of kind " + kind + " has no native id");
    }
  }

  /** A live record without a provider date. */
  public static PageRecord of(String kind, String nativeId, String mediaType, byte[] payload) {
    return new PageRecord(kind, nativeId, null, false, mediaType, payload);
  }

  /** A live record without a provider date, from text. */
  public static PageRecord of(String kind, String nativeId, String mediaType, String payload) {
    return of(kind, nativeId, mediaType, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** The same record with the provider's date of this state. */
  public PageRecord datedAt(Instant when) {
    return new PageRecord(kind, nativeId, when, deleted, mediaType, payload);
  }

  /**
   * The record as the lake keeps it.
   *
   * @param page number of its page within the unit, from 1
   * @param position number within the page, from 0
   */
  RawRecord landed(String source, String url, Instant fetchedAt, int page, int position) {
    return new RawRecord(
        source,
        kind,
        nativeId,
        datestamp,
        deleted,
        url,
        mediaType,
        fetchedAt,
        RawRecord.sha256(payload),
        page,
        position,
        payload);
  }
}

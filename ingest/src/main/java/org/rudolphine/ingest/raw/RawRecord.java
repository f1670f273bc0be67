package org.rudolphine.ingest.raw;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One record as a provider gave it, byte for byte, with where and when it was seen.
 *
 * @param source id of the source, lower case ({@code gwosc})
 * @param kind shape of the payload, chosen by the source ({@code v1-list}); the normalizer
 *     dispatches on it
 * @param nativeId the provider's own id of the record
 * @param datestamp the provider's date of this state of the record; null when it gives none
 * @param deleted true when the provider states that the record is gone
 * @param url where it came from, without secrets
 * @param mediaType media type of the payload
 * @param fetchedAt when the page that holds it was complete
 * @param sha256 lower-case hex SHA-256 of the payload
 * @param page number of the page within its unit, from 1
 * @param position number of the record within its page, from 0
 * @param payload the bytes; treat as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // the payload is data in transit, never compared
public record RawRecord(
    String source,
    String kind,
    String nativeId,
    Instant datestamp,
    boolean deleted,
    String url,
    String mediaType,
    Instant fetchedAt,
    String sha256,
    int page,
    int position,
    byte[] payload) {

  public RawRecord {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(nativeId, "nativeId");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(fetchedAt, "fetchedAt");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(payload, "payload");
  }

  /** The payload read as UTF-8. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The time that decides which of two states is newer: the provider's date, else the fetch. */
  public Instant asOf() {
    return datestamp != null ? datestamp : fetchedAt;
  }

  /** Lower-case hex SHA-256 of some bytes. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

package org.rudolphine.ingest.raw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A raw record as a file of the lake holds it.
 *
 * @param unit id of the work unit that gave it
 * @param batch id of its batch
 * @param cycle run that fetched it
 */
record StoredRecord(String unit, String batch, String cycle, RawRecord record) {

  /** Whether the payload has the checksum that the record states. */
  boolean isSound() {
    return RawRecord.sha256(record.payload()).equals(record.sha256());
  }

  /** Adds every field to a digest, each with its length, so that no two records look alike. */
  void addTo(MessageDigest digest) {
    add(digest, record.source());
    add(digest, unit);
    add(digest, batch);
    add(digest, cycle);
    add(digest, record.kind());
    add(digest, record.nativeId());
    add(digest, record.datestamp());
    add(digest, Boolean.toString(record.deleted()));
    add(digest, record.url());
    add(digest, record.mediaType());
    add(digest, record.fetchedAt());
    add(digest, record.sha256());
    add(digest, Integer.toString(record.page()));
    add(digest, Integer.toString(record.position()));
    add(digest, record.payload());
  }

  private static void add(MessageDigest digest, Instant time) {
    add(digest, time == null ? "" : time.toString());
  }

  private static void add(MessageDigest digest, String text) {
    add(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}

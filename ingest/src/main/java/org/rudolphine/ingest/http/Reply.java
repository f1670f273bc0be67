package org.rudolphine.ingest.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A complete reply: 2xx, or 304 with an empty body.
 *
 * @param uri where the body came from, after redirects
 * @param status HTTP status
 * @param mediaType Content-Type without parameters, lower case; {@code application/octet-stream}
 *     when the server gave none
 * @param etag entity tag, or null
 * @param lastModified HTTP date, or null
 * @param completedAt when the last byte had arrived
 * @param body the bytes, with any Content-Encoding undone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
public record Reply(
    URI uri,
    int status,
    String mediaType,
    String etag,
    String lastModified,
    Instant completedAt,
    byte[] body) {

  public boolean notModified() {
    return status == 304;
  }

  public Optional<String> entityTag() {
    return Optional.ofNullable(etag);
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}

package org.rudolphine.ingest.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;

/** What one exchange brought: any status, the body still as it came over the wire. */
record Answer(URI uri, int status, HttpHeaders headers, BlockBuffer body) {
  private static final int LONGEST_MEDIA_TYPE = 255;

  boolean redirects() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** Whether the same question may well be answered a little later. */
  boolean worthAskingAgain() {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** A header's first value, or null. */
  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  String mediaType() {
    String given = headers.firstValue("Content-Type").orElse("");
    String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean usable = !type.isEmpty() && type.length() <= LONGEST_MEDIA_TYPE;
    return usable ? type : "application/octet-stream";
  }
}

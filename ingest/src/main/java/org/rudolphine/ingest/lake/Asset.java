package org.rudolphine.ingest.lake;

import java.util.regex.Pattern;

/**
 * A file in the lake, named by its content.
 *
 * @param sha256 lower-case hex SHA-256 of the content
 * @param bytes size
 */
public record Asset(String sha256, long bytes) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Asset {
    if (!isSha256(sha256)) {
      throw new IllegalArgumentException("Not a lower-case hex SHA-256: " + sha256);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("An asset cannot have " + bytes + " bytes");
    }
  }

  static boolean isSha256(String text) {
    return text != null && SHA256.matcher(text).matches();
  }
}

package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;

/**
 * A file that a user hands to {@code import}.
 *
 * @param relativePath path below the imported folder with forward slashes, or the file name; only
 *     looked at, never used as a path in the lake
 * @param length size in bytes
 * @param modifiedAt modification time; never a provider's datestamp
 * @param content opens the file anew at each call
 */
public record ImportFile(String relativePath, long length, Instant modifiedAt, Content content) {

  /** Opens the file. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  public ImportFile {
    Objects.requireNonNull(relativePath, "relativePath");
    Objects.requireNonNull(modifiedAt, "modifiedAt");
    Objects.requireNonNull(content, "content");
  }

  /** The last part of the path. */
  public String name() {
    return relativePath.substring(relativePath.lastIndexOf('/') + 1);
  }

  /** Opens the file anew. */
  public InputStream open() throws IOException {
    return content.open();
  }
}

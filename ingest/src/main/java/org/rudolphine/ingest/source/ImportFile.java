package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that a user hands to {@code import}.
 *
 * @param relativePath path below the imported folder with forward slashes, or the file name; only
 *     looked at, never used as a path in the lake
 * @param length size in bytes
 * @param modifiedAt modification time; never a provider's datestamp
 * @param content opens the file anew at each call
 * @param neighbours the other files of the same import
 */
public record ImportFile(
    String relativePath, long length, Instant modifiedAt, Content content, Neighbours neighbours) {

  /** Opens the file. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /**
   * The files that are imported together, for a source whose records need several. A name is looked
   * up among them and never opened as a path.
   */
  @FunctionalInterface
  public interface Neighbours {
    /** For a file that came alone. */
    Neighbours NONE = path -> Optional.empty();

    /** The file of that relative path, if it is among them. */
    Optional<ImportFile> at(String relativePath) throws IOException;
  }

  /** A file that came alone. */
  public ImportFile(String relativePath, long length, Instant modifiedAt, Content content) {
    this(relativePath, length, modifiedAt, content, Neighbours.NONE);
  }

  public ImportFile {
    Objects.requireNonNull(neighbours, "neighbours");
    Objects.requireNonNull(relativePath, "relativePath");
    Objects.requireNonNull(modifiedAt, "modifiedAt");
    Objects.requireNonNull(content, "content");
  }

  /** The last part of the path. */
  public String name() {
    return relativePath.substring(relativePath.lastIndexOf('/') + 1);
  }

  /** The file of that name in the same folder, if it is among those that are imported. */
  public Optional<ImportFile> beside(String name) throws IOException {
    String folder = relativePath.substring(0, relativePath.length() - name().length());
    return name.contains("/") ? Optional.empty() : neighbours.at(folder + name);
  }

  /** Opens the file anew. */
  public InputStream open() throws IOException {
    return content.open();
  }
}

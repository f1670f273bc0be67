package org.rudolphine.transform.release;

/**
 * Something that a verifier has to say about a release.
 *
 * @param severity whether a promise is broken
 * @param path file that it is about, relative to the release
 * @param message what is wrong, with a count and the first case where there may be many
 */
public record Finding(Severity severity, String path, String message) {

  /** How bad it is. */
  public enum Severity {
    /** A promise is broken. */
    ERROR,
    /** Worth knowing; the data is what its provider published. */
    WARNING
  }

  /** Whether it means that the release does not keep its promises. */
  public boolean damages() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return severity + " " + path + ": " + message;
  }
}

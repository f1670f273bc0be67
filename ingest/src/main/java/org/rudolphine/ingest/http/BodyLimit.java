package org.rudolphine.ingest.http;

import org.rudolphine.ingest.SourceSettings;

/**
 * How large a body may be.
 *
 * @param bytes largest size
 * @param tooLarge what to tell the user when it is larger
 */
record BodyLimit(long bytes, String tooLarge) {

  /** Of a document, which is held in memory. */
  static BodyLimit ofDocument(SourceSettings settings) {
    return new BodyLimit(
        settings.maxBodyBytes(),
        sentence(settings, "body", "max-body-bytes", settings.maxBodyBytes()));
  }

  /** Of a file, which is written as it comes. */
  static BodyLimit ofFile(SourceSettings settings) {
    return new BodyLimit(
        settings.maxAssetBytes(),
        sentence(settings, "file", "max-asset-bytes", settings.maxAssetBytes()));
  }

  private static String sentence(SourceSettings settings, String what, String key, long bytes) {
    return "Source %s: a %s is larger than sources.%s.%s = %d; raise it if that is right"
        .formatted(settings.id(), what, settings.id(), key, bytes);
  }
}

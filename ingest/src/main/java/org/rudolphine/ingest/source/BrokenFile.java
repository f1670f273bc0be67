package org.rudolphine.ingest.source;

import java.io.IOException;
import org.rudolphine.ingest.SourceSettings;

/**
 * A file that begins like one of the source and cannot be read to its end, with its name and the
 * reason. Nothing of it has landed; the import goes on with the next file and fails when all are
 * done.
 */
public final class BrokenFile extends IOException {
  private static final long serialVersionUID = 1L;

  private BrokenFile(String sentence) {
    super(sentence);
  }

  BrokenFile(ImportFile file, IOException cause) {
    super(file.relativePath() + ": " + cause.getMessage() + "; get the file again", cause);
  }

  static BrokenFile tooLarge(ImportFile file, SourceSettings settings) {
    return new BrokenFile(
        "%s: it has %d bytes, more than sources.%s.max-body-bytes = %d; raise it if that is right"
            .formatted(file.relativePath(), file.length(), settings.id(), settings.maxBodyBytes()));
  }
}

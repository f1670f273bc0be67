package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.Packed;

/** Reads an imported file whole when it can be a text document; binary files are left alone. */
final class ImportedText {
  private static final int PEEK_BYTES = 4096;

  private ImportedText() {}

  /**
   * The file's bytes, still packed if they are.
   *
   * @return empty when the file is neither text nor packed text
   * @throws BrokenFile when it is, but larger than {@code max-body-bytes}
   */
  static Optional<byte[]> read(ImportFile file, SourceSettings settings) throws IOException {
    byte[] start;
    try (InputStream in = file.open()) {
      start = in.readNBytes(PEEK_BYTES);
    }
    if (!Packed.looksPacked(start) && !isText(start)) {
      return Optional.empty();
    }
    if (file.length() > settings.maxBodyBytes()) {
      throw BrokenFile.tooLarge(file, settings);
    }
    try (InputStream in = file.open()) {
      return Optional.of(
          in.readNBytes((int) Math.min(settings.maxBodyBytes(), Integer.MAX_VALUE - 8)));
    }
  }

  static boolean isText(byte[] start) {
    for (byte b : start) {
      if (b == 0) {
        return false;
      }
    }
    return start.length > 0;
  }
}

package org.rudolphine.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Undoes Content-Encoding, without trusting how large a body says or turns out to be. */
final class ContentCoding {
  static final String ACCEPTED = "gzip";
  private static final int PIECE = 64 * 1024;

  private ContentCoding() {}

  /**
   * The body as the provider meant it.
   *
   * @throws TransientFailure when the compressed body is cut or damaged
   * @throws HttpFailure when the coding is not one we asked for, or the result is too large
   */
  static byte[] undone(Answer answer, long maxBytes, String tooLarge) throws IOException {
    String coding = String.join(",", answer.headers().allValues("Content-Encoding"));
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> answer.body().toByteArray();
      case "gzip", "x-gzip" -> gunzipped(answer, maxBytes, tooLarge);
      default ->
          throw new HttpFailure(
              answer.uri(),
              answer.status(),
              "%s answered with Content-Encoding '%s'; only gzip was asked for"
                  .formatted(Shown.uri(answer.uri()), Shown.excerpt(coding)));
    };
  }

  private static byte[] gunzipped(Answer answer, long maxBytes, String tooLarge)
      throws IOException {
    BlockBuffer plain = new BlockBuffer();
    if (answer.body().size() == 0) {
      return plain.toByteArray();
    }
    byte[] piece = new byte[PIECE];
    try (InputStream in = new GZIPInputStream(answer.body().inputStream(), PIECE)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (plain.size() + n > maxBytes) {
          throw new HttpFailure(answer.uri(), answer.status(), tooLarge);
        }
        plain.write(piece, 0, n);
      }
    } catch (HttpFailure e) {
      throw e;
    } catch (IOException e) {
      throw TransientFailure.broken(answer.uri(), "the gzip body is cut or damaged: " + e, e);
    }
    return plain.toByteArray();
  }
}

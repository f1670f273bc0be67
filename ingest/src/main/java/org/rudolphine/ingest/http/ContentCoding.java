package org.rudolphine.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Undoes Content-Encoding, without trusting how large a body says or turns out to be. */
final class ContentCoding {
  static final String ACCEPTED = "gzip";
  static final String NONE = "identity";
  private static final int PIECE = 64 * 1024;

  private ContentCoding() {}

  /**
   * The body as the provider meant it.
   *
   * @throws TransientFailure when the compressed body is cut or damaged
   * @throws HttpFailure when the coding is not one we asked for, or the result is too large
   */
  static byte[] undone(Answer answer, BodyLimit limit) throws IOException {
    return switch (coding(answer)) {
      case "", NONE -> answer.body().toByteArray();
      case "gzip", "x-gzip" -> gunzipped(answer, limit);
      default -> throw unasked(answer, "only gzip was asked for");
    };
  }

  /**
   * Refuses a body that was coded although that was not asked for: it went to a file as it came.
   */
  static void requireNone(Answer answer) throws HttpFailure {
    String coding = coding(answer);
    if (!coding.isEmpty() && !coding.equals(NONE)) {
      throw unasked(answer, "the file was asked for as it is");
    }
  }

  private static String coding(Answer answer) {
    return String.join(",", answer.headers().allValues("Content-Encoding"))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static HttpFailure unasked(Answer answer, String asked) {
    return new HttpFailure(
        answer.uri(),
        answer.status(),
        "%s answered with Content-Encoding '%s'; %s"
            .formatted(Shown.uri(answer.uri()), Shown.excerpt(coding(answer)), asked));
  }

  private static byte[] gunzipped(Answer answer, BodyLimit limit) throws IOException {
    BlockBuffer plain = new BlockBuffer();
    if (answer.body().size() == 0) {
      return plain.toByteArray();
    }
    byte[] piece = new byte[PIECE];
    try (InputStream in = new GZIPInputStream(answer.body().inputStream(), PIECE)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (plain.size() + n > limit.bytes()) {
          throw new HttpFailure(answer.uri(), answer.status(), limit.tooLarge());
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

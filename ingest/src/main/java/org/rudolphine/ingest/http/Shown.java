package org.rudolphine.ingest.http;

import java.net.URI;
import java.util.regex.Pattern;

/** What of an exchange may be shown in a log or a message: no secrets, no control characters. */
final class Shown {
  private static final int LONGEST = 2_000;
  private static final int EXCERPT = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)([?&;#](?:token|access[_-]?token|id[_-]?token|key|api[_-]?key|password|passwd|pwd"
              + "|secret|client[_-]?secret|auth|jwt|sig|signature|x-(?:amz|goog)-signature"
              + "|x-(?:amz|goog)-credential|x-amz-security-token)=)[^&;#]*");
  private static final Pattern USER = Pattern.compile("//[^/?#@]*@");
  private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

  private Shown() {}

  /** An address with the values of secret parameters and any user information masked. */
  static String uri(URI uri) {
    return uri(uri.toString());
  }

  static String uri(String text) {
    String masked = SECRET.matcher(text).replaceAll("$1***");
    masked = USER.matcher(masked).replaceFirst("//***@");
    masked = UNSHOWABLE.matcher(masked).replaceAll(" ");
    return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "..." : masked;
  }

  /** The first 200 characters of a body on one line. */
  static String excerpt(String body) {
    String start = body.substring(0, Math.min(body.length(), 4 * EXCERPT));
    String line = UNSHOWABLE.matcher(start).replaceAll(" ").strip();
    return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "..." : line;
  }
}

package org.rudolphine.transform.mention;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digital object identifiers: lower case, without resolver or {@code doi:}. */
public final class Doi {
  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:https?://)?(?:www\\.|dx\\.)?doi\\.org/|doi\\s*[:=]?\\s*(?=10\\.)|urn:doi:|info:doi/",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern VALID = Pattern.compile("10\\.\\d{4,9}(?:\\.\\d+)*/[^\\s\"]+");
  private static final int LONGEST = 300;

  private Doi() {}

  /**
   * The canonical form of a DOI as authors give it.
   *
   * @return null when it is none: no {@code 10.<registrant>/}, blanks or quotes inside, brackets
   *     that do not balance
   */
  public static String canonical(String given) {
    if (given == null) {
      return null;
    }
    String text = given.strip();
    Matcher prefix = PREFIX.matcher(text);
    while (prefix.lookingAt()) {
      text = text.substring(prefix.end()).strip();
      prefix = PREFIX.matcher(text);
    }
    text = trimmed(text);
    boolean valid = text.length() <= LONGEST && VALID.matcher(text).matches() && balanced(text);
    return valid ? text.toLowerCase(Locale.ROOT) : null;
  }

  /** Without the punctuation of the sentence around it; a bracket that was opened inside stays. */
  public static String trimmed(String text) {
    int end = text.length();
    while (end > 0) {
      char last = text.charAt(end - 1);
      boolean closes = last == ')' || last == ']' || last == '}' || last == '>';
      boolean alone = closes && count(text, end, opening(last)) < count(text, end, last);
      if (!alone && ".,;:'\"".indexOf(last) < 0) {
        break;
      }
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean balanced(String text) {
    for (char closing : new char[] {')', ']', '>'}) {
      if (count(text, text.length(), opening(closing)) != count(text, text.length(), closing)) {
        return false;
      }
    }
    return true;
  }

  private static char opening(char closing) {
    return switch (closing) {
      case ')' -> '(';
      case ']' -> '[';
      case '>' -> '<';
      default -> '{';
    };
  }

  private static int count(String text, int end, char wanted) {
    int found = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == wanted) {
        found++;
      }
    }
    return found;
  }
}

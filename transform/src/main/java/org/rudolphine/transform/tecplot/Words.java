package org.rudolphine.transform.tecplot;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of a header: words, quoted texts, {@code =}, and what stands in parentheses. */
final class Words {
  /**
   * A piece of a line.
   *
   * @param text without quotes
   * @param quoted whether it stood in quotes
   */
  record Word(String text, boolean quoted) {
    boolean is(String sign) {
      return !quoted && text.equals(sign);
    }
  }

  private final String line;
  private int at;

  private Words(String line) {
    this.line = line;
  }

  /**
   * The words of a line; commas and blanks only part them.
   *
   * @throws IllegalArgumentException when a quote or a parenthesis is not closed
   */
  static List<Word> of(String line) {
    return new Words(line).split();
  }

  private List<Word> split() {
    List<Word> words = new ArrayList<>();
    while (at < line.length()) {
      char c = line.charAt(at);
      if (isGap(c)) {
        at++;
      } else if (c == '"' || c == '\'' && startsText()) {
        words.add(new Word(enclosed(c), true));
      } else if (c == '(') {
        words.add(new Word(enclosed(')'), true));
      } else if (c == '=') {
        words.add(new Word("=", false));
        at++;
      } else {
        words.add(new Word(bare(), false));
      }
    }
    return words;
  }

  /** A prime belongs to the name before it: {@code y'}. */
  private boolean startsText() {
    return at == 0 || isGap(line.charAt(at - 1)) || line.charAt(at - 1) == '=';
  }

  private String enclosed(char end) {
    int close = line.indexOf(end, at + 1);
    if (close < 0) {
      throw new IllegalArgumentException("has a " + line.charAt(at) + " that is not closed");
    }
    String text = line.substring(at + 1, close);
    at = close + 1;
    return text.strip();
  }

  private String bare() {
    int start = at;
    while (at < line.length() && !isGap(line.charAt(at)) && "=\"(".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(start, at);
  }

  private static boolean isGap(char c) {
    return c == ',' || Character.isWhitespace(c);
  }

  /** The line with typographic quotes as plain ones. */
  static String plain(String line) {
    return line.replace('\u201C', '"').replace('\u201D', '"').replace('\u201E', '"');
  }

  /** Where a comment begins: the first {@code #} outside of quotes; -1 for none. */
  static int comment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '#' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}

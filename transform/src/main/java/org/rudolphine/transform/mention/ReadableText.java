package org.rudolphine.transform.mention;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A text as the grammar reads it, with the place of each character in the text as given: ligatures
 * apart, soft hyphens gone, every dash a hyphen, TeX's escapes and groups undone, lines joined.
 */
final class ReadableText {

  /** What becomes of the end of a line. */
  enum Lines {
    /** A hyphen between letters goes, between digits it stays; identifiers are joined. */
    JOINED,
    /** The other way with hyphens. */
    JOINED_OTHERWISE,
    /** A blank; hyphens stay. */
    BLANKS,
    /** For a text whose lines became one: a blank where an identifier can be broken was an end. */
    FOLDED,
    /** The other way with hyphens. */
    FOLDED_OTHERWISE;

    private boolean folded() {
      return this == FOLDED || this == FOLDED_OTHERWISE;
    }
  }

  private static final Pattern BROKEN =
      Pattern.compile("[\\p{L}\\p{N}]-\\s[\\p{L}\\p{N}]|[/:_]\\s[\\p{L}\\p{N}]|\\d{4}\\.\\s\\d{4}");

  private final String given;
  private final Lines lines;
  private final StringBuilder text;
  private final int[] places;

  private ReadableText(String given, Lines lines) {
    this.given = given;
    this.lines = lines;
    this.text = new StringBuilder(given.length());
    this.places = new int[given.length() * 4 + 1]; // no compatibility form here is longer
  }

  /** Whether a text on one line has a blank at which an identifier may have been broken. */
  static boolean mayBeBroken(String given) {
    return BROKEN.matcher(given).find();
  }

  static ReadableText of(String given, Lines lines) {
    ReadableText readable = new ReadableText(given, lines);
    readable.read();
    return readable;
  }

  String text() {
    return text.toString();
  }

  /** Place in the given text of the character at {@code index}. */
  int start(int index) {
    return places[index];
  }

  /** Place in the given text behind the character before {@code index}. */
  int end(int index) {
    return places[index - 1] + 1;
  }

  private void read() {
    int i = 0;
    while (i < given.length()) {
      char c = given.charAt(i);
      if (c == '\\') {
        i = tex(i);
      } else if (c == '\n' || c == '\r') {
        i = lineEnd(i);
      } else if (c == ' ' && lines.folded()) {
        i = folded(i);
      } else {
        character(c, i);
        i++;
      }
    }
  }

  private void character(char c, int place) {
    if (c < 0x80) {
      if (c == '~' || c == '\t' || c == '\f') {
        add(' ', place);
      } else if (c != '$' && c != '{' && c != '}') {
        add(c, place);
      }
    } else if (c == '\u00ad'
        || (c >= '\u200b' && c <= '\u200d')
        || c == '\u2060'
        || c == '\ufeff') {
      return; // soft hyphens and blanks without width
    } else if ((c >= '\u2010' && c <= '\u2015') || c == '\u2212') {
      add('-', place);
    } else if (Character.isSurrogate(c)) {
      add(c, place);
    } else {
      String plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
      for (int k = 0; k < Math.min(plain.length(), 4); k++) {
        add(Character.isWhitespace(plain.charAt(k)) ? ' ' : plain.charAt(k), place);
      }
    }
  }

  /** {@code \_} is an underscore; {@code \-} and thin blanks vanish; a command is a blank. */
  private int tex(int at) {
    if (at + 1 >= given.length()) {
      add('\\', at);
      return at + 1;
    }
    char next = given.charAt(at + 1);
    if (next == '\\') {
      return at + 1; // doubled by somebody's escaping
    }
    if (next == '_' || next == '%' || next == '&' || next == '#' || next == '$') {
      add(next, at + 1);
      return at + 2;
    }
    if (",;!:-/".indexOf(next) >= 0) {
      return at + 2;
    }
    int end = at + 1;
    while (end < given.length() && Character.isLetter(given.charAt(end))) {
      end++;
    }
    if (given.startsWith("textunderscore", at + 1)) {
      add('_', at);
      return afterBlank(at + 15);
    }
    add(' ', at);
    return Math.max(end, at + 2 - (end > at + 1 ? 1 : 0));
  }

  private int afterBlank(int at) {
    return at < given.length() && given.charAt(at) == ' ' ? at + 1 : at;
  }

  private int lineEnd(int at) {
    int next = at;
    while (next < given.length() && Character.isWhitespace(given.charAt(next))) {
      next++;
    }
    char after = next < given.length() ? given.charAt(next) : 0;
    int last = text.length() - 1;
    char before = last < 0 ? 0 : text.charAt(last);
    if (before == '-' && last > 0) {
      boolean digits = Character.isDigit(text.charAt(last - 1)) && Character.isDigit(after);
      boolean usual = lines == Lines.JOINED || lines == Lines.FOLDED;
      boolean keep = lines == Lines.BLANKS || usual == digits;
      if (!keep) {
        text.setLength(last);
      }
      return next;
    }
    if (lines == Lines.BLANKS || !continues(before, after)) {
      add(' ', at);
    }
    return next;
  }

  /** A sentence may end at a dot, so that only two groups of digits are joined over it. */
  private int folded(int at) {
    int last = text.length() - 1;
    char before = last < 1 ? 0 : text.charAt(last);
    boolean letterOrDigit =
        at + 1 < given.length() && Character.isLetterOrDigit(given.charAt(at + 1));
    boolean broken =
        switch (before) {
          case '-' -> letterOrDigit && Character.isLetterOrDigit(text.charAt(last - 1));
          case '/', ':', '_' -> letterOrDigit;
          case '.' -> digits(text, last - 4) && digits(given, at + 1);
          default -> false;
        };
    if (broken) {
      return lineEnd(at);
    }
    add(' ', at);
    return at + 1;
  }

  private static boolean digits(CharSequence text, int from) {
    return from >= 0
        && from + 4 <= text.length()
        && text.subSequence(from, from + 4).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether what stands before and after the end of a line can be one identifier. */
  private boolean continues(char before, char after) {
    return switch (before) {
      case '/', ':', '_' -> true;
      case '.' ->
          Character.isDigit(after)
              || text.indexOf("OPENDATA.", Math.max(0, text.length() - 24)) >= 0;
      default -> after == '_';
    };
  }

  private void add(char c, int place) {
    places[text.length()] = place;
    text.append(c);
  }
}

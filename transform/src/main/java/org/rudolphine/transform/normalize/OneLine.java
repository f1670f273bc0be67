package org.rudolphine.transform.normalize;

/** Texts on one line: blanks of any kind become one blank, control characters go. */
final class OneLine {
  private OneLine() {}

  /** The text on one line, without blanks at its ends. */
  static String of(String text) {
    int length = text.length();
    int clean = 0;
    boolean blank = true; // a blank at the start is one too many
    while (clean < length) {
      char c = text.charAt(clean);
      boolean simple = c > ' ' && !blank(c) && c != '\u007f';
      if (!simple && (c != ' ' || blank)) {
        break;
      }
      blank = !simple;
      clean++;
    }
    if (clean == length && !blank) {
      return text;
    }
    char[] line = text.toCharArray(); // compacted in place: millions of abstracts come this way
    int end = clean;
    for (int i = clean; i < length; i++) {
      char c = line[i];
      if (blank(c)) {
        if (end > 0 && line[end - 1] != ' ') {
          line[end++] = ' ';
        }
      } else if (!control(c)) {
        line[end++] = c;
      }
    }
    if (end > 0 && line[end - 1] == ' ') {
      end--;
    }
    return new String(line, 0, end);
  }

  /** Whether a text holds a control character that is no blank. */
  static boolean hasControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (control(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean blank(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\u0085'
        || c == '\u00a0'
        || c == '\u2028'
        || c == '\u2029';
  }

  private static boolean control(char c) {
    return (c < ' ' && !blank(c)) || c == '\u007f';
  }
}

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
      boolean simple = c > ' ' && c != '\u00a0' && c != '\u007f';
      if (!simple && (c != ' ' || blank)) {
        break;
      }
      blank = !simple;
      clean++;
    }
    if (clean == length && !blank) {
      return text;
    }
    StringBuilder line = new StringBuilder(length).append(text, 0, clean);
    for (int i = clean; i < length; i++) {
      char c = text.charAt(i);
      if (blank(c)) {
        if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
          line.append(' ');
        }
      } else if (!control(c)) {
        line.append(c);
      }
    }
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == ' ') {
      line.setLength(end - 1);
    }
    return line.toString();
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
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0' || c == '\u2028' || c == '\u2029';
  }

  private static boolean control(char c) {
    return (c < ' ' && !blank(c)) || c == '\u007f';
  }
}

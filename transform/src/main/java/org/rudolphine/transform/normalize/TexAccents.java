package org.rudolphine.transform.normalize;

import java.text.Normalizer;
import java.util.Map;

/**
 * TeX accents and letters in Unicode ({@code \'e}, {@code {\"o}}, {@code \v{c}}, {@code \O}); other
 * TeX stays as it is. Braces that held an accent or a letter go with it.
 */
final class TexAccents {
  private static final Map<Character, Character> MARKS =
      Map.ofEntries(
          Map.entry('`', '\u0300'),
          Map.entry('\'', '\u0301'),
          Map.entry('^', '\u0302'),
          Map.entry('~', '\u0303'),
          Map.entry('=', '\u0304'),
          Map.entry('u', '\u0306'),
          Map.entry('.', '\u0307'),
          Map.entry('"', '\u0308'),
          Map.entry('r', '\u030a'),
          Map.entry('H', '\u030b'),
          Map.entry('v', '\u030c'),
          Map.entry('d', '\u0323'),
          Map.entry('c', '\u0327'),
          Map.entry('k', '\u0328'),
          Map.entry('b', '\u0331'));
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("aa", "å"),
          Map.entry("AA", "Å"),
          Map.entry("ae", "æ"),
          Map.entry("AE", "Æ"),
          Map.entry("oe", "œ"),
          Map.entry("OE", "Œ"),
          Map.entry("o", "ø"),
          Map.entry("O", "Ø"),
          Map.entry("l", "ł"),
          Map.entry("L", "Ł"),
          Map.entry("ss", "ß"),
          Map.entry("i", "ı"),
          Map.entry("j", "ȷ"),
          Map.entry("dh", "ð"),
          Map.entry("DH", "Ð"),
          Map.entry("dj", "đ"),
          Map.entry("DJ", "Đ"),
          Map.entry("th", "þ"),
          Map.entry("TH", "Þ"),
          Map.entry("ng", "ŋ"),
          Map.entry("NG", "Ŋ"));

  private final String text;
  private final StringBuilder out;
  private int at;

  private TexAccents(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  /** The text with accents and letters in Unicode (form C) and ties as blanks. */
  static String toUnicode(String text) {
    return text.indexOf('\\') < 0 && text.indexOf('{') < 0 && text.indexOf('~') < 0
        ? text
        : new TexAccents(text).convert();
  }

  private String convert() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && command()) {
        continue;
      }
      if (c == '{' && braced()) {
        continue;
      }
      out.append(c == '~' ? ' ' : c);
      at++;
    }
    return out.toString();
  }

  /** A brace around nothing but letters, or around one accent or letter: without the braces. */
  private boolean braced() {
    int end = text.indexOf('}', at);
    int inner = text.indexOf('{', at + 1);
    while (inner >= 0 && end >= 0 && inner < end) {
      end = text.indexOf('}', end + 1);
      inner = text.indexOf('{', inner + 1);
    }
    if (end < 0 || text.indexOf('$', at) >= 0 && text.indexOf('$', at) < end) {
      return false;
    }
    String content = text.substring(at + 1, end);
    String converted = toUnicode(content);
    if (converted.indexOf('\\') >= 0 || converted.indexOf('{') >= 0) {
      return false;
    }
    out.append(converted);
    at = end + 1;
    return true;
  }

  private boolean command() {
    int next = at + 1;
    if (next >= text.length()) {
      return false;
    }
    char name = text.charAt(next);
    if (name == ' ') {
      out.append(' ');
      at = next + 1;
      return true;
    }
    return Character.isLetter(name) ? word(next) : accent(name, next + 1);
  }

  private boolean word(int start) {
    int end = start;
    while (end < text.length() && isAscii(text.charAt(end))) {
      end++;
    }
    String word = text.substring(start, end);
    String letter = LETTERS.get(word);
    if (letter != null) {
      out.append(letter);
      at = afterWord(end);
      return true;
    }
    return word.length() == 1 && accent(word.charAt(0), end);
  }

  private static boolean isAscii(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** A blank or an empty group that only ends the command's name goes with it. */
  private int afterWord(int end) {
    if (text.startsWith("{}", end)) {
      return end + 2;
    }
    return end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
  }

  private boolean accent(char name, int from) {
    Character mark = MARKS.get(name);
    if (mark == null) {
      return false;
    }
    int start = from;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    if (start >= text.length()) {
      return false;
    }
    boolean group = text.charAt(start) == '{';
    int end = group ? text.indexOf('}', start) : start + 1;
    if (end < 0) {
      return false;
    }
    String base = group ? text.substring(start + 1, end).strip() : text.substring(start, end);
    int after = group ? end + 1 : end;
    if (base.equals("\\") && start + 1 < text.length()) { // \'\i
      char dotless = text.charAt(start + 1);
      base = String.valueOf(dotless);
      after = afterWord(start + 2);
    } else if (base.startsWith("\\")) {
      base = base.substring(1);
    }
    if (base.isEmpty() || !Character.isLetter(base.charAt(0))) {
      return false;
    }
    out.append(Normalizer.normalize(base.charAt(0) + "" + mark, Normalizer.Form.NFC))
        .append(base, 1, base.length());
    at = after;
    return true;
  }
}

package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that are not wider than a terminal; what follows the first line is indented. */
final class WrappedText {
  /** Columns that an operator's terminal surely has. */
  static final int WIDTH = 100;

  private WrappedText() {}

  /**
   * Breaks a text between words; a word that is wider than a line is cut.
   *
   * @param head what the first line starts with
   * @param indent how many blanks further lines start with
   */
  static List<String> lines(String head, int indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(head);
    boolean fresh = true;
    for (String word : text.strip().split("\\s+")) {
      String rest = word;
      if (!fresh && line.length() + 1 + rest.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(indent));
        fresh = true;
      }
      line.append(fresh ? "" : " ");
      while (line.length() + rest.length() > WIDTH) {
        int room = WIDTH - line.length();
        lines.add(line + rest.substring(0, room));
        rest = rest.substring(room);
        line = new StringBuilder(" ".repeat(indent));
      }
      line.append(rest);
      fresh = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}

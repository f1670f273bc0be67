package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table for the terminal: text to the left, numbers to the right, as wide as it must be. */
final class TextTable {
  private static final int MAX_CELL = 100;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    this.header = List.of(header);
  }

  TextTable row(Object... cells) {
    rows.add(Arrays.stream(cells).map(TextTable::cell).toList());
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  private static String cell(Object value) {
    String text = value == null ? "" : value.toString().replaceAll("\\s+", " ");
    return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 1) + "…";
  }

  /** The table's lines, each with the given indent. */
  String render(String indent) {
    int[] widths = new int[header.size()];
    boolean[] right = new boolean[header.size()];
    for (int c = 0; c < widths.length; c++) {
      int column = c;
      widths[c] = header.get(c).length();
      rows.forEach(row -> widths[column] = Math.max(widths[column], row.get(column).length()));
      right[c] =
          !rows.isEmpty()
              && rows.stream().allMatch(row -> row.get(column).matches("-?[0-9.,]*%?|–"));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, right));
    lines.add(Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
    rows.forEach(row -> lines.add(line(row, widths, right)));
    return lines.stream()
        .map(line -> indent + line.stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    List<String> padded = new ArrayList<>();
    for (int c = 0; c < cells.size(); c++) {
      String space = " ".repeat(widths[c] - cells.get(c).length());
      padded.add(right[c] ? space + cells.get(c) : cells.get(c) + space);
    }
    return String.join("  ", padded);
  }
}

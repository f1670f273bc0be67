package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says why two records are linked, in words and numbers, from one row of the table {@code links} as
 * {@code ParquetRows} reads it. Needs no Spark.
 */
public final class Explanation {
  private static final List<String> HEADINGS =
      List.of("quantity", "left", "interval", "right", "unit", "deviation", "note");
  private static final List<String> NUMBERS =
      List.of("left_value", "left_lower", "left_upper", "right_value", "deviation_sigma");
  private static final String MISSING = "-";

  private final Map<String, Object> link;
  private final String leftTitle;
  private final String rightTitle;

  private Explanation(Map<String, Object> link, String leftTitle, String rightTitle) {
    this.link = link;
    this.leftTitle = leftTitle;
    this.rightTitle = rightTitle;
  }

  /**
   * The explanation of a link.
   *
   * @param link values by column; missing columns count as null
   * @param leftTitle title of the left record; null when it has none
   * @param rightTitle title of the right record; null when it has none
   * @return lines of plain text
   */
  public static List<String> of(Map<String, Object> link, String leftTitle, String rightTitle) {
    return new Explanation(link, leftTitle, rightTitle).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text("left_table")
            + " "
            + text("left_id")
            + "  --  "
            + text("right_table")
            + " "
            + text("right_id"));
    lines.add("");
    if (leftTitle != null) {
      lines.add("left      " + leftTitle);
    }
    if (rightTitle != null) {
      lines.add("right     " + rightTitle);
    }
    lines.add("link      " + text("link_id"));
    lines.add("rule      " + text("rule") + " version " + text("rule_version"));
    lines.add("relation  " + text("relation"));
    lines.add("decision  " + text("decision"));
    lines.add("score     " + (link.get("score") instanceof Double score ? fixed(score) : MISSING));
    lines.add("rank      " + text("rank"));
    lines.add("");
    lines.addAll(evidence());
    lines.add("");
    lines.addAll(mismatches());
    if (link.get("statement") instanceof String statement) {
      lines.add("");
      lines.add(statement);
    }
    return List.copyOf(lines);
  }

  private String text(String column) {
    Object value = link.get(column);
    return value == null ? MISSING : value.toString();
  }

  private static String fixed(double value) {
    return value > 0 && value < 0.001
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private List<String> mismatches() {
    List<String> lines = new ArrayList<>();
    if (link.get("mismatches") instanceof List<?> texts && !texts.isEmpty()) {
      lines.add("Mismatches:");
      texts.forEach(one -> lines.add("  " + one));
    } else {
      lines.add("No mismatches.");
    }
    return lines;
  }

  private List<String> evidence() {
    if (!(link.get("evidence") instanceof List<?> entries) || entries.isEmpty()) {
      return List.of("No evidence is recorded.");
    }
    List<List<String>> table = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> one) {
        if (inWords(one)) {
          words.add(one.get("quantity") + ": " + one.get("note"));
        } else {
          table.add(cells(one));
        }
      }
    }
    if (table.isEmpty()) {
      return words;
    }
    table.add(0, HEADINGS);
    List<String> lines = aligned(table);
    if (!words.isEmpty()) {
      lines.add("");
      lines.addAll(words);
    }
    return lines;
  }

  /** What a record states, or which names were compared: no numbers, only a note. */
  private static boolean inWords(Map<?, ?> one) {
    return one.get("note") != null && NUMBERS.stream().allMatch(number -> one.get(number) == null);
  }

  private static List<String> cells(Map<?, ?> one) {
    return List.of(
        cell(one.get("quantity")),
        cell(one.get("left_value")),
        interval(one.get("left_lower"), one.get("left_upper")),
        cell(one.get("right_value")),
        cell(one.get("unit")),
        one.get("deviation_sigma") instanceof Double sigma
            ? String.format(Locale.ROOT, "%+.2f sigma", sigma + 0.0)
            : MISSING,
        one.get("note") == null ? "" : one.get("note").toString());
  }

  private static String cell(Object value) {
    if (value == null) {
      return MISSING;
    }
    return value instanceof Double number ? number(number) : value.toString();
  }

  private static String interval(Object lower, Object upper) {
    return lower == null && upper == null ? MISSING : cell(lower) + " to " + cell(upper);
  }

  /** Four significant digits, without trailing zeros. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double magnitude = Math.abs(value);
    if (magnitude < 1e-3 || magnitude >= 1e6) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(magnitude)));
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
  }

  private static List<String> aligned(List<List<String>> table) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}

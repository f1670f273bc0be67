package org.rudolphine.transform.normalize;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Head of a column.
 *
 * @param name as the table has it, without the unit that old tables put behind it
 * @param unit as people write it today; {@code 1} where the table says that there is none, {@code
 *     unknown} where it says nothing
 */
record HepDataHeader(String name, String unit) {
  private static final Pattern OLD_STYLE = Pattern.compile("(\\S.*?)\\s+IN\\s+(\\S.*)");
  private static final Pattern WORD = Pattern.compile("[A-Z]+");

  /** Units of the old tables, which know capitals only. */
  private static final Map<String, String> TODAY =
      new TreeMap<>(
          Map.of(
              "TEV", "TeV", "GEV", "GeV", "MEV", "MeV", "KEV", "keV", "FB", "fb", "PB", "pb", "NB",
              "nb", "MB", "mb", "DEG", "deg", "CM", "cm"));

  /** A header of an independent or dependent variable. */
  static HepDataHeader of(Map<String, Object> header) {
    String name = text(header.get("name"));
    String unit = header.get("units") instanceof String units ? units.strip() : null;
    Matcher old = OLD_STYLE.matcher(name);
    if (unit == null && old.matches()) {
      return new HepDataHeader(old.group(1), unit(old.group(2)));
    }
    return new HepDataHeader(name, unit(unit));
  }

  static String unit(String given) {
    if (given == null) {
      return "unknown";
    }
    if (given.isBlank()) {
      return "1";
    }
    if (!given.equals(given.toUpperCase(java.util.Locale.ROOT))) {
      return given.strip();
    }
    return WORD.matcher(given.strip().replace("**", "^"))
        .replaceAll(word -> TODAY.getOrDefault(word.group(), word.group()));
  }

  private static String text(Object value) {
    return value instanceof String text ? text.strip().replaceAll("\\s+", " ") : "";
  }
}

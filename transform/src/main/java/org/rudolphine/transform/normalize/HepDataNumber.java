package org.rudolphine.transform.normalize;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as tables of HEPData write them; NaN stands for what is none. */
final class HepDataNumber {
  private static final String DIGITS = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
  private static final Pattern NUMBER = Pattern.compile(DIGITS);
  private static final Pattern PERCENTAGE = Pattern.compile("(" + DIGITS + ")\\s*%");

  private HepDataNumber() {}

  /** The number; NaN for anything else, {@code '-'}, {@code inf} and {@code nan} among it. */
  static double of(Object given) {
    String text = given instanceof String string ? string.strip() : "";
    if (!NUMBER.matcher(text).matches()) {
      return Double.NaN;
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? number + 0.0 : Double.NaN;
  }

  /** The number, or for a percentage that part of the size of {@code value}; NaN for others. */
  static double of(Object given, double value) {
    String text = given instanceof String string ? string.strip() : "";
    Matcher percentage = PERCENTAGE.matcher(text);
    return percentage.matches()
        ? Double.parseDouble(percentage.group(1)) / 100 * Math.abs(value) + 0.0
        : of(given);
  }
}

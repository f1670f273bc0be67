package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An orbital eccentricity as catalogs write it: a number, a bound such as {@code <7.2e-05}, or a
 * word. At most one of value, limit and problem is there.
 *
 * @param value eccentricity of a bound orbit, 0 to 1, or null
 * @param limit one-sided bound, or null
 * @param direction {@code upper} or {@code lower}: which side the limit bounds; null without limit
 * @param problem why what the catalog gives cannot be used; null when it can or gives nothing
 */
record Eccentricity(Double value, Double limit, String direction, String problem) {
  private static final Pattern BOUND = Pattern.compile("([<>])\\s*=?\\s*(.+)");
  private static final Eccentricity MISSING = new Eccentricity(null, null, null, null);

  /** Reads what a catalog gives; null stands for nothing. */
  static Eccentricity of(JsonNode given) {
    if (given == null || given.isNull() || given.isMissingNode()) {
      return MISSING;
    }
    if (given.isNumber()) {
      return measured(given.doubleValue());
    }
    return given.isTextual() ? of(given.textValue()) : unusable("not a number or a bound");
  }

  static Eccentricity of(String given) {
    String text = given.strip();
    if (RunFields.isMissing(text)) {
      return MISSING;
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      return unusable("the catalog marks it " + text);
    }
    Matcher bound = BOUND.matcher(text);
    if (!bound.matches()) {
      Double number = RunFields.parse(text);
      return number == null ? unusable("not a number or a bound") : measured(number);
    }
    Double limit = RunFields.parse(bound.group(2));
    return limit == null
        ? unusable("not a number or a bound")
        : bounded(limit, bound.group(1).equals("<"));
  }

  void write(RowBuilder row) {
    row.number("eccentricity", value);
    row.number("eccentricity_limit", limit);
    row.text("eccentricity_limit_direction", direction);
    if (problem != null) {
      row.issue("eccentricity", problem);
    }
  }

  private static Eccentricity measured(double number) {
    if (Double.isNaN(number)) {
      return MISSING;
    }
    if (number < 0) {
      return unusable("an eccentricity is not negative");
    }
    return number < 1
        ? new Eccentricity(number, null, null, null)
        : unusable("1 or more is not the eccentricity of a bound orbit");
  }

  /** Every bound orbit is above a bound of 0 and below one of 1. */
  private static Eccentricity bounded(double limit, boolean upper) {
    if (!(limit > 0 && limit < 1)) {
      return unusable("the bound says nothing: every bound orbit lies between 0 and 1");
    }
    return new Eccentricity(null, limit, upper ? "upper" : "lower", null);
  }

  private static Eccentricity unusable(String problem) {
    return new Eccentricity(null, null, null, problem);
  }
}

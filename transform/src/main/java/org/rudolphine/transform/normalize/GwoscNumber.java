package org.rudolphine.transform.normalize;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A number as GWOSC and the tables copied from it spell one: in JSON as number or text, in CSV as
 * text, with many words for missing.
 *
 * @param value the value; null when it is missing or malformed
 * @param malformed true when something stands there that is neither a number nor a word for missing
 */
record GwoscNumber(Double value, boolean malformed) {
  static final GwoscNumber MISSING = new GwoscNumber(null, false);
  private static final GwoscNumber MALFORMED = new GwoscNumber(null, true);
  private static final Set<String> WORDS_FOR_MISSING =
      Set.of("", "na", "n/a", "nan", "none", "null", "-", "--");

  /** -999, -9999.0, -9.99e2 and their like: no magnitude published here takes these values. */
  private static final Pattern SENTINEL = Pattern.compile("-9{3,}(\\.0*)?");

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final int LONGEST = 64;

  /** Reads a value or an offset; null and every word for missing give {@link #MISSING}. */
  static GwoscNumber read(String text) {
    if (missing(text)) {
      return MISSING;
    }
    String plain = text.strip().replace('\u2212', '-');
    if (plain.length() > LONGEST || !DECIMAL.matcher(plain).matches()) {
      return MALFORMED;
    }
    double value = Double.parseDouble(plain);
    return Double.isFinite(value) ? new GwoscNumber(value, false) : MALFORMED;
  }

  /** Whether the text says that there is nothing. */
  static boolean missing(String text) {
    return text == null || WORDS_FOR_MISSING.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  boolean present() {
    return value != null;
  }

  /** Whether it is a run of nines that stands for missing where such a value cannot be. */
  boolean looksLikeSentinel() {
    return present() && SENTINEL.matcher(BigDecimal.valueOf(value).toPlainString()).matches();
  }

  /** Sum in decimal arithmetic, so that 35.6 + 4.7 is the 40.3 that the publication means. */
  static double sum(double left, double right) {
    return BigDecimal.valueOf(left).add(BigDecimal.valueOf(right)).doubleValue();
  }
}

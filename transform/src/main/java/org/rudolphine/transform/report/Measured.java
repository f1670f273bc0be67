package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * A value with its interval as absolute bounds, and how physicists write it: {@code 35.6 +4.7
 * −3.1}. The decimals follow from the smaller error's two leading digits; a number that was
 * published with one digit more or with fewer keeps its own.
 *
 * @param lower lower bound, or null
 * @param upper upper bound, or null
 */
record Measured(double value, Double lower, Double upper) {
  private static final int EXACT_DIGITS = 9;

  /** A value when there is one, else null. */
  static Measured of(Double value, Double lower, Double upper) {
    return value == null ? null : new Measured(value, lower, upper);
  }

  boolean hasInterval() {
    return lower != null && upper != null && lower <= value && value <= upper;
  }

  /** Distance from the value to its lower bound, zero without interval. */
  double down() {
    return hasInterval() ? value - lower : 0;
  }

  /** Distance from the value to its upper bound, zero without interval. */
  double up() {
    return hasInterval() ? upper - value : 0;
  }

  /** Value and errors on one line. */
  String text() {
    return hasInterval() ? valueText() + " " + upText() + " " + downText() : valueText();
  }

  /** Value and errors, the errors as superscript and subscript. */
  void write(Markup out) {
    out.open("span", "class", "measured").text(valueText());
    if (hasInterval()) {
      out.open("span", "class", "errors");
      out.element("sup", upText()).text(" ").element("sub", downText()).close();
    }
    out.close();
  }

  String valueText() {
    return minus(rounded(value, decimals()));
  }

  private String upText() {
    return "+" + rounded(up(), decimals());
  }

  private String downText() {
    return "\u2212" + rounded(down(), decimals());
  }

  private int decimals() {
    int own = ownDecimals(value);
    double smaller = Math.min(down(), up()) > 0 ? Math.min(down(), up()) : Math.max(down(), up());
    if (smaller <= 0) {
      return value == 0 ? 0 : Math.min(own, leadingDecimals(value, 4));
    }
    int published = Math.max(own, Math.max(ownDecimals(down()), ownDecimals(up())));
    int twoDigits = leadingDecimals(smaller, 2);
    return published <= twoDigits + 1 ? published : twoDigits;
  }

  /**
   * Decimals that the number itself has, when rounding noise of binary arithmetic is removed;
   * negative for multiples of ten.
   */
  private static int ownDecimals(double number) {
    BigDecimal exact =
        BigDecimal.valueOf(number)
            .setScale(EXACT_DIGITS, RoundingMode.HALF_EVEN)
            .stripTrailingZeros();
    return exact.signum() == 0 ? Integer.MIN_VALUE : exact.scale();
  }

  /** Decimals at which a number shows so many leading digits; negative for tens and more. */
  private static int leadingDecimals(double number, int digits) {
    if (number == 0) {
      return 0;
    }
    BigDecimal exact = BigDecimal.valueOf(Math.abs(number));
    int magnitude = exact.precision() - exact.scale() - 1;
    return digits - 1 - magnitude;
  }

  private static String rounded(double number, int decimals) {
    BigDecimal result = BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN);
    // A value that rounds to nothing has no sign.
    return result.signum() == 0 && number < 0
        ? result.abs().toPlainString()
        : result.toPlainString();
  }

  /** A number with so many decimals and a minus sign that is one. */
  static String fixed(double number, int decimals) {
    return minus(rounded(number, decimals));
  }

  /** A deviation in standard deviations, signed. */
  static String sigma(double deviation) {
    String size = rounded(Math.abs(deviation), Math.abs(deviation) < 9.95 ? 1 : 0);
    boolean zero = new BigDecimal(size).signum() == 0;
    return (zero ? "" : deviation < 0 ? "\u2212" : "+") + size;
  }

  /** A count with thin spaces between thousands from ten thousand on. */
  static String count(long number) {
    String digits = Long.toString(Math.abs(number));
    StringBuilder text = new StringBuilder(digits);
    if (digits.length() > 4) {
      for (int i = digits.length() - 3; i > 0; i -= 3) {
        text.insert(i, '\u202F');
      }
    }
    return (number < 0 ? "\u2212" : "") + text;
  }

  static String minus(String number) {
    return Objects.requireNonNull(number).replace('-', '\u2212');
  }
}

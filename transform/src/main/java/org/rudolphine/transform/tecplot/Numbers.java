package org.rudolphine.transform.tecplot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as Fortran and C print them: {@code .09e-3}, {@code -4.}, {@code 1.0D+03}. */
final class Numbers {
  // Fortran leaves the letter out where the exponent has three digits: 1.5-103.
  private static final Pattern FORM =
      Pattern.compile(
          "([-+]?(?:\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400}))"
              + "(?:[eEdD]([-+]?\\d{1,4})|([-+]\\d{3}))?");

  private Numbers() {}

  /** Whether a line that begins with this character can be a row. */
  static boolean mayStart(char c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+';
  }

  static boolean isMissing(String token) {
    return token.equalsIgnoreCase("nan");
  }

  /**
   * The number that a token is.
   *
   * @return NaN for {@code NaN}
   * @throws NumberFormatException when it is none, or one beyond the range of double
   */
  static double parse(String token) {
    if (isMissing(token)) {
      return Double.NaN;
    }
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      throw new NumberFormatException("not a number");
    }
    String exponent = form.group(2) == null ? form.group(3) : form.group(2);
    double value =
        Double.parseDouble(exponent == null ? form.group(1) : form.group(1) + "e" + exponent);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("a number beyond the range of double precision");
    }
    return value;
  }
}

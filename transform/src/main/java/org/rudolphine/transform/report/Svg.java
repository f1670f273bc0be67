package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The start and the shapes of a drawing, in user units of its view box. */
final class Svg {
  private static final Pattern LOWERED = Pattern.compile("_([\\p{L}☉]+)");

  private Svg() {}

  /**
   * Opens a drawing that scales with the page and speaks to screen readers.
   *
   * @param id unique in the page
   */
  static Markup open(
      Markup out, String id, String style, int width, int height, String title, String words) {
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "class",
        style,
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-words");
    out.element("title", title, "id", id + "-title");
    return out.element("desc", words, "id", id + "-words").line();
  }

  /** A coordinate with at most two decimals, the same on every machine. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Not a coordinate: " + value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  static void line(Markup out, String style, double x1, double y1, double x2, double y2) {
    out.empty("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  static void text(Markup out, String style, double x, double y, String anchor, String text) {
    out.open("text", "class", style, "x", x, "y", y, "text-anchor", anchor);
    if (text.indexOf('_') > 0 && style.equals("axis-title")) {
      symbols(out, text);
    } else {
      out.text(text);
    }
    out.close();
  }

  /** Text that runs upwards around its own position. */
  static void upward(Markup out, String style, double x, double y, String text) {
    String turn = "translate(" + number(x) + " " + number(y) + ") rotate(-90)";
    out.open("text", "class", style, "transform", turn, "text-anchor", "middle");
    symbols(out, text);
    out.close();
  }

  /** Text in which an underscore lowers the letters after it, as in {@code χ_eff}. */
  static void symbols(Markup out, String text) {
    Matcher lowered = LOWERED.matcher(text);
    int done = 0;
    while (lowered.find()) {
      rest(out, text.substring(done, lowered.start()), done);
      out.element("tspan", lowered.group(1), "class", "sub", "dy", "3");
      done = lowered.end();
    }
    rest(out, text.substring(done), done);
  }

  private static void rest(Markup out, String text, int done) {
    if (!text.isEmpty()) {
      out.element("tspan", text, "dy", done > 0 ? "-3" : null);
    }
  }

  /** Path commands of a small mark; the shape tells series apart where colour cannot. */
  static String mark(int shape, double x, double y, double r) {
    String at = "M" + number(x) + " ";
    return switch (shape % 4) {
      case 0 ->
          "M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0z"
              .formatted(
                  number(x - r),
                  number(y),
                  number(r),
                  number(r),
                  number(2 * r),
                  number(r),
                  number(r),
                  number(-2 * r));
      case 1 ->
          at
              + "%sl%s %s %s %s %s %sz"
                  .formatted(
                      number(y - r * 1.2),
                      number(r * 1.2),
                      number(r * 1.2),
                      number(-r * 1.2),
                      number(r * 1.2),
                      number(-r * 1.2),
                      number(-r * 1.2));
      case 2 ->
          at
              + "%sl%s %s %s 0z"
                  .formatted(
                      number(y - r * 1.2), number(r * 1.15), number(r * 2), number(-r * 2.3));
      default ->
          "M%s %sh%sv%sh%sz"
              .formatted(
                  number(x - r * 0.9),
                  number(y - r * 0.9),
                  number(r * 1.8),
                  number(r * 1.8),
                  number(-r * 1.8));
    };
  }

  /** A name as part of an id or class. */
  static String token(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}

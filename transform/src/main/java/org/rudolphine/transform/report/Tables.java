package org.rudolphine.transform.report;

/** Tables that scroll in a container of their own, which the keyboard reaches. */
final class Tables {
  private Tables() {}

  /** Opens container, table and its head. */
  static void open(Markup out, String caption, String style) {
    String label = caption + " (scrolls sideways)";
    out.open("div", "class", "scroll", "role", "region", "aria-label", label, "tabindex", "0");
    out.open("table", "class", style);
    out.element("caption", caption).open("thead").line();
  }

  static void head(Markup out, String words, String style) {
    out.open("th", "scope", "col", "class", style).symbols(words).close();
  }

  /** Ends the head and starts the body. */
  static void body(Markup out) {
    out.close().open("tbody").line();
  }

  /** Closes body, table and container. */
  static void close(Markup out) {
    out.close().close().closeLine();
  }

  /** A cell with a formatted number; null shows as a dash. */
  static void number(Markup out, String number) {
    out.element("td", number == null ? "\u2013" : number, "class", "num");
  }

  static void number(Markup out, long number) {
    number(out, Measured.count(number));
  }

  static void measured(Markup out, Measured value) {
    if (value == null) {
      number(out, null);
      return;
    }
    out.open("td", "class", "value");
    value.write(out);
    out.close();
  }

  /** A bar of parts that sum to its whole; the numbers stand in the cells beside it. */
  static void shares(Markup out, String words, long... parts) {
    long whole = 0;
    for (long part : parts) {
      whole += part;
    }
    out.open("td", "class", "share");
    if (whole > 0) {
      out.open(
          "svg",
          "viewBox",
          "0 0 100 8",
          "preserveAspectRatio",
          "none",
          "class",
          "shares",
          "role",
          "img",
          "aria-label",
          words);
      double at = 0;
      for (int i = 0; i < parts.length; i++) {
        double width = 100.0 * parts[i] / whole;
        if (parts[i] > 0) {
          out.empty("rect", "class", "part p" + i, "x", at, "y", 0, "width", width, "height", 8);
        }
        at += width;
      }
      out.close();
    }
    out.close();
  }
}

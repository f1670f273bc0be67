package org.rudolphine.transform.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes HTML that is well-formed XML as well, SVG included. Everything that is not an element or
 * attribute name is escaped, so text from outside stays text; elements close in the right order.
 */
final class Markup {
  private static final Pattern LOWERED = Pattern.compile("_([\\p{L}☉]+)");

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn, a null value leaves one out. */
  Markup open(String element, Object... attributes) {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the element that was opened last and starts a new line. */
  Markup closeLine() {
    return close().line();
  }

  Markup line() {
    out.append('\n');
    return this;
  }

  /** An element without content: a void element of HTML or any element of SVG. */
  Markup empty(String element, Object... attributes) {
    start(element, attributes);
    out.append("/>");
    return this;
  }

  /** An element that holds only text. */
  Markup element(String element, String text, Object... attributes) {
    return open(element, attributes).text(text).close();
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /** Our own words, in which an underscore lowers the letters after it, as in {@code χ_eff}. */
  Markup symbols(String text) {
    Matcher lowered = LOWERED.matcher(text);
    int done = 0;
    while (lowered.find()) {
      text(text.substring(done, lowered.start())).element("sub", lowered.group(1));
      done = lowered.end();
    }
    return text(text.substring(done));
  }

  /** A paragraph of our own words. */
  Markup paragraph(String text) {
    return open("p").symbols(text).closeLine();
  }

  /** A paragraph that says that there is nothing to show. */
  Markup nothing(String text) {
    return element("p", text, "class", "nothing").line();
  }

  /** A link when the address is a web address, else only its text. */
  Markup link(String address, String text) {
    if (address != null && address.matches("https?://[^\\s]+")) {
      return element("a", text, "href", address, "rel", "noreferrer");
    }
    return text(text);
  }

  /** Our own style sheet, which must not contain markup. */
  Markup style(String css) {
    if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
      throw new IllegalArgumentException("A style sheet holds no markup");
    }
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  /** The finished page. */
  byte[] page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Element " + open.peek() + " is still open");
    }
    return ("<!DOCTYPE html>\n" + out).getBytes(StandardCharsets.UTF_8);
  }

  private void start(String element, Object... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("Attributes of " + element + " are names and values");
    }
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1] instanceof Double d ? Svg.number(d) : "" + attributes[i + 1]);
        out.append('"');
      }
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isText(c) ? c : 0xFFFD);
              }
            });
  }

  /** Characters that XML 1.0 allows, without those that reverse the direction of what follows. */
  private static boolean isText(int c) {
    boolean allowed =
        c == '\t'
            || c == '\n'
            || (c >= 0x20 && c <= 0xD7FF)
            || (c >= 0xE000 && c <= 0xFFFD)
            || c >= 0x10000;
    boolean control = c >= 0x7F && c <= 0x9F;
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return allowed && !control && !direction;
  }
}

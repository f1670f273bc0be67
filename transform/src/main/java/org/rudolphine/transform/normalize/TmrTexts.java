package org.rudolphine.transform.normalize;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What titles and comments say: conditions, the place of a profile, the surface. A title wins over
 * comments; notes and what stands in parentheses are no statements of the table as a whole.
 */
final class TmrTexts {
  private static final String NUMBER = "([-+]?(?:\\d[\\d,]*\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";
  private static final Pattern ALPHA = Pattern.compile("\\balpha\\s*=\\s*" + NUMBER);
  private static final Pattern MACH = Pattern.compile("\\b[Mm](?:ach)?\\s*=\\s*" + NUMBER);
  private static final Pattern REYNOLDS =
      Pattern.compile("\\bRe(?:_(theta|[A-Za-z]))?\\s*=\\s*" + NUMBER + "(\\s*million)?");
  private static final Pattern TRANSITION =
      Pattern.compile("(free|fixed) transition|transition (?:is )?(tripped|fixed|free)");
  private static final Pattern GRIT = Pattern.compile("(\\d+)[- ]grit");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:^|[\\s,:])([xyzXYZ](?:/[A-Za-z]+)?)\\s*=\\s*(approx\\.?\\s*)?"
              + NUMBER
              + "\\s*(m|cm|mm|in)?(?=$|[\\s,;)])");
  private static final Pattern TRAILING = Pattern.compile("\\b(?:diag|vert) (\\d+(?:\\.\\d+)?)$");
  private static final Pattern UNSETTLED =
      Pattern.compile("alpha=" + NUMBER + " case did not converge");
  private static final Pattern PARENTHESES = Pattern.compile("\\([^)]*\\)");
  private static final Pattern NOTE = Pattern.compile("#*\\s*[Nn]ote\\b.*");

  private TmrTexts() {}

  /** A place: {@code x/H} and 4. */
  record Place(String axis, double value, String unit, boolean approximate) {

    /** As the table has it: {@code x/H=4}. */
    String text() {
      return axis + "=" + shown(value);
    }
  }

  /** Numbers and words that a table says of its conditions. */
  record Conditions(Map<String, Double> numbers, Map<String, String> words) {}

  static Conditions conditions(String title, List<String> comments) {
    Map<String, Double> numbers = new TreeMap<>();
    Map<String, String> words = new TreeMap<>();
    if (title != null) {
      say(title, numbers, words);
    }
    for (String comment : comments) {
      if (!NOTE.matcher(comment).matches()) {
        say(PARENTHESES.matcher(comment).replaceAll(" "), numbers, words);
      }
      if (comment.toLowerCase(Locale.ROOT).contains("digitiz")) {
        words.put("digitized", "yes");
      }
      Matcher unsettled = UNSETTLED.matcher(comment);
      if (unsettled.find() && concerns(unsettled.group(1), numbers)) {
        words.put("warning", unsettled.group());
      }
    }
    return new Conditions(numbers, words);
  }

  /** Whether what is said of one angle is said of a zone; of a zone without angle it is. */
  private static boolean concerns(String alpha, Map<String, Double> numbers) {
    Double own = numbers.get("alpha_deg");
    return own == null || own == number(alpha);
  }

  /** What is said first counts. */
  private static void say(String text, Map<String, Double> numbers, Map<String, String> words) {
    Matcher alpha = ALPHA.matcher(text);
    if (alpha.find()) {
      numbers.putIfAbsent("alpha_deg", number(alpha.group(1)));
    }
    Matcher mach = MACH.matcher(text);
    if (mach.find()) {
      numbers.putIfAbsent("mach", number(mach.group(1)));
    }
    Matcher reynolds = REYNOLDS.matcher(text);
    if (reynolds.find()) {
      String key = "theta".equals(reynolds.group(1)) ? "reynolds_theta" : "reynolds";
      double factor = reynolds.group(3) == null ? 1 : 1e6;
      numbers.putIfAbsent(key, scaled(reynolds.group(2), factor));
    }
    Matcher transition = TRANSITION.matcher(text);
    if (transition.find()) {
      String said = transition.group(1) == null ? transition.group(2) : transition.group(1);
      words.putIfAbsent("transition", said.equals("tripped") ? "fixed" : said);
    }
    Matcher grit = GRIT.matcher(text);
    if (grit.find()) {
      words.putIfAbsent("trip", grit.group(1) + " grit");
    }
  }

  /** The place that a title names; null when it names none. */
  static Place place(String title) {
    if (title == null) {
      return null;
    }
    Matcher place = PLACE.matcher(title);
    if (!place.find()) {
      return null;
    }
    String axis = place.group(1);
    return new Place(
        axis.substring(0, 1).toLowerCase(Locale.ROOT) + axis.substring(1),
        number(place.group(3)),
        place.group(4),
        place.group(2) != null || title.toLowerCase(Locale.ROOT).contains("approx"));
  }

  /** The place on an axis that a title ends with, {@code diag 50}; null when it does not. */
  static Double trailing(String title) {
    Matcher trailing = title == null ? null : TRAILING.matcher(title);
    return trailing != null && trailing.find() ? Double.valueOf(trailing.group(1)) : null;
  }

  /** Upper, lower, or the cut that a title or comment speaks of; null when it speaks of none. */
  static String surface(String text) {
    if (text == null) {
      return null;
    }
    String said = text.toLowerCase(Locale.ROOT);
    boolean wall = said.contains("surface") || said.contains("wall");
    if (wall && (said.contains("upper") || said.contains("top wall"))) {
      return "upper";
    }
    if (wall && (said.contains("lower") || said.contains("bottom wall"))) {
      return "lower";
    }
    if (said.matches(".*\\bdiag(onal)?\\b.*")) {
      return "diagonal";
    }
    return said.matches(".*\\bvert(ical)?\\b.*") ? "vertical" : null;
  }

  private static double number(String text) {
    return scaled(text, 1);
  }

  /** In decimal, so that 2.88 million is 2880000. */
  private static double scaled(String text, double factor) {
    String plain = text.replace(",", "");
    return new BigDecimal(plain.endsWith(".") ? plain + "0" : plain)
        .multiply(BigDecimal.valueOf(factor))
        .doubleValue();
  }

  /** The shortest decimal of a number: 4, -0.3302. */
  static String shown(double value) {
    return BigDecimal.valueOf(value + 0.0).stripTrailingZeros().toPlainString();
  }
}

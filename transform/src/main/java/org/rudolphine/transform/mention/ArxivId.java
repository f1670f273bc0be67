package org.rudolphine.transform.mention;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * arXiv identifiers in canonical form: {@code 1602.03837} (four digits after the dot up to 1412,
 * five from 1501) or {@code math/0309136} (up to 0703, subject dropped); never with a version.
 */
public final class ArxivId {
  private static final Map<String, String> GROUPS = groups();

  private static final Pattern NEW = Pattern.compile("(\\d{2})(\\d{2})\\.(\\d{4,5})(?:v\\d{1,3})?");
  private static final Pattern OLD =
      Pattern.compile(
          "([a-z]+(?:-[a-z]+)?)(?:\\.[A-Za-z-]{2,12})?/(\\d{2})(\\d{2})(\\d{3})(?:v\\d{1,3})?");
  private static final String OAI = "oai:arxiv.org:";

  private ArxivId() {}

  private static Map<String, String> groups() {
    Map<String, String> groups = new TreeMap<>();
    Map<String, String> archives =
        Map.of(
            "physics",
            "astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nlin nucl-ex nucl-th"
                + " physics quant-ph acc-phys adap-org ao-sci atom-ph bayes-an chao-dyn chem-ph"
                + " comp-gas mtrl-th patt-sol plasm-ph solv-int supr-con",
            "math",
            "math alg-geom dg-ga funct-an q-alg",
            "cs",
            "cs cmp-lg",
            "q-bio",
            "q-bio",
            "q-fin",
            "q-fin",
            "stat",
            "stat",
            "eess",
            "eess",
            "econ",
            "econ");
    archives.forEach(
        (group, names) -> {
          for (String archive : names.split(" ")) {
            groups.put(archive, group);
          }
        });
    return Map.copyOf(groups);
  }

  /** Names of all archives, the retired ones included. */
  public static Set<String> archives() {
    return GROUPS.keySet();
  }

  /** The group of an archive ({@code hep-th} is in {@code physics}); null for an unknown one. */
  public static String group(String archive) {
    return GROUPS.get(archive);
  }

  /**
   * The canonical form of an identifier as providers write it: with or without {@code
   * oai:arXiv.org:}, subject and version.
   *
   * @return null when it is none, for example because the month is 13
   */
  public static String canonical(String given) {
    if (given == null) {
      return null;
    }
    String text = given.strip();
    if (text.regionMatches(true, 0, OAI, 0, OAI.length())) {
      text = text.substring(OAI.length());
    }
    Matcher newer = NEW.matcher(text);
    if (newer.matches()) {
      return newScheme(newer.group(1), newer.group(2), newer.group(3));
    }
    Matcher older = OLD.matcher(text);
    return older.matches() && GROUPS.containsKey(older.group(1).toLowerCase(Locale.ROOT))
        ? oldScheme(older.group(1), older.group(2), older.group(3), older.group(4))
        : null;
  }

  private static String newScheme(String year, String month, String number) {
    int time = Integer.parseInt(year + month);
    int digits = time >= 1501 ? 5 : 4;
    boolean valid =
        time >= 704
            && validMonth(month)
            && number.length() == digits
            && Integer.parseInt(number) > 0;
    return valid ? year + month + "." + number : null;
  }

  private static String oldScheme(String archive, String year, String month, String number) {
    int time = Integer.parseInt(year + month);
    boolean valid =
        (time >= 9107 || time <= 703) && validMonth(month) && Integer.parseInt(number) > 0;
    return valid ? archive + "/" + year + month + number : null;
  }

  private static boolean validMonth(String month) {
    int number = Integer.parseInt(month);
    return number >= 1 && number <= 12;
  }
}

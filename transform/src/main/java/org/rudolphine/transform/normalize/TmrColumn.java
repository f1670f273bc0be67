package org.rudolphine.transform.normalize;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of a table is.
 *
 * @param index its place in the table
 * @param given its name as the file has it
 * @param role what it is for
 * @param name name of the coordinate or quantity; of an error the quantity that it belongs to, or
 *     null when it does not say
 * @param unit unit of the values as the row gives them
 * @param scale factor from the file's numbers to the values
 * @param scaleReason where that factor is said; null when it is 1
 * @param place place that the name itself tells, or null
 */
record TmrColumn(
    int index,
    String given,
    Role role,
    String name,
    String unit,
    double scale,
    String scaleReason,
    TmrTexts.Place place) {

  /** What a column is for. */
  enum Role {
    /** A coordinate along the flow. */
    ALONG,
    /** A coordinate across the flow, as of a profile. */
    ACROSS,
    /** What else a curve runs over: angle of attack, momentum thickness, size of a grid. */
    SWEEP,
    /** A quantity. */
    VALUE,
    /** One standard deviation of a quantity. */
    SIGMA,
    /** A band around a quantity that is no standard deviation. */
    BAND,
    /** A number of the point. */
    COUNTER
  }

  private static final String UNKNOWN = "unknown";
  private static final Pattern UNIT =
      Pattern.compile("(.+?)\\s*(?:,\\s*|\\(|\\[)(deg|m|cm|mm|in|ft|m/s|ft/s|psi)[)\\]]?");
  private static final Pattern ALONG = Pattern.compile("x(/[a-z]+)?");
  private static final Pattern ACROSS =
      Pattern.compile("\\d?[yzrd]'?(/[a-z]+)?|z-z0(/[a-z]+)?|log(10)?\\(y\\+\\)|y\\+|eta");
  private static final Pattern SWEEP =
      Pattern.compile("alpha|aoa|re_?theta|re_?x|n|h\\^2=1/n|h=sqrt\\(1/n\\)|h");
  private static final Pattern COUNTER = Pattern.compile("id|i|j|k|index|point");
  private static final Pattern ERROR =
      Pattern.compile("(?:error|err|uncertainty|sigma)(?:[ _]?(?:in|of)?[ _]?\\(?([^)]*)\\)?)?");
  private static final Pattern BAND = Pattern.compile("\\d+percenterror");
  private static final Pattern AT = Pattern.compile("(c_?[fplm]),(x(?:/[a-z]+)?)=([-+.\\d]+)");
  private static final Pattern SHARE =
      Pattern.compile(
          "(-?)(?:(\\d+)\\*)?\\(?(-?)([uvwk]{1,3})/\\(?(u_?[a-z]+)\\)?(?:\\^(\\d))?\\)?(?:\\*(\\d+))?");
  private static final Pattern FLUCTUATION = Pattern.compile("[uvw]'/.*");
  private static final Pattern FRICTION = Pattern.compile("c_?f(?:_?inf)?\\d*|skinfr(?:iction)?");
  private static final Pattern COEFFICIENT = Pattern.compile("c_?([plmd])(?:_(orig))?");

  private static final Pattern SAID =
      Pattern.compile("(?<![\\w'])([A-Za-z]{1,3}'?) (?:is|means) ((?:\\d+\\*)?[A-Za-z'_0-9*/^]+)");
  private static final Pattern METRES =
      Pattern.compile("(?<![\\w'])([A-Za-z]'?) is in (?:meters|metres) \\(m\\)");
  private static final Pattern TRIPLE =
      Pattern.compile("triple moments are (\\d+\\*)\\S*/(\\w+)\\*\\*3");

  /** What comments say that names of columns mean, by name in lower case. */
  static Map<String, String> said(List<String> comments) {
    Map<String, String> said = new HashMap<>();
    for (String comment : comments) {
      Matcher meaning = SAID.matcher(comment);
      while (meaning.find()) {
        if (meaning.group(2).contains("/")) {
          said.putIfAbsent(key(meaning.group(1)), meaning.group(2));
        }
      }
      Matcher metres = METRES.matcher(comment);
      while (metres.find()) {
        said.putIfAbsent(key(metres.group(1)) + " unit", "m");
      }
      Matcher triple = TRIPLE.matcher(comment);
      if (triple.find()) {
        for (String moment : List.of("uuu", "uuv", "uvv", "vuu", "vvu", "vvv")) {
          said.putIfAbsent(moment, triple.group(1) + moment + "/" + triple.group(2) + "^3");
        }
      }
    }
    return said;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the name of a column. A meaning in the name itself comes first, then one that the
   * comments give, then one of the settings.
   *
   * @param said as {@link #said} gives it
   */
  static TmrColumn of(
      int index, String given, Map<String, String> said, String caseId, TmrCase cases) {
    Matcher united = UNIT.matcher(given);
    String bare = (united.matches() ? united.group(1) : given).strip();
    String unit = united.matches() ? united.group(2) : null;
    String meaning = bare;
    String reason = "name of the column: " + given;
    if (!bare.contains("/")) {
      TmrCase.Meaning set = cases.meaning(caseId, bare);
      if (said.containsKey(key(bare))) {
        meaning = said.get(key(bare));
        reason = "comment: " + bare + " is " + meaning;
      } else if (set != null) {
        meaning = set.name();
        unit = unit == null ? set.unit() : unit;
      }
      unit = unit == null ? said.get(key(bare) + " unit") : unit;
    }
    return classified(index, given, meaning, unit, reason);
  }

  private static TmrColumn classified(
      int index, String given, String meaning, String unit, String reason) {
    String plain = meaning.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    if (COUNTER.matcher(plain).matches()) {
      return plain(index, given, Role.COUNTER, plain, "1");
    }
    if (BAND.matcher(plain).matches()) {
      return plain(index, given, Role.BAND, null, UNKNOWN);
    }
    Matcher error = ERROR.matcher(meaning.toLowerCase(Locale.ROOT).strip());
    if (error.matches()) {
      String of = error.group(1) == null || error.group(1).isBlank() ? null : error.group(1);
      String name = of == null ? null : classified(index, of, of, null, "").name();
      return plain(index, given, Role.SIGMA, name, UNKNOWN);
    }
    Role coordinate = coordinate(plain);
    if (coordinate != null) {
      return plain(index, given, coordinate, coordinate(meaning, plain), unit(plain, unit));
    }
    return value(index, given, plain, unit, reason);
  }

  private static Role coordinate(String plain) {
    if (SWEEP.matcher(plain).matches()) {
      return Role.SWEEP;
    }
    if (ALONG.matcher(plain).matches()) {
      return Role.ALONG;
    }
    return ACROSS.matcher(plain).matches() ? Role.ACROSS : null;
  }

  /** The reference keeps its case, {@code x/H}; names of axes are lower case. */
  private static String coordinate(String meaning, String plain) {
    String name = meaning.strip();
    int slash = name.indexOf('/');
    if (slash > 0 && ALONG.matcher(plain).matches()
        || slash > 0 && ACROSS.matcher(plain).matches()) {
      return name.substring(0, slash).toLowerCase(Locale.ROOT) + name.substring(slash);
    }
    return plain.equals("n") ? "N" : plain;
  }

  private static String unit(String plain, String unit) {
    if (unit != null) {
      return unit;
    }
    boolean pure =
        plain.contains("/")
            || plain.contains("+")
            || plain.startsWith("re")
            || plain.equals("n")
            || plain.equals("eta");
    if (pure) {
      return "1";
    }
    return plain.startsWith("alpha") ? "deg" : UNKNOWN;
  }

  private static TmrColumn plain(int index, String given, Role role, String name, String unit) {
    return new TmrColumn(index, given, role, name, unit, 1, null, null);
  }

  private static TmrColumn value(
      int index, String given, String plain, String unit, String reason) {
    Matcher at = AT.matcher(plain);
    if (at.matches()) {
      TmrColumn whole = value(index, given, at.group(1), unit, reason);
      TmrTexts.Place place =
          new TmrTexts.Place(at.group(2), Double.parseDouble(at.group(3)), null, false);
      return new TmrColumn(index, given, Role.VALUE, whole.name(), whole.unit(), 1, null, place);
    }
    if (FRICTION.matcher(plain).matches()) {
      return plain(index, given, Role.VALUE, "cf", "1");
    }
    Matcher coefficient = COEFFICIENT.matcher(plain);
    if (coefficient.matches()) {
      String orig = coefficient.group(2) == null ? "" : "_orig";
      return plain(index, given, Role.VALUE, "c" + coefficient.group(1) + orig, "1");
    }
    if (plain.equals("u+")) {
      return plain(index, given, Role.VALUE, "u_plus", "1");
    }
    Matcher share = SHARE.matcher(plain.replace("'", "").replace("**", "^"));
    return share.matches()
        ? share(index, given, share, FLUCTUATION.matcher(plain).matches(), reason)
        : plain(index, given, Role.VALUE, TmrName.slug(given), unit == null ? UNKNOWN : unit);
  }

  /**
   * {@code u'v'/Uref^2} and the like, with a factor or a sign where the name has one. A single
   * component with a prime is the root of its mean square.
   */
  private static TmrColumn share(
      int index, String given, Matcher share, boolean fluctuation, String reason) {
    String power = share.group(6) == null ? "" : share.group(6);
    String of = share.group(4) + (fluctuation ? "_rms" : "");
    String name = of + "_over_" + share.group(5).replace("_", "") + power;
    double scale = share.group(1).isEmpty() == share.group(3).isEmpty() ? 1 : -1;
    for (String factor : new String[] {share.group(2), share.group(7)}) {
      scale = factor == null ? scale : scale / Double.parseDouble(factor);
    }
    return new TmrColumn(
        index, given, Role.VALUE, name, "1", scale, scale == 1 ? null : reason, null);
  }

  /** The same column with a factor that its file does not say. */
  TmrColumn times(double factor, String reason) {
    return new TmrColumn(index, given, role, name, unit, scale * factor, reason, place);
  }

  /** The values of its column, scaled in decimal: 5.16 times 0.001 is 0.00516. */
  double[] values(double[][] columns) {
    double[] given = columns[index];
    if (scale == 1) {
      return given;
    }
    BigDecimal factor = BigDecimal.valueOf(scale);
    double[] scaled = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      scaled[i] =
          Double.isNaN(given[i])
              ? Double.NaN
              : BigDecimal.valueOf(given[i]).multiply(factor).doubleValue();
    }
    return scaled;
  }
}

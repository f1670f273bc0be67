package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a dataset is of collisions or of simulated collisions, and the rule that says so. The
 * rules are tried in order; {@code f} (as its parents) needs other records and is applied when the
 * table is finished.
 *
 * @param side {@code data}, {@code simulation}, {@code both}, {@code umbrella} or {@code unknown}
 * @param rule {@code a} to {@code g}, or {@code files}
 */
record CernSide(String side, String rule) {
  static final String DATA = "data";
  static final String SIMULATION = "simulation";
  static final String BOTH = "both";
  static final String UNKNOWN = "unknown";
  static final String INHERITED = "f";
  static final String UNDECIDED = "g";
  static final CernSide OF_BOTH_FILES = new CernSide(BOTH, "files");

  private static final Pattern RUN = Pattern.compile("Run20\\d\\d[A-Z]_.*");
  private static final Pattern DATA_FORMAT =
      Pattern.compile("nanoaod-(?:reduced|poet|run1|pf)", Pattern.CASE_INSENSITIVE);

  /** Parts of a path that say what the files below are; a plain {@code data} says nothing. */
  private static final Pattern DATA_PART =
      Pattern.compile("Data(?:[-_].*)?|data_.+|data\\d\\d_.+|(?:HI)?Run20\\d\\d[A-Z]?|hidata");

  private static final Pattern SIMULATION_PART =
      Pattern.compile("MC(?:[-_].*)?|mc|mc_.+|mc\\d\\d_.+|MonteCarlo\\d*|[A-Z-]+SIM");

  static CernSide of(Set<String> types, String title, List<String> formats) {
    boolean simulated = types.contains("Simulated");
    boolean derived = types.contains("Derived");
    if (simulated && types.contains("Collision")) {
      return new CernSide("umbrella", "a");
    }
    if (simulated && !derived) {
      return new CernSide(SIMULATION, "b");
    }
    if (types.contains("Collision")) {
      return new CernSide(DATA, "c");
    }
    return derived ? ofDerived(title == null ? "" : title, formats) : undecided();
  }

  private static CernSide ofDerived(String title, List<String> formats) {
    if (formats.stream().anyMatch(format -> format.toLowerCase(Locale.ROOT).contains("sim"))) {
      return new CernSide(SIMULATION, "d");
    }
    if (title.startsWith("MC:")) {
      return new CernSide(SIMULATION, "e");
    }
    boolean data =
        RUN.matcher(title).matches()
            || formats.stream().anyMatch(format -> DATA_FORMAT.matcher(format).matches());
    return data ? new CernSide(DATA, "e") : undecided();
  }

  static CernSide undecided() {
    return new CernSide(UNKNOWN, UNDECIDED);
  }

  /** Side that an address states by the names of its folders and file; null when none does. */
  static String ofAddress(String uri) {
    String side = null;
    for (String part : uri.split("/")) {
      if (DATA_PART.matcher(part).matches()) {
        side = DATA;
      } else if (SIMULATION_PART.matcher(part).matches()) {
        side = SIMULATION;
      }
    }
    return side;
  }

  /** Side of a file whose address does not tell: its record's, where that is one of the two. */
  String ofFile() {
    return side.equals(DATA) || side.equals(SIMULATION) ? side : null;
  }
}

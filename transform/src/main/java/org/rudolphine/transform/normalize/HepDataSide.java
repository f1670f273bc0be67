package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which side a column is of, as docs/linking/hepdata.md tells: HEPData has no mark of its own.
 *
 * @param side experiment, simulation, theory or unknown
 * @param reason the rule that told, with the words it went by
 * @param confidence how sure that rule is
 * @param words what the header says
 * @param stem identifier that the column's own extends, or its own where others extend it; null
 *     when there is none
 */
record HepDataSide(String side, String reason, double confidence, HepDataWords words, String stem) {
  static final String EXPERIMENT = "experiment";
  static final String SIMULATION = "simulation";
  static final String THEORY = "theory";
  static final String UNKNOWN = "unknown";

  private static final double BY_IDENTIFIER = 0.95;
  private static final double BY_WORD = 0.8;
  private static final double BY_SIBLING = 0.7;
  private static final double BY_TABLE = 0.6;
  private static final double NOTHING = 0.0;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]*");
  private static final Pattern LIMITS =
      Pattern.compile(
          "\\b(?:limits?|exclu(?:sion|ded)|upper bounds?)\\b", Pattern.CASE_INSENSITIVE);

  /**
   * Sides of all columns of a table.
   *
   * @param name name of the table
   * @param description what the submission says of it
   */
  static List<HepDataSide> of(List<HepDataColumn> columns, String name, String description) {
    List<HepDataWords> words =
        columns.stream().map(column -> HepDataWords.of(column.header().name())).toList();
    Map<Integer, Stem> stems = stems(columns, words);
    boolean predicted = words.stream().anyMatch(one -> !one.theory().isEmpty());
    boolean limits = LIMITS.matcher(name + " " + description).find();
    HepDataWords table = HepDataWords.of(name);
    List<HepDataSide> sides = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      HepDataWords one = words.get(i);
      Stem stem = stems.get(i);
      sides.add(
          stem != null && one.content() == null
              ? stem.side(one)
              : plain(one, predicted || !stems.isEmpty(), limits, table));
    }
    return sides;
  }

  private static HepDataSide plain(
      HepDataWords words, boolean siblings, boolean limits, HepDataWords table) {
    if (words.content() != null
        && !words.content().equals("ratio")
        && !words.content().equals("efficiency")) {
      return unknown("holds a " + words.content() + ", by the header", words);
    }
    boolean expected =
        words.theory().stream()
            .anyMatch(word -> word.toLowerCase(Locale.ROOT).startsWith("expect"));
    if (limits && words.models().isEmpty() && (expected || !words.data().isEmpty())) {
      return unknown(
          "the table is of limits: expected and observed are not theory and data", words);
    }
    if (!words.data().isEmpty() && !words.theory().isEmpty()) {
      return words.dataFirst()
          ? new HepDataSide(
              EXPERIMENT, "the header begins with " + words.data().get(0), BY_SIBLING, words, null)
          : unknown(
              "the header has words of both sides: "
                  + join(words.data())
                  + ", "
                  + join(words.theory()),
              words);
    }
    if (!words.theory().isEmpty()) {
      return predicted("the header says " + join(words.theory()), BY_WORD, words, null);
    }
    if (!words.data().isEmpty()) {
      return new HepDataSide(
          EXPERIMENT, "the header says " + join(words.data()), BY_WORD, words, null);
    }
    if (siblings) {
      return new HepDataSide(
          EXPERIMENT,
          "the header names no prediction, and other columns of the table do",
          BY_SIBLING,
          words,
          null);
    }
    if (!table.theory().isEmpty() && table.data().isEmpty()) {
      return predicted("the name of the table says " + join(table.theory()), BY_TABLE, words, null);
    }
    return new HepDataSide(
        EXPERIMENT,
        "no column of the table names a prediction, and HEPData is for measurements",
        BY_WORD,
        words,
        null);
  }

  private static HepDataSide predicted(
      String reason, double confidence, HepDataWords words, String stem) {
    return new HepDataSide(
        words.simulation() ? SIMULATION : THEORY, reason, confidence, words, stem);
  }

  private static HepDataSide unknown(String reason, HepDataWords words) {
    return new HepDataSide(UNKNOWN, reason, NOTHING, words, null);
  }

  private static String join(List<String> words) {
    return String.join(", ", words);
  }

  // ---- identifiers
  // ------------------------------------------------------------------------------

  /**
   * A place among identifiers.
   *
   * @param name name of the qualifier
   * @param own the column's identifier
   * @param stem what it extends; itself when others extend it
   */
  private record Stem(String name, String own, String stem) {

    HepDataSide side(HepDataWords words) {
      if (own.equals(stem)) {
        return new HepDataSide(
            EXPERIMENT,
            "other columns extend its identifier " + own + " (" + name + ") by a prediction",
            BY_IDENTIFIER,
            words,
            stem);
      }
      HepDataWords told = words;
      if (words.models().isEmpty()) {
        told =
            words.withModels(HepDataWords.models(own.substring(stem.length()).replace('_', ' ')));
      }
      return predicted(
          "its identifier " + own + " (" + name + ") extends " + stem + " by a prediction",
          BY_IDENTIFIER,
          told,
          stem);
    }
  }

  /**
   * Columns whose identifier another extends by a prediction's name, and these: ph2_pt and
   * ph2_pt_NLO. A header that says the contrary outweighs it.
   */
  private static Map<Integer, Stem> stems(List<HepDataColumn> columns, List<HepDataWords> words) {
    Map<Integer, Stem> stems = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      for (HepDataColumn.Qualifier base : columns.get(i).qualifiers()) {
        if (!IDENTIFIER.matcher(base.value()).matches() || !words.get(i).theory().isEmpty()) {
          continue;
        }
        for (int j = 0; j < columns.size(); j++) {
          String own = value(columns.get(j), base.name());
          boolean extended =
              j != i
                  && own != null
                  && own.startsWith(base.value() + "_")
                  && HepDataWords.namesPrediction(own.substring(base.value().length()))
                  && words.get(j).data().isEmpty();
          if (extended) {
            stems.putIfAbsent(i, new Stem(base.name(), base.value(), base.value()));
            stems.putIfAbsent(j, new Stem(base.name(), own, base.value()));
          }
        }
      }
    }
    return stems;
  }

  private static String value(HepDataColumn column, String qualifier) {
    return column.qualifiers().stream()
        .filter(one -> one.name().equals(qualifier))
        .map(HepDataColumn.Qualifier::value)
        .findFirst()
        .orElse(null);
  }

  /** Who measured or predicted; null for a measurement of which nothing is told. */
  String provider() {
    if (side.equals(EXPERIMENT) || side.equals(UNKNOWN)) {
      return null;
    }
    String model = words.models().isEmpty() ? THEORY : String.join(" ", words.models());
    return words.variant() == null ? model : model + " (" + words.variant() + ")";
  }

  /** Program that predicted, or null. */
  String code() {
    return provider() == null
        ? null
        : words.models().stream().filter(HepDataWords::isProgram).findFirst().orElse(null);
  }

  /** What else the prediction is named by, as the order it was computed to; or null. */
  String model() {
    List<String> others = new ArrayList<>(provider() == null ? List.of() : words.models());
    others.remove(code());
    return others.isEmpty() ? null : String.join(" ", others);
  }
}

package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;

/**
 * What the settings know of the cases: their codes, lengths of reference, what bare names of
 * columns mean in them, where curves cross zero.
 */
final class TmrCase implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern MEANING =
      Pattern.compile("(\\S+) (\\S+) = (\\S+)(?: \\[([^\\]]+)\\])?");
  private static final String VALIDATION = "_validation";

  private final Map<String, String> codes = new LinkedHashMap<>();
  private final Map<String, String> lengths = new HashMap<>();
  private final Map<String, Meaning> meanings = new HashMap<>();
  private final Map<String, String> surfaces = new HashMap<>();
  private final List<Crossing> crossings = new ArrayList<>();
  private final List<Coefficient> coefficients = new ArrayList<>();
  private final List<Correction> corrections = new ArrayList<>();
  private final List<Factor> factors = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Set<String> codeNames;
  private final Set<String> models;
  private final Set<String> theoryFiles;
  private final Set<String> experimentFiles;

  /** What a bare name of a column means. */
  record Meaning(String name, String unit) implements Serializable {}

  /** A place where a curve crosses zero, beyond a place on its abscissa. */
  record Crossing(
      String caseId, String quantity, String scalar, boolean upward, String axis, double beyond)
      implements Serializable {}

  /** Angles of attack at which force coefficients of a case are told one by one. */
  record Coefficient(String caseId, String quantity, double alphaDeg) implements Serializable {}

  /** A condition that a deck has wrong. */
  record Correction(String caseId, String condition, double wrong, double right)
      implements Serializable {}

  /** A quantity of a file whose numbers need a factor that the file does not say. */
  record Factor(String path, String quantity, double factor) implements Serializable {}

  /** A condition of a file that another file of the same experiment tells. */
  record Told(String path, String condition, double value, String from) implements Serializable {}

  TmrCase(SourceSettings settings) {
    read(settings, "cases", 3, (words, line) -> putCase(words));
    read(settings, "surfaces", 2, (words, line) -> surfaces.put(words[0], words[1]));
    read(settings, "crossings", 7, (words, line) -> crossings.add(crossing(words)));
    read(settings, "coefficients", 3, (words, line) -> coefficients.add(coefficient(words)));
    read(settings, "corrections", 4, (words, line) -> corrections.add(correction(words)));
    read(settings, "factors", 3, (words, line) -> factors.add(factor(words)));
    read(settings, "told-elsewhere", 4, (words, line) -> told.add(told(words)));
    for (String line : settings.texts("meanings")) {
      Matcher meaning = MEANING.matcher(line);
      if (!meaning.matches()) {
        throw wrong("meanings", line);
      }
      meanings.put(
          meaning.group(1) + " " + meaning.group(2),
          new Meaning(meaning.group(3), meaning.group(4)));
    }
    codeNames = new TreeSet<>(settings.texts("codes"));
    models = new TreeSet<>(settings.texts("models"));
    theoryFiles = new TreeSet<>(settings.texts("theory-files"));
    experimentFiles = new TreeSet<>(settings.texts("experiment-files"));
  }

  private static void read(
      SourceSettings settings, String key, int count, BiConsumer<String[], String> taking) {
    for (String line : settings.texts(key)) {
      String[] words = line.split(" ");
      try {
        if (words.length != count) {
          throw wrong(key, line);
        }
        taking.accept(words, line);
      } catch (NumberFormatException e) {
        throw wrong(key, line);
      }
    }
  }

  private static IllegalArgumentException wrong(String key, String line) {
    return new IllegalArgumentException(
        "sources.tmr." + key + " has a line that is not as the comment above it says: " + line);
  }

  private void putCase(String[] words) {
    codes.put(words[0], words[1]);
    if (!words[2].equals("-")) {
      lengths.put(words[1], words[2]);
    }
  }

  private static Factor factor(String[] words) {
    return new Factor(words[0], words[1], Double.parseDouble(words[2]));
  }

  private static Told told(String[] words) {
    return new Told(words[0], words[1], Double.parseDouble(words[2]), words[3]);
  }

  private static Crossing crossing(String[] words) {
    if (!words[3].equals("up") && !words[3].equals("down") || !words[5].equals("beyond")) {
      throw wrong("crossings", String.join(" ", words));
    }
    return new Crossing(
        words[0],
        words[1],
        words[2],
        words[3].equals("up"),
        words[4],
        Double.parseDouble(words[6]));
  }

  private static Coefficient coefficient(String[] words) {
    return new Coefficient(words[0], words[1], Double.parseDouble(words[2]));
  }

  private static Correction correction(String[] words) {
    return new Correction(
        words[0], words[1], Double.parseDouble(words[2]), Double.parseDouble(words[3]));
  }

  /**
   * Code of the case that a path belongs to: by the longest folder that the settings name, else the
   * name of its first folder; null when it lies in no folder.
   */
  String idOf(String path) {
    int end = path.lastIndexOf('/');
    for (int at = end; at > 0; at = path.lastIndexOf('/', at - 1)) {
      String code = codes.get(path.substring(0, at));
      if (code != null) {
        return code;
      }
    }
    if (end < 0) {
      return null;
    }
    String folder = path.substring(0, path.indexOf('/'));
    return folder.endsWith(VALIDATION)
        ? folder.substring(0, folder.length() - VALIDATION.length())
        : folder;
  }

  /** Length that the Reynolds number of a case is of; null when it is not known. */
  String length(String caseId) {
    return lengths.get(caseId);
  }

  /** What a bare name means in a case; null when the settings do not say. */
  Meaning meaning(String caseId, String given) {
    return meanings.get(caseId + " " + given.toLowerCase(Locale.ROOT));
  }

  /** Surface that wall curves of a case lie on which name none; null when it is not known. */
  String surface(String caseId) {
    return surfaces.get(caseId);
  }

  List<Crossing> crossings(String caseId, String quantity) {
    return crossings.stream()
        .filter(one -> one.caseId().equals(caseId) && one.quantity().equals(quantity))
        .toList();
  }

  List<Coefficient> coefficients(String caseId, String quantity) {
    return coefficients.stream()
        .filter(one -> one.caseId().equals(caseId) && one.quantity().equals(quantity))
        .toList();
  }

  /** The right value of a condition that a deck has, null when it need not be set right. */
  Double corrected(String caseId, String condition, double value) {
    for (Correction one : corrections) {
      boolean same = one.caseId().equals(caseId) && one.condition().equals(condition);
      if (same && one.wrong() == value) {
        return one.right();
      }
    }
    return null;
  }

  /** A column with the factor that settings have for its quantity in a file, if they have one. */
  TmrColumn rescaled(String path, TmrColumn column) {
    for (Factor one : factors) {
      if (one.path().equals(path) && one.quantity().equals(column.name())) {
        return column.times(one.factor(), "not said by the file: sources.tmr.factors");
      }
    }
    return column;
  }

  /** Adds conditions of a file that it does not state and another of its experiment does. */
  void complete(String path, TmrTexts.Conditions conditions) {
    for (Told one : told) {
      if (one.path().equals(path)
          && conditions.numbers().putIfAbsent(one.condition(), one.value()) == null) {
        conditions.words().put(one.condition() + "_from", one.from());
      }
    }
  }

  boolean isCode(String word) {
    return codeNames.contains(word);
  }

  boolean isModel(String word) {
    return models.contains(word);
  }

  boolean isTheory(String path) {
    return theoryFiles.contains(path);
  }

  boolean isExperiment(String path) {
    return experimentFiles.contains(path);
  }
}

package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the words of a column's header say: docs/linking/hepdata.md. Words in formulas (between
 * dollars) and in brackets do not count.
 *
 * @param content what else than a measured or predicted quantity the column holds, or null
 * @param data words of a measurement
 * @param theory words of a prediction, names of models among them
 * @param models names of models, in the header's order
 * @param simulation whether one of them generates events
 * @param dataFirst whether a word of a measurement stands before all others
 * @param stem what is left of the header without these words
 * @param variant which of several statements of one prediction it is, or null
 */
record HepDataWords(
    String content,
    List<String> data,
    List<String> theory,
    List<String> models,
    boolean simulation,
    boolean dataFirst,
    String stem,
    String variant) {
  private static final String START = "(?<![A-Za-z0-9@_/])";
  private static final String END = "(?![A-Za-z0-9@_])";
  private static final Pattern MATH_OR_BRACKET = Pattern.compile("\\$[^$]*\\$|\\([^()]*\\)");
  private static final Pattern DATA =
      Pattern.compile(
          START + "(?:data|measured|measurements?|observed)" + END, Pattern.CASE_INSENSITIVE);
  private static final Pattern THEORY =
      Pattern.compile(
          START
              + "(?:theor(?:y|etical)|predict(?:ed|ions?)|expect(?:ed|ations?)|simulat(?:ed|ions?))"
              + END,
          Pattern.CASE_INSENSITIVE);

  /** Programs that generate events, and others; a number or an addition may follow. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?<![A-Za-z0-9@_])(?:SHERPA|POWHEG|PYTHIA|HERWIG|MADGRAPH|aMC@NLO|MG5|FEWZ|MCFM|DIPHOX"
              + "|NNLOJET|JETPHOX|DYNNLO|RESBOS|QGSJET)(?:[-_+]?(?:[0-9][A-Za-z0-9_.@-]*|BOX|II[0-9.-]*|\\+))*"
              + "(?: [678](?![0-9.]))?(?![A-Za-z0-9@])",
          Pattern.CASE_INSENSITIVE);

  /** Short names are names in capitals only: SM is not in SMALL, nor MATRIX in a matrix. */
  private static final Pattern SHORT =
      Pattern.compile(
          "(?<![A-Za-z0-9@_])(?:N3LO|NNLO|NLO|LO|MC|SM|HEJ|EPOS|MATRIX)(?![A-Za-z0-9@_])");

  private static final Set<String> GENERATORS =
      Set.of(
          "SHERPA",
          "POWHEG",
          "PYTHIA",
          "HERWIG",
          "MADGRAPH",
          "AMC@NLO",
          "MG5",
          "HEJ",
          "EPOS",
          "QGSJET");
  private static final String LEFT = "(?:data|observed|measured|obs\\.?)";
  private static final String RIGHT =
      "(?:mc|theory|pred(?:iction|\\.)?|sm|exp(?:ected|\\.)?|nn?lo)";

  /** Contents that are no measured or predicted quantity, by what the header has. */
  private static final Map<String, Pattern> CONTENTS = new LinkedHashMap<>();

  static {
    content("correlation", "\\bcorr(?:elations?|\\.)|\\bcorr\\b");
    content("covariance", "\\bcovarian\\w*|\\bcov\\b");
    content(
        "limit",
        "\\blimits?\\b|\\bexclu(?:sion|ded)\\b|\\bcls?\\b|confidence level|\\bsignificance\\b|p-value");
    content(
        "comparison",
        "\\b"
            + LEFT
            + "\\s*(?:/|to)\\s*"
            + RIGHT
            + "\\b|\\b"
            + RIGHT
            + "\\s*(?:/|to)\\s*"
            + LEFT
            + "\\b");
    content("ratio", "\\bratios?\\b");
    content(
        "efficiency",
        "\\befficienc\\w*|\\bacceptances?\\b|\\bpurit\\w*|\\bmigrations?\\b|\\bresponse\\b");
    content("correction", "\\bcorrection\\b|\\bk-?factors?\\b|\\bscale factors?\\b");
    content("uncertainty", "\\buncertaint\\w*|\\berrors?\\b|\\bsystematics?\\b");
  }

  HepDataWords {
    data = List.copyOf(data);
    theory = List.copyOf(theory);
    models = List.copyOf(models);
  }

  /** The same header with models that something else names. */
  HepDataWords withModels(List<String> named) {
    List<String> all = new ArrayList<>(theory);
    all.addAll(named);
    boolean generated = simulation || named.stream().anyMatch(HepDataWords::generates);
    return new HepDataWords(content, data, all, named, generated, dataFirst, stem, variant);
  }

  private static void content(String name, String pattern) {
    CONTENTS.put(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  /** Reads a header. */
  static HepDataWords of(String header) {
    String plain =
        MATH_OR_BRACKET.matcher(header).replaceAll(found -> " ".repeat(found.group().length()));
    List<String> data = found(DATA, plain);
    List<String> models = models(plain);
    List<String> theory = new ArrayList<>(found(THEORY, plain));
    theory.addAll(models);
    return new HepDataWords(
        content(plain),
        data,
        theory,
        models,
        models.stream().anyMatch(HepDataWords::generates)
            || theory.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).startsWith("simul")),
        first(DATA, plain)
            < Math.min(first(THEORY, plain), Math.min(first(PROGRAM, plain), first(SHORT, plain))),
        stem(header),
        variant(header));
  }

  private static String content(String plain) {
    for (Map.Entry<String, Pattern> content : CONTENTS.entrySet()) {
      if (content.getValue().matcher(plain).find()) {
        return content.getKey();
      }
    }
    return null;
  }

  /** Names of models in a text that is no formula. */
  static List<String> models(String plain) {
    List<String> models = new ArrayList<>();
    Matcher program = PROGRAM.matcher(plain);
    StringBuilder rest = new StringBuilder(plain);
    java.util.TreeMap<Integer, String> byPlace = new java.util.TreeMap<>();
    while (program.find()) {
      byPlace.put(program.start(), program.group());
      for (int i = program.start(); i < program.end(); i++) {
        rest.setCharAt(i, ' ');
      }
    }
    Matcher order = SHORT.matcher(rest);
    while (order.find()) {
      byPlace.put(order.start(), order.group());
    }
    models.addAll(byPlace.values());
    return models;
  }

  /** Whether a model generates events, rather than computing a cross-section to an order. */
  static boolean generates(String model) {
    String upper = model.toUpperCase(Locale.ROOT);
    return upper.equals("MC") || GENERATORS.stream().anyMatch(upper::startsWith);
  }

  /** Whether a name is that of a program, rather than of an order or of all models. */
  static boolean isProgram(String model) {
    return PROGRAM.matcher(model).matches() || Set.of("HEJ", "EPOS", "MATRIX").contains(model);
  }

  /** Whether a text, such as the end of an identifier, names a prediction. */
  static boolean namesPrediction(String text) {
    String plain = text.replace('_', ' ');
    return !models(plain).isEmpty() || THEORY.matcher(plain).find();
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (!found.contains(matcher.group())) {
        found.add(matcher.group());
      }
    }
    return found;
  }

  private static int first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.start() : Integer.MAX_VALUE;
  }

  private static String variant(String header) {
    Matcher bracket = Pattern.compile("\\(([^()]*uncertaint[^()]*)\\)").matcher(header);
    return bracket.find() ? bracket.group(1).strip() : null;
  }

  /** Formulas stay, and so do brackets that name no uncertainty. */
  private static String stem(String header) {
    StringBuilder stem = new StringBuilder();
    int from = 0;
    Matcher kept = MATH_OR_BRACKET.matcher(header);
    while (kept.find()) {
      stem.append(withoutWords(header.substring(from, kept.start())));
      stem.append(kept.group().contains("uncertaint") ? " " : kept.group());
      from = kept.end();
    }
    stem.append(withoutWords(header.substring(from)));
    return stem.toString()
        .replaceAll("\\s+", " ")
        .replaceAll("^[\\s,;:.+&-]+|[\\s,;:.+&-]+$", "")
        .strip();
  }

  private static String withoutWords(String text) {
    String rest = text;
    for (Pattern pattern : List.of(DATA, THEORY, PROGRAM, SHORT)) {
      rest = pattern.matcher(rest).replaceAll(" ");
    }
    return rest.equals(text)
        ? text
        : rest.replaceAll("(?i)(?<![a-z])(?:from|with|by|using)(?=[\\s,;+&]*$)", " ");
  }
}

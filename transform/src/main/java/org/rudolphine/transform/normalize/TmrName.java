package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the path of a file, and the title of a zone where the path is silent, say of who measured or
 * predicted.
 *
 * @param side experiment, simulation, theory or unknown
 * @param sideReason rule by which the side was told; null where the name of the file says it
 * @param provider code, model and variant; or the experiment
 * @param code program that predicted, or null
 * @param model turbulence model or correlation, or null
 * @param surface upper or lower, or null
 */
record TmrName(
    String side, String sideReason, String provider, String code, String model, String surface) {
  /** Two signs of plus belong to a name: cfd++. */
  private static final Pattern PARTS = Pattern.compile("(?:[^A-Za-z0-9+]|(?<![+])[+](?![+]))+");

  /** Words that say which quantity a file holds, and so nothing of who made it. */
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(?:c[flpdm]|clcd|[uvwxyz]|uv|uu|vv|vel|velocity|upyp|result|results|profiles?|upvpprofile"
              + "|uprofiles?|cpupper|cplower|cfupper|cflower|cfinf|dat|inp|nml|typical|data)\\d*");

  private static final Pattern EXPERIMENT = Pattern.compile("exp|expt|exper|expnew|expdata");
  private static final Pattern THEORY = Pattern.compile("theory|theories|spalding");

  /**
   * Reads a name.
   *
   * @param path of the file
   * @param title of the zone, or null
   */
  static TmrName of(String path, String title, TmrCase cases) {
    List<String> words = words(path.substring(path.lastIndexOf('/') + 1));
    List<String> titled = title == null ? List.of() : words(title);
    String surface = surface(words);
    String code = first(words, cases);
    if (cases.isTheory(path) || words.stream().anyMatch(word -> THEORY.matcher(word).matches())) {
      String model = title == null ? bare(rest(words, path, List.of())) : slug(title);
      return new TmrName(
          "theory", "a correlation, by the file's name", model, null, model, surface);
    }
    if (code != null) {
      return simulation(words, code, path, surface, cases);
    }
    boolean measured =
        cases.isExperiment(path)
            || words.stream().anyMatch(word -> EXPERIMENT.matcher(word).matches());
    if (measured) {
      return experiment(words, path, null, surface);
    }
    String titleCode = first(titled, cases);
    if (titleCode != null) {
      return new TmrName(
          "simulation",
          "the zone's title names the code",
          slug(title),
          titleCode,
          model(words, cases),
          surface);
    }
    if (path.startsWith("Other_exp_Data/") && !path.contains("ample") && !path.contains("Grid")) {
      return experiment(words, path, "it lies in the folder of measurements", surface);
    }
    if (path.contains("verif") || path.contains("numerics")) {
      return new TmrName(
          "simulation",
          "it lies in a folder of verification",
          bare(rest(words, path, List.of())),
          null,
          model(words, cases),
          surface);
    }
    return new TmrName(
        "unknown",
        "neither the file's name nor the zone's tells",
        bare(rest(words, path, List.of())),
        null,
        model(words, cases),
        surface);
  }

  /** The same where a zone has several columns of one quantity. */
  TmrName with(String column) {
    String of = provider + "_" + slug(column);
    return new TmrName(side, sideReason, of, code, model == null ? null : of, surface);
  }

  private static TmrName simulation(
      List<String> words, String code, String path, String surface, TmrCase cases) {
    String model = model(words, cases);
    List<String> after = words.subList(words.indexOf(code) + 1, words.size());
    List<String> parts = new ArrayList<>(List.of(code));
    if (model != null) {
      parts.add(model);
    }
    rest(after, path, model == null ? List.of() : List.of(model)).forEach(parts::add);
    return new TmrName("simulation", null, String.join("_", parts), code, model, surface);
  }

  private static TmrName experiment(
      List<String> words, String path, String reason, String surface) {
    Set<String> parts = new LinkedHashSet<>(List.of("exp"));
    for (String word : rest(words, path, List.of())) {
      String bare = word.equals("expnew") ? "new" : word.replaceFirst("(?<=.)data$", "");
      if (!EXPERIMENT.matcher(bare).matches()) {
        parts.add(bare);
      }
    }
    return new TmrName("experiment", reason, String.join("_", parts), null, null, surface);
  }

  /** Words that neither name the quantity nor the case. */
  private static List<String> rest(List<String> words, String path, List<String> known) {
    String folder = path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
    String named = folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    List<String> rest = new ArrayList<>();
    for (String word : words) {
      boolean ofCase = word.length() > 3 && named.contains(word);
      if (!known.contains(word) && !ofCase && !QUANTITY.matcher(word).matches()) {
        rest.add(word);
      }
    }
    return rest;
  }

  private static String first(List<String> words, TmrCase cases) {
    return words.stream().filter(cases::isCode).findFirst().orElse(null);
  }

  private static String bare(List<String> words) {
    String name =
        words.stream()
            .map(word -> word.replaceFirst("(?<=.)data$", ""))
            .collect(Collectors.joining("_"));
    return name.isEmpty() ? "unnamed" : name;
  }

  private static String model(List<String> words, TmrCase cases) {
    return words.stream().filter(cases::isModel).reduce((a, b) -> b).orElse(null);
  }

  private static String surface(List<String> words) {
    if (words.stream().anyMatch(word -> word.endsWith("upper"))) {
      return "upper";
    }
    return words.stream().anyMatch(word -> word.endsWith("lower")) ? "lower" : null;
  }

  private static List<String> words(String name) {
    return PARTS
        .splitAsStream(name.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** A title as a name: lower-case words with underscores. */
  static String slug(String title) {
    return String.join("_", words(title));
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the conditions of two series key by key. Some must be equal for a link at all; some,
 * when they differ, make it a candidate; others are only told. What one side does not state cannot
 * differ.
 */
final class SeriesConditions implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String BORROWED = "of the case, not stated by the experiment's own file";

  private final TreeMap<String, Double> required;
  private final TreeMap<String, Double> decisive;
  private final double others;
  private final List<String> texts;

  /**
   * Tolerances.
   *
   * @param required largest absolute difference of conditions that must be equal
   * @param decisive largest difference of conditions that decide, as a part of the larger value
   * @param others likewise for all other conditions
   * @param texts conditions that are not numbers and are compared
   */
  SeriesConditions(RuleSettings settings) {
    this.required = tolerances(settings, "required");
    this.decisive = tolerances(settings, "decisive");
    this.others = settings.fraction("other-conditions");
    this.texts = settings.texts("texts");
  }

  /** Entries {@code condition=tolerance}. */
  private static TreeMap<String, Double> tolerances(RuleSettings settings, String key) {
    TreeMap<String, Double> tolerances = new TreeMap<>();
    for (String entry : settings.texts(key)) {
      String[] parts = entry.split("=", -1);
      double tolerance = parts.length == 2 ? number(parts[1]) : Double.NaN;
      if (parts.length != 2 || parts[0].isBlank() || !(tolerance >= 0)) {
        throw new IllegalArgumentException(
            "link.rules.%s.%s has the entry %s, but must be condition=tolerance"
                .formatted(settings.id(), key, entry));
      }
      tolerances.put(parts[0].trim(), tolerance);
    }
    return tolerances;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * What a comparison found.
   *
   * @param evidence one entry for each condition that either side states
   * @param decisive differences that make the link a candidate
   * @param told differences that are told only
   * @param unstated conditions that decide but are stated by one side only, or by the experiment's
   *     case and not by its own file
   */
  record Finding(
      List<Evidence> evidence, List<String> decisive, List<String> told, List<String> unstated) {}

  /** Whether the conditions that must be equal are, where both sides state them. */
  boolean admits(SeriesRecord left, SeriesRecord right) {
    for (String key : required.keySet()) {
      Double one = stated(left, key);
      Double other = stated(right, key);
      if (one != null && other != null && Math.abs(one - other) > required.get(key)) {
        return false;
      }
    }
    return true;
  }

  private static Double stated(SeriesRecord series, String key) {
    return series.runsOver(key) ? null : series.conditions().get(key);
  }

  /** Conditions that must be equal and of which the candidates state more than one value. */
  Set<String> ambiguous(List<SeriesRecord> candidates) {
    Set<String> ambiguous = new TreeSet<>();
    required.forEach(
        (key, tolerance) -> {
          double[] range =
              candidates.stream()
                  .map(one -> stated(one, key))
                  .filter(Objects::nonNull)
                  .mapToDouble(Double::doubleValue)
                  .sorted()
                  .toArray();
          if (range.length > 0 && range[range.length - 1] - range[0] > tolerance) {
            ambiguous.add(key);
          }
        });
    return ambiguous;
  }

  /**
   * Compares two series that are admitted.
   *
   * @param ambiguous conditions of which the right sides at hand state several values: what the
   *     left side does not state then decides
   */
  Finding compare(SeriesRecord left, SeriesRecord right, Set<String> ambiguous) {
    Finding finding =
        new Finding(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Set<String> keys = new TreeSet<>(left.conditions().keySet());
    keys.addAll(right.conditions().keySet());
    for (String key : keys) {
      compare(finding, key, left, right, ambiguous.contains(key));
    }
    for (String key : texts) {
      compareTexts(finding, key, left.texts().get(key), right.texts().get(key));
    }
    return finding;
  }

  private void compare(
      Finding finding, String key, SeriesRecord left, SeriesRecord right, boolean ambiguous) {
    Double one = stated(left, key);
    Double other = stated(right, key);
    if (one == null && other == null) {
      return;
    }
    boolean both = one != null && other != null;
    if (both && !agrees(key, one, other)) {
      String words = key + " " + number(one) + " beside " + number(other);
      (decisive.containsKey(key) ? finding.decisive() : finding.told()).add(words);
      finding.evidence().add(entry(key, one, other, "differs"));
    } else if (both) {
      boolean borrowed = left.borrowed().contains(key);
      finding.evidence().add(entry(key, one, other, borrowed ? BORROWED : null));
      if (borrowed && decides(key)) {
        finding.unstated().add(key);
      }
    } else {
      String silent = (one == null ? left : right).side();
      finding.evidence().add(entry(key, one, other, "not stated by the " + silent));
      if (ambiguous && one == null) {
        finding
            .decisive()
            .add(key + " not stated by the " + silent + ", and predicted for several values");
      } else if (decides(key)) {
        finding.unstated().add(key);
      }
    }
  }

  private boolean decides(String key) {
    return required.containsKey(key) || decisive.containsKey(key);
  }

  private boolean agrees(String key, double one, double other) {
    double difference = Math.abs(one - other);
    Double absolute = required.get(key);
    return absolute != null
        ? difference <= absolute
        : difference
            <= decisive.getOrDefault(key, others) * Math.max(Math.abs(one), Math.abs(other));
  }

  private static void compareTexts(Finding finding, String key, String one, String other) {
    if (one == null || other == null) {
      return;
    }
    String words = key + " " + one + " beside " + other;
    finding.evidence().add(note(key, words));
    if (!one.equals(other)) {
      finding.told().add(words);
    }
  }

  private static Evidence entry(String key, Double one, Double other, String note) {
    return new Evidence(key, one, null, null, other, unit(key), null, note);
  }

  private static Evidence note(String key, String words) {
    return new Evidence(key, null, null, null, null, "1", null, words);
  }

  /** The unit that the name of a condition ends in. */
  private static String unit(String key) {
    return switch (key.substring(key.lastIndexOf('_') + 1)) {
      case "deg" -> "deg";
      case "k" -> "K";
      case "gev" -> "GeV";
      case "pb" -> "1/pb";
      case "pa" -> "Pa";
      case "m" -> "m";
      default -> "1";
    };
  }

  private static String number(double value) {
    return Explanation.number(value);
  }
}

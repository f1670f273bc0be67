package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All measured curves and numbers of a case with what each model gives for them. */
final class ProfileCase {
  /** Measured series of a case that are kept; further ones, by their names, are only counted. */
  static final int SERIES = 200;

  /** Part of the curves of the most complete model that a model needs to be ranked. */
  private static final double ENOUGH = 0.5;

  private final String id;

  /** Curves by model, by measured series. */
  private final TreeMap<String, TreeMap<String, ProfileCurve>> series = new TreeMap<>();

  ProfileCase(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void add(ProfileCurve curve) {
    series.computeIfAbsent(curve.key(), key -> new TreeMap<>()).put(curve.model(), curve);
    if (series.size() > SERIES) {
      series.pollLastEntry();
    }
  }

  /**
   * A model's place.
   *
   * @param error mean of rms over range, over the curves that all ranked models have; null when it
   *     has too few
   */
  record Standing(String model, Double error, int curves) {}

  /**
   * All models of a case.
   *
   * @param standings the smallest error first, those with too few curves at the end
   * @param curves number of curves that all ranked models have
   */
  record Ranking(List<Standing> standings, int curves) {
    List<String> models() {
      return standings.stream().map(Standing::model).toList();
    }
  }

  Ranking ranking() {
    Map<String, Set<String>> curves = new TreeMap<>();
    series.forEach(
        (key, models) ->
            models.forEach(
                (model, curve) -> {
                  Set<String> of = curves.computeIfAbsent(model, m -> new TreeSet<>());
                  if (!curve.isNumber()) {
                    of.add(key);
                  }
                }));
    int most = curves.values().stream().mapToInt(Set::size).max().orElse(0);
    Set<String> common = common(curves, most);
    // A curve of which a model covers one place only has no range.
    common.removeIf(
        key -> series.get(key).values().stream().anyMatch(curve -> curve.rmsOverRange() == null));
    List<Standing> standings = new ArrayList<>();
    curves.forEach(
        (model, keys) ->
            standings.add(
                new Standing(
                    model,
                    enough(keys.size(), most) && !common.isEmpty() ? mean(model, common) : null,
                    keys.size())));
    standings.sort(
        Comparator.comparing(
                Standing::error, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
            .thenComparing(Standing::model));
    return new Ranking(List.copyOf(standings), common.size());
  }

  private static boolean enough(int curves, int most) {
    return curves > 0 && curves >= ENOUGH * most;
  }

  private static Set<String> common(Map<String, Set<String>> curves, int most) {
    Set<String> common = null;
    for (Set<String> keys : curves.values()) {
      if (enough(keys.size(), most)) {
        if (common == null) {
          common = new TreeSet<>(keys);
        } else {
          common.retainAll(keys);
        }
      }
    }
    return common == null ? new TreeSet<>() : common;
  }

  private double mean(String model, Set<String> keys) {
    double sum = 0;
    for (String key : keys) {
      sum += series.get(key).get(model).rmsOverRange();
    }
    return sum / keys.size();
  }

  /** Quantities that are measured as curves. */
  List<String> quantities() {
    return panels().stream().map(panel -> first(panel).quantity()).distinct().toList();
  }

  /**
   * A model's error of a quantity over all its values: root of the mean of squares.
   *
   * @return null when the model has none
   */
  Double rms(String model, String quantity) {
    double squares = 0;
    long values = 0;
    for (Map<String, ProfileCurve> panel : panels()) {
      ProfileCurve curve = panel.get(model);
      if (curve != null && curve.quantity().equals(quantity) && curve.rms() != null) {
        squares += curve.rms() * curve.rms() * curve.observed().length;
        values += curve.observed().length;
      }
    }
    return values == 0 ? null : (Double) Math.sqrt(squares / values);
  }

  /** Measured curves with their models, by quantity, then along the stations. */
  List<Map<String, ProfileCurve>> panels() {
    return sorted(false);
  }

  /** Measured single numbers with their models. */
  List<Map<String, ProfileCurve>> numbers() {
    return sorted(true);
  }

  private List<Map<String, ProfileCurve>> sorted(boolean numbers) {
    List<Map<String, ProfileCurve>> sorted = new ArrayList<>();
    for (Map<String, ProfileCurve> models : series.values()) {
      if (first(models).isNumber() == numbers) {
        sorted.add(models);
      }
    }
    sorted.sort(
        Comparator.comparing((Map<String, ProfileCurve> models) -> first(models).quantity())
            .thenComparing(models -> alongStation(first(models)))
            .thenComparing(models -> first(models).experimentId()));
    return sorted;
  }

  static ProfileCurve first(Map<String, ProfileCurve> models) {
    return models.values().iterator().next();
  }

  private static double alongStation(ProfileCurve curve) {
    String station = curve.station();
    if (station == null) {
      return Double.NEGATIVE_INFINITY;
    }
    try {
      return Double.parseDouble(station.substring(station.indexOf('=') + 1));
    } catch (NumberFormatException e) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}

package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.transform.histogram.BinComparison;
import org.rudolphine.transform.histogram.Histogram;

/**
 * Histograms of one name, case, year and luminosity: of collisions in several primary datasets, of
 * the simulated processes, weighted, and their stack. Collisions may be in several primary
 * datasets, so each stands beside the stack alone and none are added up.
 */
final class HistogramGroup {
  /** Probability content of one standard deviation, as particle physics rounds it. */
  private static final double ONE_SIGMA = 0.68;

  private final List<HistogramRow> data = new ArrayList<>();
  private final List<HistogramRow> processes = new ArrayList<>();
  private HistogramRow stack;

  void add(HistogramRow row, boolean measured) {
    if (measured) {
      data.add(row);
    } else if (row.isStack()) {
      stack = row;
    } else {
      processes.add(row);
    }
  }

  /** Histograms of collisions, by id. */
  List<HistogramRow> data() {
    return data.stream().sorted(Comparator.comparing(HistogramRow::id)).toList();
  }

  /** The stacked prediction; null when there is none. */
  HistogramRow stack() {
    return stack;
  }

  /** Weighted histograms of the processes, the largest first. */
  List<HistogramRow> processes() {
    return processes.stream()
        .sorted(
            Comparator.comparingDouble((HistogramRow row) -> -row.histogram().total())
                .thenComparing(HistogramRow::id))
        .toList();
  }

  /** Why a histogram of collisions cannot be laid beside the stack; null when it can. */
  String obstacle(HistogramRow measured) {
    if (stack == null) {
      return "no simulated histogram of this name, case, year and luminosity";
    }
    if (!measured.histogram().agreesWith(stack.histogram())) {
      return "the bins of the stacked prediction are others";
    }
    boolean empty = measured.histogram().total() == 0 && stack.histogram().total() == 0;
    return empty ? "no event on either side" : null;
  }

  // ---- evidence --------------------------------------------------------------------------------

  /** Luminosity, what was observed and predicted, and all factors of each process. */
  List<Evidence> evidence(HistogramRow measured, HistogramDatasets datasets) {
    List<Evidence> evidence = new ArrayList<>();
    Histogram o = measured.histogram();
    Histogram p = stack.histogram();
    evidence.add(
        both(
            "integrated_luminosity",
            measured.conditions().get(HistogramRow.LUMINOSITY),
            stack.conditions().get(HistogramRow.LUMINOSITY),
            "1/pb"));
    double variance = variance(o) + variance(p);
    evidence.add(
        new Evidence(
            "events, those outside of the bins among them",
            o.total(),
            null,
            null,
            p.total(),
            "events",
            variance > 0 ? (p.total() - o.total()) / Math.sqrt(variance) : null,
            "variance: sum of squared weights of both sides"));
    evidence.add(both("events in the bins", measured.inRange(), stack.inRange(), "events"));
    String collisions = datasets.words(measured.records());
    if (collisions != null) {
      evidence.add(HepEvidence.note("collisions of " + measured.provider(), collisions));
    }
    processes().forEach(process -> evidence.addAll(factors(process, datasets)));
    return evidence;
  }

  private static Evidence both(String quantity, Double left, Double right, String unit) {
    return new Evidence(quantity, left, null, null, right, unit, null, null);
  }

  private static double variance(Histogram histogram) {
    double variance = histogram.underflow().squares() + histogram.overflow().squares();
    for (double square : histogram.squares()) {
      variance += square;
    }
    return variance;
  }

  /** What made the prediction of one process. */
  static List<Evidence> factors(HistogramRow process, HistogramDatasets datasets) {
    String name = process.provider();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(
            name + " events",
            null,
            null,
            null,
            process.histogram().total(),
            "events",
            null,
            datasets.words(process.records())));
    String[][] factors = {
      {"luminosity_inv_pb", "1/pb"},
      {"cross_section_pb", "pb"},
      {"scale", "1"},
      {"generated_events", "1"},
      {"weight_per_event", "1"}
    };
    for (String[] factor : factors) {
      Double value = process.conditions().get(factor[0]);
      if (value != null) {
        evidence.add(both(name + " " + factor[0], null, value, factor[1]));
      }
    }
    return evidence;
  }

  // ---- pair ------------------------------------------------------------------------------------

  /**
   * A histogram of collisions beside the stack.
   *
   * @param sqrtSGev energy of collision, or null
   */
  Pair pair(HistogramRow measured, Double sqrtSGev) {
    BinComparison comparison = BinComparison.of(measured.histogram(), stack.histogram());
    Histogram longer =
        measured.histogram().bins() >= stack.histogram().bins()
            ? measured.histogram()
            : stack.histogram();
    double[] observed = padded(measured.histogram().contents(), longer.bins());
    double[] predicted = padded(stack.histogram().contents(), longer.bins());
    double[] residual = new double[observed.length];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = observed[i] - predicted[i];
    }
    boolean known = !Double.isNaN(comparison.chi2()) && comparison.bins() > 0;
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("histogram", measured.name());
    texts.put("sample", measured.provider());
    if (!measured.records().isEmpty()) {
      texts.put("records", String.join(" ", measured.records()));
    }
    return new Pair(
        "experiment-simulation",
        "hep",
        measured.caseId(),
        measured.quantity(),
        "events",
        measured.name(),
        new PairValues.Curve(
            measured.quantity(),
            measured.unit(),
            longer.middles(),
            observed,
            predicted,
            residual,
            known ? comparison.chi2() : null,
            known ? (Integer) comparison.bins() : null,
            bounds(measured.histogram(), longer.bins()),
            bounds(stack.histogram(), longer.bins()),
            ONE_SIGMA),
        false,
        conditions(measured, sqrtSGev),
        texts,
        metrics(measured, comparison),
        family(measured),
        family(stack));
  }

  /** The same collisions are in several primary datasets: they stay together. */
  private static String family(HistogramRow row) {
    Double year = row.conditions().get(HistogramRow.YEAR);
    return "cernopendata " + row.caseId() + (year == null ? "" : " " + year.longValue());
  }

  /** One standard deviation to either side of values that may be fewer than the pair's. */
  private static PairValues.Bounds bounds(Histogram histogram, int bins) {
    double[] lower = padded(histogram.contents(), bins);
    double[] upper = lower.clone();
    double[] sigmas = padded(histogram.sigmas(), bins);
    for (int i = 0; i < bins; i++) {
      lower[i] -= sigmas[i];
      upper[i] += sigmas[i];
    }
    return new PairValues.Bounds(lower, upper);
  }

  private static double[] padded(double[] values, int bins) {
    return Arrays.copyOf(values, bins);
  }

  private static SortedMap<String, Double> conditions(HistogramRow measured, Double sqrtSGev) {
    SortedMap<String, Double> conditions = new TreeMap<>();
    for (String name : List.of(HistogramRow.LUMINOSITY, HistogramRow.YEAR)) {
      if (measured.conditions().get(name) != null) {
        conditions.put(name, measured.conditions().get(name));
      }
    }
    if (sqrtSGev != null) {
      conditions.put("sqrt_s_gev", sqrtSGev);
    }
    return conditions;
  }

  private SortedMap<String, Double> metrics(HistogramRow measured, BinComparison comparison) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    side(metrics, "observed", measured);
    side(metrics, "predicted", stack);
    metrics.put("bins_used", (double) comparison.bins());
    metrics.put("bins_unpredicted", (double) comparison.unpredicted());
    metrics.put("deviance", comparison.deviance());
    for (HistogramRow process : processes) {
      metrics.put("yield_" + process.provider(), process.histogram().total());
      metrics.put("yield_in_range_" + process.provider(), process.inRange());
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private static void side(SortedMap<String, Double> metrics, String side, HistogramRow row) {
    metrics.put(side + "_total", row.histogram().total());
    metrics.put(side + "_in_range", row.inRange());
    metrics.put(side + "_underflow", row.histogram().underflow().content());
    metrics.put(side + "_overflow", row.histogram().overflow().content());
  }

  /** The finding in one sentence. */
  String statement(HistogramRow measured) {
    Double luminosity = measured.conditions().get(HistogramRow.LUMINOSITY);
    return String.format(
        Locale.ROOT,
        "%s holds %.0f events of %s in example %s, where %.2f are predicted from %d simulated processes"
            + " for %s pb^-1.",
        measured.provider(),
        measured.histogram().total(),
        measured.name(),
        measured.caseId(),
        stack.histogram().total(),
        processes.size(),
        luminosity);
  }
}

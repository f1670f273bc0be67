package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Histograms of collisions beside stacked predictions. Links are read first: they name the weighted
 * histograms of the processes, then the series that hold these, then the pairs.
 */
final class StackData {
  /** Observables that are drawn. */
  static final int DRAWN = 6;

  private static final String CONTRIBUTES = "contributes";

  private final Map<String, List<String>> contributions = new HashMap<>();
  private final Map<String, Process> processes = new HashMap<>();
  private final List<StackPair> pairs = new ArrayList<>();

  /**
   * A weighted histogram of a simulated process.
   *
   * @param name its sample
   * @param process what is simulated, or null
   * @param values weighted events in each bin
   */
  record Process(String name, String process, double[] values) {
    double total() {
      double total = 0;
      for (double value : values) {
        total += value;
      }
      return total;
    }

    double at(int bin) {
      return bin < values.length ? values[bin] : 0;
    }
  }

  void addLink(Cells row) {
    if (CONTRIBUTES.equals(row.text("relation"))) {
      String right = row.text("right_id", "");
      contributions.computeIfAbsent(row.text("left_id", ""), id -> new ArrayList<>()).add(right);
      processes.putIfAbsent(right, new Process(right, null, new double[0]));
    }
  }

  void addSeries(Cells row) {
    double[] values = row.numbers("value");
    String id = row.text("series_id", "");
    if (values != null && processes.containsKey(id)) {
      processes.put(id, new Process(row.text("provider", id), row.text("model"), values));
    }
  }

  void addPair(Cells row) {
    StackPair pair = StackPair.of(row);
    if (pair != null && contributions.containsKey(pair.experimentId())) {
      pairs.add(pair);
    }
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** All pairs by example, observable and histogram. */
  List<StackPair> pairs() {
    return pairs.stream()
        .sorted(
            Comparator.comparing(StackPair::caseId)
                .thenComparing(StackPair::quantity, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(StackPair::histogram)
                .thenComparing(StackPair::sample))
        .toList();
  }

  /**
   * What is drawn: of each observable the histogram with the fewest bins, observables that were
   * published in most binnings first.
   */
  List<StackPair> drawn() {
    Map<String, List<StackPair>> observables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (StackPair pair : pairs()) {
      String name = pair.quantity() + " " + pair.caseId() + " " + pair.sample();
      observables.computeIfAbsent(name, n -> new ArrayList<>()).add(pair);
    }
    return observables.values().stream()
        .sorted(Comparator.comparingInt((List<StackPair> list) -> list.size()).reversed())
        .limit(DRAWN)
        .map(list -> list.stream().min(Comparator.comparingInt(StackPair::bins)).orElseThrow())
        .toList();
  }

  /**
   * Processes of a pair, the largest in its bins first; those without events there are left out.
   */
  List<Process> processes(StackPair pair) {
    return contributions.get(pair.experimentId()).stream()
        .map(processes::get)
        .filter(process -> process.total() > 0)
        .sorted(
            Comparator.comparingDouble((Process process) -> -process.total())
                .thenComparing(Process::name))
        .toList();
  }
}

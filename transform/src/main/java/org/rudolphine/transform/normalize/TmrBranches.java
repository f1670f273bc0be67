package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Pressure around an airfoil is one curve that runs to the leading edge and back. Its two branches
 * are told apart: the upper one has the larger y where the file gives y, else the lower pressure at
 * an angle of attack above {@link #LEAST_ALPHA_DEG}, else the place that it has in the file's other
 * zones.
 */
final class TmrBranches {
  static final double LEAST_ALPHA_DEG = 1;

  /**
   * One branch, running towards the trailing edge.
   *
   * @param surface upper or lower
   */
  @SuppressWarnings("ArrayRecordComponent") // columns of numbers in transit, never compared
  record Branch(String surface, double[] x, double[] value) {}

  private TmrBranches() {}

  /** The branches of each curve of a file, in the curves' order; none for a curve without. */
  static List<List<Branch>> of(List<TmrCurve> curves) {
    List<Integer> turns = curves.stream().map(TmrBranches::turn).toList();
    List<Boolean> firstIsUpper = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      firstIsUpper.add(turns.get(i) < 0 ? null : firstIsUpper(curves.get(i), turns.get(i)));
    }
    List<Boolean> known = firstIsUpper.stream().filter(one -> one != null).distinct().toList();
    List<List<Branch>> branches = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      Boolean first = firstIsUpper.get(i);
      if (first == null && known.size() == 1) {
        first = known.get(0);
      }
      branches.add(
          turns.get(i) < 0 || first == null
              ? List.of()
              : split(curves.get(i), turns.get(i), first));
    }
    return branches;
  }

  /** Place of the smallest x of a curve that falls to it and rises from it; -1 of any other. */
  private static int turn(TmrCurve curve) {
    boolean around =
        curve.column().name().equals("cp")
            && curve.surface() == null
            && curve.abscissa() != null
            && curve.abscissa().role() == TmrColumn.Role.ALONG;
    if (!around) {
      return -1;
    }
    double[] x = curve.x();
    int turn = 0;
    while (turn + 1 < x.length && x[turn + 1] <= x[turn]) {
      turn++;
    }
    for (int i = turn + 1; i < x.length; i++) {
      if (!(x[i] >= x[i - 1])) {
        return -1;
      }
    }
    return turn > 0 && turn < x.length - 1 ? turn : -1;
  }

  private static Boolean firstIsUpper(TmrCurve curve, int turn) {
    for (Map.Entry<TmrColumn, double[]> further : curve.further().entrySet()) {
      if (further.getKey().role() == TmrColumn.Role.ACROSS) {
        double[] y = further.getValue();
        return mean(curve.x(), y, 0, turn) > mean(curve.x(), y, turn, y.length - 1);
      }
    }
    Double alpha = curve.conditions().numbers().get("alpha_deg");
    if (alpha == null || Math.abs(alpha) < LEAST_ALPHA_DEG) {
      return null;
    }
    double[] cp = curve.value();
    boolean firstIsLower = mean(curve.x(), cp, 0, turn) > mean(curve.x(), cp, turn, cp.length - 1);
    return firstIsLower == alpha < 0;
  }

  /** Mean over x by trapezia; points lie denser at the edges. */
  private static double mean(double[] x, double[] y, int from, int to) {
    double sum = 0;
    double length = 0;
    for (int i = from + 1; i <= to; i++) {
      double step = Math.abs(x[i] - x[i - 1]);
      sum += step * (y[i] + y[i - 1]) / 2;
      length += step;
    }
    return sum / length;
  }

  private static List<Branch> split(TmrCurve curve, int turn, boolean firstIsUpper) {
    double[] x = curve.x();
    double[] value = curve.value();
    return List.of(
        new Branch(
            firstIsUpper ? "upper" : "lower",
            reversed(Arrays.copyOfRange(x, 0, turn + 1)),
            reversed(Arrays.copyOfRange(value, 0, turn + 1))),
        new Branch(
            firstIsUpper ? "lower" : "upper",
            Arrays.copyOfRange(x, turn, x.length),
            Arrays.copyOfRange(value, turn, value.length)));
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}

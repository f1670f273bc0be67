package org.rudolphine.transform.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A measured curve or number with one model's values at its places, as a pair of the domain {@code
 * fluids} holds them.
 *
 * @param experimentId series that was measured
 * @param place station, surface and side of a contour in words; empty when none is named
 * @param measurement who measured and under which conditions
 * @param model code, model and variant
 * @param abscissaName null for a single number
 * @param x places; null for a single number
 * @param lower lower bounds of the observed values; NaN where there are none
 * @param rms root of the mean square of observed minus predicted
 * @param rmsOverRange the same over the range of the observed values; null for a single number
 */
record ProfileCurve(
    String caseId,
    String experimentId,
    String quantity,
    String unit,
    String station,
    String place,
    String measurement,
    String model,
    String abscissaName,
    String abscissaUnit,
    double[] x,
    double[] observed,
    double[] lower,
    double[] upper,
    double[] predicted,
    Double rms,
    Double rmsOverRange) {
  static final String DOMAIN = "fluids";

  /** The curve of a pair, or null when there is nothing that could be shown. */
  static ProfileCurve of(Cells row) {
    Cells texts = row.map("conditions_text");
    Cells metrics = row.map("metrics");
    double[] observed = row.numbers("observed");
    double[] predicted = row.numbers("predicted");
    double[] x = row.numbers("abscissa");
    boolean curve = row.text("abscissa_name") != null;
    if (!fits(observed, predicted)
        || (curve ? !fits(observed, x) : observed.length != 1)
        || row.text("case_id") == null
        || texts.text("provider") == null) {
      return null;
    }
    return new ProfileCurve(
        row.text("case_id"),
        row.text("experiment_id", "") + "|" + texts.text("branch", ""),
        row.text("quantity", "not stated"),
        row.text("unit", "1"),
        texts.text("station"),
        Stream.of(texts.text("station"), texts.text("surface"), texts.text("branch"))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", ")),
        measurement(row, texts),
        texts.text("provider"),
        row.text("abscissa_name"),
        row.text("abscissa_unit", "1"),
        curve ? x : null,
        observed,
        bounds(row, "observed_lower", observed.length),
        bounds(row, "observed_upper", observed.length),
        predicted,
        metrics.number("rms"),
        metrics.number("rms_over_range"));
  }

  private static boolean fits(double[] one, double[] other) {
    return one != null && other != null && one.length > 0 && one.length == other.length;
  }

  private static double[] bounds(Cells row, String column, int length) {
    double[] bounds = row.numbersOrNaN(column);
    if (bounds != null && bounds.length == length) {
      return bounds;
    }
    double[] none = new double[length];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  private static String measurement(Cells row, Cells texts) {
    Double alpha = row.map("conditions").number("alpha_deg");
    return Stream.of(
            texts.text("observed_by"),
            texts.text("trip"),
            alpha == null ? null : "α = " + plain(alpha) + "°")
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  private static String plain(double number) {
    return Measured.minus(
        java.math.BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
  }

  boolean isNumber() {
    return x == null;
  }

  /** Whether it runs away from a wall: such profiles are drawn upright. */
  boolean isUpright() {
    return station != null && !isNumber() && abscissaName.matches("\\d?[yzrd]['/].*|[yzrd]'?");
  }

  /** One measured series at one side of a contour. */
  String key() {
    return quantity + "\u0001" + experimentId;
  }

  List<Double> ends(double[] values) {
    return List.of(
        Arrays.stream(values).filter(Double::isFinite).min().orElse(Double.NaN),
        Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NaN));
  }
}

package org.rudolphine.transform.report;

import java.util.List;
import java.util.Locale;

/**
 * A dataset of a collider, as far as the report shows it; energy, beams and years are its own or
 * those of the dataset that it was derived from.
 *
 * @param side data, simulation, both, umbrella or unknown
 * @param beams colliding beams, or null
 * @param low lower end of the range of sqrt(s) in GeV, or null
 * @param high upper end, or null
 */
record ColliderDataset(
    String id,
    String title,
    String address,
    String experiment,
    String side,
    String beams,
    Double low,
    Double high,
    List<Integer> years) {
  private static final double TEV = 1000;

  static ColliderDataset of(Cells row) {
    List<Integer> years = row.integers("conditions_years");
    Double low = row.number("conditions_energy_gev_low");
    Double high = row.number("conditions_energy_gev_high");
    return new ColliderDataset(
        row.text("record_id", ""),
        row.text("title", ""),
        row.text("url"),
        row.text("conditions_experiment", row.text("experiment", "not stated")),
        row.text("side", "unknown"),
        row.text("conditions_collision_type", row.text("collision_type")),
        low == null ? row.number("energy_gev_low") : low,
        high == null ? row.number("energy_gev_high") : high,
        years.isEmpty() ? row.integers("years") : years);
  }

  boolean holdsData() {
    return side.equals("data") || side.equals("both");
  }

  boolean holdsSimulation() {
    return side.equals("simulation") || side.equals("both");
  }

  /** True when its place among energies and years is known. */
  boolean placed() {
    return low != null && high != null && !years.isEmpty();
  }

  /** {@code 7 TeV}, {@code 89–94 GeV}. */
  String energy() {
    double unit = high >= TEV ? TEV : 1;
    String range =
        low.equals(high) ? digits(low / unit) : digits(low / unit) + "\u2013" + digits(high / unit);
    return range + (high >= TEV ? " TeV" : " GeV");
  }

  private static String digits(double number) {
    String text = String.format(Locale.ROOT, "%.4g", number);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}

package org.rudolphine.transform.report;

/** A pair of a published and a predicted property of a remnant. */
record Remnant(
    String event,
    String eventVersion,
    String simulation,
    String quantity,
    String unit,
    Measured observed,
    Measured predicted,
    String linkId) {
  /** The pair, or null when one side has no single value. */
  static Remnant of(Cells row) {
    Measured observed =
        Measured.of(
            row.scalar("observed"), row.scalar("observed_lower"), row.scalar("observed_upper"));
    Measured predicted =
        Measured.of(
            row.scalar("predicted"), row.scalar("predicted_lower"), row.scalar("predicted_upper"));
    if (observed == null || predicted == null) {
      return null;
    }
    return new Remnant(
        row.text("case_id", ""),
        row.text("experiment_id", ""),
        row.text("theory_id", ""),
        row.text("quantity", ""),
        row.text("unit", "1"),
        observed,
        predicted,
        row.text("link_id", ""));
  }

  double residual() {
    return observed.value() - predicted.value();
  }
}

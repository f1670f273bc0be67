package org.rudolphine.transform.report;

/**
 * One compared quantity of a link; everything but its name may be null.
 *
 * @param event the event's value with its interval
 * @param bound upper bound of the event's side, which may have one without a value
 * @param simulation the run's value
 * @param deviation difference in standard deviations
 */
record Evidence(
    String quantity,
    Measured event,
    Double bound,
    Double simulation,
    String unit,
    Double deviation) {
  static Evidence of(Cells row) {
    return new Evidence(
        row.text("quantity", ""),
        Measured.of(row.number("left_value"), row.number("left_lower"), row.number("left_upper")),
        row.number("left_upper"),
        row.number("right_value"),
        row.text("unit"),
        row.number("deviation_sigma"));
  }
}

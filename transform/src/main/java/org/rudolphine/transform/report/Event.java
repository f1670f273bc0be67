package org.rudolphine.transform.report;

/**
 * One version of a gravitational-wave event, as far as the report shows it.
 *
 * @param massRatio q = m1/m2 ≥ 1; its interval comes from the evidence of a link, or is missing
 * @param snr network matched-filter signal-to-noise ratio, or null
 */
record Event(
    String id,
    String name,
    String catalog,
    boolean current,
    Measured mass1,
    Measured mass2,
    Measured massRatio,
    Measured chiEff,
    Double snr,
    String address) {
  static Event of(Cells row) {
    Measured mass1 = row.measured("mass_1_source_msun");
    Measured mass2 = row.measured("mass_2_source_msun");
    boolean ratio = mass1 != null && mass2 != null && mass2.value() > 0;
    return new Event(
        row.text("event_version_id", ""),
        row.text("event_name", row.text("event_version_id", "")),
        row.text("catalog", ""),
        row.flag("is_current"),
        mass1,
        mass2,
        ratio ? Measured.of(mass1.value() / mass2.value(), null, null) : null,
        row.measured("chi_eff"),
        row.number("network_matched_filter_snr"),
        row.text("detail_url"));
  }

  /** The event with the mass ratio that a rule derived together with its interval. */
  Event with(Measured derivedRatio) {
    return new Event(id, name, catalog, current, mass1, mass2, derivedRatio, chiEff, snr, address);
  }

  boolean inPlane() {
    return massRatio != null && massRatio.value() > 0 && chiEff != null;
  }

  /** Signal-to-noise ratio for sorting; events without one come last. */
  double loudness() {
    return snr == null ? -1 : snr;
  }
}

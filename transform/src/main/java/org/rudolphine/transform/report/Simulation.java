package org.rudolphine.transform.report;

/** One numerical-relativity run, as far as the report shows it; numbers may be null. */
record Simulation(String id, String catalog, Double massRatio, Double chiEff, boolean deprecated) {
  static Simulation of(Cells row) {
    return new Simulation(
        row.text("simulation_id", ""),
        row.text("catalog", "unknown"),
        row.number("mass_ratio"),
        row.number("chi_eff"),
        row.flag("deprecated"));
  }

  boolean inPlane() {
    return massRatio != null && massRatio > 0 && chiEff != null;
  }
}

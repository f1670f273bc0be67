package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What the rules use of one numerical-relativity run; null where its catalog does not say.
 *
 * @param id simulation id
 * @param massRatio q = m1/m2 at the reference time, at least 1
 * @param chiEff effective inspiral spin
 * @param chiPerp effective in-plane spin
 * @param eccentricity orbital eccentricity
 * @param eccentricityLimit upper limit when only that is given
 * @param omega orbital angular frequency times total mass at the reference time, where the
 *     catalog's own numbers agree on it
 * @param orbits number of orbits
 * @param deprecated whether the catalog marks it as deprecated
 * @param logMassRatio ln q
 * @param eta symmetric mass ratio
 * @param etaPower eta^(3/5)
 */
record GwRun(
    String id,
    double massRatio,
    Double chiEff,
    Double chiPerp,
    Double eccentricity,
    Double eccentricityLimit,
    Double omega,
    Double orbits,
    boolean deprecated,
    double logMassRatio,
    double eta,
    double etaPower)
    implements Serializable {

  /** What follows from the mass ratio is worked out once, not for each event. */
  GwRun(
      String id,
      double massRatio,
      Double chiEff,
      Double chiPerp,
      Double eccentricity,
      Double eccentricityLimit,
      Double omega,
      Double orbits,
      boolean deprecated) {
    this(
        id,
        massRatio,
        chiEff,
        chiPerp,
        eccentricity,
        eccentricityLimit,
        omega,
        orbits,
        deprecated,
        StrictMath.log(massRatio),
        InspiralPhase.eta(massRatio),
        InspiralPhase.power(InspiralPhase.eta(massRatio)));
  }

  static final List<String> COLUMNS =
      List.of(
          "simulation_id",
          "object_types",
          "mass_ratio",
          "chi_eff",
          "chi_perp",
          "eccentricity",
          "eccentricity_limit",
          "eccentricity_limit_direction",
          "omega_orbital",
          "start_frequency_trust",
          "n_orbits",
          "deprecated");

  static GwRun read(Row row) {
    boolean upper = "upper".equals(row.getAs("eccentricity_limit_direction"));
    boolean trusted = !"low".equals(row.getAs("start_frequency_trust"));
    return new GwRun(
        row.getAs("simulation_id"),
        row.<Double>getAs("mass_ratio"),
        row.getAs("chi_eff"),
        row.getAs("chi_perp"),
        row.getAs("eccentricity"),
        upper ? row.getAs("eccentricity_limit") : null,
        trusted ? row.getAs("omega_orbital") : null,
        row.getAs("n_orbits"),
        Boolean.TRUE.equals(row.<Boolean>getAs("deprecated")));
  }
}

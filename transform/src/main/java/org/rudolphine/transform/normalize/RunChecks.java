package org.rudolphine.transform.normalize;

/** Physical ranges of a simulation's values: what lies outside becomes null with an issue. */
final class RunChecks {
  private static final double MAX_REMNANT_MASS = 1.01;

  private final RowBuilder row;

  RunChecks(RowBuilder row) {
    this.row = row;
  }

  /** Masses, separations, frequencies. */
  Double positive(String column, Double value) {
    return inside(column, value, value != null && value > 0, "not above zero");
  }

  /** Fields in which a catalog writes 0 for "not given". */
  Double positiveOrNotGiven(String column, Double value) {
    return value == null || value == 0 ? null : positive(column, value);
  }

  Double notNegative(String column, Double value) {
    return inside(column, value, value != null && value >= 0, "negative");
  }

  /** A remnant cannot outweigh the bodies that it is made of. */
  Double remnantMass(Double value) {
    boolean inside = value != null && value > 0 && value <= MAX_REMNANT_MASS;
    return inside("remnant_mass", value, inside, "not between 0 and the initial total mass");
  }

  /** Magnitude of a dimensionless spin. */
  Double spin(String column, Double value) {
    boolean inside = value != null && Math.abs(value) <= Binary.MAX_SPIN;
    return inside(column, value, inside, "a dimensionless spin above 1");
  }

  Vector3 spin(String column, Vector3 value) {
    boolean inside = value != null && value.norm() <= Binary.MAX_SPIN;
    if (value != null && !inside) {
      row.issue(column, "a dimensionless spin above 1");
    }
    return inside ? value : null;
  }

  private Double inside(String column, Double value, boolean inside, String reason) {
    if (value != null && !inside) {
      row.issue(column, reason);
    }
    return inside ? value : null;
  }
}

package org.rudolphine.transform.normalize;

import java.util.Comparator;

/**
 * The two bodies of a run, heavier one first, with what follows from masses and spins. Catalogs
 * label bodies as they like; spins and in-plane spins move with their body.
 *
 * @param heavier body with the larger mass
 * @param lighter the other body
 * @param massRatio q = m1/m2, at least 1; null when neither masses nor ratio are known
 */
record Binary(Body heavier, Body lighter, Double massRatio) {
  /** Largest disagreement with a stated effective spin that passes without a note. */
  private static final double CHI_EFF_TOLERANCE = 1e-3;

  private static final double RATIO_TOLERANCE = 1e-3;

  /** Rounding may lift the spin of an extremal black hole a little above 1. */
  static final double MAX_SPIN = 1.0001;

  /** Equal masses leave the order open: any rule that looks at the bodies alone will do. */
  private static final Comparator<Body> BY_SPIN =
      Comparator.comparing(
          Body::spin,
          Comparator.nullsFirst(
              Comparator.comparingDouble(Vector3::norm)
                  .thenComparingDouble(Vector3::z)
                  .thenComparingDouble(Vector3::x)
                  .thenComparingDouble(Vector3::y)));

  /**
   * One body.
   *
   * @param mass in units of the initial total mass, or null
   * @param spin dimensionless spin, or null
   * @param inPlane stated magnitude of the spin's part in the orbital plane, or null
   */
  record Body(Double mass, Vector3 spin, Double inPlane) {}

  /**
   * Sorts two bodies.
   *
   * @param ratio mass of the first over mass of the second as the catalog states it; used when a
   *     mass is missing; may be null
   */
  static Binary of(Body first, Body second, Double ratio) {
    Double q = ratio;
    if (first.mass() != null && second.mass() != null) {
      q = first.mass() / second.mass();
    }
    if (q == null) {
      return new Binary(first, second, null);
    }
    boolean swap = q < 1 || (q == 1 && BY_SPIN.compare(first, second) < 0);
    if (!swap) {
      return new Binary(first, second, q);
    }
    double inverse =
        first.mass() != null && second.mass() != null ? second.mass() / first.mass() : 1 / q;
    return new Binary(second, first, inverse);
  }

  /** Mass-weighted projection of the spins on the orbit's unit normal; null when unknown. */
  Double effectiveSpin(Vector3 normal) {
    if (massRatio == null || normal == null || heavier.spin() == null || lighter.spin() == null) {
      return null;
    }
    double along = massRatio * heavier.spin().dot(normal) + lighter.spin().dot(normal);
    return along / (1 + massRatio);
  }

  /**
   * Effective in-plane spin chi_p of Schmidt, Ohme and Hannam (2015), eq. 3.4, from the in-plane
   * spin of each body: the larger of chi1 and q(4q+3)/(4+3q) chi2 with q = m2/m1.
   */
  Double effectiveInPlaneSpin(Double inPlane1, Double inPlane2) {
    if (massRatio == null || inPlane1 == null || inPlane2 == null) {
      return null;
    }
    double q = 1 / massRatio;
    return Math.max(inPlane1, q * (4 * q + 3) / (4 + 3 * q) * inPlane2);
  }

  /**
   * Writes all columns that tell of the bodies. Without masses nobody knows whose spin is whose,
   * and the spins stay null.
   *
   * @param normal unit vector along the orbital angular velocity, or null
   * @param statedChiEff effective spin that the catalog gives, or null; it is kept, and compared
   * @param statedRatio mass ratio that the catalog gives in its own order, or null; only compared
   */
  void write(RowBuilder row, Vector3 normal, Double statedChiEff, Double statedRatio) {
    Double computed = effectiveSpin(normal);
    row.number("chi_eff", statedChiEff != null ? statedChiEff : computed);
    if (statedChiEff != null
        && computed != null
        && Math.abs(statedChiEff - computed) > CHI_EFF_TOLERANCE) {
      row.issue("chi_eff", "the stated value differs from the one that masses and spins give");
    }
    if (massRatio == null) {
      row.issue("mass_ratio", "neither both masses nor their ratio are given");
      return;
    }
    row.number("mass_ratio", massRatio);
    row.number("mass_1", heavier.mass());
    row.number("mass_2", lighter.mass());
    if (statedRatio != null
        && Math.abs(Math.max(statedRatio, 1 / statedRatio) / massRatio - 1) > RATIO_TOLERANCE) {
      row.issue("mass_ratio", "the stated ratio differs from the one that the masses give");
    }
    spin(row, 1, heavier.spin());
    spin(row, 2, lighter.spin());
    Double inPlane1 = inPlane(heavier, normal);
    Double inPlane2 = inPlane(lighter, normal);
    row.number("chi_1_perp", inPlane1);
    row.number("chi_2_perp", inPlane2);
    row.number("chi_perp", effectiveInPlaneSpin(inPlane1, inPlane2));
  }

  private static void spin(RowBuilder row, int body, Vector3 spin) {
    if (spin != null) {
      row.number("spin_" + body + "_x", spin.x());
      row.number("spin_" + body + "_y", spin.y());
      row.number("spin_" + body + "_z", spin.z());
    }
  }

  private static Double inPlane(Body body, Vector3 normal) {
    if (body.inPlane() != null) {
      return body.inPlane();
    }
    return body.spin() == null || normal == null ? null : body.spin().across(normal);
  }
}

package org.rudolphine.transform.link;

/**
 * How the inspiral trades mass ratio for spin. At a given chirp mass the leading term by which mass
 * ratio and spin enter the phase of the wave together is that of 1.5 post-Newtonian order,
 *
 * <pre>
 *   psi = (3/128) (pi Mc f)^(-2/3) eta^(-3/5) (4 beta - 16 pi),   beta = (113 - 76 eta) chi / 12
 * </pre>
 *
 * (Cutler and Flanagan 1994, Phys. Rev. D 49, 2658, section III; beta for two equal spins along the
 * orbit, chi = chi_eff). Mass ratios and spins with the same coefficient are hard to tell apart
 * (Baird, Fairhurst, Hannam and Murphy 2013, Phys. Rev. D 87, 024035; Ng et al. 2018, Phys. Rev. D
 * 98, 083007).
 */
final class InspiralPhase {
  private static final double SPIN_FREE = 3 * Math.PI / 8;

  private InspiralPhase() {}

  /** Symmetric mass ratio m1 m2 / (m1 + m2)^2. */
  static double eta(double massRatio) {
    return massRatio / ((1 + massRatio) * (1 + massRatio));
  }

  /** The coefficient eta^(-3/5) (4 beta - 16 pi) in units of 128/3. */
  static double coefficient(double massRatio, double chiEff) {
    double eta = eta(massRatio);
    return ((113 - 76 * eta) * chiEff / 128 - SPIN_FREE) / power(eta);
  }

  /** eta^(3/5). */
  static double power(double eta) {
    return StrictMath.pow(eta, 0.6);
  }

  /**
   * The effective spin that has this coefficient at a mass ratio.
   *
   * @param eta symmetric mass ratio
   * @param power its {@link #power}
   */
  static double spin(double coefficient, double eta, double power) {
    return 128 * (SPIN_FREE + coefficient * power) / (113 - 76 * eta);
  }

  /**
   * Frequency of the (2,2) mode at the innermost stable circular orbit of a test body, where the
   * inspiral ends: f = 1 / (6^(3/2) pi M).
   *
   * @param detectorMass total mass in the detector frame, in solar masses
   * @return hertz
   */
  static double lastFrequencyHz(double detectorMass) {
    return 1 / (6 * Math.sqrt(6) * Math.PI * detectorMass * GeometricUnits.SOLAR_MASS_S);
  }
}

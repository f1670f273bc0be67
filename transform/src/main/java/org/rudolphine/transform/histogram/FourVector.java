package org.rudolphine.transform.histogram;

/**
 * Energy and momentum of a particle in GeV, with c = 1.
 *
 * @param e energy
 * @param px momentum across the beams, horizontal
 * @param py momentum across the beams, vertical
 * @param pz momentum along the beams
 */
public record FourVector(double e, double px, double py, double pz) {

  /**
   * From what a detector gives: px = pt cos phi, py = pt sin phi, pz = pt sinh eta, e = sqrt(p^2 +
   * m^2), the definition of pseudorapidity (Particle Data Group, Review of Particle Physics,
   * section Kinematics).
   *
   * @param pt momentum across the beams, GeV
   * @param eta pseudorapidity
   * @param phi azimuth, rad
   * @param mass rest mass, GeV
   */
  public static FourVector ofDetector(double pt, double eta, double phi, double mass) {
    double pz = pt * StrictMath.sinh(eta);
    double p2 = pt * pt + pz * pz;
    return new FourVector(
        Math.sqrt(p2 + mass * mass), pt * StrictMath.cos(phi), pt * StrictMath.sin(phi), pz);
  }

  FourVector plus(FourVector other) {
    return new FourVector(e + other.e, px + other.px, py + other.py, pz + other.pz);
  }

  /** Invariant mass, sqrt(E^2 - p^2); rounding below zero gives zero. */
  public double mass() {
    return Math.sqrt(Math.max(0, e * e - px * px - py * py - pz * pz));
  }
}

package org.rudolphine.transform.link;

import org.rudolphine.transform.signal.GeometricWaveform;

/**
 * Numerical relativity is scale free: mass turns its times and frequencies into seconds and hertz.
 */
final class GeometricUnits {
  /** G M_sun / c^3 in seconds. */
  static final double SOLAR_MASS_S = GeometricWaveform.SOLAR_MASS_S;

  private GeometricUnits() {}

  /**
   * Gravitational-wave frequency of the (2,2) mode, twice the orbital frequency: f = Omega / pi.
   *
   * @param omega orbital angular frequency times total mass, M Omega
   * @param detectorMass total mass in the detector frame, in solar masses
   * @return hertz
   */
  static double waveFrequencyHz(double omega, double detectorMass) {
    return omega / Math.PI / (detectorMass * SOLAR_MASS_S);
  }

  /**
   * Least detector-frame total mass for which a run that starts at {@code omega} covers the band
   * from {@code bandLowHz} on.
   *
   * @return solar masses
   */
  static double leastMass(double omega, double bandLowHz) {
    return omega / Math.PI / (bandLowHz * SOLAR_MASS_S);
  }
}

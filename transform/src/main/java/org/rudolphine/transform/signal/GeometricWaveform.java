package org.rudolphine.transform.signal;

import java.util.Objects;

/**
 * A waveform of numerical relativity in units of its total mass. Arrays are not copied.
 *
 * @param timeM t c^3 / (G M), rising; 0 is the reference (the peak)
 * @param plus r h_plus c^2 / (G M), or the real part of a mode
 * @param cross r h_cross c^2 / (G M), or the imaginary part of a mode, of either sign: the sign
 *     only turns the sense of the phase; null when there is none
 */
public record GeometricWaveform(double[] timeM, double[] plus, double[] cross) {
  /** G M_sun / c^3 in seconds. */
  public static final double SOLAR_MASS_S = 4.925490947e-6;

  /** Seconds that light takes for a megaparsec: IAU 2015 resolution B2 parsec over c. */
  private static final double MEGAPARSEC_S = 3.085677581491367e22 / 299_792_458.0;

  /** Checks that arrays are there and equally long. */
  public GeometricWaveform {
    Objects.requireNonNull(timeM, "timeM");
    Objects.requireNonNull(plus, "plus");
    if (plus.length != timeM.length || (cross != null && cross.length != timeM.length)) {
      throw new IllegalArgumentException("a waveform needs as many values as times");
    }
  }

  /**
   * The waveform for one mass and distance: t[s] = (t/M) M_det G M_sun / c^3, h = (rh/M) G M_det /
   * (c^2 D).
   *
   * @param detectorMassMsun total mass in the detector frame, solar masses
   * @param distanceMpc luminosity distance
   */
  public Template at(double detectorMassMsun, double distanceMpc) {
    double massS = detectorMassMsun * SOLAR_MASS_S;
    double strain = massS / (distanceMpc * MEGAPARSEC_S);
    return new Template(
        times(timeM, massS), times(plus, strain), cross == null ? null : times(cross, strain));
  }

  private static double[] times(double[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }
}

package org.rudolphine.transform.signal;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where the detectors stand: the vertex of the arms, Earth-fixed geocentric (WGS 84), as in LAL's
 * {@code LALDetectors.h} (H1 and L1: LIGO-T980044; V1: VIR-NOT-EGO-1390-318; G1 and K1 as there).
 */
public final class Observatories {
  private static final double LIGHT_M_PER_S = 299_792_458.0;
  private static final Map<String, double[]> VERTEX_M =
      Map.of(
          "H1", new double[] {-2161414.92636, -3834695.17889, 4600350.22664},
          "L1", new double[] {-74276.0447238, -5496283.71971, 3224257.01744},
          "V1", new double[] {4546374.099, 842989.697626, 4378576.96241},
          "K1", new double[] {-3777336.024, 3484898.411, 3765313.697},
          "G1", new double[] {3856309.94926, 666598.956317, 5019641.41725});

  private Observatories() {}

  /** Seconds that light takes between two detectors; empty when one of them is not known. */
  public static OptionalDouble lightTravelS(String detector, String other) {
    double[] one = VERTEX_M.get(detector);
    double[] two = VERTEX_M.get(other);
    if (one == null || two == null) {
      return OptionalDouble.empty();
    }
    double squared = 0;
    for (int i = 0; i < 3; i++) {
      squared += (one[i] - two[i]) * (one[i] - two[i]);
    }
    return OptionalDouble.of(Math.sqrt(squared) / LIGHT_M_PER_S);
  }
}

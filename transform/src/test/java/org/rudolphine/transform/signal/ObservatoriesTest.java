package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ObservatoriesTest {
  /**
   * From the published geodetic coordinates instead (latitude, longitude, height on WGS 84, as in
   * LALDetectors.h), turned to Earth-fixed ones in Python; 10 ms is the figure of Phys. Rev. Lett.
   * 116, 061102.
   */
  @Test
  void lightTravelTimesFollowFromLatitudesAndLongitudes() {
    assertThat(milliseconds("H1", "L1")).isCloseTo(10.0128, within(0.0001));
    assertThat(milliseconds("H1", "V1")).isCloseTo(27.2880, within(0.0001));
    assertThat(milliseconds("L1", "V1")).isCloseTo(26.4483, within(0.0001));
    assertThat(milliseconds("H1", "G1")).isCloseTo(25.1062, within(0.0001));
    // KAGRA's published coordinates have fewer digits.
    assertThat(milliseconds("H1", "K1")).isCloseTo(25.158, within(0.01));
  }

  private static double milliseconds(String detector, String other) {
    return 1000 * Observatories.lightTravelS(detector, other).orElseThrow();
  }

  @Test
  void isNotKnownForOtherPlaces() {
    assertThat(Observatories.lightTravelS("H1", "X1")).isEmpty();
  }
}

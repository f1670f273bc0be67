package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeometricUnitsTest {

  /** SXS:BBH:0198 starts at M Omega = 0.01523: it covers 20 Hz from 49.2 solar masses on. */
  @Test
  void leastMassOfAPublishedRun() {
    assertThat(GeometricUnits.leastMass(0.01523, 20)).isEqualTo(49.2, within(0.05));
    assertThat(GeometricUnits.waveFrequencyHz(0.01523, 49.2)).isEqualTo(20, within(0.01));
  }

  @Test
  void frequencyFallsAsMassGrows() {
    assertThat(GeometricUnits.waveFrequencyHz(0.018, 80))
        .isEqualTo(GeometricUnits.waveFrequencyHz(0.018, 40) / 2, within(1e-12));
  }
}

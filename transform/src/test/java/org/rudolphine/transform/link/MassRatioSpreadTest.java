package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Figures of the reflected density by numpy, the maximum looked for on 200,001 places. */
class MassRatioSpreadTest {
  @Test
  void farFromEqualMassesItIsTheDistanceInStandardDeviations() {
    MassRatioSpread spread = new MassRatioSpread(1.0, 0.9, 1.2);
    // (ln 2 - 1) / 0.1 and (ln 3.5 - 1) / 0.2
    assertThat(spread.deviation(Math.log(2.0))).isEqualTo(-3.068528194400547, within(1e-6));
    assertThat(spread.deviation(Math.log(3.5))).isEqualTo(1.2638148424768403, within(1e-6));
    assertThat(spread.deviation(Math.log(1e6)))
        .isEqualTo((6 * Math.log(10) - 1) / 0.2, within(1e-6));
  }

  @Test
  void equalMassesAreNotHeldAgainstARunWhereTheDrawsReachPastThem() {
    MassRatioSpread spread = new MassRatioSpread(0.1, -0.02, 0.25);
    assertThat(spread.deviation(Math.log(1))).isEqualTo(0, within(1e-6));
    assertThat(spread.deviation(Math.log(1.05))).isEqualTo(0.2294411303005298, within(1e-6));
    assertThat(spread.deviation(Math.log(1.3))).isEqualTo(1.3513825017824348, within(1e-6));
    assertThat(spread.deviation(Math.log(1.6))).isEqualTo(2.603053121973577, within(1e-6));
  }
}

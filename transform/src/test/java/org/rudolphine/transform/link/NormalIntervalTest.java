package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalIntervalTest {

  /** scipy.stats.norm.ppf(0.5 + level / 2). */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.6744897501960817",
    "0.68, 0.9944578832097535",
    "0.9, 1.6448536269514722",
    "0.95, 1.959963984540054",
    "0.99, 2.5758293035489004"
  })
  void isTheQuantileOfTheNormalDistribution(double level, double expected) {
    assertThat(NormalInterval.halfWidth(level)).isEqualTo(expected, within(1e-12));
  }

  @Test
  void refusesWhatIsNoLevel() {
    assertThatThrownBy(() -> NormalInterval.halfWidth(90)).hasMessageContaining("90");
    assertThatThrownBy(() -> NormalInterval.halfWidth(Double.NaN)).hasMessageContaining("NaN");
  }
}

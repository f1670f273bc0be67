package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

  /**
   * Fractions computed with Python: {@code int.from_bytes(hashlib.sha256(("rudolphine-split-v1|" +
   * group).encode()).digest()[:8], "big") / 2**64}.
   */
  @ParameterizedTest
  @CsvSource({
    "GW150914, 0.9499699888883615, test",
    "GW170814, 0.2779186784363886, train",
    "GW190521, 0.46639878058341167, train",
    "GW151226, 0.9652862018887497, test",
    "GW170015, 0.8901111099616263, validation",
    "2DWMH, 0.731375660657122, train",
    "'', 0.3052959454827783, train"
  })
  void isTheFractionOfTheHash(String group, double fraction, String split) {
    assertThat(Split.fraction(group)).isEqualTo(fraction, within(1e-15));
    assertThat(Split.of(group).text()).isEqualTo(split);
  }
}

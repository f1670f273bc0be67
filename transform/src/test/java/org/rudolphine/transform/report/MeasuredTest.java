package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTest {
  /**
   * Value and offsets as published: GWTC-1 (arXiv:1811.12907, table III) for GW150914, GW170104,
   * GW170608, GW170729; GWTC-2.1 (doi 10.7935/qf3a-3z67) for GW190521 and GW190814. The offsets
   * become bounds, as in the tables, and must be read off again as they were printed.
   */
  @ParameterizedTest
  @CsvSource({
    "35.6, 4.7, 3.1, 35.6 +4.7 −3.1",
    "30.6, 3.0, 4.4, 30.6 +3.0 −4.4",
    "63.1, 3.4, 3.0, 63.1 +3.4 −3.0",
    "0.69, 0.05, 0.04, 0.69 +0.05 −0.04",
    "-0.01, 0.12, 0.13, −0.01 +0.12 −0.13",
    "440, 150, 170, 440 +150 −170",
    "30.8, 7.3, 5.6, 30.8 +7.3 −5.6",
    "-0.04, 0.17, 0.21, −0.04 +0.17 −0.21",
    "11.0, 5.5, 1.7, 11.0 +5.5 −1.7",
    "2840, 1400, 1360, 2840 +1400 −1360",
    "98.4, 33.6, 21.7, 98.4 +33.6 −21.7",
    "2.6, 0.1, 0.1, 2.6 +0.1 −0.1",
  })
  void publishedValuesReadAsPrinted(double value, double up, double down, String printed) {
    assertThat(new Measured(value, value - down, value + up).text()).isEqualTo(printed);
  }

  @Test
  void computedValuesAreRoundedToTwoDigitsOfTheSmallerError() {
    // 35.6 / 30.6 by hand: 1.16340; errors of 0.2871 and 0.1634.
    assertThat(new Measured(1.1633986928104576, 1.0, 1.4505).text()).isEqualTo("1.16 +0.29 −0.16");
    assertThat(new Measured(1234.5678, 884.2321, 1684.1111).text()).isEqualTo("1230 +450 −350");
  }

  @Test
  void withoutIntervalFourDigitsRemain() {
    assertThat(new Measured(1.1633986928104576, null, null).text()).isEqualTo("1.163");
    assertThat(new Measured(26.0, null, 27.0).text()).isEqualTo("26");
    assertThat(new Measured(0, 0.0, 0.0).text()).isEqualTo("0 +0 −0");
  }

  @Test
  void boundsOnTheWrongSideAreNoInterval() {
    assertThat(new Measured(2.0, 3.0, 4.0).hasInterval()).isFalse();
  }

  @Property
  void errorsAreNeverNegativeNorLost(
      @ForAll @Scale(9) @DoubleRange(min = -1e4, max = 1e4) double value,
      @ForAll @Scale(9) @DoubleRange(min = 1e-4, max = 1e3) double down,
      @ForAll @Scale(9) @DoubleRange(min = 1e-4, max = 1e3) double up) {
    String text = new Measured(value, value - down, value + up).text();
    assertThat(text).matches("−?[0-9.]+ \\+[0-9.]+ −[0-9.]+").doesNotContain("-");
    String[] parts = text.replace('−', '-').split(" ");
    assertThat(Double.parseDouble(parts[1])).isBetween(up * 0.9, up * 1.1);
    assertThat(-Double.parseDouble(parts[2])).isBetween(down * 0.9, down * 1.1);
  }

  @Test
  void deviationsAndCounts() {
    assertThat(Measured.sigma(0.312)).isEqualTo("+0.3");
    assertThat(Measured.sigma(-1.25)).isEqualTo("−1.2");
    assertThat(Measured.sigma(-0.01)).isEqualTo("0.0");
    assertThat(Measured.sigma(12.7)).isEqualTo("+13");
    assertThat(Measured.count(9999)).isEqualTo("9999");
    assertThat(Measured.count(1234567)).isEqualTo("1\u202F234\u202F567");
  }
}

package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GwoscNumberTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "NA", "na", "N/A", "NaN", "nan", "None", "null", "-", "--"})
  void wordsForMissing(String text) {
    assertThat(GwoscNumber.read(text)).isEqualTo(GwoscNumber.MISSING);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-07, 1e-7",
    "+3., 3",
    ".5, 0.5",
    "' -3.1 ', -3.1",
    "\u22123.1, -3.1",
    "4.2000000000000004e-05, 4.2000000000000004e-05"
  })
  void spellingsOfNumbers(String text, double value) {
    assertThat(GwoscNumber.read(text).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "0x1p3",
        "1,5",
        "1e9999",
        "Infinity",
        "<3",
        "35.6+4.7",
        "1e",
        "١",
        "1e99999"
      })
  void otherTextsAreMalformed(String text) {
    assertThat(GwoscNumber.read(text).malformed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-999, true", "-9999.0, true", "-99, false", "-999.5, false", "999, false"})
  void runsOfNinesMayStandForMissing(String text, boolean sentinel) {
    assertThat(GwoscNumber.read(text).looksLikeSentinel()).isEqualTo(sentinel);
  }

  @Test
  void longTextsAreNotParsed() {
    assertThat(GwoscNumber.read("1".repeat(65)).malformed()).isTrue();
  }

  @Property(tries = 500)
  void javasOwnSpellingIsReadBackExactly(@ForAll double value) {
    assertThat(GwoscNumber.read(Double.toString(value)).value()).isEqualTo(value);
  }

  /** Sums of numbers with few decimals have the decimals that people write: integer arithmetic. */
  @Property(tries = 500)
  void sumsAreDecimal(
      @ForAll @IntRange(min = -9_999_999, max = 9_999_999) int left,
      @ForAll @IntRange(min = -9_999_999, max = 9_999_999) int right) {
    assertThat(GwoscNumber.sum(left / 1000.0, right / 1000.0)).isEqualTo((left + right) / 1000.0);
  }

  @Property(tries = 200)
  void theLeastNumberMakesNoDifferenceToOrdinaryOnes(
      @ForAll @DoubleRange(min = 1, max = 1e15) double value) {
    assertThat(GwoscNumber.sum(value, Double.MIN_VALUE)).isEqualTo(value);
  }
}

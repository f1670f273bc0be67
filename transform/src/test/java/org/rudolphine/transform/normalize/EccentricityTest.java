package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EccentricityTest {

  @ParameterizedTest
  @CsvSource({
    "<7.2e-05, 7.2e-5",
    "<6.0e-5, 6e-5",
    "<5e-04, 5e-4",
    "< 9.6e-02, 0.096",
    "<=0.1, 0.1"
  })
  void upperBoundsAreLimits(String text, double limit) {
    assertThat(Eccentricity.of(text)).isEqualTo(new Eccentricity(null, limit, "upper", null));
  }

  @Test
  void lowerBoundsAreLimits() {
    assertThat(Eccentricity.of(">0.3")).isEqualTo(new Eccentricity(null, 0.3, "lower", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<1.8e+00",
        "<1.7e+00",
        "<1",
        "<0",
        "<-1e-3",
        ">0",
        ">2",
        "<abc",
        "<",
        "-0.01",
        "1.0",
        "3",
        "1e400",
        "[simulation too short]",
        "circular",
        "0.1 0.2",
        "0x1p-3"
      })
  void nonsenseIsNothingWithAReason(String text) {
    Eccentricity eccentricity = Eccentricity.of(text);

    assertThat(eccentricity.value()).isNull();
    assertThat(eccentricity.limit()).isNull();
    assertThat(eccentricity.direction()).isNull();
    assertThat(eccentricity.problem()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "", " ", "[unknown]", "not measured", "None"})
  void missingIsNothingWithoutAReason(String text) {
    assertThat(Eccentricity.of(text)).isEqualTo(new Eccentricity(null, null, null, null));
  }

  @Test
  void nullsAndNaNAreMissing() {
    Eccentricity nothing = new Eccentricity(null, null, null, null);

    assertThat(Eccentricity.of((com.fasterxml.jackson.databind.JsonNode) null)).isEqualTo(nothing);
    assertThat(Eccentricity.of(NullNode.instance)).isEqualTo(nothing);
    assertThat(Eccentricity.of(DoubleNode.valueOf(Double.NaN))).isEqualTo(nothing);
  }

  @Property
  void numbersOfBoundOrbitsAreValues(@ForAll @DoubleRange(min = 0, max = 0.99) double given) {
    assertThat(Eccentricity.of(DoubleNode.valueOf(given)).value()).isEqualTo(given);
    assertThat(Eccentricity.of(String.format(Locale.ROOT, "%.17e", given)).value())
        .isCloseTo(given, within(1e-15));
  }

  @Property
  void whatIsReadIsAlwaysBetweenZeroAndOne(
      @ForAll @IntRange(max = 2) int sign, @ForAll double number) {
    Eccentricity read = Eccentricity.of(new String[] {"", "<", ">"}[sign] + number);

    assertThat(read.value() == null || (read.value() >= 0 && read.value() < 1)).isTrue();
    assertThat(read.limit() == null || (read.limit() > 0 && read.limit() < 1)).isTrue();
    assertThat(read.value() == null || read.limit() == null).isTrue();
  }

  @Property
  void noTextMakesItFail(@ForAll String text) {
    assertThat(Eccentricity.of(text)).isNotNull();
  }
}

package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TicksTest {
  @Property
  void linearTicksAreRoundEvenAndInside(
      @ForAll @Scale(9) @DoubleRange(min = -1e6, max = 1e6) double low,
      @ForAll @Scale(9) @DoubleRange(min = 1e-6, max = 1e6) double span,
      @ForAll @IntRange(min = 6, max = 20) int atMost) {
    double high = low + span;
    List<BigDecimal> ticks = Ticks.linear(low, high, atMost);

    assertThat(ticks).hasSizeBetween(2, atMost);
    assertThat(ticks)
        .allMatch(t -> t.compareTo(new BigDecimal(low)) >= 0)
        .allMatch(t -> t.compareTo(new BigDecimal(high)) <= 0);
    BigDecimal step = ticks.get(1).subtract(ticks.get(0));
    assertThat(step.stripTrailingZeros().unscaledValue().intValueExact()).isIn(1, 2, 5);
    for (int i = 1; i < ticks.size(); i++) {
      assertThat(ticks.get(i).subtract(ticks.get(i - 1))).isEqualByComparingTo(step);
    }
    assertThat(ticks.get(0).remainder(step)).isEqualByComparingTo("0");
  }

  @Property
  void logarithmicTicksRiseInsideTheRange(
      @ForAll @Scale(9) @DoubleRange(min = 1e-5, max = 1e5) double low,
      @ForAll @Scale(9) @DoubleRange(min = 1.01, max = 1e9) double factor,
      @ForAll @IntRange(min = 6, max = 20) int atMost) {
    double high = low * factor;
    List<BigDecimal> ticks = Ticks.logarithmic(low, high, atMost);

    assertThat(ticks).hasSizeBetween(2, atMost);
    assertThat(ticks).allMatch(t -> t.doubleValue() >= low && t.doubleValue() <= high);
    for (int i = 1; i < ticks.size(); i++) {
      assertThat(ticks.get(i)).isGreaterThan(ticks.get(i - 1));
    }
  }

  @Property
  void labelsAreDistinctAndReadBackAsTheirTicks(
      @ForAll @Scale(9) @DoubleRange(min = -1e7, max = 1e7) double low,
      @ForAll @Scale(9) @DoubleRange(min = 1e-6, max = 1e7) double span) {
    List<BigDecimal> ticks = Ticks.linear(low, low + span, 8);
    List<String> labels = Ticks.labels(ticks);

    assertThat(new HashSet<>(labels)).hasSize(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      assertThat(new BigDecimal(labels.get(i).replace('\u2212', '-')))
          .isEqualByComparingTo(ticks.get(i));
    }
  }

  @Test
  void tenthsAreExact() {
    assertThat(Ticks.labels(Ticks.linear(-0.35, 0.35, 8)))
        .containsExactly("\u22120.3", "\u22120.2", "\u22120.1", "0.0", "0.1", "0.2", "0.3");
  }

  @Test
  void massRatiosGetTheValuesThatPeopleExpect() {
    assertThat(Ticks.labels(Ticks.logarithmic(0.95, 10.5, 10)))
        .containsExactly("1", "1.5", "2", "3", "4", "5", "6", "8", "10");
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatThrownBy(() -> Ticks.linear(1, 1, 6)).hasMessageContaining("1.0 to 1.0");
    assertThatThrownBy(() -> Ticks.linear(Double.NaN, 1, 6)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Ticks.logarithmic(0, 1, 6)).hasMessageContaining("above zero");
  }
}

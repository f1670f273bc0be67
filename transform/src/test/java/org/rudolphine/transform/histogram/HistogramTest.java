package org.rudolphine.transform.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  private static Histogram counts(double low, double width, double... counts) {
    double[] edges = new double[counts.length + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = low + i * width;
    }
    return Histogram.ofCounts("m", "", edges, counts, 1, 2);
  }

  @Test
  void aWeightScalesSumsAndItsSquareTheirVariances() {
    Histogram weighted = counts(0, 1, 4, 9).times(0.5);

    assertThat(weighted.contents()).containsExactly(2, 4.5);
    assertThat(weighted.sigmas()).containsExactly(1, 1.5);
    assertThat(weighted.underflow().sigma()).isEqualTo(0.5);
    assertThat(weighted.overflow().content()).isEqualTo(1);
    assertThat(weighted.entries()).isEqualTo(16);
  }

  @Test
  void aShorterOneIsLongerByEmptyBins() {
    Histogram sum = counts(0, 1, 1, 2, 3).plus(counts(0, 1, 10));

    assertThat(sum.contents()).containsExactly(11, 2, 3);
    assertThat(sum.squares()).containsExactly(11, 2, 3);
    assertThat(sum.underflow().content()).isEqualTo(2);
    assertThat(sum.overflow().content()).isEqualTo(4);
  }

  @Test
  void otherBinsAreNotAdded() {
    Histogram one = counts(0, 1, 1, 2);
    Histogram other = counts(0, 2, 1, 2);

    assertThat(one.agreesWith(other)).isFalse();
    assertThatThrownBy(() -> one.plus(other)).hasMessage("Histograms called m have different bins");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1:2", "2:1:5", "0:1:0", "0:1:10001", "a:1:5", "0:inf:5", "0:1:5:6"})
  void whatIsNoBinningIsRefused(String text) {
    assertThatThrownBy(() -> Binning.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void everyValueIsCountedInTheBinThatHoldsIt(
      @ForAll @DoubleRange(min = -1000, max = 1000) double value,
      @ForAll @DoubleRange(min = -500, max = 0) double low,
      @ForAll @IntRange(min = 1, max = 97) int bins) {
    Histogram counted = new Binning(low, low + 313.7, bins).counts("m", "", new double[] {value});

    assertThat(counted.total()).isEqualTo(1);
    for (int i = 0; i < bins; i++) {
      boolean inside = value >= counted.edges()[i] && value < counted.edges()[i + 1];
      assertThat(counted.contents()[i] == 1).isEqualTo(inside);
    }
    assertThat(counted.underflow().content() == 1).isEqualTo(value < low);
    assertThat(counted.overflow().content() == 1).isEqualTo(value >= low + 313.7);
  }

  @Test
  void theWeightIsTheExpectedNumberOverTheGeneratedOne() {
    // 11580 * 0.077 * 1.386 / 1499064, by Python
    assertThat(new Sample(0.077, 11580, 1.386, 1499064).weight())
        .isCloseTo(0.0008244082707609547, within(1e-18));
    assertThatThrownBy(() -> new Sample(0.077, 11580, 1.386, 0))
        .hasMessage("The number of generated events of a sample is 0.0");
  }

  @Test
  void theFirstPatternThatFitsHolds() {
    NamePatterns names = NamePatterns.of("x", List.of("a*.csv=1", "*.csv=2", "q?=3", "a.b=4"));

    assertThat(names.of("abc.csv")).contains("1");
    assertThat(names.of("b.csv")).contains("2");
    assertThat(names.all("abc.csv")).containsExactly("1", "2");
    assertThat(names.of("q1")).contains("3");
    assertThat(names.of("axb")).isEmpty();
    assertThat(names.of("abc.csv.gz")).isEmpty();
    assertThatThrownBy(() -> NamePatterns.of("x", List.of("name")))
        .hasMessage("x has entries of the form pattern=value, not name");
  }
}

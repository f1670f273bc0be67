package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HepDataErrorsTest {
  private final Set<String> issues = new TreeSet<>();

  @ParameterizedTest
  @CsvSource({
    // minus, plus; read as minus, plus; total low, high
    "-3.0, 3.3, -3.0, 3.3, 3.0, 3.3",
    "'-3.0', '3.3', -3.0, 3.3, 3.0, 3.3",
    "-1%, 2%, -0.5, 1.0, 0.5, 1.0",
    "-3.0%, '', -1.5, , 1.5, 0.0",
    "'', 0.5%, , 0.25, 0.0, 0.25",
    // shifts of one sign count on that side, and once
    "0.2, 0.5, 0.2, 0.5, 0.0, 0.5",
    "-0.2, -0.5, -0.2, -0.5, 0.5, 0.0",
    // minus above zero and plus below
    "0.2, -0.5, 0.2, -0.5, 0.5, 0.2",
    "0, 0, 0.0, 0.0, 0.0, 0.0"
  })
  void asymmetricErrorsKeepTheirSigns(
      String minus, String plus, Double readMinus, Double readPlus, double low, double high) {
    HepDataErrors errors =
        read(50, List.of(Map.of("asymerror", Map.of("minus", minus, "plus", plus))));

    assertThat(side(errors, "error", "minus")).isEqualTo(readMinus);
    assertThat(side(errors, "error", "plus")).isEqualTo(readPlus);
    assertThat(errors.low()).containsExactly(low);
    assertThat(errors.high()).containsExactly(high);
    assertThat(issues).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0.4", "0.8%, 0.4", "-0.4, 0.4", "' 4e-1 ', 0.4"})
  void symmetricErrorsAreAsLargeOnBothSides(String given, double size) {
    HepDataErrors errors = read(-50, List.of(Map.of("symerror", given, "label", "stat")));

    assertThat(errors.low()[0]).isCloseTo(size, within(1e-15));
    assertThat(errors.high()[0]).isCloseTo(size, within(1e-15));
    assertThat(errors.labels()).containsExactly("stat");
  }

  @Test
  void anEmptyErrorIsNoErrorAndWordsAreAnIssue() {
    HepDataErrors errors = read(1, List.of(Map.of("symerror", ""), Map.of("symerror", "large")));

    assertThat(errors.low()).isNull();
    assertThat(issues).containsExactly("an error that is no number");
  }

  @Test
  void anErrorOfNeitherKindIsAnIssue() {
    read(1, List.of(Map.of("label", "stat")));

    assertThat(issues).containsExactly("an error without symerror and asymerror");
  }

  @Test
  void repeatedLabelsAreKeptApart() {
    HepDataErrors errors =
        read(
            1,
            List.of(
                Map.of("symerror", "3", "label", "sys"),
                Map.of("symerror", "1", "label", "stat"),
                Map.of("symerror", "4", "label", "sys")));

    assertThat(errors.labels()).containsExactly("sys_1", "sys_2", "stat");
    assertThat(side(errors, "sys_2", "minus")).isEqualTo(-4.0);
    // 3, 1 and 4: the root of 26
    assertThat(errors.high()[0]).isEqualTo(5.0990195135927845);
  }

  @Test
  void valuesWithoutErrorsHaveNone() {
    HepDataErrors.Reading reading = new HepDataErrors.Reading(2, issues);
    reading.read(0, 0.0, List.of());
    reading.read(1, 2.0, List.of(Map.of("symerror", "1")));
    HepDataErrors errors = reading.done();

    assertThat(errors.low()).containsExactly(Double.NaN, 1.0);
  }

  @Test
  void aPercentageOfAMissingValueIsNoIssue() {
    assertThat(read(Double.NaN, List.of(Map.of("symerror", "1%"))).low()).isNull();
    assertThat(issues).isEmpty();
  }

  /** Whatever the notation, the total is the root of the sum of squares of the sides. */
  @Property(tries = 200)
  void totalsDoNotDependOnNotation(
      @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0.01, max = 1e6) Double> sizes,
      @ForAll @IntRange(min = 0, max = 2) int notation,
      @ForAll @DoubleRange(min = -1e3, max = 1e3) double value) {
    List<Object> given = new ArrayList<>();
    double sum = 0;
    for (double size : sizes) {
      boolean percent = notation == 2 && Math.abs(value) > 1e-3;
      double scale = percent ? 100 / Math.abs(value) : 1;
      String text = String.format(Locale.ROOT, "%.17e%s", size * scale, percent ? "%" : "");
      given.add(
          notation == 0
              ? Map.of("symerror", text)
              : Map.of("asymerror", Map.of("minus", "-" + text, "plus", text)));
      sum += size * size;
    }

    HepDataErrors errors = read(value, given);

    assertThat(issues).isEmpty();
    assertThat(errors.low()[0]).isCloseTo(Math.sqrt(sum), within(1e-9 * Math.sqrt(sum)));
    assertThat(errors.high()[0]).isEqualTo(errors.low()[0]);
    assertThat(errors.labels()).hasSize(sizes.size());
  }

  private HepDataErrors read(double value, List<?> errors) {
    HepDataErrors.Reading reading = new HepDataErrors.Reading(1, issues);
    reading.read(0, value, errors);
    return reading.done();
  }

  private static Double side(HepDataErrors errors, String label, String side) {
    for (Map<String, Object> one : errors.structs()) {
      if (one.get("label").equals(label)) {
        return (Double) ((List<?>) one.get(side)).get(0);
      }
    }
    throw new AssertionError("No error " + label);
  }
}

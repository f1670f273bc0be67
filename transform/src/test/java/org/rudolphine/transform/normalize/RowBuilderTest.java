package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.transform.table.Table;

class RowBuilderTest {

  private static RowBuilder simulation() {
    return new RowBuilder(Table.named("nr_simulations"), "SXS:BBH:0001");
  }

  @Test
  void keepsValuesUnderTheirColumnsWithTheKey() {
    NormalizedRow row =
        simulation()
            .facet("list", 3)
            .text("catalog", "SXS")
            .number("mass_ratio", 1.5)
            .flag("deprecated", false)
            .time("modified_at", Instant.EPOCH)
            .texts("keywords", List.of())
            .wholes("levels", List.of(1L, -2L))
            .structs("files", List.of(Map.of("name", "a", "bytes", 3L)))
            .build();
    assertThat(row.values())
        .isEqualTo(
            Map.of(
                "simulation_id",
                "SXS:BBH:0001",
                "catalog",
                "SXS",
                "mass_ratio",
                1.5,
                "deprecated",
                false,
                "modified_at",
                Instant.EPOCH,
                "keywords",
                List.of(),
                "levels",
                List.of(1, -2),
                "files",
                List.of(Map.of("name", "a", "bytes", 3L))));
    assertThat(row.facet()).isEqualTo("list");
    assertThat(row.precedence()).isEqualTo(3);
  }

  @Test
  void nullsAndEmptyTextsAreLeftOut() {
    NormalizedRow row =
        simulation()
            .text("catalog", "")
            .text("doi", null)
            .number("mass_ratio", null)
            .flag("deprecated", null)
            .time("modified_at", null)
            .texts("keywords", null)
            .wholes("levels", null)
            .structs("files", null)
            .build();
    assertThat(row.values()).containsOnlyKeys("simulation_id");
    assertThat(row.issues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoFiniteNumberIsMissingWithAnIssue(double value) {
    NormalizedRow row = simulation().number("mass_ratio", value).build();
    assertThat(row.values()).doesNotContainKey("mass_ratio");
    assertThat(row.issues()).containsExactly(new Issue("mass_ratio", "not a finite number"));
  }

  @Test
  void negativeZeroIsZero() {
    Object value = simulation().number("chi_eff", -0.0).build().values().get("chi_eff");
    assertThat(Double.doubleToRawLongBits((Double) value)).isZero();
  }

  @Test
  void mistakesOfANormalizerFailAtOnce() {
    assertThatThrownBy(() -> simulation().text("no_such_column", "x"))
        .hasMessageContaining("no_such_column")
        .hasMessageContaining("nr_simulations");
    assertThatThrownBy(() -> simulation().text("mass_ratio", "1.5"))
        .hasMessageContaining("mass_ratio")
        .hasMessageContaining("double");
    assertThatThrownBy(() -> simulation().number("catalog", 1.0)).hasMessageContaining("catalog");
    assertThatThrownBy(() -> simulation().numbers("keywords", List.of(1.0)))
        .hasMessageContaining("keywords");
    assertThatThrownBy(() -> simulation().numbersByName("files", Map.of()))
        .hasMessageContaining("files");
    assertThatThrownBy(() -> simulation().structs("files", List.of(Map.of("size", 1L))))
        .hasMessageContaining("size");
    assertThatThrownBy(() -> simulation().structs("keywords", List.of()))
        .hasMessageContaining("keywords");
    assertThatThrownBy(() -> new RowBuilder(Table.named("nr_simulations"), " "))
        .hasMessageContaining("nr_simulations");
  }

  @Test
  void wholeNumberThatDoesNotFitIsNoSilentOverflow() {
    RowBuilder event = new RowBuilder(Table.named("gw_events"), "GW1-v1");
    assertThatThrownBy(() -> event.whole("version", 1L << 40))
        .isInstanceOf(ArithmeticException.class);
  }
}

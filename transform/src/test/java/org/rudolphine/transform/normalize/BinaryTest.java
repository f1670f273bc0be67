package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.normalize.Binary.Body;
import org.rudolphine.transform.table.Table;

class BinaryTest {

  @Test
  void theHeavierBodyComesFirstWithItsSpin() {
    Body light = new Body(0.25, new Vector3(0.1, 0, 0.2), 0.1);
    Body heavy = new Body(0.75, new Vector3(0, 0, -0.5), 0.0);

    Binary binary = Binary.of(light, heavy, 0.3333);

    assertThat(binary).isEqualTo(new Binary(heavy, light, 3.0));
    // (0.75 x -0.5 + 0.25 x 0.2) / 1
    assertThat(binary.effectiveSpin(Vector3.Z_AXIS)).isCloseTo(-0.325, within(1e-15));
  }

  @Test
  void aRatioAloneSortsToo() {
    Body first = new Body(null, new Vector3(0, 0, 0.1), null);
    Body second = new Body(null, new Vector3(0, 0, 0.2), null);

    assertThat(Binary.of(first, second, 0.25)).isEqualTo(new Binary(second, first, 4.0));
    assertThat(Binary.of(first, second, null).massRatio()).isNull();
  }

  @Test
  void effectiveInPlaneSpinIsThatOfSchmidtAndOthers() {
    Binary binary = Binary.of(new Body(2 / 3.0, null, null), new Body(1 / 3.0, null, null), null);

    // Eq. 3.3 and 3.4 in their own form, with A_i = 2 + 3 m_j / (2 m_i): A1 = 2.75, A2 = 5,
    // S1 = 0.1 x 4/9, S2 = 0.8 / 9, chi_p = max(A1 S1, A2 S2) / (A1 m1^2) = 0.444.. / 1.222..
    assertThat(binary.effectiveInPlaneSpin(0.1, 0.8)).isCloseTo(0.363636363636, within(1e-12));
    assertThat(binary.effectiveInPlaneSpin(0.5, 0.8)).isEqualTo(0.5);
    assertThat(binary.effectiveInPlaneSpin(null, 0.8)).isNull();
  }

  @Property
  void swappingTheLabelsGivesTheSameRow(
      @ForAll("bodies") Body first, @ForAll("bodies") Body second) {
    Vector3 normal = new Vector3(0.6, 0, 0.8);

    NormalizedRow asGiven = row(Binary.of(first, second, null), normal);
    NormalizedRow swapped = row(Binary.of(second, first, null), normal);

    assertThat(swapped.values()).isEqualTo(asGiven.values());
    assertThat((Double) asGiven.values().get("mass_ratio")).isGreaterThanOrEqualTo(1);
  }

  @Provide
  Arbitrary<Body> bodies() {
    Arbitrary<Double> mass = Arbitraries.of(0.1, 0.25, 0.5, 0.4999999, 0.9);
    Arbitrary<Double> component = Arbitraries.of(-0.5, -0.1, 0.0, 0.1, 0.3);
    Arbitrary<Vector3> spin = Combinators.combine(component, component, component).as(Vector3::new);
    return Combinators.combine(mass, spin).as((m, s) -> new Body(m, s, null));
  }

  private static NormalizedRow row(Binary binary, Vector3 normal) {
    RowBuilder row = new RowBuilder(Table.named("nr_simulations"), "SXS:BBH:0001");
    binary.write(row, normal, null, null);
    return row.build();
  }
}

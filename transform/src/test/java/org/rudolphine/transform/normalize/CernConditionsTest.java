package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.normalize.CernConditions.Known;
import org.rudolphine.transform.normalize.CernConditions.Stated;

class CernConditionsTest {

  private static Stated silent(String id, String... parents) {
    return new Stated(id, List.of(parents), null, true, null, null, null, null);
  }

  private static Stated stating(String id, String side, double energy, int year) {
    return new Stated(
        id, List.of(), side, false, "CMS", "pp", List.of(energy, energy), List.of(year));
  }

  private static Known known(String id, Stated... records) {
    return new CernConditions(List.of(records)).of(id);
  }

  @Test
  void nearestAncestorThatStatesThem() {
    Known known =
        known("3", stating("1", "data", 7000, 2011), silent("2", "1"), silent("3", "2", "99"));

    assertThat(known)
        .isEqualTo(new Known("1", "data", "CMS", "pp", List.of(7000.0, 7000.0), List.of(2011)));
  }

  @Test
  void ownStatementsComeFirstQuantityByQuantity() {
    Stated own = new Stated("2", List.of("1"), null, true, "CMS", null, null, List.of(2012));

    Known known = known("2", stating("1", "data", 7000, 2011), own);

    assertThat(known.years()).containsExactly(2012);
    assertThat(known.energy()).containsExactly(7000.0, 7000.0);
    assertThat(known.from()).as("the record that states the energy").isEqualTo("1");
  }

  @Test
  void parentsThatAgreeAndParentsThatDoNot() {
    Stated a = stating("1", "data", 7000, 2011);
    Stated b = stating("2", "simulation", 7000, 2012);

    Known known = known("3", a, b, silent("3", "1", "2"));

    assertThat(known.energy()).containsExactly(7000.0, 7000.0);
    assertThat(known.years()).isNull();
    assertThat(known.inheritedSide()).isNull();
  }

  @Test
  void disagreementThroughASilentParentCountsToo() {
    Known known =
        known(
            "4",
            stating("1", "data", 7000, 2011),
            stating("2", "data", 8000, 2011),
            silent("3", "2"),
            silent("4", "1", "3"));

    assertThat(known.energy()).isNull();
    assertThat(known.years()).containsExactly(2011);
    assertThat(known.from()).as("no energy holds, so the beams decide").isEqualTo("1");
  }

  @Test
  void circlesEnd() {
    assertThat(known("1", silent("1", "2"), silent("2", "1")))
        .isEqualTo(new Known(null, null, null, null, null, null));
    assertThat(
            known(
                    "1",
                    silent("1", "2", "1"),
                    silent("2", "1", "3"),
                    stating("3", "data", 8000, 2012))
                .energy())
        .containsExactly(8000.0, 8000.0);
  }

  @Test
  void sideIsInheritedOnlyByThoseThatMay() {
    Stated umbrella = new Stated("2", List.of("1"), null, false, null, null, null, null);

    Known known = known("2", stating("1", "data", 7000, 2011), umbrella);

    assertThat(known.inheritedSide()).isNull();
    assertThat(known.from()).isEqualTo("1");
  }
}

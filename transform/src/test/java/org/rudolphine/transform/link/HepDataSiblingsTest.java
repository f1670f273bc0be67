package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HepDataSiblingsTest {
  private static final String X = "cross section";

  @Test
  void theOnlyMeasuredColumnOfAUnitIsMeant() {
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(
                data("data", X, "pb"),
                data("events", "events", "1/GeV"),
                prediction("nlo", "NLO", X, "pb"),
                prediction("fb", "NLO", X, "fb")));

    assertThat(links(siblings)).containsExactly("data|nlo");
    assertThat(siblings.found().get(0).score()).isEqualTo(0.8);
    assertThat(siblings.found().get(0).differences()).isEmpty();
    assertThat(siblings.reason("fb")).isEqualTo("no measured column of its table is in fb");
    assertThat(siblings.reason("events")).isEqualTo("no prediction of its table is of it");
    assertThat(siblings.reason("data")).isNull();
    assertThat(siblings.reason("nlo")).isNull();
  }

  @Test
  void ofSeveralMeasuredColumnsTheOneOfTheSameConditionsIsMeant() {
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(
                data("e", X, "pb", "lepton", "electron"),
                data("mu", X, "pb", "lepton", "muon"),
                prediction("nlo-e", "NLO", X, "pb", "lepton", "electron"),
                prediction("nlo", "NLO", X, "pb"),
                prediction("other", "NLO", "yield", "pb", "lepton", "muon")));

    assertThat(links(siblings)).containsExactly("e|nlo-e");
    assertThat(siblings.reason("nlo"))
        .isEqualTo("none of 2 measured columns in pb agree in quantity and conditions");
    assertThat(siblings.reason("other")).startsWith("none of 2");
  }

  @Test
  void measuredColumnsThatCannotBeToldApartAreNotChosenFrom() {
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(data("a", X, "pb"), data("b", X, "pb"), prediction("nlo", "NLO", X, "pb")));

    assertThat(siblings.found()).isEmpty();
    assertThat(siblings.reason("nlo"))
        .isEqualTo("2 of 2 measured columns in pb agree in quantity and conditions");
  }

  @Test
  void identifiersTieColumnsWithoutAUnitAndAmongSeveral() {
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(
                data("a", X, "1", HepDataColumn.STEM, "d01"),
                data("b", X, "1", HepDataColumn.STEM, "d02"),
                prediction("nlo", "NLO", "other words", "1", HepDataColumn.STEM, "d02"),
                prediction("lo", "LO", X, "1")));

    assertThat(links(siblings)).containsExactly("b|nlo");
    assertThat(siblings.found().get(0).rule()).isEqualTo("identifiers with the stem d02");
    assertThat(siblings.found().get(0).differences())
        .containsExactly("quantity: cross section against other words");
    assertThat(siblings.reason("lo"))
        .isEqualTo("it has no unit by which to tell what it is compared with");
  }

  @Test
  void aVariantOfAPredictionIsNotAnotherPrediction() {
    HepDataColumn variant =
        prediction("partial", "aMC@NLO", X, "pb", HepDataColumn.VARIANT, "partial uncertainty");
    List<HepDataColumn> alone = List.of(data("data", X, "pb"), variant);
    List<HepDataColumn> both =
        List.of(data("data", X, "pb"), prediction("full", "aMC@NLO", X, "pb"), variant);

    assertThat(links(HepDataSiblings.of(alone))).containsExactly("data|partial");
    assertThat(links(HepDataSiblings.of(both))).containsExactly("data|full");
    assertThat(HepDataSiblings.of(both).reason("partial"))
        .isEqualTo("the same prediction as \"full\", with other errors");
  }

  @Test
  void conditionsThatDifferAreToldAndIdentifiersAreNone() {
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(
                data("data", X, "pb", "sqrt_s_gev", "7000.0", "rivet_identifier", "a"),
                prediction(
                    "nlo", "NLO", X, "pb", "sqrt_s_gev", "8000.0", "rivet_identifier", "b")));

    assertThat(siblings.found().get(0).differences())
        .containsExactly("sqrt_s_gev: 7000.0 against 8000.0");
  }

  @Test
  void whatIsNoQuantityOrOldTakesNoPart() {
    HepDataColumn old = old(data("old", X, "pb"));
    HepDataColumn limit =
        new HepDataColumn(
            "limit", "unknown", null, X, "limit", "pb", 2, "r", 0, of("content", "limit"), true);
    HepDataColumn unclear =
        new HepDataColumn("both", "unknown", null, X, "both", "pb", 2, "r", 0, of(), true);
    HepDataSiblings siblings =
        HepDataSiblings.of(
            List.of(
                old,
                limit,
                unclear,
                data("ratio", X, "pb", "content", "ratio"),
                prediction("nlo", "NLO", X, "pb")));

    assertThat(siblings.found()).isEmpty();
    assertThat(siblings.reason("old")).isEqualTo("a newer version of its record is there");
    assertThat(siblings.reason("limit")).isEqualTo("it holds a limit");
    assertThat(siblings.reason("ratio")).isEqualTo("it holds a ratio");
    assertThat(siblings.reason("both")).isEqualTo("its side is not known: r");
    assertThat(siblings.reason("nlo")).isEqualTo("its table has no measured column");
  }

  @Test
  void rowsMustBeAsMany() {
    HepDataColumn longer =
        new HepDataColumn("nlo", "theory", "NLO", X, "nlo", "pb", 3, "r", 0.8, of(), true);

    assertThat(HepDataSiblings.of(List.of(data("data", X, "pb"), longer)).found()).isEmpty();
  }

  @Test
  void theOrderOfColumnsDoesNotMatter() {
    List<HepDataColumn> columns =
        List.of(
            prediction("b", "NLO", X, "pb"), data("data", X, "pb"), prediction("a", "LO", X, "pb"));

    assertThat(links(HepDataSiblings.of(columns))).containsExactly("data|a", "data|b");
  }

  private static HepDataColumn data(String id, String quantity, String unit, String... more) {
    return new HepDataColumn(
        id, "experiment", null, quantity, id, unit, 2, "r", 0.9, of(more), true);
  }

  private static HepDataColumn prediction(
      String id, String model, String quantity, String unit, String... more) {
    return new HepDataColumn(id, "theory", model, quantity, id, unit, 2, "r", 0.8, of(more), true);
  }

  private static HepDataColumn old(HepDataColumn one) {
    return new HepDataColumn(
        one.id(), one.side(), null, X, one.header(), "pb", 2, "r", 0.9, of(), false);
  }

  private static SortedMap<String, String> of(String... keysAndValues) {
    SortedMap<String, String> map = new TreeMap<>(Map.of());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static List<String> links(HepDataSiblings siblings) {
    return siblings.found().stream().map(one -> one.left().id() + "|" + one.right().id()).toList();
  }
}

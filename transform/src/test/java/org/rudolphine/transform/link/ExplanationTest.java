package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

  private static Map<String, Object> evidence(String quantity, Double left, Double sigma) {
    Map<String, Object> one = new HashMap<>();
    one.put("quantity", quantity);
    one.put("left_value", left);
    one.put("left_lower", left == null ? null : left - 0.13);
    one.put("left_upper", left == null ? null : left + 0.12);
    one.put("right_value", -0.0166);
    one.put("unit", "1");
    one.put("deviation_sigma", sigma);
    one.put("note", left == null ? "not published: not compared" : null);
    return one;
  }

  @Test
  void saysWhatIsLinkedAndWhy() {
    Map<String, Object> link = new HashMap<>();
    link.put("link_id", "b53e");
    link.put("rule", "gw-parameters");
    link.put("rule_version", 1);
    link.put("relation", "best_match");
    link.put("left_table", "gw_events");
    link.put("left_id", "GW150914-v3");
    link.put("right_table", "nr_simulations");
    link.put("right_id", "SXS:BBH:0305");
    link.put("score", 0.83456);
    link.put("rank", 4);
    link.put("decision", "accepted");
    link.put(
        "evidence", List.of(evidence("chi_eff", -0.01, -0.0835), evidence("chi_p", null, null)));
    link.put("mismatches", List.of("starts at 31 Hz"));
    link.put("statement", "They agree.");

    assertThat(Explanation.of(link, null, null))
        .containsExactly(
            "gw_events GW150914-v3  --  nr_simulations SXS:BBH:0305",
            "",
            "link      b53e",
            "rule      gw-parameters version 1",
            "relation  best_match",
            "decision  accepted",
            "score     0.835",
            "rank      4",
            "",
            "quantity  left   interval       right    unit  deviation    note",
            "chi_eff   -0.01  -0.14 to 0.11  -0.0166  1     -0.08 sigma",
            "chi_p     -      -              -0.0166  1     -            not published: not compared",
            "",
            "Mismatches:",
            "  starts at 31 Hz",
            "",
            "They agree.");
  }

  /**
   * What a portal states has no numbers: it reads as lines, beside the table of those that have.
   */
  @Test
  void statementsReadAsLines() {
    Map<String, Object> hub = new HashMap<>();
    hub.put("quantity", "hub");
    hub.put("unit", "1");
    hub.put("note", "field use_with.links of record 12350");
    Map<String, Object> energy = new HashMap<>();
    energy.put("quantity", "energy");
    energy.put("left_value", 8000.0);
    energy.put("right_value", 8000.0);
    energy.put("unit", "GeV");
    assertThat(Explanation.of(Map.of("evidence", List.of(hub, energy)), null, null))
        .containsSequence(
            "quantity  left  interval  right  unit  deviation  note",
            "energy    8000  -         8000   GeV   -",
            "",
            "hub: field use_with.links of record 12350",
            "",
            "No mismatches.");
    assertThat(Explanation.of(Map.of("evidence", List.of(hub)), null, null))
        .containsSequence("", "hub: field use_with.links of record 12350", "", "No mismatches.");
  }

  /** Numbers of records say little to a reader; not every table has titles. */
  @Test
  void titlesStandAboveTheLink() {
    assertThat(Explanation.of(Map.of("link_id", "x"), "Jets of 2011", null))
        .containsSequence("", "left      Jets of 2011", "link      x");
    assertThat(Explanation.of(Map.of("link_id", "x"), null, "Simulated jets"))
        .containsSequence("", "right     Simulated jets", "link      x");
  }

  @Test
  void standsMissingColumns() {
    assertThat(Explanation.of(Map.of("link_id", "x", "left_id", "a"), null, null))
        .contains("link      x", "score     -", "No evidence is recorded.", "No mismatches.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "20, 20",
    "1.2212026, 1.221",
    "-0.01, -0.01",
    "63.1, 63.1",
    "8.382e-4, 8.382e-04",
    "72.158, 72.16",
    "1234.4, 1234",
    "1.5e7, 1.500e+07",
    "0.001, 0.001"
  })
  void numbersHaveFourSignificantDigits(double value, String expected) {
    assertThat(Explanation.number(value)).isEqualTo(expected);
  }
}

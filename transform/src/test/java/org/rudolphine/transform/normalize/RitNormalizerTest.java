package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.raw.RawRecord;

class RitNormalizerTest {
  private final RitNormalizer normalizer = new RitNormalizer(SimulationRecords.SETTINGS);

  @Test
  void theLighterFirstBodyIsSwappedWithItsSpin() {
    NormalizedRow row = row(run());

    assertThat(row.key()).isEqualTo("RIT:BBH:9002");
    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .containsEntry("catalog", "RIT")
        .containsEntry("mass_1", 0.8)
        .containsEntry("mass_2", 0.2)
        .containsEntry("mass_ratio", 4.0)
        .containsEntry("spin_1_z", 0.5)
        .containsEntry("spin_2_z", -0.5)
        .containsEntry("eccentricity", 0.002)
        .containsEntry("remnant_spin", 0.6)
        .containsEntry("remnant_kick_km_s", 7.68)
        .containsEntry("levels", List.of(100))
        .containsEntry("keywords", List.of("Aligned"))
        .containsEntry("bibtex_keys", List.of("Healy:2014yta", "Healy:2016lce"))
        .containsEntry("deprecated", false);
    // 0.8 x 0.5 - 0.2 x 0.5
    assertThat((Double) row.values().get("chi_eff")).isCloseTo(0.3, within(1e-15));
    // M Omega of the orbit is half of 2 pi x 0.006
    assertThat((Double) row.values().get("omega_orbital")).isCloseTo(0.01884955592, within(1e-10));
  }

  @Test
  void zerosThatMeanNotGivenAndImpossibleStartsAreNull() {
    Map<String, String> zeros = run();
    zeros.put("freq-start-22", "0.0");
    zeros.put("number-of-orbits", "0.0");
    Map<String, String> negative = run();
    negative.put("freq-start-22", "-0.0005");
    negative.put("number-of-orbits", "-0.03");

    assertThat(row(zeros).values())
        .doesNotContainKeys("omega_orbital", "n_orbits", "start_frequency_trust");
    assertThat(row(zeros).issues()).isEmpty();
    assertThat(row(negative).values()).doesNotContainKeys("omega_orbital", "n_orbits");
    assertThat(row(negative).issues())
        .extracting(Issue::field)
        .containsExactly("omega_orbital", "n_orbits");
  }

  @Test
  void anOrbitAgainstTheZAxisTurnsTheEffectiveSpin() {
    Map<String, String> turned = run();
    turned.put("relaxed-LNhatz", "-1.0");

    assertThat((Double) row(turned).values().get("chi_eff")).isCloseTo(-0.3, within(1e-15));
  }

  @Test
  void componentsLeftOutAreZeroUnlessTheRunPrecesses() {
    Map<String, String> spinless = run();
    spinless.keySet().removeIf(key -> key.contains("chi"));
    spinless.put("system-type", "Nonspinning");
    Map<String, String> precessing = run();
    precessing.put("system-type", "Precessing");

    assertThat(row(spinless).values())
        .containsEntry("chi_eff", 0.0)
        .containsEntry("spin_1_x", 0.0)
        .containsEntry("chi_perp", 0.0);
    assertThat(row(precessing).values()).doesNotContainKeys("spin_1_z", "chi_eff");
  }

  @Test
  void resolutionsAreFacetsOfOneRunTheFinestFirst() {
    Map<String, String> fine = run();
    fine.put("resolution-tag", "n140");
    NormalizedRow coarse = row(run());

    assertThat(row(fine).key()).isEqualTo(coarse.key());
    assertThat(row(fine).precedence()).isGreaterThan(coarse.precedence());
    assertThat(normalizer.combine(List.of(row(fine), coarse)))
        .containsEntry("levels", List.of(100, 140));
    assertThat(normalizer.keyOf("RIT:BBH:9002-n100-id0")).isEqualTo("RIT:BBH:9002");
  }

  @Test
  void aTableRowReadsLikeTheFileOfTheRun() {
    StringBuilder header = new StringBuilder();
    StringBuilder values = new StringBuilder();
    run()
        .forEach(
            (key, value) -> {
              header.append(header.isEmpty() ? "" : ",").append(key);
              values.append(values.isEmpty() ? "" : ",").append('"').append(value).append('"');
            });
    RawRecord record =
        SimulationRecords.record(
            "table-row", "RIT:BBH:9002-n100-id0", "import:t", header + "\n" + values);

    assertThat(Outcome.of(normalizer, record).rows().get(0).values())
        .isEqualTo(row(run()).values());
  }

  @Test
  void rowsThatDoNotFitAreRejected() {
    Outcome cut = outcome("table-row", "catalog-tag,relaxed-mass1\nRIT:BBH:9002");
    Outcome nameless = outcome("table-row", "catalog-tag,relaxed-mass1\n,0.5");

    assertThat(cut.rejectField()).isEqualTo("record");
    assertThat(nameless.rejectField()).isEqualTo("simulation_id");
  }

  @Property
  void noValueMakesItFail(@ForAll String value) {
    for (String key : run().keySet()) {
      Map<String, String> odd = run();
      odd.put(key, value.replaceAll("\\R", " "));
      Outcome outcome =
          Outcome.of(normalizer, SimulationRecords.record("run-txt", "x", "u", text(odd)));
      assertThat(outcome.rejected()).as(key).isEqualTo(key.equals("catalog-tag"));
    }
  }

  private static Map<String, String> run() {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("catalog-tag", "RIT:BBH:9002");
    run.put("resolution-tag", "n100");
    run.put("id-tag", "id0");
    run.put("system-type", "Aligned");
    run.put("simulation-bibtex-keys", "Healy:2014yta, Healy:2016lce");
    run.put("eccentricity", "0.002");
    run.put("freq-start-22", "0.006");
    run.put("number-of-orbits", "5.5");
    run.put("relaxed-mass1", "0.2");
    run.put("relaxed-mass2", "0.8");
    run.put("relaxed-mass-ratio-1-over-2", "0.25");
    run.put("relaxed-LNhatx", "0.0");
    run.put("relaxed-LNhaty", "0.0");
    run.put("relaxed-LNhatz", "1.0");
    run.put("relaxed-chi1z", "-0.5");
    run.put("relaxed-chi2z", "0.5");
    run.put("final-mass", "0.96");
    run.put("final-chi", "-0.6");
    run.put("final-kick", "7.68");
    return run;
  }

  private static String text(Map<String, String> run) {
    StringBuilder text = new StringBuilder("# RIT\n");
    run.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }

  private Outcome outcome(String kind, String payload) {
    return Outcome.of(
        normalizer, SimulationRecords.record(kind, "RIT:BBH:9002-n100-id0", "import:t", payload));
  }

  private NormalizedRow row(Map<String, String> run) {
    Outcome outcome = outcome("run-txt", text(run));
    assertThat(outcome.rejectReason()).isNull();
    return outcome.rows().get(0);
  }
}

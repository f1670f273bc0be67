package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;

class LinkerTest {
  private static SparkSession spark;
  private static LinkedTables linked;

  @BeforeAll
  static void link() {
    spark = SparkSessions.shared();
    linked = new Linker(spark, tables(1)).link(rules(GwSamples.parameterSettings()));
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static List<LinkRule> rules(RuleSettings parameters) {
    return LinkRules.of(List.of(parameters, GwSamples.remnantSettings())).all();
  }

  private static Function<String, Dataset<Row>> tables(int partitions) {
    Map<String, List<Row>> rows =
        Map.of("gw_events", events(), "nr_simulations", simulations(), "links", List.of());
    return name ->
        spark.createDataFrame(rows.get(name), Table.named(name).schema()).repartition(partitions);
  }

  private static List<Row> events() {
    return List.of(
        event("GW150914-v3", 35.6, 30.6, Map.of()),
        event("GW150914-v9", 35.6, 30.6, Map.of("deleted_at", Instant.EPOCH)),
        event("GW000001-v1", 35.6, 30.6, Map.of("final_mass_source_msun", 63.1)),
        event("GW170817-v3", 1.46, 1.27, Map.of()),
        Rows.of("gw_events", Map.of("event_version_id", "151008-v1", "event_name", "151008")),
        event("GW999999-v1", 300.0, 4.0, Map.of()));
  }

  /** Published numbers of GW150914-v3, with other masses and what else is given. */
  private static Row event(String id, double mass1, double mass2, Map<String, Object> more) {
    Map<String, Object> values = new TreeMap<>();
    values.put("event_version_id", id);
    values.put("event_name", id.substring(0, id.indexOf('-')));
    values.put("interval_level", 0.9);
    put(values, "mass_1_source_msun", mass1, -3.1 * mass1 / 35.6, 4.7 * mass1 / 35.6);
    put(values, "mass_2_source_msun", mass2, -4.4 * mass2 / 30.6, 3.0 * mass2 / 30.6);
    put(values, "chi_eff", -0.01, -0.13, 0.12);
    put(values, "redshift", 0.09, -0.03, 0.03);
    if (id.equals("GW150914-v3")) {
      put(values, "final_mass_source_msun", 63.1, -3.0, 3.4);
      put(values, "final_spin", 0.69, -0.04, 0.05);
      put(values, "radiated_energy_msun", 3.1, -0.4, 0.4);
    }
    values.putAll(more);
    return Rows.of("gw_events", values);
  }

  private static void put(
      Map<String, Object> values, String column, double value, double lower, double upper) {
    values.put(column, value);
    values.put(column + "_lower", value + lower);
    values.put(column + "_upper", value + upper);
  }

  private static List<Row> simulations() {
    List<Row> rows = new ArrayList<>();
    rows.add(simulation("SXS:BBH:0305", 1.2212, -0.0166, 0.017996, Map.of()));
    rows.add(simulation("SXS:BBH:0001", 1.0, 0.0, 0.0122, Map.of("deprecated", true)));
    rows.add(simulation("SXS:BBH:0002", 1.0, 0.0, 0.05, Map.of()));
    rows.add(simulation("SXS:BBH:0003", 1.5, 0.3, 0.015, Map.of()));
    rows.add(simulation("SXS:BHNS:0001", 1.5, 0.0, 0.015, Map.of("object_types", "BHNS")));
    rows.add(simulation("SXS:BBH:0009", 10.0, 0.0, 0.015, Map.of()));
    rows.add(
        Rows.of("nr_simulations", Map.of("simulation_id", "SXS:BBH:0010", "object_types", "BHBH")));
    return rows;
  }

  private static Row simulation(
      String id, double massRatio, double chiEff, double omega, Map<String, Object> more) {
    Map<String, Object> values = new TreeMap<>();
    values.put("simulation_id", id);
    values.put("object_types", "BHBH");
    values.put("mass_ratio", massRatio);
    values.put("chi_eff", chiEff);
    values.put("chi_perp", 0.0);
    values.put("eccentricity", 8.382e-4);
    values.put("omega_orbital", omega);
    values.put("n_orbits", 15.0);
    values.put("remnant_mass", 0.952032939704);
    values.put("remnant_spin", 0.692085186818);
    values.putAll(more);
    return Rows.of("nr_simulations", values);
  }

  private static Map<String, Row> linksOf(String event) {
    Map<String, Row> links = new HashMap<>();
    for (Row row : linked.links().where("left_id = '" + event + "'").collectAsList()) {
      links.put(row.getAs("right_id"), row);
    }
    return links;
  }

  private static Map<String, String> reasons(String rule) {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : linked.unmatched().where("rule = '" + rule + "'").collectAsList()) {
      reasons.put(row.getAs("id"), row.getAs("reason"));
    }
    return reasons;
  }

  @Test
  void tablesHaveExactlyTheirColumns() {
    assertThat(linked.links().columns()).isEqualTo(Table.named("links").schema().fieldNames());
    assertThat(linked.pairs().columns()).isEqualTo(Table.named("pairs").schema().fieldNames());
    assertThat(linked.unmatched().columns())
        .isEqualTo(Table.named("unmatched").schema().fieldNames());
  }

  @Test
  void ranksRunsWithTheirReasons() {
    Map<String, Row> links = linksOf("GW150914-v3");
    Row best = links.get("SXS:BBH:0305");
    assertThat(best.<Integer>getAs("rank")).isEqualTo(1);
    assertThat(best.<String>getAs("decision")).isEqualTo("accepted");
    assertThat(best.<String>getAs("relation")).isEqualTo("best_match");
    assertThat(best.<String>getAs("link_id"))
        .isEqualTo("b53ebc06515fb8258888ece833f7f57689f39a5f8d07f18856a789b3b67f788e");
    assertThat(best.getList(best.fieldIndex("mismatches"))).isEmpty();
    assertThat(best.<String>getAs("licence")).isEqualTo("CC-BY-4.0 AND unknown");
    assertThat(best.<String>getAs("redistribute")).isEqualTo("attribution");

    Row late = links.get("SXS:BBH:0002");
    assertThat(late.<String>getAs("decision")).isEqualTo("candidate");
    // f = 0.05 / pi / (72.158 * 4.925490947e-6 s) = 44.8 Hz.
    assertThat(late.<Object>getList(late.fieldIndex("mismatches")))
        .containsExactly("starts at 44.8 Hz for this event's mass: does not cover 20 Hz");

    Row deprecated = links.get("SXS:BBH:0001");
    assertThat(deprecated.<Integer>getAs("rank")).isEqualTo(links.size());
    assertThat(deprecated.<Object>getList(deprecated.fieldIndex("mismatches")))
        .contains("deprecated run");
  }

  @Test
  void evidenceKeepsWhatWasCompared() {
    Row link = linksOf("GW150914-v3").get("SXS:BBH:0305");
    List<Row> evidence = link.getList(link.fieldIndex("evidence"));
    assertThat(evidence)
        .extracting(row -> row.<String>getAs("quantity"))
        .containsExactly(
            "mass_ratio",
            "chi_eff",
            "chi_eff_at_mass_ratio",
            "chi_perp",
            "eccentricity",
            "start_frequency");
    Row spin = evidence.get(1);
    assertThat(spin.<Double>getAs("left_lower")).isEqualTo(-0.14, within(1e-12));
    // (-0.0166 + 0.01) / (0.13 / 1.6449)
    assertThat(spin.<Double>getAs("deviation_sigma")).isEqualTo(-0.0835, within(1e-3));
    Row eccentricity = evidence.get(4);
    assertThat(eccentricity.<Double>getAs("left_value")).isNull();
    assertThat(eccentricity.<String>getAs("note")).startsWith("not published; the rule assumes");
    Row start = evidence.get(5);
    assertThat(start.<Double>getAs("right_value")).isEqualTo(16.12, within(0.01));
  }

  @Test
  void whatHasNoCounterpartSaysWhy() {
    Map<String, String> reasons = reasons("gw-parameters");
    assertThat(reasons)
        .containsEntry("151008-v1", "no component masses are published for this version")
        .containsEntry("GW170817-v3", "a component below 3 M_sun: not a binary black hole")
        .containsEntry("GW999999-v1", "no run has a mass ratio within the event's range")
        .containsEntry("SXS:BHNS:0001", "BHNS: not a binary black hole")
        .containsEntry("SXS:BBH:0010", "no mass ratio is given")
        .containsEntry("SXS:BBH:0009", "not among the 20 nearest runs of any event version")
        .hasSize(6);
    assertThat(reasons("gw-remnant"))
        .containsEntry(
            "151008-v1", "no remnant mass, spin or radiated energy is published for this version")
        .doesNotContainKeys("GW150914-v3", "GW000001-v1", "GW150914-v9");
  }

  /** SXS:BBH:0305's catalog: remnant mass 0.952032939704, remnant spin 0.692085186818. */
  @Test
  void remnantPairsCompareWithThePublishedNumbers() {
    Map<String, Row> pairs = new HashMap<>();
    for (Row row :
        linked
            .pairs()
            .where("experiment_id = 'GW150914-v3' and theory_id = 'SXS:BBH:0305'")
            .collectAsList()) {
      pairs.put(row.getAs("quantity"), row);
    }
    assertThat(pairs).containsOnlyKeys("final_mass_source", "final_spin", "radiated_energy");
    Row mass = pairs.get("final_mass_source");
    // 0.952032939704 * (35.6 + 30.6) = 63.0246; observed 63.1.
    assertThat(mass.<Double>getList(mass.fieldIndex("predicted")).get(0))
        .isEqualTo(63.0246, within(1e-4));
    assertThat(mass.<Double>getList(mass.fieldIndex("residual")).get(0))
        .isEqualTo(0.0754, within(1e-4));
    // Split-normal sums: sigma about 3.2, so the 90 % interval reaches some 5.2 to both sides.
    assertThat(mass.<Double>getList(mass.fieldIndex("predicted_lower")).get(0))
        .isBetween(56.5, 59.5);
    assertThat(mass.<Double>getList(mass.fieldIndex("predicted_upper")).get(0))
        .isBetween(66.5, 69.5);
    assertThat(mass.<Boolean>getAs("observed_is_model_derived")).isTrue();
    assertThat(mass.<Double>getAs("chi2")).isNull();
    assertThat(mass.<String>getAs("split")).isEqualTo("test");
    assertThat(mass.<String>getAs("theory_group_id")).isEqualTo("SXS:BBH:0305");
    assertThat(mass.<Object, Object>getJavaMap(mass.fieldIndex("conditions")))
        .containsOnlyKeys("chi_eff", "mass_ratio", "redshift", "total_mass_source_msun");
    Row energy = pairs.get("radiated_energy");
    // (1 - 0.952032939704) * 66.2 = 3.1754
    assertThat(energy.<Double>getList(energy.fieldIndex("predicted")).get(0))
        .isEqualTo(3.1754, within(1e-4));
    Row spin = pairs.get("final_spin");
    // (0.69 - 0.692085) / (0.05 / 1.6449)
    assertThat(
            (Double)
                spin.<Object, Object>getJavaMap(spin.fieldIndex("metrics")).get("deviation_sigma"))
        .isEqualTo(-0.0686, within(1e-3));
  }

  @Test
  void everyPairRestsOnAnAcceptedLink() {
    List<String> accepted =
        linked.links().where("decision = 'accepted'").select("link_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    List<Row> pairs = linked.pairs().collectAsList();
    assertThat(pairs).isNotEmpty();
    assertThat(pairs)
        .allSatisfy(row -> assertThat(accepted).contains(row.<String>getAs("link_id")));
  }

  @Test
  void reportCountsWhatTheTablesHold() {
    LinkReport.OfRule parameters = linked.report().rules().get(0);
    assertThat(parameters.accepted() + parameters.candidates()).isEqualTo(linked.links().count());
    assertThat(parameters.unmatched()).isEqualTo(6);
    assertThat(linked.report().pairsByDomain()).isEqualTo(Map.of("gw", linked.pairs().count()));
    // GW150914-v3 and GW000001-v1 against the five black-hole runs but q = 10: four.
    assertThat(parameters.largestBlocks().get(0))
        .isEqualTo(new LinkReport.BlockSize("q 1.000 to 1.649", 2, 4));
  }

  @Test
  void partitionsDoNotChangeTheResult() {
    try (LinkedTables again =
        new Linker(spark, tables(4)).link(rules(GwSamples.parameterSettings()))) {
      for (Function<LinkedTables, Dataset<Row>> table :
          List.<Function<LinkedTables, Dataset<Row>>>of(
              LinkedTables::links, LinkedTables::pairs, LinkedTables::unmatched)) {
        assertThat(json(table.apply(again))).isEqualTo(json(table.apply(linked)));
      }
    }
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  @Test
  void pairsCanBeMadeAgainFromThePublishedLinks() {
    List<LinkRule> remnantOnly =
        LinkRules.of(List.of(GwSamples.parameterSettings(), GwSamples.remnantSettings()))
            .withDependants(List.of("gw-remnant"));
    Function<String, Dataset<Row>> tables = tables(1);
    Linker linker =
        new Linker(spark, name -> name.equals("links") ? linked.links() : tables.apply(name));
    try (LinkedTables again = linker.link(remnantOnly)) {
      assertThat(json(again.pairs())).isEqualTo(json(linked.pairs()));
      assertThat(again.links().count()).isZero();
      assertThat(again.rowsOfOthers(linked.links()).count()).isEqualTo(linked.links().count());
      assertThat(again.rowsOfOthers(linked.pairs()).count()).isZero();
    }
  }

  @Test
  void aBlockAboveTheCapStopsTheRule() {
    Map<String, Serializable> values = new TreeMap<>(GwSamples.parameterValues());
    values.put("max-pairs-per-block", 3L);
    assertThatThrownBy(
            () ->
                new Linker(spark, tables(1)).link(rules(new RuleSettings("gw-parameters", values))))
        .isInstanceOf(BlockTooLarge.class)
        .hasMessageContaining("2 x 4 = 8 pairs")
        .hasMessageContaining("link.rules.gw-parameters.max-pairs-per-block = 3");
  }
}

package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

/**
 * A chirp of known mass, time and SNR in the noise of two detectors, through the whole rule. White
 * noise of variance s^2 gives a template h the optimal SNR sqrt(sum h^2) / s; the filter finds it
 * within a few units of its own scatter, 1.
 */
class GwStrainRuleTest {
  private static final String EVENT = "GW200001-v2";
  private static final String MODE = StrainSamples.FILE + "|l2_m2|N2";
  private static final String PROJECTED = StrainSamples.TEXT + "|projected|none";

  private static LinkedTables linked;
  private static Map<String, Row> links;
  private static Map<String, Row> pairs;

  @BeforeAll
  static void link() {
    SparkSession spark = SparkSessions.shared();
    Map<String, List<Row>> rows =
        Map.of(
            "gw_events", events(),
            "nr_simulations", simulations(),
            "nr_waveforms", StrainSamples.waveforms(),
            "strain_segments", StrainSamples.segments(),
            "links", List.of(parametersLink()));
    Function<String, Dataset<Row>> tables =
        name -> spark.createDataFrame(rows.get(name), Table.named(name).schema());
    LinkRule rule = new GwStrainRule(StrainSamples.settings(Map.of()));
    linked = new Linker(spark, tables).link(List.of(rule));
    links = new HashMap<>();
    linked.links().collectAsList().forEach(row -> links.put(row.getAs("right_id"), row));
    pairs = new HashMap<>();
    for (Row row : linked.pairs().collectAsList()) {
      String detector =
          row.<String, String>getJavaMap(row.fieldIndex("conditions_text")).get("detector");
      pairs.put(row.getAs("theory_id") + " " + detector, row);
    }
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static List<Row> events() {
    return List.of(
        event("GW200001-v1", false, StrainSamples.GPS),
        event(EVENT, true, StrainSamples.GPS),
        event("GW200002-v1", true, 1_100_000_000.5),
        Rows.of(
            "gw_events",
            Map.of("event_version_id", "X-v1", "event_name", "X", "is_current", true)));
  }

  private static Row event(String id, boolean current, double gps) {
    Map<String, Object> values = new TreeMap<>();
    values.put("event_version_id", id);
    values.put("event_name", id.substring(0, id.indexOf('-')));
    values.put("is_current", current);
    values.put("gps_s", gps);
    values.put("interval_level", 0.9);
    put(values, "mass_1_source_msun", 36, 4);
    put(values, "mass_2_source_msun", 29, 4);
    put(values, "total_mass_source_msun", 65, 4);
    put(values, "redshift", 0.09, 0.03);
    put(values, "network_matched_filter_snr", 25, 1);
    values.put("luminosity_distance_mpc", 430.0);
    return Rows.of("gw_events", values);
  }

  private static void put(Map<String, Object> values, String column, double value, double width) {
    values.put(column, value);
    values.put(column + "_lower", value - width);
    values.put(column + "_upper", value + width);
  }

  private static List<Row> simulations() {
    return List.of(
        Rows.of(
            "nr_simulations",
            Map.of("simulation_id", "SXS:BBH:9001", "reference_time", 520.0, "deprecated", false)));
  }

  private static Row parametersLink() {
    return new TableRow(Table.named("links").schema())
        .set("link_id", "p")
        .set("rule", "gw-parameters")
        .set("left_id", EVENT)
        .set("right_id", "SXS:BBH:9001")
        .set("rank", 3)
        .set("score", 0.8)
        .set("decision", "accepted")
        .build();
  }

  private static Map<String, Double> metrics(String waveform, String detector) {
    Row pair = pairs.get(waveform + " " + detector);
    return pair.getJavaMap(pair.fieldIndex("metrics"));
  }

  private static Map<String, Row> evidence(String waveform) {
    Row link = links.get(waveform);
    Map<String, Row> evidence = new TreeMap<>();
    for (Row one : link.<Row>getList(link.fieldIndex("evidence"))) {
      evidence.put(one.getAs("quantity"), one);
    }
    return evidence;
  }

  @Test
  void findsTheChirpWhereAndAsStrongAsItIs() {
    for (String waveform : List.of(MODE, PROJECTED)) {
      Map<String, Double> h1 = metrics(waveform, "H1");
      Map<String, Double> l1 = metrics(waveform, "L1");
      assertThat(h1.get("snr")).as(waveform).isEqualTo(StrainSamples.SNR_H1, within(2.5));
      assertThat(l1.get("snr")).as(waveform).isEqualTo(StrainSamples.SNR_L1, within(2.5));
      // 1 / (2 pi snr width of the spectrum): 0.4 and 0.7 ms; the scanned mass moves both together.
      assertThat(h1.get("peak_gps"))
          .isEqualTo(StrainSamples.GPS + StrainSamples.DELAY_S, within(3e-3));
      assertThat(l1.get("peak_gps")).isEqualTo(StrainSamples.GPS, within(3e-3));
      assertThat(h1.get("delay_h1_l1_ms")).isEqualTo(1000 * StrainSamples.DELAY_S, within(2.5));
      assertThat(h1.get("snr_network"))
          .isEqualTo(Math.hypot(h1.get("snr"), l1.get("snr")), within(1e-9));
      assertThat(h1.get("chisq_reduced")).isBetween(0.3, 2.0);
      assertThat(h1.get("background_snr")).isBetween(2.5, 6.0);
    }
  }

  @Test
  void scanFindsTheMass() {
    Row mass = evidence(MODE).get("total_mass_detector_msun");
    assertThat(mass.<Double>getAs("right_value")).isEqualTo(StrainSamples.MASS, within(2.0));
    assertThat(mass.<Double>getAs("left_value")).isEqualTo(65 * 1.09, within(1e-9));
    assertThat(evidence(PROJECTED).get("time_stretch").<Double>getAs("right_value"))
        .isEqualTo(1.04, within(0.03));
    assertThat(evidence(PROJECTED).get("total_mass_detector_msun").<Double>getAs("right_value"))
        .isEqualTo(StrainSamples.MASS, within(2.0));
  }

  /** The two evidences are kept apart; the score of the link is their product. */
  @Test
  void scoreIsThePartOfTheSignalTimesTheScoreByParameters() {
    double filter = evidence(MODE).get("filter_score").<Double>getAs("right_value");
    double parameters = evidence(MODE).get("parameters_score").<Double>getAs("right_value");
    assertThat(parameters).isEqualTo(0.8);
    assertThat(links.get(MODE).<Double>getAs("score"))
        .isEqualTo(filter * parameters, within(1e-12));
    double unknown = evidence(PROJECTED).get("filter_score").<Double>getAs("right_value");
    assertThat(evidence(PROJECTED)).doesNotContainKey("parameters_score");
    assertThat(links.get(PROJECTED).<Double>getAs("score")).isEqualTo(unknown);
    assertThat(links.get(PROJECTED).<Integer>getAs("rank")).isEqualTo(1);
    assertThat(links.get(MODE).<Integer>getAs("rank")).isEqualTo(2);
    assertThat(links.get(MODE).<String>getAs("decision")).isEqualTo("accepted");
    assertThat(links.get(MODE).<String>getAs("relation")).isEqualTo("matched_filter");
  }

  @Test
  void notesWhatIsUnusualAboutTheData() {
    Row link = links.get(MODE);
    assertThat(link.<String>getList(link.fieldIndex("mismatches")))
        .contains(
            "H1: hardware injection around the event, NO_CW_HW_INJ does not hold",
            "L1: no flag CBC_CAT1, DATA",
            "not used: V1: V1-3.hdf5: " + StrainSamples.TIMING);
  }

  @Test
  void pairsHoldTheWhitenedStrainBesideTheWhitenedTemplate() {
    assertThat(pairs).hasSize(4);
    Row pair = pairs.get(MODE + " H1");
    assertThat(pair.<String>getAs("quantity")).isEqualTo("strain_whitened");
    assertThat(pair.<String>getAs("pair_type")).isEqualTo("experiment-simulation");
    assertThat(pair.<String>getAs("case_id")).isEqualTo("GW200001");
    assertThat(pair.<String>getAs("theory_group_id")).isEqualTo("SXS:BBH:9001");
    assertThat(pair.<String>getAs("link_id")).isEqualTo(links.get(MODE).<String>getAs("link_id"));
    assertThat(pair.<String>getAs("pair_id"))
        .isEqualTo(
            StableId.hex(
                "gw-strain",
                "gw_events",
                EVENT,
                "nr_waveforms",
                MODE,
                "GW200001",
                "strain_whitened",
                "H1"));
    List<Double> observed = pair.getList(pair.fieldIndex("observed"));
    List<Double> predicted = pair.getList(pair.fieldIndex("predicted"));
    List<Double> residual = pair.getList(pair.fieldIndex("residual"));
    List<Double> times = pair.getList(pair.fieldIndex("abscissa"));
    assertThat(observed).hasSameSizeAs(times).hasSizeBetween(1020, 1030);
    assertThat(times.get(0)).isEqualTo(-0.75, within(0.002));
    double squares = 0;
    for (int i = 0; i < observed.size(); i++) {
      assertThat(residual.get(i)).isEqualTo(observed.get(i) - predicted.get(i), within(1e-12));
      squares += residual.get(i) * residual.get(i);
    }
    // Unit variance but for the scatter of some 900 independent samples.
    assertThat(squares / observed.size()).isEqualTo(1, within(0.15));
    assertThat(pair.<Double>getAs("chi2") / pair.<Integer>getAs("ndf")).isEqualTo(1, within(0.15));
  }

  @Test
  void whatHasNoCounterpartSaysWhy() {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : linked.unmatched().collectAsList()) {
      reasons.put(row.getAs("id"), row.getAs("reason"));
    }
    assertThat(reasons)
        .containsEntry("GW200001-v1", "not the current version of the event")
        .containsEntry("GW200002-v1", "no strain of a detector at the event's time")
        .containsEntry("X-v1", "no GPS time is published for this version")
        .containsEntry(StrainSamples.STRAIN_V1 + "|0", StrainSamples.TIMING)
        .containsEntry(
            StrainSamples.STRAIN_SHORT + "|0",
            "another file of H1 is used for GW200001-v2: H1-1.hdf5")
        .containsEntry(StrainSamples.STRAIN_FAR + "|0", "no current event lies within 64.0 s of it")
        .containsEntry(StrainSamples.COMPRESSED + "|l2_m2|N2", "metadata only: compressed")
        .containsEntry(
            StrainSamples.FILE + "|l3_m3|N2",
            "mode l3_m3: templates are the (2,2) mode or whole waveforms")
        .containsEntry(
            StrainSamples.FILE + "|l2_m2|N3",
            "another extrapolation order of the same file is used: N2 of SXS:BBH:9001 (Lev3.h5)")
        .containsEntry(
            StrainSamples.OTHER_LEVEL + "|l2_m2|N2",
            "another file of the same simulation is used: N2 of SXS:BBH:9001 (Lev3.h5)")
        .hasSize(10);
  }

  @Test
  void tablesHaveExactlyTheirColumns() {
    assertThat(linked.links().columns()).isEqualTo(Table.named("links").schema().fieldNames());
    assertThat(linked.pairs().columns()).isEqualTo(Table.named("pairs").schema().fieldNames());
    assertThat(linked.report().rules().get(0).pairs()).isEqualTo(4);
  }

  @Test
  void explanationReadsWell() {
    Row link = links.get(MODE);
    Map<String, Object> values = new TreeMap<>();
    for (String column : link.schema().fieldNames()) {
      values.put(column, link.getAs(column));
    }
    List<Object> evidence = new ArrayList<>();
    for (Row one : link.<Row>getList(link.fieldIndex("evidence"))) {
      Map<String, Object> entry = new TreeMap<>();
      for (String column : one.schema().fieldNames()) {
        entry.put(column, one.getAs(column));
      }
      evidence.add(entry);
    }
    values.put("evidence", evidence);
    values.put("mismatches", link.getList(link.fieldIndex("mismatches")));
    List<String> lines = Explanation.of(values, null, null);
    assertThat(lines).anyMatch(line -> line.startsWith("snr_network  "));
    assertThat(lines).anyMatch(line -> line.startsWith("delay_h1_l1_ms  "));
    assertThat(lines.get(lines.size() - 1))
        .startsWith("SXS:BBH:9001 (Lev3.h5) explains an SNR of ")
        .contains(" in H1 and ")
        .endsWith(" M_sun in the detector frame.");
  }

  @Test
  void restsOnTheRuleThatWritesTheLists() {
    RuleSettings strain = StrainSamples.settings(Map.of());
    LinkRules rules = LinkRules.of(List.of(strain, GwSamples.parameterSettings()));
    assertThat(rules.all()).extracting(LinkRule::id).containsExactly("gw-parameters", "gw-strain");
    assertThat(rules.withDependants(List.of("gw-parameters"))).hasSize(2);
    assertThatThrownBy(() -> LinkRules.of(List.of(strain)))
        .hasMessageContaining("gw-strain rests on gw-parameters");
    assertThatThrownBy(() -> new GwStrainRule(StrainSamples.settings(Map.of("band-high-hz", 10.0))))
        .hasMessageContaining("the band ends above its beginning");
  }
}

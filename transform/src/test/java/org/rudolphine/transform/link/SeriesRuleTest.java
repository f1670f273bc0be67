package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.link.SeriesSamples.Series;

/** The shapes of cases of the Turbulence Modeling Resource, made small. */
class SeriesRuleTest {
  private static final Map<String, Row> LINKS = new HashMap<>();
  private static final Map<String, Row> PAIRS = new HashMap<>();
  private static final Map<String, String> REASONS = new TreeMap<>();
  private static LinkedTables linked;

  @BeforeAll
  static void link() {
    SeriesSamples samples = new SeriesSamples();
    step(samples);
    airfoil(samples);
    plate(samples);
    others(samples);
    linked =
        new Linker(SparkSessions.shared(), samples.tables(3))
            .link(
                LinkRules.of(
                        List.of(
                            SeriesSamples.curves(30),
                            SeriesSamples.correlations(30),
                            SeriesSamples.profiles("tmr-profiles", "tmr-curves"),
                            SeriesSamples.profiles("tmr-theory", "tmr-correlations")))
                    .all());
    linked
        .links()
        .collectAsList()
        .forEach(row -> LINKS.put(row.getAs("left_id") + " | " + row.getAs("right_id"), row));
    for (Row row : linked.pairs().collectAsList()) {
      String branch = texts(row).get("branch");
      String id = row.getAs("experiment_id") + " | " + row.getAs("theory_id");
      assertThat(PAIRS.put(branch == null ? id : id + " | " + branch, row)).isNull();
    }
    for (Row row : linked.unmatched().collectAsList()) {
      String key = row.getAs("rule") + " " + row.getAs("id");
      assertThat(REASONS.put(key, row.getAs("reason"))).as("one row each: " + key).isNull();
    }
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static void step(SeriesSamples samples) {
    samples.add(
        Series.experiment("cf.exp")
            .of("2DBFS", "cf")
            .over("x/H", -4, 2, 4, 100)
            .values(0.003, -0.001, 0.002, 0.001)
            .sigma(0.001, 0.0005, Double.NaN, 0.001)
            .on("lower")
            .with("reynolds", 36000),
        // Rows of zeros upstream of the wall, as CFL3D writes them.
        Series.simulation("cf.sa", "cfl3d", "sa")
            .of("2DBFS", "cf")
            .over("x/H", -126, -110, -5, -3, 1, 3, 5)
            .values(0, 0, 0.004, 0.002, 0, -0.002, 0.004)
            .on("lower")
            .with("reynolds", 36000)
            .with("mach", 0.128),
        Series.simulation("cf.sst", "cfl3d", "sst")
            .of("2DBFS", "cf")
            .over("x/H", 5, 3, 1, -3, -5)
            .values(0.004, -0.002, 0, 0.002, 0.004)
            .on("lower")
            .with("reynolds", 36100)
            .with("temperature_k", 298.3),
        Series.simulation("cf.top", "cfl3d", "sa")
            .of("2DBFS", "cf")
            .over("x/H", -5, 5)
            .values(1, 1)
            .on("upper"),
        Series.simulation("cf.unnamed", "cfl3d", "w06")
            .of("2DBFS", "cf")
            .over("x/H", -5, 5)
            .values(1, 1));
    for (double station : new double[] {4, 6}) {
      samples.add(
          Series.experiment("u.exp." + station)
              .of("2DBFS", "u/Uref")
              .over("y/H", 1, 2, 3)
              .values(0.5, 1, 1)
              .at("x/H", station));
    }
    samples.add(
        Series.simulation("u.sa.4", "cfl3d", "sa")
            .of("2DBFS", "u/Uref")
            .over("y/H", 0, 4)
            .values(0, 1)
            .at("x/H", 4.003),
        Series.simulation("u.sa.5.9", "cfl3d", "sa")
            .of("2DBFS", "u/Uref")
            .over("y/H", 0, 4)
            .values(0, 1)
            .at("x/H", 5.9),
        Series.simulation("u.sa.metres", "cfl3d", "sa")
            .of("2DBFS", "u/Uref")
            .over("y/H", 0, 4)
            .values(0, 1)
            .at("x", 6),
        Series.simulation("u.sa.y", "cfl3d", "sa")
            .of("2DBFS", "u/Uref")
            .over("y", 0, 4)
            .values(0, 1)
            .at("x/H", 6),
        Series.experiment("reattachment.exp")
            .of("2DBFS", "reattachment_x_over_h")
            .scalar(6.26)
            .sigma(0.1)
            .with("mach", 0.128)
            .with("conditions_from", "what the decks of the case agree in"),
        Series.simulation("reattachment.sa", "cfl3d", "sa")
            .of("2DBFS", "reattachment_x_over_h")
            .scalar(6.06)
            .with("mach", 0.128));
  }

  private static void airfoil(SeriesSamples samples) {
    samples.add(
        Series.experiment("cp.ladson")
            .of("2DN00", "cp")
            .over("x/c", 1, 0.6, 0.2, 0, 0.01, 0.2, 0.6, 0.95)
            .values(0, 0.1, 0.2, 1, -5, -2, -0.6, 0)
            .with("mach", 0.3)
            .with("reynolds", 6e6)
            .with("alpha_deg", 10.0254)
            .with("transition", "free"),
        Series.experiment("cp.near")
            .of("2DN00", "cp")
            .over("x/c", 1, 0.6, 0.2, 0, 0.01, 0.2, 0.6, 0.95)
            .values(0, 0.1, 0.2, 1, -5, -2, -0.6, 0)
            .with("mach", 0.15)
            .with("reynolds", 6e6)
            .with("alpha_deg", 10.0254),
        Series.experiment("cp.upper")
            .of("2DN00", "cp")
            .over("x/c", 0.2, 0.6)
            .values(-2, -0.5)
            .on("upper")
            .with("alpha_deg", 10),
        Series.experiment("cp.silent")
            .of("2DN00", "cp")
            .over("x/c", 0.2, 0.6)
            .values(-2, -0.5)
            .on("upper"));
    for (int alpha : new int[] {10, 15}) {
      samples.add(
          Series.simulation("cp.sa." + alpha, "cfl3d", "sa")
              .of("2DN00", "cp")
              .over("x/c", 1, 0.6, 0.2, 0, 0, 0.2, 0.6, 0.99)
              .values(0, 0.2, 0.3, 1, -5, -2.4, -0.8, 0)
              .with("mach", 0.15)
              .with("reynolds", 6e6)
              .with("alpha_deg", alpha)
              .with("transition", "fixed"));
    }
    samples.add(
        Series.experiment("cl.exp")
            .of("2DN00", "cl")
            .over("alpha", -2, 8, 12)
            .values(-0.2, 0.8, 1.2)
            .sigma(0.02, 0.02, 0.04),
        Series.simulation("cl.sa", "cfl3d", "sa")
            .of("2DN00", "cl")
            .over("alpha", 0, 10, 15)
            .values(0, 1.1, 1.5)
            .with("alpha_deg", 10));
  }

  private static void plate(SeriesSamples samples) {
    samples.add(
        Series.theory("cf.theory", "white").of("2DZP", "cf").over("retheta", 1, 3).values(3, 5),
        Series.simulation("cf.plate", "cfl3d", "sa")
            .of("2DZP", "cf")
            .over("retheta", 2, 3, 4)
            .values(5, 5, 5)
            .sigma(1, 1, 1));
  }

  private static void others(SeriesSamples samples) {
    samples.add(
        Series.experiment("h.exp").of("bins", "n").bins("pt", 0, 1, 2, 4).values(3, 4, 5),
        Series.simulation("h.same", "pythia", "8")
            .of("bins", "n")
            .bins("pt", 1, 2, 4, 8)
            .values(4, 4, 4)
            .sigma(1, 2, 3),
        Series.simulation("h.wide", "pythia", "6").of("bins", "n").bins("pt", 0, 2, 4).values(4, 4),
        Series.simulation("wiggle", "x", "y")
            .of("turn", "u")
            .over("y/H", 0, 2, 1, 3)
            .values(1, 2, 3, 4),
        Series.experiment("turn.exp").of("turn", "u").over("y/H", 0.5, 1.5).values(1, 1),
        Series.simulation("far", "x", "y").of("away", "u").over("y/H", 5, 6).values(1, 2),
        Series.experiment("near").of("away", "u").over("y/H", 0, 1).values(1, 1),
        Series.experiment("x/cf.dat_old").of("2DBFS", "cf").over("x/H", 0, 1).values(1, 1),
        Series.simulation("orig", "a", "b")
            .of("2DBFS", "cp")
            .over("x/H", 0, 1)
            .values(1, 1)
            .put("quantity_given", "cp_orig"),
        Series.experiment("elsewhere")
            .of("2DBFS", "cf")
            .over("x/H", 0, 1)
            .values(1, 1)
            .put("source", "hepdata"));
    // Contours whose sides stand beside them as series of their own.
    double[] around = {1, 0.6, 0.2, 0, 0.01, 0.2, 0.6, 1};
    samples.add(
        Series.experiment("whole.exp").of("cut", "cp").over("x/c", around).values(around),
        side(Series.experiment("upper.exp"), "whole.exp"),
        Series.simulation("whole.sa", "a", "b").of("cut", "cp").over("x/c", around).values(around),
        side(Series.simulation("upper.sa", "a", "b"), "whole.sa"));
    // 4 x 8 = 32 pairs, above the cap of 30.
    for (int i = 0; i < 8; i++) {
      samples.add(Series.simulation("big.s" + i, "a", "m" + i).of("big", "u").scalar(1));
      if (i < 4) {
        samples.add(Series.experiment("big.e" + i).of("big", "u").scalar(1));
      }
    }
  }

  private static Series side(Series series, String whole) {
    return series
        .of("cut", "cp")
        .over("x/c", 0, 1)
        .values(0, 1)
        .on("upper")
        .put("derived_from", new String[] {whole});
  }

  @Test
  void sidesOfAContourAreComparedInItsPlace() {
    assertThat(numbers(PAIRS.get("upper.exp | upper.sa"), "residual")).containsExactly(0, 0);
    assertThat(REASONS)
        .containsEntry(
            "tmr-curves whole.exp",
            "no simulation or theory of cp of cut over x/c; curves around a body are compared side by"
                + " side")
        .containsKey("tmr-curves whole.sa");
  }

  private static List<Object> list(Row row, String column) {
    return row.getList(row.fieldIndex(column));
  }

  private static Map<String, String> texts(Row pair) {
    return pair.getJavaMap(pair.fieldIndex("conditions_text"));
  }

  private static Map<String, Double> map(Row pair, String column) {
    return pair.getJavaMap(pair.fieldIndex(column));
  }

  private static double[] numbers(Row pair, String column) {
    return SeriesCurve.numbers(pair, column);
  }

  private static void isCandidate(String link, String... mismatches) {
    assertThat(LINKS).containsKey(link);
    assertThat(LINKS.get(link).<String>getAs("decision")).isEqualTo("candidate");
    assertThat(list(LINKS.get(link), "mismatches")).containsExactly((Object[]) mismatches);
    assertThat(PAIRS.keySet()).noneMatch(pair -> pair.startsWith(link));
  }

  @Test
  void everyLinkIsOneOfThese() {
    assertThat(LINKS.keySet())
        .containsExactlyInAnyOrder(
            "cf.exp | cf.sa",
            "cf.exp | cf.sst",
            "cf.exp | cf.unnamed",
            "u.exp.4.0 | u.sa.4",
            "reattachment.exp | reattachment.sa",
            "cp.ladson | cp.sa.10",
            "cp.near | cp.sa.10",
            "cp.upper | cp.sa.10",
            "cp.silent | cp.sa.10",
            "cp.silent | cp.sa.15",
            "cl.exp | cl.sa",
            "cf.plate | cf.theory",
            "h.exp | h.same",
            "h.exp | h.wide",
            "turn.exp | wiggle",
            "near | far",
            "upper.exp | upper.sa");
  }

  @Test
  void aCurveIsLaidOnTheExperimentalPlacesAndNeverBeyondItsRange() {
    Row pair = PAIRS.get("cf.exp | cf.sa");
    assertThat(pair.<String>getAs("pair_type")).isEqualTo("experiment-simulation");
    assertThat(pair.<String>getAs("domain")).isEqualTo("fluids");
    assertThat(pair.<String>getAs("abscissa_name")).isEqualTo("x/H");
    assertThat(numbers(pair, "abscissa")).containsExactly(-4, 2, 4);
    assertThat(numbers(pair, "predicted"))
        .containsExactly(new double[] {0.003, -0.001, 0.001}, within(1e-15));
    assertThat(numbers(pair, "residual"))
        .containsExactly(new double[] {0, 0, 0.001}, within(1e-15));
    assertThat(map(pair, "metrics"))
        .containsEntry("n_overlap", 3.0)
        .containsEntry("n_observed", 4.0)
        .hasEntrySatisfying(
            "rms", rms -> assertThat(rms).isEqualTo(1e-3 / Math.sqrt(3), within(1e-15)))
        .hasEntrySatisfying("bias", bias -> assertThat(bias).isEqualTo(1e-3 / 3, within(1e-15)))
        .hasEntrySatisfying("max_abs", most -> assertThat(most).isEqualTo(1e-3, within(1e-15)));
    assertThat(pair.<String>getAs("group_id")).isEqualTo("2DBFS");
    assertThat(pair.<String>getAs("theory_group_id")).isEqualTo("cfl3d_sa");
    assertThat(texts(pair)).containsEntry("provider", "cfl3d_sa").containsEntry("surface", "lower");
    assertThat(map(pair, "conditions"))
        .containsOnly(Map.entry("reynolds", 36000.0), Map.entry("predicted_mach", 0.128));
    assertThat(numbers(PAIRS.get("cf.exp | cf.sst"), "predicted"))
        .as("the same curve, downwards")
        .containsExactly(new double[] {0.003, -0.001, 0.001}, within(1e-15));
  }

  @Test
  void sigmaGivesBoundsAndChiSquareWhereItExists() {
    Row pair = PAIRS.get("cf.exp | cf.sa");
    assertThat(numbers(pair, "observed_lower"))
        .containsExactly(new double[] {0.002, -0.0015, Double.NaN}, within(1e-15));
    assertThat(list(pair, "observed_upper").get(2)).isNull();
    assertThat(pair.<Double>getAs("interval_level")).isEqualTo(0.68);
    assertThat(pair.<Integer>getAs("ndf")).isEqualTo(2);
    assertThat(pair.<Double>getAs("chi2")).isEqualTo(0.0, within(1e-12));
    assertThat(pair.<Object>getAs("predicted_lower")).isNull();

    Row scalar = PAIRS.get("reattachment.exp | reattachment.sa");
    assertThat(numbers(scalar, "observed")).containsExactly(6.26);
    assertThat(numbers(scalar, "observed_lower")).containsExactly(6.26 - 0.1);
    assertThat(scalar.<Double>getAs("chi2")).isEqualTo(4.0, within(1e-9));
    assertThat(scalar.<Object>getAs("abscissa")).isNull();

    Row none = PAIRS.get("u.exp.4.0 | u.sa.4");
    assertThat(none.<Object>getAs("chi2")).isNull();
    assertThat(none.<Object>getAs("interval_level")).isNull();
  }

  @Test
  void conditionsThatDifferAreMismatches() {
    isCandidate("cp.ladson | cp.sa.10", "mach 0.3 beside 0.15", "transition free beside fixed");
    assertThat(LINKS.get("cp.ladson | cp.sa.10").<Double>getAs("score")).isEqualTo(0.475);
    isCandidate(
        "cf.exp | cf.unnamed", "surface lower beside one that the simulation does not name");
    isCandidate("near | far", "0 of 2 places within the prediction's range, y/H 5 to 6");
    for (int alpha : new int[] {10, 15}) {
      isCandidate(
          "cp.silent | cp.sa." + alpha,
          "alpha_deg not stated by the experiment, and predicted for several values");
    }
    Row best = LINKS.get("cf.exp | cf.sa");
    assertThat(best.<String>getAs("decision")).isEqualTo("accepted");
    assertThat(best.<Double>getAs("score")).as("mach is not stated").isEqualTo(0.98);
    assertThat(best.<Integer>getAs("rank")).isEqualTo(2);
    assertThat(LINKS.get("cf.exp | cf.sst").<Double>getAs("score")).isEqualTo(1.0);
    assertThat(list(best, "mismatches")).isEmpty();
    List<Row> evidence = best.getList(best.fieldIndex("evidence"));
    assertThat(evidence)
        .extracting(one -> one.<String>getAs("quantity"))
        .containsExactly("mach", "reynolds", "x/H", "points");
    assertThat(evidence.get(0).<String>getAs("note")).isEqualTo("not stated by the experiment");
    assertThat(evidence.get(2).<Double>getAs("left_upper")).isEqualTo(100.0);
    assertThat(evidence.get(2).<String>getAs("note"))
        .isEqualTo("3 of 4 places within the prediction's range, x/H -126 to 5");
  }

  /** What an experiment's series was given from the decks of its case proves no agreement. */
  @Test
  void conditionsOfTheCaseCountAsNotStated() {
    Row link = LINKS.get("reattachment.exp | reattachment.sa");
    assertThat(link.<Double>getAs("score")).isEqualTo(0.98);
    Row mach = link.<Row>getList(link.fieldIndex("evidence")).get(0);
    assertThat(mach.<Double>getAs("left_value")).isEqualTo(0.128);
    assertThat(mach.<String>getAs("note"))
        .isEqualTo("of the case, not stated by the experiment's own file");
  }

  @Test
  void aContourIsCutIntoItsSides() {
    Row suction = PAIRS.get("cp.near | cp.sa.10 | suction side");
    assertThat(numbers(suction, "abscissa")).containsExactly(0.01, 0.2, 0.6, 0.95);
    assertThat(numbers(suction, "predicted")[1]).isEqualTo(-2.4);
    Row pressure = PAIRS.get("cp.near | cp.sa.10 | pressure side");
    assertThat(numbers(pressure, "abscissa")).containsExactly(0, 0.2, 0.6, 1);
    assertThat(numbers(pressure, "residual")[2]).isEqualTo(-0.1, within(1e-12));
    assertThat(pressure.<String>getAs("pair_id")).isNotEqualTo(suction.getAs("pair_id"));
    assertThat(map(suction, "conditions")).containsEntry("predicted_alpha_deg", 10.0);
    assertThat(numbers(PAIRS.get("cp.upper | cp.sa.10 | suction side"), "predicted"))
        .containsExactly(-2.4, -0.8);
  }

  @Test
  void forceCoefficientsArePairedAtThePredictedAngles() {
    Row pair = PAIRS.get("cl.exp | cl.sa");
    assertThat(numbers(pair, "abscissa")).containsExactly(0, 10);
    assertThat(numbers(pair, "observed")).containsExactly(new double[] {0, 1}, within(1e-12));
    assertThat(numbers(pair, "predicted")).containsExactly(0, 1.1);
    assertThat(numbers(pair, "observed_upper")[1]).isEqualTo(1.03, within(1e-12));
    assertThat(texts(pair)).containsEntry("places_of", "simulation");
  }

  @Test
  void binsNeedEqualEdges() {
    Row pair = PAIRS.get("h.exp | h.same");
    assertThat(numbers(pair, "abscissa")).containsExactly(1.5, 3);
    assertThat(numbers(pair, "residual")).containsExactly(0, 1);
    assertThat(numbers(pair, "predicted_lower")).containsExactly(3, 2);
    assertThat(pair.<Object>getAs("chi2")).as("no error of the measurement").isNull();
    assertThat(PAIRS).doesNotContainKey("h.exp | h.wide");
    assertThat(REASONS)
        .containsEntry("tmr-profiles h.wide", "edges of bins differ: 0 to 1 beside 0 to 2");
  }

  @Test
  void withoutAnExperimentTheoryIsThePartner() {
    Row pair = PAIRS.get("cf.plate | cf.theory");
    assertThat(pair.<String>getAs("pair_type")).isEqualTo("simulation-theory");
    assertThat(pair.<String>getAs("rule")).isEqualTo("tmr-theory");
    assertThat(numbers(pair, "predicted")).containsExactly(4, 5);
    assertThat(pair.<Boolean>getAs("observed_is_model_derived")).isTrue();
    assertThat(pair.<Object>getAs("chi2")).isNull();
    assertThat(pair.<String>getAs("theory_group_id")).isEqualTo("white");
    assertThat(REASONS)
        .containsEntry("tmr-curves cf.plate", "no experiment of cf of 2DZP over retheta")
        .containsEntry("tmr-curves cf.theory", "no experiment of cf of 2DZP over retheta");
  }

  @Test
  void whatHasNoCounterpartSaysWhy() {
    assertThat(REASONS)
        .containsEntry(
            "tmr-curves u.exp.6.0",
            "no simulation or theory of u/Uref of 2DBFS at x/H=6.0 over y/H")
        .containsEntry(
            "tmr-curves u.sa.5.9", "no experiment of u/Uref of 2DBFS at x/H=5.9 over y/H")
        .containsEntry(
            "tmr-curves u.sa.metres", "no experiment of u/Uref of 2DBFS at x=6.0 over y/H")
        .containsEntry("tmr-curves u.sa.y", "no experiment of u/Uref of 2DBFS at x/H=6.0 over y")
        .containsEntry("tmr-curves cf.top", "no experiment of cf of 2DBFS on upper over x/H")
        .containsEntry(
            "tmr-curves x/cf.dat_old",
            "left out of pairs: superseded or not in the case's reference, by the pattern *_old")
        .containsEntry(
            "tmr-curves orig",
            "left out of pairs: superseded or not in the case's reference, by the pattern *_orig*")
        .containsEntry(
            "tmr-profiles cp.ladson",
            "only candidate links of rule tmr-curves: mach 0.3 beside 0.15; transition free beside fixed")
        .containsEntry(
            "tmr-profiles wiggle",
            "y/H of the simulation turns back 2 times, so that there is no one value at each place")
        .containsEntry(
            "tmr-profiles turn.exp",
            "y/H of the simulation turns back 2 times, so that there is no one value at each place")
        .doesNotContainKeys("tmr-curves elsewhere", "tmr-profiles elsewhere", "tmr-profiles cf.exp")
        .doesNotContainKeys("tmr-profiles u.exp.6.0", "tmr-theory cf.theory");
  }

  @Test
  void aBlockAboveTheCapIsLeftOutAndTheOthersGoOn() {
    assertThat(linked.report().rules().get(1).rule()).isEqualTo("tmr-curves");
    assertThat(linked.report().rules().get(1).largestBlocks())
        .hasSize(5)
        .startsWith(
            new BlockSize("big u", 4, 8).asRefused(),
            new BlockSize("2DBFS u/Uref", 2, 4),
            new BlockSize("2DN00 cp", 4, 2));
    assertThat(REASONS)
        .containsEntry(
            "tmr-curves big.e0",
            "block big u is not compared: 4 x 8 = 32 pairs, more than max-pairs-per-block = 30")
        .containsKeys("tmr-curves big.e3", "tmr-curves big.s7");
  }

  @Test
  void everyRecordOfTheSourceIsInALinkOrSaysWhyNot() {
    List<String> named = new ArrayList<>();
    LINKS.forEach(
        (ids, row) -> {
          if (row.getAs("rule").equals("tmr-curves")) {
            named.addAll(List.of(ids.split(" \\| ")));
          }
        });
    REASONS.keySet().stream()
        .filter(key -> key.startsWith("tmr-curves "))
        .forEach(key -> named.add(key.substring("tmr-curves ".length())));
    // 13 of the step, 8 of the airfoil, 2 of the plate, 9 others of the source, 12 of the large
    // block.
    assertThat(named.stream().distinct()).hasSize(13 + 8 + 2 + 9 + 4 + 12);
  }

  @Test
  void anExplanationTellsConditionsAndRange() {
    Row link = LINKS.get("cp.ladson | cp.sa.10");
    Map<String, Object> values = new LinkedHashMap<>();
    for (String column : link.schema().fieldNames()) {
      values.put(column, link.getAs(column));
    }
    values.put("mismatches", list(link, "mismatches"));
    List<Map<String, Object>> evidence = new ArrayList<>();
    for (Row one : link.<Row>getList(link.fieldIndex("evidence"))) {
      Map<String, Object> entry = new HashMap<>();
      for (String field : one.schema().fieldNames()) {
        entry.put(field, one.getAs(field));
      }
      evidence.add(entry);
    }
    values.put("evidence", evidence);
    assertThat(Explanation.of(values, null, null))
        .containsSubsequence(
            "decision  candidate",
            "quantity   left       interval  right      unit  deviation  note",
            "alpha_deg  10.03      -         10         deg   -",
            "mach       0.3        -         0.15       1     -          differs",
            "reynolds   6.000e+06  -         6.000e+06  1     -",
            "x/c        -          0 to 1    -          1     -          8 of 8 places within the"
                + " prediction's range, x/c 0 to 1",
            "points     8          -         8          1     -",
            "Mismatches:",
            "  mach 0.3 beside 0.15",
            "  transition free beside fixed",
            "cp of 2DN00 over x/c: experiment by exp beside simulation by cfl3d_sa; 8 of 8 places"
                + " within the prediction's range, x/c 0 to 1.");
  }

  @Test
  void settingsAreCheckedWithTheirPath() {
    assertThatThrownBy(() -> changed("required", new ArrayList<>(List.of("alpha_deg"))))
        .hasMessage(
            "link.rules.tmr-curves.required has the entry alpha_deg, but must be condition=tolerance");
    assertThatThrownBy(() -> changed("differ-factor", 0.7))
        .hasMessage(
            "link.rules.tmr-curves.differ-factor is 0.7, but must be below accept-score 0.7");
    assertThatThrownBy(() -> changed("left-sides", new ArrayList<>(List.of("theory"))))
        .hasMessage(
            "link.rules.tmr-curves.left-sides and right-sides have a side in common: [theory] and"
                + " [simulation, theory]");
  }

  private static SeriesRule changed(String key, Serializable value) {
    Map<String, Serializable> values = new TreeMap<>(SeriesSamples.curves(30).values());
    values.put(key, value);
    return new SeriesRule(new RuleSettings("tmr-curves", values));
  }
}

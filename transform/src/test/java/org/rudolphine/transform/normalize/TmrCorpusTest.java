package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Real tables. Figures marked so come from EXPECTED.json beside them, which was computed from the
 * same files without this project's code; counts were made with grep and awk.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TmrCorpusTest {
  private static final String STEP = "tmr/Backstep_validation/";
  private static final String WING = "tmr/NACA0012_validation/";

  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> series = new TreeMap<>();
  private JsonNode expected;

  @BeforeAll
  void read() throws IOException {
    for (RawRecord raw : TmrRecords.corpusRecords()) {
      outcomes.put(raw.nativeId(), Outcome.of(TmrRecords.NORMALIZER, raw));
    }
    outcomes.values().stream()
        .flatMap(outcome -> outcome.rows().stream())
        .filter(row -> row.table().equals("series"))
        .forEach(row -> series.put(row.key(), row.values()));
    expected = new ObjectMapper().readTree(TmrRecords.corpus().resolve("EXPECTED.json").toFile());
  }

  private JsonNode expected(String caseId) {
    for (JsonNode one : expected) {
      if (one.get("case").textValue().equals(caseId)) {
        return one;
      }
    }
    throw new AssertionError("EXPECTED.json has no case " + caseId);
  }

  private Map<String, Object> row(String id) {
    assertThat(series).containsKey(id);
    return series.get(id);
  }

  private double scalar(String id) {
    assertThat(row(id)).containsEntry("form", "scalar").containsEntry("n_points", 1);
    return values(id, "value").get(0);
  }

  @SuppressWarnings("unchecked")
  private List<Double> values(String id, String column) {
    return (List<Double>) row(id).get(column);
  }

  @Test
  void everyTableAndDeckIsReadAndTheRestSaysWhy() {
    // 135 tables, of which 2 lie in Plots/ and 3 are set aside by name; 50 decks; 1 pointer
    assertThat(outcomes).hasSize(186);
    assertThat(outcomes.entrySet().stream().filter(e -> e.getValue().rejected()))
        .extracting(Map.Entry::getKey)
        .containsExactly("Nasahump_validation/Noflow_PIV_exp.tar.gz.lfs-pointer");
    assertThat(outcomes.entrySet().stream().filter(e -> e.getValue().skipped()))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "Backstep_validation/Plots/cp_exp_originaldata.dat",
            "Backstep_validation/Plots/cpupper_exp_originaldata.dat",
            "Backstep_validation/backstep_cfl3d_cp_sa.dat_old",
            "Backstep_validation/backstep_cfl3d_cp_sstv.dat_old",
            "NACA4412sep_validation/exp.profiles.new.dat_bad");
    assertThat(outcomes.values().stream().flatMap(o -> o.rows().stream()))
        .filteredOn(row -> !row.issues().isEmpty())
        .extracting(NormalizedRow::key)
        .containsExactly(STEP + "backstep_cfl3d_typical_w06.inp");
  }

  @Test
  void everySeriesHasItsAbscissaUnitsAndSide() {
    assertThat(series.values())
        .allSatisfy(
            row -> {
              assertThat(row).containsKeys("case_id", "provider", "quantity", "unit", "n_points");
              assertThat(row.get("unit")).isNotEqualTo("unknown");
              assertThat(row.get("side")).isIn("experiment", "simulation", "theory");
              if (row.get("form").equals("points")) {
                assertThat(row).containsKeys("abscissa_name", "abscissa_unit");
                assertThat(row.get("abscissa_unit")).isNotEqualTo("unknown");
                assertThat((Collection<?>) row.get("abscissa"))
                    .hasSize((Integer) row.get("n_points"));
              }
            });
    assertThat(caseSides())
        .containsEntry("2DZP", List.of("simulation", "theory"))
        .containsEntry("2DN00", List.of("experiment", "simulation", "theory"))
        .containsEntry("2DBFS", List.of("experiment", "simulation"));
  }

  private Map<String, List<String>> caseSides() {
    return series.values().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("case_id").toString(),
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(row -> row.get("side").toString(), Collectors.toSet()),
                    sides -> sides.stream().sorted().toList())));
  }

  @Test
  void zonesAndPointsOfTheStep() {
    JsonNode step = expected("2DBFS");
    step.get("zones")
        .properties()
        .forEach(
            model ->
                assertThat(points(STEP + "backstep_cfl3d_vel_" + model.getKey() + ".dat", "u/Uref"))
                    .isEqualTo(counts(model.getValue())));
    assertThat(points(STEP + "profiles.exp.dat", "u"))
        .isEqualTo(counts(step.get("exp_profile_points")));
  }

  private static Map<String, Integer> counts(JsonNode node) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    node.properties()
        .forEach(station -> counts.put(station.getKey(), station.getValue().intValue()));
    return counts;
  }

  /** Points of a column by station, in the order of the zones. */
  private Map<String, Integer> points(String file, String column) {
    Map<String, Integer> points = new LinkedHashMap<>();
    for (int zone = 0; series.containsKey(file + "|" + zone + "|" + column); zone++) {
      Map<String, Object> row = row(file + "|" + zone + "|" + column);
      points.put(row.get("station").toString(), (Integer) row.get("n_points"));
    }
    return points;
  }

  @Test
  void reattachmentBehindTheStep() {
    JsonNode lengths = expected("2DBFS").get("reattachment_x_over_H");

    // EXPECTED.json gives four digits
    assertThat(scalar(STEP + "cf.exp.dat|0|reattachment_x_over_h"))
        .isCloseTo(lengths.get("exp_from_cf_table").doubleValue(), within(5e-5));
    lengths
        .get("cfd")
        .properties()
        .forEach(
            model ->
                assertThat(
                        scalar(
                            STEP
                                + "backstep_cfl3d_cf_"
                                + model.getKey()
                                + ".dat|0|reattachment_x_over_h"))
                    .isCloseTo(model.getValue().doubleValue(), within(5e-5)));
    // the crossing near the step, at x/H = 0.056 by the source's page, is not it
    assertThat(row(STEP + "cf.exp.dat|0|reattachment_x_over_h").get("method"))
        .isEqualTo("first upward zero crossing of cf beyond x/H = 1, by linear interpolation");
  }

  @Test
  void forceCoefficientsOfTheWing() {
    JsonNode wing = expected("2DN00");
    String[] grits = {"80 grit", "120 grit", "180 grit"};
    for (int zone = 0; zone < grits.length; zone++) {
      String file = WING + "CLCD_Ladson_expdata.dat|" + zone + "|";
      JsonNode grit = wing.get("exp").get(grits[zone]);
      assertThat(row(file + "cl")).containsEntry("n_points", grit.get("points").intValue());
      for (String alpha : List.of("0", "10", "15")) {
        assertThat(scalar(file + "cl_alpha_" + alpha))
            .isCloseTo(grit.get("cl@" + alpha).doubleValue(), within(5e-6));
        assertThat(scalar(file + "cd_alpha_" + alpha))
            .isCloseTo(grit.get("cd@" + alpha).doubleValue(), within(5e-7));
      }
    }
    wing.get("cfd")
        .properties()
        .forEach(
            model ->
                model
                    .getValue()
                    .properties()
                    .forEach(
                        alpha -> {
                          String id =
                              WING + "n0012clcd_cfl3d_" + model.getKey() + ".dat|0|%s_alpha_%s";
                          for (String name : List.of("cl", "cd")) {
                            assertThat(scalar(id.formatted(name, alpha.getKey())))
                                .isEqualTo(alpha.getValue().get(name).doubleValue());
                          }
                        }));
  }

  /** Root mean square of a model against the measurement, as EXPECTED.json says it was made. */
  @Test
  void profilesDifferByTheExpectedAmounts() {
    JsonNode step = expected("2DBFS");
    step.get("u_profile_rms")
        .properties()
        .forEach(
            model ->
                rms(
                    model.getValue(),
                    "backstep_cfl3d_vel_" + model.getKey() + ".dat",
                    "u/Uref",
                    "u",
                    5e-7));
    rms(step.get("uv_profile_rms_sa"), "backstep_cfl3d_uv_sa.dat", "u'v'/(Uref^2)", "uv", 5e-8);
  }

  private void rms(JsonNode stations, String file, String column, String measured, double digits) {
    List<Map.Entry<String, JsonNode>> all = new ArrayList<>(stations.properties());
    for (int zone = 0; zone < all.size(); zone++) {
      String model = STEP + file + "|" + zone + "|" + column;
      String experiment = STEP + "profiles.exp.dat|" + zone + "|" + measured;
      assertThat(row(model)).containsEntry("station", all.get(zone).getKey());
      assertThat(row(experiment)).containsEntry("station", all.get(zone).getKey());
      assertThat(row(model).get("quantity")).isEqualTo(row(experiment).get("quantity"));
      assertThat(row(model).get("abscissa_name")).isEqualTo(row(experiment).get("abscissa_name"));
      double[] x = array(model, "abscissa");
      double[] y = array(model, "value");
      double[] at = array(experiment, "abscissa");
      double[] observed = array(experiment, "value");
      double sum = 0;
      int count = 0;
      for (int i = 0; i < at.length; i++) {
        var predicted = TmrScalars.at(x, y, at[i]);
        if (predicted.isPresent()) {
          sum += Math.pow(observed[i] - predicted.getAsDouble(), 2);
          count++;
        }
      }
      assertThat(Math.sqrt(sum / count))
          .as(model)
          .isCloseTo(all.get(zone).getValue().doubleValue(), within(digits));
    }
  }

  private double[] array(String id, String column) {
    return values(id, column).stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void scaleFactorsOfCommentsAndNamesAreAppliedAndTold() {
    // the first row of the file: y 1.10, u 0.657, uu 5.16, uv -1.02, uuu -0.18
    assertThat(values(STEP + "profiles.exp.dat|0|u", "abscissa").get(0)).isEqualTo(1.10);
    assertThat(values(STEP + "profiles.exp.dat|0|u", "value").get(0)).isEqualTo(0.657);
    assertThat(values(STEP + "profiles.exp.dat|0|uu", "value").get(0)).isEqualTo(0.00516);
    assertThat(values(STEP + "profiles.exp.dat|0|uv", "value").get(0)).isEqualTo(-0.00102);
    assertThat(values(STEP + "profiles.exp.dat|0|uuu", "value").get(0)).isEqualTo(-0.000018);
    assertThat(row(STEP + "profiles.exp.dat|0|uv"))
        .containsEntry("scale_applied", 0.001)
        .containsEntry("quantity", "uv_over_uref2");
    assertThat(row(STEP + "profiles.exp.dat|0|uuu"))
        .containsEntry("scale_applied", 0.0001)
        .containsEntry("quantity", "uuu_over_uref3");
    assertThat(row("tmr/Driver_validation/exp.upvpprofile.dat|0|uv/uinf^2*1000"))
        .containsEntry("scale_applied", 0.001)
        .containsEntry("scale_reason", "name of the column: uv/uinf^2*1000")
        .containsEntry("quantity", "uv_over_uinf2")
        .containsEntry("abscissa_name", "y'")
        .containsEntry("abscissa_unit", "m");
    assertThat(row(STEP + "profiles.exp.dat|0|u")).doesNotContainKey("scale_applied");
  }

  /** Largest by {@code awk '-$3>m{m=-$3}END{print m}'}: 8.31817, 9.30322 and 9.89256. */
  @ParameterizedTest
  @CsvSource({"sst, 0.00831817", "w06, 0.00930322", "kkl, 0.00989256"})
  void shearStressOfThreeModelsIsAThousandTimesTooLarge(String model, double largest) {
    List<String> stations =
        series.keySet().stream()
            .filter(id -> id.startsWith(STEP + "backstep_cfl3d_uv_" + model + ".dat|"))
            .toList();
    assertThat(stations).hasSize(5);
    assertThat(stations.stream().flatMap(id -> values(id, "value").stream()).min(Double::compare))
        .hasValueSatisfying(value -> assertThat(-value).isCloseTo(largest, within(1e-8)));
    assertThat(row(stations.get(0)))
        .containsEntry("scale_applied", 0.001)
        .containsEntry("scale_reason", "not said by the file: sources.tmr.factors");
  }

  @Test
  void uncertaintiesAreCarriedWhereTheyAre() {
    assertThat(values(STEP + "cf.exp.dat|0|cf", "value").get(0)).isEqualTo(2.88e-3);
    assertThat(values(STEP + "cf.exp.dat|0|cf", "abscissa").get(0)).isEqualTo(-3.956);
    assertThat(values(STEP + "cf.exp.dat|0|cf", "sigma_low").get(0)).isEqualTo(.202e-3);
    assertThat(values(STEP + "cf.exp.dat|0|cf", "sigma_high")).hasSize(20);
    assertThat(series.values().stream().filter(row -> row.containsKey("sigma_low"))).hasSize(1);
  }

  @Test
  @SuppressWarnings("unchecked")
  void conditionsAreThoseOfTheZone() {
    Map<String, Double> free =
        (Map<String, Double>) row(WING + "CP_Ladson.dat|1|cp").get("conditions_own");
    assertThat(free)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("alpha_deg", 10.0254, "mach", 0.3, "reynolds", 6e6));
    assertThat((Map<String, String>) row(WING + "CP_Ladson.dat|1|cp").get("conditions_text"))
        .containsEntry("transition", "free");
    assertThat(
            (Map<String, Double>) row(WING + "CP_Gregory_expdata.dat|2|cp").get("conditions_own"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("alpha_deg", 15.0, "reynolds", 2.88e6));
    Map<String, Object> lift = row(WING + "CL_Gregory_expdata.dat|0|cl");
    assertThat((Map<String, Double>) lift.get("conditions_own"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("reynolds", 2.88e6));
    assertThat((Map<String, String>) lift.get("conditions_text"))
        .containsEntry("reynolds_from", "CP_Gregory_expdata.dat");
    // said in a note of one angle, and no condition of a curve over the angle
    assertThat(
            (Map<String, Double>) row(WING + "n0012clcd_cfl3d_kkl.dat|0|cl").get("conditions_own"))
        .isEmpty();
  }

  @Test
  void pressureAroundAnAirfoilHasTwoBranches() {
    Map<String, Object> upper = row("tmr/NACA4412sep_validation/naca4412.cp.expt.dat|0|cp@upper");
    Map<String, Object> lower = row("tmr/NACA4412sep_validation/naca4412.cp.expt.dat|0|cp@lower");
    assertThat((Integer) upper.get("n_points") + (Integer) lower.get("n_points")).isEqualTo(52);
    // suction lies on the upper side at 13.87 degrees
    assertThat(least(upper)).isLessThan(-4);
    // the point at the leading edge, -6.209, is on both
    assertThat(second(lower)).isEqualTo(0.1693139);
    assertThat(second(upper)).isEqualTo(-5.121951);
    assertThat(least(row("tmr/NACA4412sep_validation/n4412_cfl3d_cp_sa.dat|0|cp@upper")))
        .isLessThan(-4);
    assertThat(least(row(WING + "n0012cp_cfl3d_sa.dat|2|cp@upper"))).isLessThan(-8);
  }

  @SuppressWarnings("unchecked")
  private static double second(Map<String, Object> row) {
    return ((List<Double>) row.get("value")).get(1);
  }

  @SuppressWarnings("unchecked")
  private static double least(Map<String, Object> row) {
    return ((List<Double>) row.get("value"))
        .stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  @Test
  void placesThatTheFilesNameInManyWays() {
    assertThat(station(STEP + "backstep_cfl3d_uv_sa.dat|0|u'v'/(Uref^2)")).isEqualTo("x/H=-4");
    assertThat(station("tmr/Driver_validation/exp.uprofile.dat|5|u/uinf")).isEqualTo("x=-0.0127");
    assertThat(station("tmr/Driver_validation/driver_cfl3d_vel_sa.dat|0|u/uinf"))
        .isEqualTo("x=-0.3302");
    assertThat(station("tmr/Driver_validation/driver_cfl3d_uv_ssglrrrsm.dat|6|uv/uinf^2*1000"))
        .isEqualTo("x=0.3048");
    assertThat(station("tmr/NACA4412sep_validation/exp.profiles.new.dat|0|u"))
        .isEqualTo("x/c=0.6753");
    assertThat(station("tmr/3dsqduct_validation/uprofiles_exp.dat|1|u/u_CL")).isEqualTo("x/D=40");
    assertThat(station("tmr/3dsqduct_validation/cfl3d_result40_sa.dat|0|u/u_CL"))
        .isEqualTo("x/D=40");
    assertThat(station("tmr/3dsqduct_validation/cfl3d_cf50_sa.dat|0|cf")).isEqualTo("x/D=50");
    // its column says 40 where its title, its name and its comment say 50
    assertThat(station("tmr/3dsqduct_validation/A3D_result50_GLVY.dat|0|u/u_CL"))
        .isEqualTo("x/D=50");
    assertThat(row("tmr/3dsqduct_validation/A3D_result50_GLVY.dat|0|u/u_CL"))
        .containsEntry("surface", "diagonal")
        .containsKey("further_abscissae");
  }

  private String station(String id) {
    return row(id).get("station").toString();
  }

  @Test
  @SuppressWarnings("unchecked")
  void decksGiveConditionsAndTheWrongReynoldsNumberIsSetRight() {
    Map<String, Double> wrong = deck("Backstep_validation/backstep_cfl3d_typical_w06.inp");
    assertThat(wrong).containsEntry("reynolds", 36000.0).containsEntry("mach", 0.128);
    assertThat(deck("NACA0012_validation/n0012_cfl3d_typical_sa.inp"))
        .containsEntry("alpha_deg", 10.0)
        .containsEntry("reynolds", 6e6)
        .containsEntry("temperature_k", 300.0);
    assertThat(deck("3dsqduct_validation/fun3d.nml_typical_sqduct_saqcr2000"))
        .containsEntry("mach", 3.9)
        .containsEntry("reynolds", 508000.0);
    assertThat(
            outcomes.values().stream()
                .flatMap(o -> o.rows().stream())
                .filter(r -> r.table().equals("conditions")))
        .hasSize(50)
        .allSatisfy(
            row ->
                assertThat((Map<String, Double>) row.values().get("conditions"))
                    .containsKeys("mach", "reynolds", "alpha_deg", "temperature_k"));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Double> deck(String path) {
    return (Map<String, Double>) outcomes.get(path).rows().get(0).values().get("conditions");
  }
}

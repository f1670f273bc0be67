package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.raw.RawRecord;

/** Real submissions. Expected values are read off the files. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class HepDataCorpusTest {
  private static final String DIPHOTON = "ins1887997-atlas-diphoton-13tev";

  @Test
  void theDiphotonMeasurementAndItsFivePredictions() throws IOException {
    Map<String, NormalizedRow> rows = rows(DIPHOTON);

    assertThat(rows).hasSize(12);
    NormalizedRow data = of(rows, "yy_xs|0|Data integrated fiducial cross section");
    assertThat(data.values())
        .containsEntry("value", List.of(31.438))
        .containsEntry("unit", "pb")
        .containsEntry("form", "scalar")
        .containsEntry("side", "experiment")
        .containsEntry("side_confidence", 0.95)
        .containsEntry("doi", "10.17182/hepdata.104925.v1/t3")
        .containsEntry("conditions", Map.of("sqrt_s_gev", 13000.0))
        .containsEntry("licence", "CC-BY-4.0")
        .containsEntry("redistribute", "attribution")
        .containsEntry("papers", List.of("inspire:1887997"));
    assertThat(errors(data)).containsExactly("stat -0.075319 0.075319", "syst -2.3541 2.3541");
    // sqrt(0.075319^2 + 2.3541^2)
    assertThat(number(data, "sigma_low", 0)).isCloseTo(2.355304600632581, within(1e-12));

    assertThat(predictions(rows, "yy_xs"))
        .isEqualTo(
            Map.of(
                "SHERPA", "simulation 33.16",
                "LO", "theory 5.3336",
                "NLO", "theory 19.614",
                "NNLO", "theory 29.705",
                "DIPHOX", "theory 20.838"));
    NormalizedRow sherpa = of(rows, "yy_xs|0|SHERPA integrated fiducial cross section");
    assertThat(errors(sherpa)).contains("scale_unc -5.5759 7.7079");
    assertThat(sherpa.values()).containsEntry("quantity", data.values().get("quantity"));
  }

  @Test
  void thirtyNineBinsWithHundredsOfShiftsWhoseSignsStay() throws IOException {
    Map<String, NormalizedRow> rows = rows(DIPHOTON);
    NormalizedRow data = of(rows, "ph2_pt|0|Data $d\\sigma/d p_{T,\\gamma_{2}}$");
    NormalizedRow lo = of(rows, "ph2_pt|0|LO $d\\sigma/d p_{T,\\gamma_{2}}$");

    assertThat(data.values()).containsEntry("form", "bins").containsEntry("n_points", 39);
    assertThat(number(data, "abscissa_low", 0)).isEqualTo(30.0);
    assertThat(number(data, "abscissa_high", 0)).isEqualTo(33.0);
    assertThat(errors(data)).contains("EG_SCALE_E4SCINTILLATOR__ETABIN1 3.7488E-5 8.8592E-6");
    assertThat(number(lo, "value", 0)).isEqualTo(0.0);
    assertThat(data.values().get("quantity")).isEqualTo(lo.values().get("quantity"));
  }

  @Test
  void tablesWithoutTheirFileAreRejectedAndTheOthersStay() throws IOException {
    List<Outcome> outcomes = HepDataRecords.outcomes(below(DIPHOTON));

    assertThat(outcomes.stream().filter(Outcome::rejected))
        .hasSize(7)
        .allMatch(
            outcome ->
                outcome
                    .rejectReason()
                    .equals("the submission names a data file that did not come with it"));
    assertThat(outcomes.stream().filter(outcome -> !outcome.rows().isEmpty())).hasSize(2);
  }

  @Test
  void measuredAndExpectedColumnsAreTold() throws IOException {
    Map<String, NormalizedRow> rows = rows("nnpdf-ins1810913");

    assertThat(rows.values())
        .extracting(
            row -> row.values().get("quantity_given"),
            row -> row.values().get("side"),
            row -> row.values().get("provider"),
            row -> row.values().get("quantity"))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "Measured differential cross section",
                "experiment",
                "ins1810913",
                "differential cross section"),
            org.assertj.core.groups.Tuple.tuple(
                "Expected differential cross section from aMC@NLO",
                "simulation",
                "aMC@NLO",
                "differential cross section"),
            org.assertj.core.groups.Tuple.tuple(
                "Expected differential cross section from aMC@NLO (partial uncertainty)",
                "simulation",
                "aMC@NLO (partial uncertainty)",
                "differential cross section"));
    assertThat(rows.values())
        .allMatch(row -> row.values().get("n_points").equals(18))
        .noneMatch(row -> row.values().containsKey("licence"));
  }

  @Test
  void aCorrelationMatrixOfFortyByFortyIsKeptAndMarked() throws IOException {
    Map<String, NormalizedRow> rows = rows("BELLE_2017_I1512299");

    assertThat(rows).hasSize(5);
    NormalizedRow matrix = rows.get("hepdata/ins1512299/v1/Table 5|0|Correlation");
    assertThat(matrix.values())
        .containsEntry("form", "points")
        .containsEntry("n_points", 1600)
        .containsEntry("side", "unknown")
        .containsEntry("unit", "1");
    assertThat((Map<?, ?>) matrix.values().get("conditions_text"))
        .extracting("content")
        .isEqualTo("correlation");
    assertThat((List<?>) matrix.values().get("further_abscissae")).hasSize(1);
    assertThat(rows.values().stream().filter(row -> row.values().get("side").equals("experiment")))
        .hasSize(4);
  }

  @Test
  void percentagesEmptyErrorsAndRepeatedLabels() throws IOException {
    NormalizedRow row =
        rows("format-cases")
            .get(
                "hepdata/file:valid_data_with_percent/v1/valid_data_with_percent"
                    + "|0|D2(SIG)/DM(2JET)/DYRAP*");

    // 0.73 % of 777000; the first sys has no upper side and is 3 % below
    assertThat(errors(row))
        .contains("stat -5672.1 5672.1", "sys_1 -23310.0 null", "sys_13 null 3885.0");
    assertThat(row.values()).containsEntry("conditions", Map.of("sqrt_s_gev", 7000.0, "r", 0.4));
  }

  @Test
  void everyColumnOfTheCorpusHasASideWithAReason() throws IOException {
    Map<String, Long> sides = new TreeMap<>();
    for (String folder :
        List.of(
            DIPHOTON,
            "nnpdf-ins1810913",
            "BELLE_2017_I1512299",
            "TestHEPSubmission",
            "format-cases")) {
      for (NormalizedRow row : rows(folder).values()) {
        assertThat(row.values()).containsKeys("side", "side_reason", "side_confidence");
        assertThat(row.issues()).isEmpty();
        sides.merge((String) row.values().get("side"), 1L, Long::sum);
      }
    }
    assertThat(sides)
        .isEqualTo(Map.of("experiment", 21L, "simulation", 4L, "theory", 8L, "unknown", 1L));
  }

  private static Map<String, String> predictions(Map<String, NormalizedRow> rows, String table) {
    return rows.values().stream()
        .filter(row -> row.values().get("zone").equals(table))
        .filter(row -> !row.values().get("side").equals("experiment"))
        .collect(
            Collectors.toMap(
                row -> (String) row.values().get("provider"),
                row -> row.values().get("side") + " " + number(row, "value", 0)));
  }

  /** Label, minus and plus of the first value. */
  private static List<String> errors(NormalizedRow row) {
    return ((List<?>) row.values().get("errors"))
        .stream()
            .map(error -> (Map<?, ?>) error)
            .map(
                error ->
                    error.get("label")
                        + " "
                        + Objects.toString(((List<?>) error.get("minus")).get(0))
                        + " "
                        + Objects.toString(((List<?>) error.get("plus")).get(0)))
            .toList();
  }

  private static Double number(NormalizedRow row, String column, int index) {
    return (Double) ((List<?>) row.values().get(column)).get(index);
  }

  private static NormalizedRow of(Map<String, NormalizedRow> rows, String rest) {
    NormalizedRow row = rows.get("hepdata/ins1887997/v1/" + rest);
    assertThat(row).as("%s among %s", rest, rows.keySet()).isNotNull();
    return row;
  }

  private static Map<String, NormalizedRow> rows(String folder) throws IOException {
    return HepDataRecords.rows(below(folder)).stream()
        .collect(Collectors.toMap(NormalizedRow::key, row -> row, (a, b) -> b, TreeMap::new));
  }

  private static List<RawRecord> below(String folder) throws IOException {
    return HepDataRecords.below(
        Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve("hepdata").resolve(folder));
  }
}

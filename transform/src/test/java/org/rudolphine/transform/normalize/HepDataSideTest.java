package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HepDataSideTest {

  /** Header beside a measured sibling; side, provider and the quantity that is left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHERPA integrated cross section | simulation | SHERPA | integrated cross section",
        "NNLO integrated cross section | theory | NNLO | integrated cross section",
        "Theory prediction, SIG | theory | theory | SIG",
        "POWHEG+PYTHIA8 $d\\sigma/dm$ | simulation | POWHEG PYTHIA8 | $d\\sigma/dm$",
        "Powheg + Pythia 8 cross section | simulation | Powheg Pythia 8 | cross section",
        "MadGraph5_aMC@NLO yield | simulation | MadGraph5_aMC@NLO | yield",
        "MCFM NLO prediction | theory | MCFM NLO | SIG",
        "Herwig++ | simulation | Herwig++ | SIG",
        "SM expectation | theory | SM | SIG",
        "MC | simulation | MC | SIG",
        "Simulated events | simulation | theory | events"
      })
  void predictionsAreToldByWords(String header, String side, String provider, String quantity) {
    List<HepDataSide> sides = sides("Data cross section", header);

    assertThat(sides.get(0).side()).isEqualTo("experiment");
    assertThat(sides.get(1).side()).isEqualTo(side);
    assertThat(sides.get(1).provider()).isEqualTo(provider);
    assertThat(sides.get(1).confidence()).isEqualTo(0.8);
    String stem = sides.get(1).words().stem();
    assertThat(stem.isEmpty() ? "SIG" : stem).isEqualTo(quantity);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALL angle cross section",
        "$\\sigma/\\sigma_{SM}$",
        "Cross section (HERWIG vs PYTHIA)",
        "Elements of a matrix",
        "Lower edge",
        "Cross section in the low mass region",
        "Molecular yield"
      })
  void falseFriendsAreNoPredictions(String header) {
    HepDataSide side = sides(header).get(0);

    assertThat(side.side()).isEqualTo("experiment");
    assertThat(side.words().models()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Expected 95% CL upper limit | limit",
        "Observed limit on SIG | limit",
        "Data/MC | comparison",
        "Ratio of prediction to data | comparison",
        "MC / Data | comparison",
        "Theory uncertainty | uncertainty",
        "HERWIG vs PYTHIA systematic | uncertainty",
        "Statistical correlation | correlation",
        "Covariance matrix | covariance",
        "NLO k-factor | correction"
      })
  void whatIsNoQuantityOfASideIsUnknownAndSaysWhatItIs(String header, String content) {
    HepDataSide side = sides("Data cross section", header).get(1);

    assertThat(side.side()).isEqualTo("unknown");
    assertThat(side.words().content()).isEqualTo(content);
    assertThat(side.reason()).isEqualTo("holds a " + content + ", by the header");
    assertThat(side.confidence()).isZero();
  }

  @Test
  void expectedAndObservedInATableOfLimitsAreNoTheoryAndData() {
    List<HepDataSide> sides =
        HepDataSide.of(columns("Expected", "Observed"), "Figure 3", "Upper limits on the mass");

    assertThat(sides).extracting(HepDataSide::side).containsOnly("unknown");
  }

  @Test
  void aColumnWithoutWordsIsTheMeasurementBesideAPrediction() {
    List<HepDataSide> sides = sides("SIG", "NLO QCD SIG");

    assertThat(sides.get(0).side()).isEqualTo("experiment");
    assertThat(sides.get(0).confidence()).isEqualTo(0.7);
    assertThat(sides.get(0).reason()).contains("other columns of the table do");
  }

  @Test
  void aTableWithoutPredictionsIsMeasuredUnlessItsNameSaysOtherwise() {
    assertThat(sides("SIG").get(0).side()).isEqualTo("experiment");
    HepDataSide theory =
        HepDataSide.of(columns("SIG"), "Theory predictions for Figure 2", "").get(0);
    assertThat(theory.side()).isEqualTo("theory");
    assertThat(theory.confidence()).isEqualTo(0.6);
    assertThat(HepDataSide.of(columns("SIG"), "Data and theory", "").get(0).side())
        .isEqualTo("experiment");
  }

  @Test
  void wordsOfBothSidesTellOnlyIfDataComesFirst() {
    assertThat(sides("Data unfolded with PYTHIA").get(0).side()).isEqualTo("experiment");
    assertThat(sides("PYTHIA, tuned to data").get(0).side()).isEqualTo("unknown");
  }

  @Test
  void identifiersTellWithoutWords() {
    List<HepDataSide> sides =
        HepDataSide.of(
            List.of(
                column("$d\\sigma/dp_T$", "ph2_pt"),
                column("first", "ph2_pt_SHERPA"),
                column("second", "ph2_pt_NNLO"),
                column("third", "ph2_pt_syst"),
                column("fourth", "ph2_ptx_NLO")),
            "t",
            "");

    assertThat(sides)
        .extracting(HepDataSide::side)
        .containsExactly("experiment", "simulation", "theory", "experiment", "experiment");
    assertThat(sides)
        .extracting(HepDataSide::confidence)
        .containsExactly(0.95, 0.95, 0.95, 0.7, 0.7);
    assertThat(sides)
        .extracting(HepDataSide::stem)
        .containsExactly("ph2_pt", "ph2_pt", "ph2_pt", null, null);
    assertThat(sides.get(2).model()).isEqualTo("NNLO");
  }

  @Test
  void aProgramIsTheCodeAndTheOrderTheModel() {
    HepDataSide side = sides("Data SIG", "MCFM NLO SIG").get(1);

    assertThat(side.code()).isEqualTo("MCFM");
    assertThat(side.model()).isEqualTo("NLO");
    assertThat(sides("Data SIG", "Theory SIG").get(1).model()).isNull();
  }

  @Test
  void anotherDefinitionOfErrorsIsAVariantOfTheSamePrediction() {
    HepDataSide side =
        sides("Measured SIG", "Expected SIG from aMC@NLO (partial uncertainty)").get(1);

    assertThat(side.provider()).isEqualTo("aMC@NLO (partial uncertainty)");
    assertThat(side.code()).isEqualTo("aMC@NLO");
    assertThat(side.model()).isNull();
    assertThat(side.side()).isEqualTo("simulation");
    assertThat(side.words().stem()).isEqualTo("SIG");
  }

  private static List<HepDataSide> sides(String... headers) {
    return HepDataSide.of(columns(headers), "Table 1", "");
  }

  private static List<HepDataColumn> columns(String... headers) {
    List<HepDataColumn> columns = new ArrayList<>();
    for (String header : headers) {
      columns.add(HepDataColumn.of(Map.of("header", Map.of("name", header))));
    }
    return columns;
  }

  private static HepDataColumn column(String header, String identifier) {
    return HepDataColumn.of(
        Map.of(
            "header",
            Map.of("name", header),
            "qualifiers",
            List.of(Map.of("name", "Custom Rivet identifier", "value", identifier))));
  }
}

package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HepDataNormalizerTest {
  private static final String PLACES =
      """
      independent_variables:
      - header: {name: PT IN GEV}
        values: [{low: 10, high: 20, value: 14}, {low: 40, high: 20}]
      """;

  @Test
  void binsHaveTheirEdgesInOrderAndTheGivenOrElseTheMiddlePlace() {
    NormalizedRow row = only(PLACES + column("SIG", "[{value: 1}, {value: 2}]"));

    assertThat(row.key()).isEqualTo("hepdata/ins42/v1/Table 1|0|SIG");
    assertThat(row.values())
        .containsEntry("form", "bins")
        .containsEntry("abscissa_name", "PT")
        .containsEntry("abscissa_unit", "GeV")
        .containsEntry("abscissa", List.of(14.0, 30.0))
        .containsEntry("abscissa_low", List.of(10.0, 20.0))
        .containsEntry("abscissa_high", List.of(20.0, 40.0))
        .containsEntry("value", List.of(1.0, 2.0))
        .containsEntry("n_points", 2)
        .containsEntry("case_id", "ins42")
        .containsEntry("papers", List.of("inspire:42"))
        .doesNotContainKeys("sigma_low", "errors", "licence", "further_abscissae");
  }

  @Test
  void withoutIndependentVariableAColumnIsOneNumber() {
    NormalizedRow row =
        only("independent_variables: []\n" + column("SIG(total), pb", "[{value: 6.7}]"));

    assertThat(row.values())
        .containsEntry("form", "scalar")
        .containsEntry("value", List.of(6.7))
        .doesNotContainKeys("abscissa", "abscissa_name");
  }

  @Test
  void furtherVariablesAndTextsStandBesideTheAbscissa() {
    NormalizedRow row =
        only(
            """
            independent_variables:
            - header: {name: channel}
              values: [{value: electron}, {value: 'muon'}]
            - header: {name: Y, units: ''}
              values: [{low: 0, high: 1}, {value: 2}]
            """
                + column("SIG", "[{value: 1}, {value: 2}]"));

    assertThat(row.values()).containsEntry("form", "points");
    assertThat(numbers(row, "abscissa")).containsExactly(null, null);
    List<?> further = (List<?>) row.values().get("further_abscissae");
    assertThat(further).hasSize(2);
    assertThat((Map<?, ?>) further.get(0))
        .extracting("name", "text")
        .containsExactly("channel", List.of("electron", "muon"));
    assertThat((Map<?, ?>) further.get(1))
        .extracting("name", "unit", "value", "low")
        .containsExactly("Y", "1", List.of(0.5, 2.0), Arrays.asList(0.0, null));
  }

  @ParameterizedTest
  @CsvSource({"'-'", "''", "inf", "-inf", "nan", ".nan", "~", "NaN", "'n/a'", "'--'"})
  void valuesThatSayNothingAreNullWithoutAnIssue(String none) {
    NormalizedRow row = only(PLACES + column("SIG", "[{value: 1}, {value: " + none + "}]"));

    assertThat(numbers(row, "value")).containsExactly(1.0, null);
    assertThat(row.issues()).isEmpty();
  }

  @Test
  void wordsInThePlaceOfAValueAreNullWithAnIssue() {
    NormalizedRow row = only(PLACES + column("SIG", "[{value: 1}, {value: '< 0.5'}]"));

    assertThat(numbers(row, "value")).containsExactly(1.0, null);
    assertThat(row.issues()).containsExactly(new Issue("value", "text where a number is expected"));
  }

  @Test
  void rowsMustBeAsManyInAllColumns() {
    Outcome outcome = table(PLACES + column("SIG", "[{value: 1}]"));

    assertThat(outcome.rejectField()).isEqualTo("dependent_variables");
    assertThat(outcome.rejectReason()).contains("not as many values as the table has rows");
    assertThat(outcome.excerpt()).isEqualTo("SIG: 1 values, 2 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1 | data_file | the data file is not readable YAML",
        "a: !!python/object:os.system {} | data_file | the data file is not readable YAML",
        "[1, 2] | dependent_variables | no list of dependent variables",
        "independent_variables: [] | dependent_variables | no list of dependent variables",
        "{independent_variables: [{values: []}], dependent_variables: []} | independent_variables"
            + " | no rows",
        "{independent_variables: [{values: [{low: 1}]}], dependent_variables: []}"
            + " | independent_variables | a place without value and without edges"
      })
  void whatIsNoTableIsRejectedWithAReason(String text, String field, String reason) {
    Outcome outcome = table(text + "\n");

    assertThat(outcome.rows()).isEmpty();
    assertThat(outcome.rejectField()).isEqualTo(field);
    assertThat(outcome.rejectReason()).isEqualTo(reason);
  }

  @Test
  void aTableWithoutDependentVariablesIsLeftOut() {
    assertThat(table(PLACES + "dependent_variables: []\n").skipReason())
        .isEqualTo("a table without dependent variables");
  }

  @Test
  void qualifiersAndKeywordsAreConditions() {
    NormalizedRow row =
        HepDataRecords.rows(
                HepDataRecords.of(
                    "ins42/submission.yaml",
                    """
                    hepdata_doi: 10.17182/hepdata.1.v2
                    ---
                    name: A|B
                    table_doi: https://doi.org/10.17182/hepdata.1.v2/t1
                    keywords:
                    - {name: reactions, values: [P P --> Z0 X, P P --> W X]}
                    - {name: cmenergies, values: [13000.0]}
                    - {name: observables, values: [SIG]}
                    data_file: t.yaml
                    """,
                    "ins42/t.yaml",
                    """
                    independent_variables: []
                    dependent_variables:
                    - header: {name: a|b, units: FB}
                      qualifiers:
                      - {name: RE, value: P P --> Z0 X}
                      - {name: SQRT(S), units: TEV, value: 7}
                      - {name: ABS(ETA), value: '< 2.4'}
                      - {name: PT, value: 25, units: GEV}
                      - {name: PT, value: 30, units: GEV}
                      - {name: Custom Rivet identifier, value: d01}
                      values: [{value: 3}]
                    """))
            .get(0);

    assertThat(row.key()).isEqualTo("hepdata/ins42/v2/A%7CB|0|a%7Cb");
    assertThat(row.values())
        .containsEntry("conditions", Map.of("sqrt_s_gev", 7000.0, "pt_gev", 25.0))
        .containsEntry("conditions_own", Map.of("sqrt_s_gev", 7000.0, "pt_gev", 25.0))
        .containsEntry(
            "conditions_text",
            Map.of(
                "reaction", "P P --> Z0 X",
                "reactions", "P P --> Z0 X; P P --> W X",
                "cmenergies", "13000.0",
                "observables", "SIG",
                "abs_eta", "< 2.4",
                "pt", "30 GEV",
                "custom_rivet_identifier", "d01"))
        .containsEntry("unit", "fb")
        .containsEntry("doi", "10.17182/hepdata.1.v2/t1")
        .containsEntry("file_version", "v2")
        .containsEntry("zone", "A|B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "13000.0 | {sqrt_s_gev=13000.0}",
        "7000 | {sqrt_s_gev=7000.0}",
        "13TeV | {sqrt_s_gev=13000.0}",
        "1.383-1.481 GeV | {sqrt_s_gev_high=1.481, sqrt_s_gev_low=1.383}",
        "91.2 to 89 | {sqrt_s_gev_high=91.2, sqrt_s_gev_low=89.0}",
        "threshold | {}"
      })
  void energiesOfKeywordsAreInGevAndMayBeRanges(String energy, String conditions) {
    HepDataConditions read =
        HepDataConditions.of(
            List.of(), List.of(Map.of("name", "cmenergies", "values", List.of(energy))));

    assertThat(read.numbers().toString()).isEqualTo(conditions);
    assertThat(read.texts().containsKey("cmenergies")).isEqualTo(conditions.equals("{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "pb/GeV, pb/GeV",
    "GEV, GeV",
    "GEV**-1, GeV^-1",
    "PB*TEV*-1, pb*TeV*-1",
    "$10^{-15}$ GeV, $10^{-15}$ GeV",
    "'', 1",
    "%, %",
    ", unknown"
  })
  void unitsOfOldTablesAreWrittenAsToday(String given, String unit) {
    assertThat(HepDataHeader.unit(given)).isEqualTo(unit);
  }

  @ParameterizedTest
  @CsvSource({
    "cc-by-4.0, , CC-BY-4.0, attribution",
    "CC BY 4.0, , CC-BY-4.0, attribution",
    "CC0, , CC0-1.0, yes",
    "cc0-1.0, , CC0-1.0, yes",
    "CC-BY-NC-SA-3.0, , CC-BY-NC-SA-3.0, non_commercial",
    "CC BY-SA 4.0, , CC-BY-SA-4.0, share_alike",
    "Attribution, https://creativecommons.org/licenses/by-nd/4.0/, CC-BY-ND-4.0, no",
    "GPL 2, some url, GPL-2.0-only, share_alike",
    "My own, , My own, unknown"
  })
  void licencesOfTablesAreCarried(String name, String url, String id, String redistribute) {
    Map<String, Object> given =
        url == null ? Map.of("name", name) : Map.of("name", name, "url", url);

    assertThat(HepDataLicence.of(given)).isEqualTo(new HepDataLicence(id, redistribute));
  }

  @Test
  void theLicenceOfATableComesBeforeThatOfItsRecord() {
    String head = "data_license: {name: cc-by-4.0}\n";
    String of = "---\nname: t\ndata_file: t.yaml\n";
    String table = "independent_variables: []\n" + column("a", "[{value: 1}]");

    NormalizedRow record =
        HepDataRecords.rows(
                HepDataRecords.of("ins42/submission.yaml", head + of, "ins42/t.yaml", table))
            .get(0);
    NormalizedRow own =
        HepDataRecords.rows(
                HepDataRecords.of(
                    "ins42/submission.yaml",
                    head + of + "data_license: {name: odd}\n",
                    "ins42/t.yaml",
                    table))
            .get(0);

    assertThat(record.values())
        .containsEntry("licence", "CC-BY-4.0")
        .containsEntry("redistribute", "attribution");
    assertThat(own.values())
        .containsEntry("licence", "odd")
        .containsEntry("redistribute", "unknown");
    assertThat(own.issues()).extracting(Issue::field).containsExactly("licence");
  }

  @Test
  void columnsOfOneNameAreNumberedAndACorrelationIsMarked() {
    List<NormalizedRow> rows =
        HepDataRecords.rows(
            """
            independent_variables:
            - {header: {name: Bin}, values: [{low: 0, high: 1}]}
            - {header: {name: Bin}, values: [{value: 3}]}
            dependent_variables:
            - {header: {name: Correlation}, values: [{value: 0.5}]}
            - {header: {name: Correlation}, values: [{value: 0.6}]}
            """);

    assertThat(rows)
        .extracting(NormalizedRow::key)
        .containsExactly(
            "hepdata/ins42/v1/Table 1|0|Correlation", "hepdata/ins42/v1/Table 1|0|Correlation#2");
    assertThat(rows.get(0).values())
        .containsEntry("form", "points")
        .containsEntry("side", "unknown")
        .containsEntry("conditions_text", Map.of("content", "correlation"));
    assertThat(rows.get(0).values().get("further_abscissae"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
  }

  @Test
  void tablesOfTheOldestFormHoldTheirValuesThemselves() {
    List<NormalizedRow> rows =
        HepDataRecords.rows(
            HepDataRecords.of(
                "old.yaml",
                """
                record_ids: [{id: 944911, type: inspire}]
                ---
                name: Table 1
                independent_variables: []
                dependent_variables:
                - header: {name: SIG IN MB}
                  values: [{value: 38.5, errors: [{symerror: 0.2, label: stat}]}]
                """));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).key()).isEqualTo("hepdata/ins944911/v1/Table 1|0|SIG");
    assertThat(rows.get(0).values())
        .containsEntry("unit", "mb")
        .containsEntry("sigma_low", List.of(0.2));
  }

  private static String column(String name, String values) {
    return "dependent_variables:\n- header: {name: '" + name + "'}\n  values: " + values + "\n";
  }

  private static NormalizedRow only(String table) {
    List<NormalizedRow> rows = HepDataRecords.rows(table);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static Outcome table(String text) {
    return HepDataRecords.outcomes(
            HepDataRecords.of(
                "ins42/submission.yaml",
                "comment: c\n---\nname: Table 1\ndata_file: t.yaml\n",
                "ins42/t.yaml",
                text))
        .stream()
        .filter(outcome -> !"its tables carry what it says".equals(outcome.skipReason()))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static List<Double> numbers(NormalizedRow row, String column) {
    return (List<Double>) row.values().get(column);
  }
}

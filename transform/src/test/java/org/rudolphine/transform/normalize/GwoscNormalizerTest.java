package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.GwoscRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.GwoscRecords.csv;
import static org.rudolphine.transform.normalize.GwoscRecords.only;
import static org.rudolphine.transform.normalize.GwoscRecords.record;
import static org.rudolphine.transform.normalize.GwoscRecords.v1;
import static org.rudolphine.transform.normalize.GwoscRecords.v1Detail;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GwoscNormalizerTest {

  private static List<String> issueFields(NormalizedRow row) {
    return row.issues().stream().map(Issue::field).toList();
  }

  @Test
  void offsetsBecomeAbsoluteDecimalBounds() {
    NormalizedRow row =
        only(
            v1(
                "\"mass_1_source\": \"35.6\", \"mass_1_source_lower\": -3.1,"
                    + " \"mass_1_source_upper\": 4.7, \"mass_1_source_unit\": \"M_sun\""));

    assertThat(row.values())
        .containsEntry("mass_1_source_msun", 35.6)
        .containsEntry("mass_1_source_msun_lower", 32.5)
        .containsEntry("mass_1_source_msun_upper", 40.3)
        .containsEntry("interval_level", 0.9);
    assertThat(row.issues()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3.1, 4.7, positive",
    "-3.1, -4.7, negative",
    "-3.1, null, only one",
    "null, 4.7, only one",
    "-3.1, '\"x\"', not a number",
    "-35.7, 1, outside"
  })
  void boundsThatCannotBeUsedLeaveTheValue(String lower, String upper, String reason) {
    NormalizedRow row =
        only(
            v1(
                "\"mass_1_source\": 35.6, \"mass_1_source_lower\": "
                    + lower
                    + ", \"mass_1_source_upper\": "
                    + upper));

    assertThat(row.values())
        .containsEntry("mass_1_source_msun", 35.6)
        .doesNotContainKeys(
            "mass_1_source_msun_lower", "mass_1_source_msun_upper", "interval_level");
    assertThat(row.issues()).singleElement().extracting(Issue::reason).asString().contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"NA\"", "\"\"", "NaN", "\"None\"", "-999", "\"-9999.0\""})
  void missingValuesAreNullWithoutIssue(String missing) {
    NormalizedRow row =
        only(
            v1(
                "\"chi_eff\": "
                    + missing
                    + ", \"chi_eff_lower\": -999, \"chi_eff_upper\": null,"
                    + " \"chi_eff_unit\": null"));

    assertThat(row.values()).doesNotContainKeys("chi_eff", "chi_eff_lower");
    assertThat(row.issues()).isEmpty();
  }

  @Test
  void runsOfNinesAreMissingAsBoundsOnlyWhereTheyCannotBeOffsets() {
    NormalizedRow row =
        only(
            v1(
                "\"luminosity_distance\": 2840, \"luminosity_distance_lower\": -999,"
                    + " \"luminosity_distance_upper\": 1400, \"redshift\": 0.1, \"redshift_lower\": -999,"
                    + " \"redshift_upper\": -999"));

    assertThat(row.values())
        .containsEntry("luminosity_distance_mpc_lower", 1841.0)
        .containsEntry("redshift", 0.1)
        .doesNotContainKey("redshift_lower");
    assertThat(row.issues()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mass_1_source, 35.6, kg, mass_1_source_msun",
    "luminosity_distance, 0.44, Gpc, luminosity_distance_mpc",
    "far, 1e-7, Hz, far_per_year",
    "chi_eff, 0.1, percent, chi_eff"
  })
  void foreignUnitsAreNotConverted(String name, String value, String unit, String column) {
    NormalizedRow row =
        only(v1("\"%s\": %s, \"%s_unit\": \"%s\"".formatted(name, value, name, unit)));

    assertThat(row.values()).doesNotContainKey(column);
    assertThat(row.issues()).singleElement().extracting(Issue::reason).asString().contains(unit);
  }

  @ParameterizedTest
  @CsvSource({
    "far, 1e-7, yr^-1, far_per_year",
    "far, 1e-7, 1/yr, far_per_year",
    "E_rad, 3.1, M_sun c^2, radiated_energy_msun",
    "E_rad, 3.1, M_sun X c^2, radiated_energy_msun",
    "L_peak, 3.6, 10^56 erg s^-1, peak_luminosity_1e56_erg_per_s",
    "sky_size, 182, deg^2, sky_area_deg2",
    "sky_area, 182, deg^2, sky_area_deg2",
    "a_final, 0.69, '', final_spin"
  })
  void unitsAndNamesSeenAreKnown(String name, double value, String unit, String column) {
    NormalizedRow row =
        only(v1("\"%s\": %s, \"%s_unit\": \"%s\"".formatted(name, value, name, unit)));

    assertThat(row.values()).containsEntry(column, value);
    assertThat(row.issues()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mass_1_source, -1, mass_1_source_msun",
    "mass_2_source, 0, mass_2_source_msun",
    "chi_eff, 1.2, chi_eff",
    "redshift, -0.1, redshift",
    "p_astro, 1.01, p_astro",
    "network_matched_filter_snr, -3, network_matched_filter_snr",
    "total_mass_source, '\"heavy\"', total_mass_source_msun"
  })
  void impossibleValuesAreNullWithIssue(String name, String value, String column) {
    NormalizedRow row = only(v1("\"%s\": %s".formatted(name, value)));

    assertThat(row.values()).doesNotContainKey(column);
    assertThat(issueFields(row)).containsExactly(column);
  }

  @ParameterizedTest
  @CsvSource({
    "is_upper_bound, upper",
    "upper_limit, upper",
    "is_lower_bound, lower",
    "lower_limit, lower"
  })
  void limitsLeaveTheValueEmpty(String flag, String direction) {
    NormalizedRow row =
        only(
            record(
                "v2-json",
                "GW1-v1",
                """
            {"name": "GW1", "shortName": "GW1-v1", "gps": "1.5", "version": 1, "catalog": "C",
             "default_parameters": [{"name": "far", "best": 1e-05, "upper_error": null,
               "lower_error": null, "unit": "1/yr", "%s": true}]}"""
                    .formatted(flag)));

    assertThat(row.values())
        .doesNotContainKey("far_per_year")
        .containsEntry("far_per_year_limit", 1e-5)
        .containsEntry("far_per_year_limit_direction", direction);
  }

  @Test
  void bothLimitsAtOnceAreAnIssue() {
    NormalizedRow row =
        only(v1("\"far\": 1, \"far_is_upper_bound\": true, \"far_is_lower_bound\": true"));

    assertThat(row.values()).doesNotContainKeys("far_per_year", "far_per_year_limit");
    assertThat(issueFields(row)).containsExactly("far_per_year");
  }

  @Test
  void missingTotalMassIsTheSumOfMediansAndMarked() {
    NormalizedRow derived = only(v1("\"mass_1_source\": 35.6, \"mass_2_source\": 30.6"));
    NormalizedRow given =
        only(v1("\"mass_1_source\": 14.2, \"mass_2_source\": 6.9, \"total_mass_source\": 21.2"));

    assertThat(derived.values())
        .containsEntry("total_mass_source_msun", 66.2)
        .containsEntry("total_mass_source_is_derived", true)
        .doesNotContainKey("total_mass_source_msun_lower");
    assertThat(given.values())
        .containsEntry("total_mass_source_msun", 21.2)
        .containsEntry("total_mass_source_is_derived", false);
  }

  @Test
  void massesInTheWrongOrderAreKeptWithAnIssue() {
    NormalizedRow row = only(v1("\"mass_1_source\": 5.0, \"mass_2_source\": 6.0"));

    assertThat(row.values())
        .containsEntry("mass_1_source_msun", 5.0)
        .containsEntry("mass_2_source_msun", 6.0);
    assertThat(issueFields(row)).containsExactly("mass_1_source_msun");
  }

  @Test
  void identityAndLinksAreCanonical() {
    NormalizedRow row =
        only(
            csv(
                "LVT151012-v2",
                "name,shortName,gps,version,catalog,doi,detail_url",
                "LVT151012,LVT151012-v2,1128678900.4,2,O1_O2-Preliminary,"
                    + "http://dx.doi.org/10.7935/K5CC0XMZ,"
                    + "https://losc.ligo.org/api/v2/event-versions/LVT151012-v2?format=api"));

    assertThat(row.key()).isEqualTo("LVT151012-v2");
    assertThat(row.values())
        .containsEntry("event_name", "LVT151012")
        .containsEntry("version", 2)
        .containsEntry("doi", "10.7935/k5cc0xmz")
        .containsEntry("detail_url", "https://gwosc.org/api/v2/event-versions/LVT151012-v2")
        .containsEntry("aliases", List.of("GW151012"));
    assertThat(row.facet()).as("no parameters were asked for").isEqualTo("bare-list");
  }

  @Test
  void relativeReferenceIsAbsoluteAndNoDoi() {
    NormalizedRow row = only(v1("\"reference\": \"/GWTC-5.0/\""));

    assertThat(row.values())
        .containsEntry("reference_url", "https://gwosc.org/GWTC-5.0/")
        .doesNotContainKey("doi");
    assertThat(row.issues()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row-17 | {\"gps\": 1, \"catalog\": \"C\"} | shortName",
        "row-17 | {\"name\": \"GW1\", \"gps\": 1, \"catalog\": \"C\"} | shortName",
        "GW1-v1 | {\"shortName\": \"GW1-v1\", \"catalog\": \"C\"} | gps",
        "GW1-v1 | {\"shortName\": \"GW1-v1\", \"gps\": \"soon\", \"catalog\": \"C\"} | gps",
        "GW1-v1 | {\"shortName\": \"GW1-v1\", \"gps\": -5, \"catalog\": \"C\"} | gps",
        "GW1-v1 | {\"shortName\": \"GW1-v1\", \"gps\": 1, \"catalog\": null} | catalog",
        "GW1-v1 | [1] | record",
        "GW1-v1 | {\"shortName\" | record"
      })
  void recordsWithoutWhatIsRequiredAreRejected(String id, String payload, String field) {
    Outcome outcome = Outcome.of(NORMALIZER, record("v2-json", id, payload));

    assertThat(outcome.rejected()).isTrue();
    assertThat(outcome.rejectField()).isEqualTo(field);
    assertThat(outcome.rejectReason()).doesNotContain("the normalizer failed");
  }

  @Test
  void theNameInsideTheShortNameIsAnAlias() {
    NormalizedRow row =
        only(
            record(
                "v2-json",
                "GW190412_053044-v4",
                "{\"shortName\": \"GW190412_053044-v4\", \"name\": \"GW190412\", \"version\": 4,"
                    + " \"gps\": 1, \"catalog\": \"GWTC-2.1-confident\"}"));

    assertThat(row.key()).isEqualTo("GW190412_053044-v4");
    assertThat(row.values())
        .containsEntry("event_name", "GW190412")
        .containsEntry("version", 4)
        .containsEntry("aliases", List.of("GW190412_053044"));
    assertThat(row.issues()).isEmpty();
  }

  @Test
  void aContradictingVersionIsAnIssue() {
    NormalizedRow row =
        only(
            record(
                "v2-json",
                "GW1-v1",
                "{\"shortName\": \"GW1-v1\", \"name\": \"GW1\", \"version\": 4, \"gps\": 1,"
                    + " \"catalog\": \"C\"}"));

    assertThat(row.values()).containsEntry("event_name", "GW1").containsEntry("version", 1);
    assertThat(issueFields(row)).containsExactly("version");
  }

  @Test
  void anotherKindIsSkipped() {
    assertThat(Outcome.of(NORMALIZER, record("v2-event", "GW1", "{}")).skipped()).isTrue();
  }

  @Test
  void detailTakesThePreferredEstimateThenDefaultsThenSearch() {
    NormalizedRow row =
        only(
            v1Detail(
                """
            "mass_1_source": 30.0, "p_astro": 0.99, "parameters": {
              "old": {"pipeline_type": "pe", "is_preferred": false, "date_added": "2026-01-01",
                "mass_1_source": 29.0},
              "best_XPHM": {"pipeline_type": "pe", "is_preferred": true,
                "date_added": "2025-01-01", "waveform_family": "IMRPhenomXPHM",
                "mass_1_source": 31.0, "a_final": 0.7, "geocent_time": 1126259462.4,
                "geocent_time_lower": null, "geocent_time_upper": null, "geocent_time_unit": "",
                "data_url": "https://dcc.ligo.org/x"},
              "search": {"pipeline_type": "search", "is_preferred": true,
                "waveform_family": "na", "p_astro": 0.5, "far": 0.01}}"""));

    assertThat(row.facet()).isEqualTo("detail");
    assertThat(row.values())
        .containsEntry("parameter_set", "best_XPHM")
        .containsEntry("waveform_family", "IMRPhenomXPHM")
        .containsEntry("mass_1_source_msun", 31.0)
        .containsEntry("final_spin", 0.7)
        .containsEntry("p_astro", 0.99)
        .containsEntry("far_per_year", 0.01)
        .containsEntry(
            "other_parameters", List.of(Map.of("name", "geocent_time", "value", 1126259462.4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"pipeline_type\": \"pe\", \"is_preferred\": true, \"name\": \"set\","
            + " \"parameters\": [%s]}]",
        "[%s]"
      })
  void detailsOfTheSecondApiAreReadAsSetsOrPlainParameters(String shape) {
    String parameter =
        "{\"name\": \"chi_eff\", \"best\": 0.1, \"lower_error\": -0.2, \"upper_error\": 0.3,"
            + " \"unit\": \"\", \"decimal_places\": 1}";
    NormalizedRow row =
        only(
            record(
                "v2-detail",
                "GW1-v1",
                "{\"name\": \"GW1\", \"shortName\": \"GW1-v1\", \"gps\": 1, \"version\": 1,"
                    + " \"catalog\": \"C\", \"parameters\": "
                    + shape.formatted(parameter)
                    + "}"));

    assertThat(row.values())
        .containsEntry("chi_eff", 0.1)
        .containsEntry("chi_eff_lower", -0.1)
        .containsEntry("chi_eff_upper", 0.4);
  }

  @Test
  void strainFilesOfBothApisHaveOneShape() {
    NormalizedRow row =
        only(
            v1Detail(
                """
            "strain": [
              {"gps_start": 2, "detector": "L1", "sample_rate_kHz": 4.0, "duration": 32,
               "file_format": "HDF", "download_url": "http://losc.ligo.org/l.hdf5"},
              {"GPSstart": 1, "detector": "H1", "sampling_rate": 16384, "duration": 4096,
               "format": "hdf5", "url": "https://www.gw-openscience.org/h.hdf5"},
              {"GPSstart": 1, "detector": "H1", "sampling_rate": 16384, "duration": 4096}]"""));

    assertThat(row.values().get("strain_files"))
        .isEqualTo(
            List.of(
                Map.of(
                    "detector",
                    "H1",
                    "sampling_rate_hz",
                    16384,
                    "duration_s",
                    4096,
                    "gps_start_s",
                    1.0,
                    "format",
                    "hdf5",
                    "url",
                    "https://gwosc.org/h.hdf5"),
                Map.of(
                    "detector",
                    "L1",
                    "sampling_rate_hz",
                    4096,
                    "duration_s",
                    32,
                    "gps_start_s",
                    2.0,
                    "format",
                    "hdf5",
                    "url",
                    "https://gwosc.org/l.hdf5")));
    assertThat(row.values()).containsEntry("detectors", List.of("H1", "L1"));
    assertThat(issueFields(row)).containsExactly("strain_files");
  }

  @Test
  void aParameterIsNeverMixedFromTwoFacets() {
    NormalizedRow list = only(v1("\"network_matched_filter_snr\": 26.0, \"redshift\": 0.1"));
    NormalizedRow detail =
        only(
            v1Detail(
                "\"network_matched_filter_snr\": 24.4,"
                    + " \"network_matched_filter_snr_lower\": -0.2,"
                    + " \"network_matched_filter_snr_upper\": 0.1, \"parameters\": {}, \"redshift\": 0.1,"
                    + " \"redshift_lower\": -0.02, \"redshift_upper\": 0.03, \"a_final\": 0.7"));

    Map<String, Object> combined = NORMALIZER.combine(List.of(list, detail));

    assertThat(combined)
        .containsEntry("network_matched_filter_snr", 26.0)
        .doesNotContainKey("network_matched_filter_snr_lower")
        .as("the same number, and more known of it")
        .containsEntry("redshift_lower", 0.08)
        .containsEntry("final_spin", 0.7);
  }

  @Test
  void aDetailTellsThatTheListsNumberIsALimit() {
    NormalizedRow list = only(v1("\"far\": 1e-07"));
    NormalizedRow detail = only(v1Detail("\"far\": 1e-07, \"far_is_upper_bound\": true"));

    assertThat(NORMALIZER.combine(List.of(list, detail)))
        .doesNotContainKey("far_per_year")
        .containsEntry("far_per_year_limit", 1e-7);
  }

  @Test
  void aPublishedTotalMassOfAnyFacetWinsOverADerivedOne() {
    NormalizedRow list = only(v1("\"mass_1_source\": 10.0, \"mass_2_source\": 5.0"));
    NormalizedRow detail = only(v1Detail("\"total_mass_source\": 15.2"));

    assertThat(NORMALIZER.combine(List.of(list, detail)))
        .containsEntry("total_mass_source_msun", 15.2)
        .containsEntry("total_mass_source_is_derived", false);
    assertThat(NORMALIZER.combine(List.of(list))).isEqualTo(list.values());
  }

  /** Synthetic, in the layout of the lists that were served before May 2022. */
  @Test
  void dumpsFromBeforeTheEventApiAreRead() {
    String dump =
        """
        {"catalog": "GWTC-1-confident", "tc": {"best": 1126259462.4},
         "mass1": {"best": 35.6, "err": [-3.1, 4.7]}, "mass2": {"best": 30.6, "err": [-4.4, 3.0]},
         "mchirp": {"best": 28.6, "err": [-1.5, 1.7]}, "mfinal": {"best": 63.1, "err": [-3.0, 3.4]},
         "distance": {"best": 440, "err": [-170, 150]}, "far_pycbc": {"best": 1.53e-5,
         "err": "upperbound"}, "far": {"best": 1e-7, "err": "upperbound"},
         "chi_eff": {"best": null, "err": null}, "utctime": {"best": "2015-09-14T09:50:45.4"},
         "files": {"H1": {"32sec": {"4KHz": {"HDF":
         "https://losc.ligo.org/s/events/GW150914/H-H1_LOSC_4_V2-1126259446-32.hdf5"}}}}}""";
    NormalizedRow row = only(record("v0-dump", "GW150914-v3", dump));

    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .containsEntry("event_name", "GW150914")
        .containsEntry("gps_s", 1126259462.4)
        .containsEntry("mass_1_source_msun", 35.6)
        .containsEntry("mass_1_source_msun_lower", 32.5)
        .containsEntry("mass_1_source_msun_upper", 40.3)
        .containsEntry("chirp_mass_source_msun", 28.6)
        .containsEntry("final_mass_source_msun_upper", 66.5)
        .containsEntry("luminosity_distance_mpc_lower", 270.0)
        .containsEntry("far_per_year_limit", 1e-7)
        .containsEntry("far_per_year_limit_direction", "upper")
        .doesNotContainKeys("far_per_year", "chi_eff")
        .containsEntry("detectors", List.of("H1"))
        .containsEntry(
            "strain_files",
            List.of(
                Map.of(
                    "detector",
                    "H1",
                    "sampling_rate_hz",
                    4096,
                    "duration_s",
                    32,
                    "gps_start_s",
                    1126259446.0,
                    "format",
                    "hdf5",
                    "url",
                    "https://gwosc.org/s/events/GW150914/H-H1_LOSC_4_V2-1126259446-32.hdf5")));
    assertThat(Outcome.of(NORMALIZER, record("v0-dump", "row-1", dump)).rejectReason())
        .isEqualTo("no short name and no name with version");
  }

  /** Names, units and texts of the catalog of 2026; the numbers are made up. */
  @Test
  void severalAnalysesOfTheFifthCatalog() {
    String set =
        """
        {"pipeline_type": "%s", "is_preferred": %s, "date_added": "2026-05-22",
         "data_url": "https://zenodo.org/records/1", "links": {}, "waveform_family": "%s",
         "mass_1_source": %s, "mass_1_source_lower": -2.0, "mass_1_source_upper": 3.0,
         "mass_1_source_unit": "M_sun", "mass_1_source_meta": "na", "chi_eff": "NA",
         "chi_eff_lower": "na", "chi_eff_upper": "na", "E_rad": 3.0, "E_rad_lower": null,
         "E_rad_upper": null, "E_rad_unit": "M_sun X c^2", "far": %s, "far_unit": "1/yr"}""";
    NormalizedRow row =
        only(
            v1Detail(
                "\"parameters\": {\"GW1_C00:SEOBNRv5PHM_OO1_PE\": "
                    + set.formatted("pe", "false", "SEOBNRv5PHM", "33.0", "null")
                    + ", \"GW1_C00:IMRPhenomXPHM-SpinTaylor_OO1_PE\": "
                    + set.formatted("pe", "true", "IMRPhenomXPHM-SpinTaylor", "34.0", "null")
                    + ", \"GW1_search\": "
                    + set.formatted("search", "true", "na", "35.0", "1e-05")
                    + "}"));

    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .containsEntry("parameter_set", "GW1_C00:IMRPhenomXPHM-SpinTaylor_OO1_PE")
        .containsEntry("waveform_family", "IMRPhenomXPHM-SpinTaylor")
        .containsEntry("mass_1_source_msun", 34.0)
        .containsEntry("mass_1_source_msun_upper", 37.0)
        .containsEntry("radiated_energy_msun", 3.0)
        .containsEntry("far_per_year", 1e-5)
        .doesNotContainKey("chi_eff");
  }

  @Test
  void marginalEventsKeepTheirBareNames() {
    NormalizedRow row =
        only(
            csv(
                "151012.2-v1",
                "name,shortName,gps,version,catalog,doi,detail_url,far,far_lower,far_upper",
                "151012.2,151012.2-v1,1128666662.2,1,GWTC-1-marginal,,,8.56,,"));

    assertThat(row.key()).isEqualTo("151012.2-v1");
    assertThat(row.values())
        .containsEntry("event_name", "151012.2")
        .containsEntry("catalog", "GWTC-1-marginal")
        .containsEntry("far_per_year", 8.56);
  }
}

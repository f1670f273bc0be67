package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rudolphine.transform.normalize.GwoscRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.GwoscRecords.corpus;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.raw.RawRecord;

/** Real files of the provider; expected numbers are read off those files, not computed here. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class GwoscCorpusTest {

  private static NormalizedRow row(String file, String id) throws IOException {
    return corpus(file).stream()
        .filter(record -> record.nativeId().equals(id))
        .map(GwoscRecords::only)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "allevents_legacy_2023-08.csv, 132",
    "api_v2_GWTC-1-confident.csv, 11",
    "api_v2_GWTC-2.1-confident.csv, 44",
    "api_v2_event-versions_page19.transcribed.json, 5",
    "eventapi_json_GWTC-1-confident.derived.json, 11",
    "eventapi_json_GWTC-2.1-confident.derived.json, 44",
    "eventapi_json_event_GW150914-v3.transcribed.json, 1"
  })
  void everyRecordBecomesItsRow(String file, int count) throws IOException {
    List<RawRecord> records = corpus(file);

    assertThat(records).hasSize(count);
    for (RawRecord record : records) {
      NormalizedRow row = GwoscRecords.only(record);
      assertThat(row.key()).isEqualTo(record.nativeId());
      assertThat(row.values()).containsKeys("event_name", "version", "catalog", "gps_s");
      assertThat(row.issues()).as(record.nativeId()).isEmpty();
    }
  }

  @Test
  void gw150914() throws IOException {
    NormalizedRow row = row("api_v2_GWTC-1-confident.csv", "GW150914-v3");

    assertThat(row.values())
        .contains(
            entry("event_name", "GW150914"),
            entry("version", 3),
            entry("catalog", "GWTC-1-confident"),
            entry("gps_s", 1126259462.4),
            entry("doi", "10.7935/82h3-hh23"),
            entry("mass_1_source_msun", 35.6),
            entry("mass_1_source_msun_lower", 32.5),
            entry("mass_1_source_msun_upper", 40.3),
            entry("mass_2_source_msun_lower", 26.2),
            entry("mass_2_source_msun_upper", 33.6),
            entry("chi_eff", -0.01),
            entry("chi_eff_lower", -0.14),
            entry("chi_eff_upper", 0.11),
            entry("total_mass_source_msun", 66.2),
            entry("total_mass_source_is_derived", true),
            entry("network_matched_filter_snr", 26.0));
  }

  @Test
  void gw150914InDetail() throws IOException {
    NormalizedRow row = row("eventapi_json_event_GW150914-v3.transcribed.json", "GW150914-v3");

    assertThat(row.values())
        .contains(
            entry("parameter_set", "gwtc1_pe_GW150914"),
            entry("final_spin", 0.69),
            entry("final_spin_lower", 0.65),
            entry("final_spin_upper", 0.74),
            entry("radiated_energy_msun", 3.1),
            entry("peak_luminosity_1e56_erg_per_s_upper", 4.0),
            entry("sky_area_deg2", 182.0),
            entry("far_per_year", 1e-7),
            entry("detectors", List.of("H1", "L1")));
    assertThat((List<?>) row.values().get("strain_files"))
        .as("2 detectors x 2 rates x 2 durations x 3 formats")
        .hasSize(24)
        .allSatisfy(
            file ->
                assertThat(((Map<?, ?>) file).get("url").toString())
                    .startsWith("https://gwosc.org/eventapi/json/GWTC-1-confident/GW150914/v3/"));
  }

  /** Ten of the real rows carry a short name in another form than the name beside it. */
  @Test
  void versionsOfOneEventShareItsNameWhateverTheirShortNames() throws IOException {
    NormalizedRow discovery = row("allevents_legacy_2023-08.csv", "GW190521-v1");
    NormalizedRow catalog = row("api_v2_GWTC-2.1-confident.csv", "GW190521_030229-v4");

    assertThat(discovery.values()).containsEntry("event_name", "GW190521");
    assertThat(catalog.values())
        .contains(
            entry("event_name", "GW190521"),
            entry("version", 4),
            entry("aliases", List.of("GW190521_030229")));
  }

  @Test
  void theSameVersionWasEditedInSilence() throws IOException {
    String id = "GW150914-v3";
    NormalizedRow in2022 = row("eventapi_json_event_GW150914-v3.transcribed.json", id);
    NormalizedRow in2023 = row("allevents_legacy_2023-08.csv", id);

    assertThat(in2022.key()).isEqualTo(in2023.key());
    assertThat(in2022.values()).containsEntry("network_matched_filter_snr", 24.4);
    assertThat(in2023.values()).containsEntry("network_matched_filter_snr", 26.0);
    assertThat(NORMALIZER.combine(List.of(in2023, in2022)))
        .as("the list decides, with its own bounds")
        .contains(
            entry("network_matched_filter_snr", 26.0),
            entry("network_matched_filter_snr_lower", 25.8),
            entry("network_matched_filter_snr_upper", 26.1),
            entry("final_spin", 0.69));
  }

  @ParameterizedTest
  @CsvSource({
    "GWTC-1-confident, api_v2_GWTC-1-confident.csv",
    "GWTC-2.1-confident, api_v2_GWTC-2.1-confident.csv"
  })
  void bothApisGiveTheSameNumbers(String catalog, String file) throws IOException {
    List<RawRecord> v1 = corpus("eventapi_json_" + catalog + ".derived.json");
    List<RawRecord> v2 = corpus(file);

    for (RawRecord record : v1) {
      NormalizedRow other = row(file, record.nativeId());
      NormalizedRow row = GwoscRecords.only(record);
      assertThat(withoutLinks(row)).as(record.nativeId()).isEqualTo(withoutLinks(other));
    }
    assertThat(v1).hasSameSizeAs(v2);
  }

  private static Map<String, Object> withoutLinks(NormalizedRow row) {
    Map<String, Object> values = new java.util.TreeMap<>(row.values());
    values.keySet().removeAll(List.of("detail_url", "reference_url", "doi"));
    return values;
  }
}

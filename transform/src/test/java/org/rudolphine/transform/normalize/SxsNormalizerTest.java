package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.raw.RawRecord;

class SxsNormalizerTest {
  private static final String URL =
      "https://raw.githubusercontent.com/sxs-collaboration/sxscatalogdata/v3.0.0/simulations.json";
  private static final String V3 =
      """
      {"simulation_name": "run/Lev4", "alternative_names": ["PRIVATE:BBH:0001", "SXS:BBH:9001"],
       "keywords": ["Deprecated"], "object1": "bh", "object2": "bh",
       "point_of_contact_email": "someone@example.org", "authors_emails": ["other@example.org"],
       "reference_time": 170.0, "reference_mass1": 0.4, "reference_mass2": 0.6,
       "reference_mass_ratio": 0.6666666666666667,
       "reference_dimensionless_spin1": [0.3, 0.0, 0.1],
       "reference_dimensionless_spin2": [0.0, 0.0, 0.5],
       "reference_chi_eff": 0.34, "reference_chi1_perp": 0.3, "reference_chi2_perp": 0.0,
       "reference_orbital_frequency": [0.0, 0.0, 0.0125],
       "reference_eccentricity": "<7.2e-05", "reference_mean_anomaly": 1.5,
       "number_of_orbits_from_start": 20.5, "initial_separation": 15.0,
       "common_horizon_time": 5000.0, "remnant_mass": 0.95,
       "remnant_dimensionless_spin": [0.0, 0.3, 0.4], "remnant_velocity": [3e-4, 0.0, 4e-4],
       "lev_numbers": [3, -1, 4], "DOI_versions": ["", "v2.0", "v3.0"],
       "citation_dois": ["10.1088/1361-6382/ab34e2"],
       "mtime": "2025-02-18T22:39:53.721928+00:00",
       "files": {"Lev4:b.h5": {"checksum": "md5:1020F262B0AF290DF6CF2DF4752DAC68", "size": 12,
                               "link": "https://data.caltech.edu/b"},
                 "Lev3:a.h5": {"checksum": "sha256:00", "size": -1}}}
      """;

  private final SxsNormalizer normalizer = new SxsNormalizer(SimulationRecords.SETTINGS);

  @Test
  void aReleasedSimulationBecomesARow() {
    RawRecord record = dated(SimulationRecords.record("v3", "SXS:BBH:9001", URL, V3));

    NormalizedRow row = only(Outcome.of(normalizer, record));

    assertThat(row.key()).isEqualTo("SXS:BBH:9001");
    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .containsEntry("simulation_id", "SXS:BBH:9001")
        .containsEntry("catalog", "SXS")
        .containsEntry("catalog_version", "v3.0.0")
        .containsEntry("catalog_published_at", Instant.parse("2025-05-14T12:00:00Z"))
        .containsEntry("modified_at", Instant.parse("2025-02-18T22:39:53.721928Z"))
        .containsEntry("object_types", "BHBH")
        .containsEntry("mass_1", 0.6)
        .containsEntry("mass_2", 0.4)
        .containsEntry("mass_ratio", 0.6 / 0.4)
        .containsEntry("spin_1_z", 0.5)
        .containsEntry("spin_2_x", 0.3)
        .containsEntry("chi_eff", 0.34)
        .containsEntry("chi_1_perp", 0.0)
        .containsEntry("chi_2_perp", 0.3)
        .containsEntry("omega_orbital", 0.0125)
        .containsEntry("eccentricity_limit", 7.2e-05)
        .containsEntry("eccentricity_limit_direction", "upper")
        .containsEntry("n_orbits", 20.5)
        .containsEntry("remnant_spin", 0.5)
        .containsEntry("levels", List.of(-1, 3, 4))
        .containsEntry("deprecated", true)
        .containsEntry("doi", "10.26138/SXS:BBH:9001")
        .containsEntry("doi_versions", List.of("", "v2.0", "v3.0"))
        .doesNotContainKey("eccentricity");
    // 5e-4 of the speed of light, 299792.458 km/s
    assertThat((Double) row.values().get("remnant_kick_km_s")).isCloseTo(149.896229, within(1e-9));
    assertThat(row.values().get("files"))
        .isEqualTo(
            List.of(
                Map.of("name", "Lev3:a.h5"),
                Map.of(
                    "name", "Lev4:b.h5",
                    "bytes", 12L,
                    "md5", "1020f262b0af290df6cf2df4752dac68",
                    "url", "https://data.caltech.edu/b")));
    assertThat(row.values().toString()).doesNotContain("@");
  }

  @Test
  void aWrongEffectiveSpinIsKeptAndNoted() {
    NormalizedRow row =
        catalogRow(V3.replace("\"reference_chi_eff\": 0.34", "\"reference_chi_eff\": 0.3"));

    assertThat(row.values()).containsEntry("chi_eff", 0.3);
    assertThat(row.issues()).extracting(Issue::field).containsExactly("chi_eff");
  }

  @Test
  void theSignOfTheEffectiveSpinFollowsTheOrbit() {
    String turned =
        V3.replace("[0.0, 0.0, 0.0125]", "[0.0, 0.0, -0.0125]")
            .replace("\"reference_chi_eff\": 0.34,", "");

    // (0.4 x 0.1 + 0.6 x 0.5), against the orbital angular velocity
    assertThat((Double) catalogRow(turned).values().get("chi_eff")).isCloseTo(-0.34, within(1e-15));
  }

  @Test
  void theOldListSpellsEverythingDifferently() {
    String list =
        """
        {"name": "SXS:BBH:9002", "simulation_name": "x/Lev6", "alternative_names": "SXS:BBH:9002",
         "relaxed_mass1": 0.55, "relaxed_mass2": 0.45, "relaxed_mass_ratio": 1.2222222222222223,
         "relaxed_dimensionless_spin1_mag": 0.33, "relaxed_dimensionless_spin1_x": 0.0,
         "relaxed_dimensionless_spin1_y": 0.0, "relaxed_dimensionless_spin1_z": 0.33,
         "relaxed_dimensionless_spin2": [0, 0, -0.44],
         "relaxed_orbital_frequency_mag": 0.018, "relaxed_orbital_frequency_x": 0.0,
         "relaxed_orbital_frequency_y": 0.0, "relaxed_orbital_frequency_z": 0.018,
         "relaxed_eccentricity": 0.0008, "relaxed_measurement_time": 540.0,
         "number_of_orbits": 15.1, "remnant_dimensionless_spin_mag": 0.69,
         "remnant_velocity_mag": 0.0005, "simulation_bibtex_keys": "SXSCatalog"}
        """;
    RawRecord record = SimulationRecords.record("list-2019", "SXS:BBH:9002", "import:c.json", list);

    NormalizedRow row = only(Outcome.of(normalizer, record));

    assertThat(row.values())
        .containsEntry("catalog_version", "2019")
        .containsEntry("alternative_names", List.of("SXS:BBH:9002"))
        .containsEntry("bibtex_keys", List.of("SXSCatalog"))
        .containsEntry("omega_orbital", 0.018)
        .containsEntry("eccentricity", 0.0008)
        .containsEntry("reference_time", 540.0)
        .containsEntry("remnant_spin", 0.69)
        .containsEntry("levels", List.of(6))
        .containsEntry("deprecated", false);
    assertThat((Double) row.values().get("chi_eff")).isCloseTo(-0.0165, within(1e-12));
  }

  @Test
  void neutronStarRunsAreScaledToTotalMassOne() {
    String run =
        """
        {"initial_mass1": 2.8, "initial_mass2": 1.4, "relaxed_mass1": 2.8, "relaxed_mass2": "NaN",
         "relaxed_mass_ratio": "NaN", "initial_mass_ratio": 2.0,
         "relaxed_dimensionless_spin1": [0, 0, 0.0], "relaxed_dimensionless_spin2": "NaN",
         "initial_dimensionless_spin2": [0, 0, -0.2], "relaxed_orbital_frequency": 0.005,
         "nitial_spin1": [0, 0, 0.9], "remnant_mass": "not measured", "remnant_spin": "[unknown]",
         "remnant_dimensionless_spin": "NaN", "disk_mass": 0.042, "ejecta_mass": "NaN",
         "eos": ["polytrope(kappa=92.12,gamma=2)", "other"], "object_types": "BHNS"}
        """;
    RawRecord record = SimulationRecords.record("v3", "SXS:BHNS:9003", URL, run);

    NormalizedRow row = only(Outcome.of(normalizer, record));

    assertThat(row.values())
        .containsEntry("mass_1", 2.8 / (2.8 + 1.4))
        .containsEntry("mass_ratio", 2.0)
        .containsEntry("omega_orbital", 0.005 * (2.8 + 1.4))
        .containsEntry("equation_of_state", "polytrope(kappa=92.12,gamma=2); other")
        .doesNotContainKeys("remnant_mass", "remnant_spin", "ejecta_mass", "eccentricity");
    assertThat((Double) row.values().get("disk_mass")).isCloseTo(0.01, within(1e-15));
    // 1.4 x -0.2 / 4.2, spins along z
    assertThat((Double) row.values().get("chi_eff")).isCloseTo(-0.0666666666667, within(1e-12));
    assertThat(row.issues())
        .extracting(Issue::field)
        .containsExactlyInAnyOrder("total_mass", "mass_ratio", "dimensionless_spin2");
  }

  @Test
  void aRunWithoutMassesKeepsItsRow() {
    NormalizedRow row =
        catalogRow("{\"keywords\": [], \"reference_dimensionless_spin1\": [0, 0, 0.3]}");

    assertThat(row.values()).doesNotContainKeys("mass_ratio", "mass_1", "spin_1_z", "chi_eff");
    assertThat(row.issues()).extracting(Issue::field).containsExactly("mass_ratio");
  }

  @Test
  void impossibleValuesBecomeNullWithAnIssue() {
    String odd =
        V3.replace("[0.3, 0.0, 0.1]", "[1.3, 0.0, 0.1]")
            .replace("\"reference_mass1\": 0.4", "\"reference_mass1\": -0.4")
            .replace("\"remnant_mass\": 0.95", "\"remnant_mass\": 1.5")
            .replace("\"initial_separation\": 15.0", "\"initial_separation\": \"far\"")
            .replace("[3, -1, 4]", "[3, \"x\"]");

    NormalizedRow row = catalogRow(odd);

    assertThat(row.values())
        .containsEntry("mass_ratio", 1 / 0.6666666666666667)
        .containsEntry("levels", List.of(3))
        .containsEntry("mass_1", 0.6)
        .doesNotContainKeys("mass_2", "spin_2_x", "remnant_mass", "initial_separation");
    assertThat(row.issues())
        .extracting(Issue::field)
        .containsExactlyInAnyOrder(
            "mass1", "dimensionless_spin1", "remnant_mass", "initial_separation", "levels");
  }

  @Test
  void aTextFileOfARunReadsLikeItsJson() {
    String text =
        """
        # Metadata
        ---------
        simulation-name = 001/Lev3
        alternative-names = BFI:x:001, SXS:BBH:9001
        keywords =
        object1 = bh
        object2 = bh
        reference-mass1 = 0.4
        reference-mass2 = 0.6
        reference-dimensionless-spin1 = 0.3, 0.0, 0.1
        reference-dimensionless-spin2 = 0.0,0.0,0.5
        reference-orbital-frequency = 0.0, 0.0, 1.25e-02
        reference-eccentricity = [unknown]
        remnant-mass = [unknown]
        eos = polytrope(kappa=92.12,gamma=2)
        simulation-bibtex-keys = A:2019aa, B:2020bb
        date-postprocessing = 2021-05-25T13:15:50-07:00
        """;
    RawRecord record =
        SimulationRecords.record("run-txt", "SXS:BBH:9001/Lev3", "import:m.txt", text);

    NormalizedRow row = only(Outcome.of(normalizer, record));

    assertThat(row.key()).isEqualTo("SXS:BBH:9001");
    assertThat(row.facet()).isEqualTo("lev3");
    assertThat(row.issues()).isEmpty();
    assertThat(row.values())
        .containsEntry("mass_ratio", 0.6 / 0.4)
        .containsEntry("omega_orbital", 0.0125)
        .containsEntry("equation_of_state", "polytrope(kappa=92.12,gamma=2)")
        .containsEntry("bibtex_keys", List.of("A:2019aa", "B:2020bb"))
        .containsEntry("modified_at", Instant.parse("2021-05-25T20:15:50Z"))
        .containsEntry("levels", List.of(3))
        .doesNotContainKeys("eccentricity", "remnant_mass", "catalog_version");
    assertThat((Double) row.values().get("chi_eff")).isCloseTo(0.34, within(1e-15));
  }

  @Test
  void theCatalogWinsOverRunsAndHigherLevelsOverLower() {
    NormalizedRow catalog = catalogRow(V3);
    NormalizedRow lev2 = runRow(2, 0.0009);
    NormalizedRow lev3 = runRow(3, 0.0008);

    assertThat(catalog.precedence()).isGreaterThan(lev3.precedence());
    assertThat(lev3.precedence()).isGreaterThan(lev2.precedence());
    assertThat(normalizer.combine(List.of(lev3, lev2)))
        .containsEntry("eccentricity", 0.0008)
        .containsEntry("levels", List.of(2, 3));
    // the catalog bounds the eccentricity: the value of a run must not stand beside that bound
    assertThat(normalizer.combine(List.of(catalog, lev3, lev2)))
        .containsEntry("eccentricity_limit", 7.2e-05)
        .containsEntry("levels", List.of(-1, 2, 3, 4))
        .containsEntry("mass_1", 0.6)
        .doesNotContainKey("eccentricity");
  }

  @Test
  void aDepositTellsTheFilesOfASimulation() {
    String deposit =
        """
        {"id": 1, "metadata": {"title": "Binary black-hole simulation SXS:BBH:9001"},
         "files": [{"filename": "Lev1/b.h5", "filesize": 5, "links": {"download": "https://z/b"},
                    "checksum": "1020f262b0af290df6cf2df4752dac68"}, {"filesize": 1}]}
        """;

    NormalizedRow row =
        only(
            Outcome.of(
                normalizer, SimulationRecords.record("deposit", "zenodo/1", "import:c", deposit)));
    Outcome nameless =
        Outcome.of(
            normalizer, SimulationRecords.record("deposit", "zenodo/2", "import:c", "{\"id\": 2}"));

    assertThat(row.values().get("files"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name", "Lev1/b.h5",
                    "bytes", 5L,
                    "md5", "1020f262b0af290df6cf2df4752dac68",
                    "url", "https://z/b")));
    assertThat(nameless.skipped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "[1]", "\"text\"", "null", "{\"cut\": ", "<html>", ""})
  void recordsThatAreNoObjectAreRejected(String payload) {
    Outcome outcome =
        Outcome.of(normalizer, SimulationRecords.record("v3", "SXS:BBH:9001", URL, payload));

    assertThat(outcome.rejected()).isTrue();
    assertThat(outcome.rejectField()).isEqualTo("record");
    assertThat(outcome.rejectReason()).doesNotContain("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message", "SXS:ABC:0001", "SXS:BBH:", "PRIVATE:BBH:0001", "SXS:BBH:1v2"})
  void recordsWithoutAPublicIdAreRejected(String id) {
    Outcome outcome = Outcome.of(normalizer, SimulationRecords.record("v3", id, URL, V3));

    assertThat(outcome.rejectField()).isEqualTo("simulation_id");
    assertThat(outcome.rejectReason()).isEqualTo("no public SXS id");
  }

  @Test
  void idsOfRunsLeadToTheirSimulation() {
    assertThat(normalizer.keyOf("SXS:BBH:2570/Lev3")).isEqualTo("SXS:BBH:2570");
    assertThat(normalizer.keyOf("SXS:BBH:2570")).isEqualTo("SXS:BBH:2570");
  }

  @Property
  void noPayloadMakesItFail(@ForAll String value) {
    String quoted = com.fasterxml.jackson.databind.node.TextNode.valueOf(value).toString();
    for (String field :
        List.of(
            "reference_mass1",
            "reference_eccentricity",
            "keywords",
            "files",
            "lev_numbers",
            "reference_dimensionless_spin1",
            "EOS",
            "mtime",
            "DOI_versions",
            "object1")) {
      String payload = V3.replaceFirst("\\{", "{").replace("\"" + field + "\":", "\"was\":");
      payload = "{\"" + field + "\": " + quoted + "," + payload.strip().substring(1);
      Outcome outcome =
          Outcome.of(normalizer, SimulationRecords.record("v3", "SXS:BBH:9001", URL, payload));
      assertThat(outcome.rejected()).as(field).isFalse();
    }
  }

  private NormalizedRow catalogRow(String payload) {
    return only(
        Outcome.of(normalizer, SimulationRecords.record("v3", "SXS:BBH:9001", URL, payload)));
  }

  private NormalizedRow runRow(int level, double eccentricity) {
    String run =
        V3.replace("\"<7.2e-05\"", String.valueOf(eccentricity))
            .replace("run/Lev4", "run/Lev" + level)
            .replace("\"lev_numbers\": [3, -1, 4], ", "")
            .replace("\"files\":", "\"others\":");
    return only(
        Outcome.of(
            normalizer,
            SimulationRecords.record("run-json", "SXS:BBH:9001/Lev" + level, "import:m", run)));
  }

  private static RawRecord dated(RawRecord record) {
    return new RawRecord(
        record.source(),
        record.kind(),
        record.nativeId(),
        Instant.parse("2025-05-14T12:00:00Z"),
        false,
        record.url(),
        record.mediaType(),
        record.fetchedAt(),
        record.sha256(),
        1,
        0,
        record.payload());
  }

  private static NormalizedRow only(Outcome outcome) {
    assertThat(outcome.rejectReason()).isNull();
    assertThat(outcome.rows()).hasSize(1);
    return outcome.rows().get(0);
  }
}

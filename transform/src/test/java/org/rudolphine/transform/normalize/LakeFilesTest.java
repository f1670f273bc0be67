package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.strain.StrainFixture;
import org.rudolphine.transform.waveform.WaveformFixture;

/** Records of files become rows; the files are synthetic, written to the documented layouts. */
class LakeFilesTest {
  private static final GwoscNormalizer GWOSC = new GwoscNormalizer(settings("gwosc", Map.of()));
  private static final SxsNormalizer SXS = new SxsNormalizer(settings("sxs", Map.of()));
  private static final MayaNormalizer MAYA = new MayaNormalizer(settings("maya", Map.of()));

  @TempDir Path folder;
  private Lake lake;

  private static SourceSettings settings(String source, Map<String, Serializable> values) {
    return new SourceSettings(source, values);
  }

  @BeforeEach
  void openLake() {
    lake = Lake.at(folder);
  }

  private RawRecord record(String kind, String name, byte[] content, Map<String, Object> said)
      throws IOException {
    Asset asset = lake.assets().store(new ByteArrayInputStream(content), 1 << 30);
    return record(new FileRecord(kind, name, asset, null, said));
  }

  private static RawRecord record(FileRecord file) {
    byte[] payload = file.payload();
    return new RawRecord(
        "gwosc",
        file.kind(),
        file.file(),
        null,
        false,
        "import:" + file.file(),
        "application/json",
        Instant.EPOCH,
        RawRecord.sha256(payload),
        1,
        0,
        payload);
  }

  private Outcome strain(StrainFixture fixture) throws IOException {
    RawRecord record = record(FileRecord.STRAIN, StrainFixture.NAME, fixture.bytes(), Map.of());
    return Outcome.of(GWOSC, record, Assets.of(lake));
  }

  @Test
  void aSegmentIsARowWithItsGapsAndFlags() throws IOException {
    StrainFixture fixture = new StrainFixture();
    double[] samples = fixture.samples();
    Arrays.fill(samples, 10, 12, Double.NaN);
    Outcome outcome = strain(fixture.samples(samples).quality(127, 3, 1, 0, 127, 127, 127, 127));

    assertThat(outcome.rows()).hasSize(1);
    NormalizedRow row = outcome.rows().get(0);
    String sha256 = (String) row.values().get("asset_sha256");
    assertThat(row.table()).isEqualTo("strain_segments");
    assertThat(row.key()).isEqualTo(sha256 + "|0");
    assertThat(row.issues()) // no rate of GWOSC's is as low as the fixture's
        .containsExactly(new Issue("strain", "the name of the file states another rate"));
    assertThat(row.values())
        .containsEntry("chunk", 0)
        .containsEntry("file_name", StrainFixture.NAME)
        .containsEntry("detector", "H1")
        .containsEntry("observatory", "H")
        .containsEntry("gps_start_s", 1238163456.0)
        .containsEntry("sample_rate_hz", 64.0)
        .containsEntry("n_samples", 512)
        .containsEntry("gap_samples", 2)
        .containsEntry("file_samples", 512L)
        .containsEntry("release", "GWOSC O3a R1")
        .containsEntry("dq_mask", List.of(127, 3, 1, 0, 127, 127, 127, 127))
        .containsEntry("data_seconds", 7)
        .containsEntry("cbc_cat1_seconds", 6)
        .containsEntry("cbc_cat3_seconds", 5)
        .containsEntry("no_cbc_injection_seconds", 8)
        .containsEntry("timing_usable", true)
        .doesNotContainKeys("timing_note", "url");
    List<?> strain = (List<?>) row.values().get("strain");
    assertThat(strain).hasSize(512);
    assertThat(strain.get(9)).isEqualTo(samples[9]);
    assertThat(strain.get(10)).isNull();
    assertThat(strain.get(12)).isEqualTo(samples[12]);
  }

  @Test
  void timesOfTheWronglySampledFilesAreRefused() throws IOException {
    byte[] bytes = new StrainFixture().start(1126259446).lasting(32, 4096).bytes();
    RawRecord record =
        record(FileRecord.STRAIN, "H-H1_LOSC_4_V1-1126259446-32.hdf5", bytes, Map.of());

    Map<String, Object> row = Outcome.of(GWOSC, record, Assets.of(lake)).rows().get(0).values();
    assertThat(row).containsEntry("timing_usable", false).containsEntry("release", "LOSC V1");
    assertThat((String) row.get("timing_note")).contains("phase error");
  }

  @Test
  void longFilesAreCutIntoSegments() throws IOException {
    RawRecord record =
        record(
            FileRecord.STRAIN, "x.hdf5", new StrainFixture().lasting(40, 4096).bytes(), Map.of());
    GwoscNormalizer small =
        new GwoscNormalizer(settings("gwosc", Map.of("chunk-samples", 65_536L)));

    List<NormalizedRow> rows = Outcome.of(small, record, Assets.of(lake)).rows();
    assertThat(rows).hasSize(3); // sixteen seconds each
    assertThat(rows.get(1).values())
        .containsEntry("chunk", 1)
        .containsEntry("n_samples", 65_536)
        .containsEntry("gps_start_s", 1238163472.0)
        .containsEntry("file_samples", 163_840L);
    assertThat(rows.get(2).values()).containsEntry("n_samples", 32_768);
    assertThatThrownBy(() -> new GwoscNormalizer(settings("gwosc", Map.of("chunk-samples", 10L))))
        .hasMessageContaining("chunk-samples is 10");
  }

  @Test
  void unreadableFilesAreRejectedWithOneReason() throws IOException {
    Outcome rate = strain(new StrainFixture().spacing(0.3));
    RawRecord text =
        record(FileRecord.STRAIN, "page.hdf5", new byte[] {'<', 'h', 't', 'm', 'l'}, Map.of());
    Outcome html = Outcome.of(GWOSC, text, Assets.of(lake));

    assertThat(rate.rejectField()).isEqualTo("file");
    assertThat(rate.rejectReason()).contains("no whole number of samples a second");
    assertThat(rate.excerpt()).isEqualTo(StrainFixture.NAME);
    assertThat(html.rejectReason()).isEqualTo("the file is no HDF5 file");
  }

  @Test
  void filesThatAreMissingOrDamagedAreRejected() throws IOException {
    RawRecord missing =
        record(
            new FileRecord(
                FileRecord.STRAIN, "x.hdf5", new Asset("0".repeat(64), 5), null, Map.of()));
    Outcome outcome = Outcome.of(GWOSC, missing, Assets.of(lake));

    assertThat(outcome.rejectField()).isEqualTo("file");
    assertThat(outcome.rejectReason()).startsWith("the file in the lake is missing, damaged");
    assertThat(outcome.excerpt()).contains("0".repeat(64));
  }

  @Test
  void troubleOfTheStoreIsNoFaultOfTheRecord() throws IOException {
    RawRecord record = record(FileRecord.STRAIN, "x.hdf5", new StrainFixture().bytes(), Map.of());
    Assets broken =
        (sha256, most) -> {
          throw new IOException("connection lost");
        };

    assertThatThrownBy(() -> Outcome.of(GWOSC, record, broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("connection lost");
  }

  @Test
  void modesOfASimulationNameItByFileOrPath() throws IOException {
    RawRecord record =
        record(
            FileRecord.WAVEFORM,
            "rhOverM_Asymptotic_GeometricUnits_CoM.h5",
            WaveformFixture.sxs(),
            Map.of("path", "SXS_BBH_0305/Lev6/rhOverM_Asymptotic_GeometricUnits_CoM.h5"));

    List<NormalizedRow> rows = Outcome.of(SXS, record, Assets.of(lake)).rows();
    assertThat(rows).hasSize(4);
    Map<String, Object> row = rows.get(0).values();
    assertThat(rows.get(0).key()).isEqualTo(row.get("asset_sha256") + "|l2_m2|N2");
    assertThat(row)
        .containsEntry("format", "sxs_extrapolated")
        .containsEntry("simulation_id", "SXS:BBH:0305")
        .containsEntry("level", 6)
        .containsEntry("ell", 2)
        .containsEntry("m", 2)
        .containsEntry("n_samples", 400)
        .containsEntry("time_unit", "M")
        .containsEntry("amplitude_unit", "rh/M")
        .containsEntry("peak_time", 100.0)
        .doesNotContainKey("event_name");
    assertThat((List<?>) row.get("im")).hasSize(400);
    assertThat(rows.get(1).values()).containsEntry("m", -2);
  }

  @Test
  void compressedFormsAreOneRowWithoutArrays() throws IOException {
    RawRecord record =
        record(
            FileRecord.WAVEFORM,
            "SXS_BBH_2609_Lev3_Strain_N2.h5",
            WaveformFixture.compressed(27007L),
            Map.of());

    List<NormalizedRow> rows = Outcome.of(SXS, record, Assets.of(lake)).rows();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).values())
        .containsEntry("simulation_id", "SXS:BBH:2609")
        .containsEntry("level", 3)
        .containsEntry("mode", "all")
        .containsEntry("extrapolation_order", "N2")
        .containsEntry("n_samples", 27007)
        .containsKey("note")
        .doesNotContainKeys("time", "re", "im", "ell", "m", "peak_time");
  }

  @Test
  void runsOfMayaAreDescribedByTheirFiles() throws IOException {
    byte[] file =
        WaveformFixture.lvcnr(
            new double[] {-10, -5, 0, 5, 10},
            new double[] {.1, .2, .4, .2, .1},
            new double[] {0, 2, 4, 6, 8});
    List<NormalizedRow> rows =
        Outcome.of(MAYA, record(FileRecord.WAVEFORM, "GT9999.h5", file, Map.of()), Assets.of(lake))
            .rows();

    assertThat(rows).extracting(NormalizedRow::table).contains("nr_waveforms", "nr_simulations");
    NormalizedRow run =
        rows.stream().filter(row -> row.table().equals("nr_simulations")).findFirst().orElseThrow();
    assertThat(run.key()).isEqualTo("GT9999");
    assertThat(run.values())
        .containsEntry("catalog", "MAYA")
        .containsEntry("alternative_names", List.of("fr_b3.1_a0.4"))
        .containsEntry("start_frequency_trust", "low");
  }

  @ParameterizedTest
  @CsvSource({
    "SXS:BBH:0305v2.0/Lev6, SXS:BBH:0305",
    "rhOverM_SXS_BBH_1450_BondiCce_R0260_superrest.h5, SXS:BBH:1450",
    "https://data.black-holes.org/SXS%3ABHNS%3A0001/Lev2, SXS:BHNS:0001",
    "ExtrapStrain_RIT-BBH-0001-n100.h5, RIT:BBH:0001",
    "ExtrapStrain_RIT-eBBH-1110-n100-ecc.h5, RIT:eBBH:1110",
    "GT0001.h5, GT0001",
    "GT0001_lvcnr.h5, GT0001",
    "MAYA0907.h5, MAYA0907",
    "MAYA10021.h5, MAYA10021",
    "rhOverM_Asymptotic_GeometricUnits_CoM.h5,",
    "WEIGHT0001.h5,"
  })
  void simulationsAreFoundInNames(String text, String id) {
    assertThat(SimulationNames.in(text)).isEqualTo(id);
  }

  @Test
  void modesInSettingsAreChecked() {
    assertThatThrownBy(
            () ->
                new SxsNormalizer(
                    settings("sxs", Map.of("waveform-modes", (Serializable) List.of("22")))))
        .hasMessageContaining("not as 22");
  }
}

package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;

/** Strain and waveform files that a user has, by their names. */
class AssetImportTest {
  private static final Map<String, Serializable> VALUES =
      Map.of(
          "route", "v2-csv",
          "details", "v1",
          "document", "simulations.json",
          "max-body-bytes", 10_000_000L,
          "max-asset-bytes", 5_000_000L);

  /** The signature, then zeros: a superblock of version 0 that tells no end. */
  private static final byte[] HDF5 = hdf5(200);

  @TempDir Path folder;
  private AssetStore assets;

  @BeforeEach
  void open() {
    assets = Lake.at(folder).assets();
  }

  private static byte[] hdf5(int bytes) {
    byte[] file = new byte[bytes];
    byte[] signature = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    System.arraycopy(signature, 0, file, 0, signature.length);
    return file;
  }

  private static Source source(String id) {
    SourceSettings settings = new SourceSettings(id, VALUES);
    return switch (id) {
      case "gwosc" -> new GwoscSource(settings);
      case "sxs" -> new SxsSource(settings);
      case "rit" -> new RitSource(settings);
      case "maya" -> new MayaSource(settings);
      default -> throw new IllegalArgumentException(id);
    };
  }

  private static ImportFile file(String path, byte[] body) {
    return new ImportFile(path, body.length, Instant.now(), () -> new ByteArrayInputStream(body));
  }

  private FileRecord imported(String source, String path, byte[] body) throws IOException {
    CollectingSink sink = new CollectingSink();
    assertThat(source(source).importFile(file(path, body), assets, sink)).as(path).isTrue();
    RawRecord record = sink.raw(source).get(0);
    FileRecord said = FileRecord.of(record);
    assertThat(sink.records()).hasSize(1);
    assertThat(record.nativeId()).isEqualTo(said.file());
    assertThat(record.url()).isEqualTo("import:" + path);
    assertThat(said.url()).isNull();
    assertThat(sink.state()).containsEntry("asset." + said.asset().sha256(), said.file());
    assertThat(assets.read(said.asset().sha256(), 5_000_000)).isEqualTo(body);
    return said;
  }

  @ParameterizedTest
  @CsvSource({
    "H-H1_LOSC_4_V2-1126259446-32.hdf5, H1, 4096, 1126259446, 32, LOSC V2",
    "L-L1_GWOSC_4KHZ_R1-1126259447-32.hdf5, L1, 4096, 1126259447, 32, GWOSC R1",
    "sub/V-V1_GWOSC_16KHZ_R1-1187006835-4096.h5, V1, 16384, 1187006835, 4096, GWOSC R1",
    "H-H1_GWOSC_O3a_4KHZ_R1-1238163456-4096.hdf5, H1, 4096, 1238163456, 4096, GWOSC O3a R1",
    "L-L1_LOSC_CLN_16_V1-1187007040-2048.hdf5, L1, 16384, 1187007040, 2048, LOSC CLN V1"
  })
  void strainIsToldByItsName(
      String path, String detector, int rate, long start, int duration, String release)
      throws IOException {
    FileRecord record = imported("gwosc", path, HDF5);

    assertThat(record.kind()).isEqualTo("strain-file");
    assertThat(record.file()).isEqualTo(path.substring(path.lastIndexOf('/') + 1));
    Map<String, Object> said = new TreeMap<>();
    said.put("detector", detector);
    said.put("sample_rate_hz", rate);
    said.put("gps_start_s", (int) start);
    said.put("duration_s", duration);
    said.put("release", release);
    said.put("path", path);
    assertThat(record.said()).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "gwosc, GW150914_4_template.hdf5, -, -, GW150914",
        "gwosc, t/GW190521_074359_16_template.h5, -, -, GW190521_074359",
        "sxs, SXS_BBH_0305/Lev6/rhOverM_Asymptotic_GeometricUnits_CoM.h5, SXS:BBH:0305, Lev6, -",
        "sxs, SXS:BBH:0305v2.0/Lev6/rhOverM_Asymptotic_GeometricUnits_CoM.h5, SXS:BBH:0305, Lev6, -",
        "sxs, 'a/SXS:BHNS:0001/Lev-1/rhOverM_Asymptotic_GeometricUnits.h5', SXS:BHNS:0001, Lev-1, -",
        "sxs, SXS_BBH_0001/SXS_BBH_2609_Lev3_Strain_N2.h5, SXS:BBH:2609, Lev3, -",
        "sxs, SXS_BBH_1132/Lev4:Strain_N2.h5, SXS:BBH:1132, Lev4, -",
        "sxs, rhOverM_SXS_BBH_1450_BondiCce_R0260_superrest.h5, SXS:BBH:1450, -, -",
        "sxs, rhOverM_Asymptotic_GeometricUnits_CoM.h5, -, -, -",
        "rit, ExtrapStrain_RIT-BBH-0001-n100.h5, RIT:BBH:0001, n100, -",
        "rit, x/ExtrapStrain_RIT-eBBH-1110-n100.h5, RIT:eBBH:1110, n100, -",
        "maya, GT0001_lvcnr.h5, GT0001, -, -",
        "maya, MAYA1002.h5, MAYA1002, -, -"
      })
  void aWaveformIsToldByItsNameAndFolders(
      String source, String path, String simulation, String level, String event)
      throws IOException {
    FileRecord record = imported(source, path, HDF5);

    assertThat(record.kind()).isEqualTo("waveform-file");
    assertThat(record.text("simulation_id")).isEqualTo(simulation);
    assertThat(record.text("level")).isEqualTo(level);
    assertThat(record.text("event_name")).isEqualTo(event);
    assertThat(record.text("path")).isEqualTo(path);
  }

  @Test
  void aWaveformOfTwoColumnsIsText() throws IOException {
    byte[] text = "0.0 1e-21\n".getBytes(UTF_8);
    assertThat(imported("gwosc", "GW150914_4_NR_waveform.txt", text).text("event_name"))
        .isEqualTo("GW150914");
    assertRefused("gwosc", "GW150914_4_NR_waveform.txt", HDF5, "no text");
  }

  private void assertRefused(String source, String path, byte[] body, String reason)
      throws IOException {
    CollectingSink sink = new CollectingSink();
    assertThatThrownBy(() -> source(source).importFile(file(path, body), assets, sink))
        .as(path)
        .isInstanceOf(RefusedFile.class)
        .hasMessageContaining(reason);
    assertThat(sink.pages()).isEmpty();
    assertThat(assets.exists(RawRecord.sha256(body))).as(path).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gwosc, H-H1_LOSC_4_V2-1126259446-32.gwf, HDF5",
    "gwosc, H-H1_LOSC_4_V2-1126259446-32.txt.gz, HDF5",
    "gwosc, H-H1_LOSC_4_V2-1126259446-32.txt, HDF5",
    "sxs, Lev6/rMPsi4_Asymptotic_GeometricUnits_CoM.h5, Psi4",
    "sxs, Lev6/rh_FiniteRadii_CodeUnits.h5, finite radii",
    "sxs, Lev6/Horizons.h5, horizons",
    "sxs, Lev4:ExtraWaveforms.h5, compressed",
    "rit, ExtrapPsi4_RIT-BBH-0001-n100-id3.tar.gz, Psi4",
    "rit, ExtrapStrain_RIT-BBH-0001-n100.tar.gz, ExtrapStrain_*.h5"
  })
  void whatIsKnownButNotReadIsRefusedWithAReason(String source, String path, String reason)
      throws IOException {
    assertRefused(source, path, HDF5, reason);
  }

  @Test
  void theFirstBytesMustNotContradictTheName() throws IOException {
    String name = "H-H1_LOSC_4_V2-1126259446-32.hdf5";
    assertRefused("gwosc", name, "<html>".getBytes(UTF_8), "89 48 44 46 0d 0a 1a 0a");
    assertRefused("gwosc", name, new byte[0], "no HDF5 file");
    assertRefused("gwosc", name, hdf5(5_000_001), "max-asset-bytes = 5000000");
    byte[] cut = hdf5(100);
    cut[13] = 8; // bytes of an address
    cut[40] = 120; // where the file ends
    assertRefused("gwosc", name, cut, "120 bytes, and it has 100; get the file again");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    for (String other : List.of("x.hdf5", "H-H1.hdf5", "GT0001_lvcnr.h5", "Strain.h5")) {
      for (String source : List.of("gwosc", "sxs", "rit")) {
        CollectingSink sink = new CollectingSink();
        assertThat(source(source).importFile(file(other, HDF5), assets, sink)).as(other).isFalse();
        assertThat(sink.pages()).isEmpty();
      }
    }
    assertThat(source("maya").importFile(file("GT1.txt", HDF5), assets, new CollectingSink()))
        .isFalse();
    assertThat(assets.list()).isEmpty();
  }

  /** The end of the file is at byte 40 in a superblock of version 0, at 28 in one of version 2. */
  @Test
  void aCutFileIsToldByItsOwnHead() {
    byte[] zero = hdf5(100);
    zero[13] = 8;
    zero[40] = 100;
    assertThat(Hdf5.fault(zero, 100)).isNull();
    assertThat(Hdf5.fault(zero, 99)).contains("cut", "100 bytes", "it has 99");
    byte[] two = hdf5(100);
    two[8] = 2;
    two[9] = 8;
    two[28] = 100;
    assertThat(Hdf5.fault(two, 100)).isNull();
    assertThat(Hdf5.fault(two, 40)).contains("cut");
    byte[] behindUserBlock = new byte[600];
    System.arraycopy(zero, 0, behindUserBlock, 512, 88);
    assertThat(Hdf5.fault(behindUserBlock, 600)).isNull();
    assertThat(Hdf5.fault(new byte[9], 9)).contains("no HDF5");
  }

  // ---- real files ------------------------------------------------------------------------------

  private List<FileRecord> importAll(String source, String corpusFolder) throws IOException {
    Path root = Path.of(System.getenv("RUDOLPHINE_CORPUS"), corpusFolder);
    List<FileRecord> records = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
        String shown = root.relativize(path).toString();
        ImportFile file =
            new ImportFile(
                shown, Files.size(path), Instant.EPOCH, () -> Files.newInputStream(path));
        CollectingSink sink = new CollectingSink();
        source(source).importFile(file, assets, sink);
        sink.raw(source).stream()
            .filter(record -> record.kind().endsWith("-file"))
            .map(AssetImportTest::read)
            .forEach(records::add);
        byte[] head = Files.readAllBytes(path);
        if (shown.endsWith("5")) {
          assertThat(Hdf5.fault(head, head.length)).as(shown).isNull();
          assertThat(Hdf5.fault(head, head.length - 1)).as(shown).contains("cut");
        }
      }
    }
    return records;
  }

  private static FileRecord read(RawRecord record) {
    try {
      return FileRecord.of(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(
      named = "RUDOLPHINE_CORPUS",
      matches = ".+",
      disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
  void realFilesAreTaken() throws IOException {
    // Names and sizes as ls -l shows them, checksums by sha256sum.
    assertThat(importAll("gwosc", "gwosc"))
        .extracting(FileRecord::kind, FileRecord::file, FileRecord::asset)
        .containsExactly(
            tuple(
                "waveform-file",
                "GW150914_4_NR_waveform.txt",
                asset("1044f7c575ef709f10e58eeea55000891c5e61843dbac88f30e3930ea6e85f23 142344")),
            tuple(
                "waveform-file",
                "GW150914_4_template.hdf5",
                asset("e2c5d95b689e072b7bcd9650b7caf07669bf9ec7d54f93cf5c382b8f847517e3 1056864")),
            tuple(
                "strain-file",
                "H-H1_LOSC_4_V2-1126259446-32.hdf5",
                asset("fa170ebc577652bfeb5c4b9d2a2d713eef8a4b2996b198b749692446fa7a163c 1040592")),
            tuple(
                "strain-file",
                "L-L1_LOSC_4_V2-1126259446-32.hdf5",
                asset("3fccf5c091b3542ff348e36da217afa3220ced2137a53a2838f5a3d41d622e72 1007420")));
    assertThat(importAll("sxs", "sxs"))
        .extracting(FileRecord::file, record -> record.text("simulation_id"))
        .containsExactly(
            tuple("SXS_BBH_2609_Lev3_Strain_N2.h5", "SXS:BBH:2609"),
            tuple("rhOverM_SXS_BBH_1450_BondiCce_R0260_superrest.h5", "SXS:BBH:1450"));
    assertThat(importAll("maya", "sxs/waveform"))
        .extracting(FileRecord::file, record -> record.text("simulation_id"))
        .containsExactly(tuple("GT0001_lvcnr.h5", "GT0001"));
    assertThat(assets.list()).hasSize(7);
  }

  private static Asset asset(String sumAndSize) {
    String[] parts = sumAndSize.split(" ");
    return new Asset(parts[0], Long.parseLong(parts[1]));
  }
}

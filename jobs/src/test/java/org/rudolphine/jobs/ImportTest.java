package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.ImportLanding;

/** {@code import} of files of which some are known and some are not of the source. */
class ImportTest {
  @TempDir Path folder;
  private Path files;
  private Path lake;

  @BeforeEach
  void write() throws IOException {
    files = Files.createDirectories(folder.resolve("files/sub"));
    lake = folder.resolve("lake");
    Files.writeString(files.resolve("run-1.txt"), "catalog_tag = RIT:BBH:9001\n");
    Files.writeString(files.resolve("other.bin"), "\u0000\u0001");
    files = files.getParent();
  }

  private Cli.Result run(String... command) {
    return Cli.on(lake).run(command);
  }

  @Test
  void landsEachFileOnce() throws IOException {
    Cli.Result first = run("import", "rit", files.toString());
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("imported 1 records from 1 files").contains("records/s");
    assertThat(first.err())
        .contains("not of rit  sub/other.bin")
        .contains("1 parts  sub/run-1.txt");

    Files.copy(files.resolve("sub/run-1.txt"), files.resolve("same-by-another-name.txt"));
    Cli.Result second = run("import", "rit", files.toString());
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.err())
        .contains("already imported  sub/run-1.txt")
        .contains("already imported  same-by-another-name.txt");
    assertThat(second.out()).contains("imported 0 records from 0 files");
    assertThat(Lake.at(lake).batches("rit"))
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.origin()).isEqualTo("import");
              // printf 'catalog_tag = RIT:BBH:9001\n' | sha256sum
              assertThat(batch.state())
                  .containsEntry(
                      "import.file_sha256",
                      "37baa282873b3ea1d7e9982af9b51e118885b51804477ac56e806558e4743241")
                  .containsEntry("import.file", "sub/run-1.txt");
            });
  }

  @Test
  void failsWhenNoFileIsOfTheSource() throws IOException {
    Cli.Result result = run("import", "rit", files.resolve("sub/other.bin").toString());
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("Nothing below").contains("(1 files looked at)");
    assertThat(Lake.at(lake).batches("rit")).isEmpty();
  }

  /** Strain is taken, its other formats are refused, and a file that was lost is stored again. */
  @Test
  void filesGoToTheAssetStoreOrAreRefusedWithAReason() throws IOException {
    Path strain = Files.createDirectories(folder.resolve("strain"));
    byte[] body = "\u0089HDF\r\n\u001a\nH1".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(strain.resolve("H-H1_LOSC_4_V2-1126259446-32.hdf5"), body);
    Files.write(strain.resolve("H-H1_LOSC_4_V2-1126259446-32.gwf"), new byte[9]);
    Files.writeString(strain.resolve("L-L1_LOSC_4_V2-1126259446-32.hdf5"), "<html>");

    Cli.Result first = run("import", "gwosc", strain.toString());

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("imported 1 records from 1 files").contains("2 were refused");
    assertThat(first.err())
        .contains("WARN  refused  H-H1_LOSC_4_V2-1126259446-32.gwf: strain is read from HDF5")
        .contains("WARN  refused  L-L1_LOSC_4_V2-1126259446-32.hdf5: it is no HDF5 file");
    // printf '\x89HDF\r\n\x1a\nH1' | sha256sum
    String sha256 = "4267aeed82fd9b14a64d310d06cb3feb9d175c47b5541ad85934e4ba9e3dc0f0";
    Lake there = Lake.at(lake);
    assertThat(there.assets().list()).containsExactly(new Asset(sha256, 10));
    assertThat(there.batches("gwosc").get(0).assets())
        .isEqualTo(Map.of(sha256, "H-H1_LOSC_4_V2-1126259446-32.hdf5"));

    Files.delete(lake.resolve("assets/42").resolve(sha256));
    Cli.Result second = run("import", "gwosc", strain.toString());
    assertThat(second.err()).contains("stored again  H-H1_LOSC_4_V2-1126259446-32.hdf5");
    assertThat(there.assets().read(sha256, 100)).isEqualTo(body);
    assertThat(run("import", "gwosc", strain.toString()).err()).contains("already imported  H-H1");
    assertThat(there.batches("gwosc")).hasSize(1);

    Files.delete(strain.resolve("H-H1_LOSC_4_V2-1126259446-32.hdf5"));
    Cli.Result none = run("import", "gwosc", strain.toString());
    assertThat(none.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).contains("Nothing below").contains("(2 files looked at, 2 of them ref");
  }

  @Test
  void aBrokenFileKeepsNoOtherFromBeingImported() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    Files.writeString(events.resolve("a.json"), "{\"events\": {\"GW1-v1\": {");
    Files.writeString(
        events.resolve("b.csv"), "name,shortName,gps,version,catalog\nGW1,GW1-v1,1,1,A\n");

    Cli.Result result = run("import", "gwosc", events.toString());

    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("imported 1 records from 1 files").contains("1 are broken");
    assertThat(result.err())
        .contains("WARN  broken  a.json: Not a whole JSON document")
        .contains("error: a.json: Not a whole")
        .contains("; get the file again; all other files are imported");
    assertThat(Lake.at(lake).batches("gwosc")).hasSize(1);
  }

  @Test
  void waitsForNobodyWhoImportsTheSameSource() throws IOException {
    Lake.at(lake).lease("import-rit").take("another-run", Instant.now());
    Cli.Result result = run("import", "rit", files.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.LOCKED);
    assertThat(result.err()).contains("another-run").contains("rit");
    assertThat(Lake.at(lake).batches("rit")).extracting(BatchManifest::batch).isEmpty();
  }

  @Test
  void landsNothingWhenTheClockIsBehindWhatHasLanded() throws IOException {
    Clock ahead = Clock.fixed(Instant.now().plusSeconds(3600), ZoneOffset.UTC);
    Lake there = Lake.at(lake);
    String batch = ImportLanding.open(there, "rit", "theirs", ahead).complete().batch();
    Cli.Result result = run("import", "rit", files.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("the clock of this machine says", batch, "set the clock");
    assertThat(there.batches("rit")).hasSize(1);
  }
}

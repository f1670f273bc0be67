package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetWriter;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.jobs.demo.SampleServer;
import org.rudolphine.transform.release.ReleaseManifest;

/** The whole road on a lake that is not on a local disk, and what must be true along it. */
final class StoreRoad {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cli cli;
  private final Lake lake;
  private final SampleServer server;

  StoreRoad(String uri, Map<String, String> hadoopSettings, SampleServer server) {
    this.cli = Cli.on(uri, server);
    this.lake = Lake.open(uri, hadoopSettings);
    this.server = server;
  }

  Lake lake() {
    return lake;
  }

  Cli cli() {
    return cli;
  }

  /** Runs a command that must end well. */
  Cli.Result done(String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(String.join(" ", command) + "\n" + result.err()).isZero();
    return result;
  }

  /** Runs a command that must fail with one clear line. */
  String failed(String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
    List<String> errors = result.err().lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(errors).as(result.err()).hasSize(1);
    assertThat(result.err()).doesNotContain("a-secret-key").doesNotContain("\tat ");
    return errors.get(0);
  }

  private Folder folder(String path) {
    return Folder.at(lake.uri() + "/" + path, lake.hadoopSettings());
  }

  /** SHA-256 of every file below a folder of the lake. */
  Map<String, String> sums(String path) throws IOException {
    Folder folder = folder(path);
    Map<String, String> sums = new TreeMap<>();
    for (String file : folder.files()) {
      sums.put(file, folder.describe(file, null).sha256());
    }
    return sums;
  }

  /** What a lake on a local disk releases from the raw batches that the newest release names. */
  Map<String, String> releasedLocally(Path local) throws IOException {
    Folder raw = folder("raw");
    Folder release = folder("releases/" + lake.latestRelease().orElseThrow());
    Set<String> named = new TreeSet<>();
    ReleaseManifest.read(release.read(ReleaseManifest.PATH))
        .rawBatches()
        .values()
        .forEach(named::addAll);
    for (String file : raw.files()) {
      String batch = file.replaceFirst(".*batch=([^/]+)/.*", "$1");
      if (!named.contains(batch)) {
        continue; // of a night that brought nothing new
      }
      Path target = local.resolve("raw").resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream in = raw.open(file, 0)) {
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Cli there = Cli.on(local, server);
    for (String stage : List.of("normalize", "link", "release")) {
      Cli.Result result = there.run(stage);
      assertThat(result.exit()).as(result.err()).isZero();
    }
    return Trees.sums(local.resolve("releases"));
  }

  /** A night in which nothing is new leaves releases and tables as they are. */
  void secondNightPublishesNothing() throws IOException {
    Map<String, String> releases = sums("releases");
    Map<String, String> tables = withoutRuns(lake.snapshot());
    JsonNode night = JSON.readTree(done("nightly", "--json").out());
    assertThat(night.at("/release/status").asText()).isEqualTo("UNCHANGED");
    assertThat(sums("releases")).isEqualTo(releases);
    assertThat(withoutRuns(lake.snapshot())).isEqualTo(tables);
  }

  private static Map<String, String> withoutRuns(Snapshot snapshot) {
    Map<String, String> tables = new TreeMap<>(snapshot.tables());
    tables.remove("runs");
    return tables;
  }

  /** What people do with a lake by its URIs. */
  void isUsableByItsUri(Path scratch) throws IOException {
    String version = lake.latestRelease().orElseThrow();
    String release = lake.releaseFolder(version).uri();
    done("verify", release);
    assertThat(done("status").out()).contains(lake.uri()).contains(version).contains("gw_events");
    assertThat(done("path", "gw_events").out().strip())
        .isEqualTo(lake.tableFolder("gw_events", current("gw_events")).uri());
    Path rows = scratch.resolve("rows.csv");
    done("query", "select count(*) as n from links", "--output", rows.toString());
    assertThat(Files.readString(rows)).startsWith("n\n").doesNotContain("n\n0\n");
    done("query", "select 1 as n", "--format", "json", "--output", lake.uri() + "/out/one.json");
    assertThat(folder("out").read("one.json")).asString().isEqualTo("{\"n\":1}\n");

    assertThat(folder("reports").files()).containsExactly(version + ".html");
    done("report", release, "--output", lake.uri() + "/reports/again.html");
    assertThat(folder("reports").read("again.html")).hasSizeGreaterThan(10_000);

    String rebuilt = lake.uri() + "/again";
    assertThat(done("rebuild", release + "/MANIFEST.json", "--output", rebuilt).out())
        .contains("byte for byte");
    assertThat(sums("again/releases/" + version)).isEqualTo(sums("releases/" + version));

    done("retain", "--keep", "1", "--days", "0", "--set", "retain.grace=PT0S");
    assertThat(lake.snapshotNumbers()).hasSize(1);
    for (Map.Entry<String, String> table : lake.snapshot().tables().entrySet()) {
      if (!table.getKey().equals("runs")) {
        assertThat(lake.tableVersions(table.getKey())).containsExactly(table.getValue());
      }
    }
  }

  private String current(String table) throws IOException {
    return lake.snapshot().tables().get(table);
  }

  /** Nothing that a writer needs only while it writes stays behind. */
  void leavesNoScratch() throws IOException {
    assertThat(folder(".").files())
        .noneMatch(
            file ->
                file.contains("_temporary")
                    || file.contains("_staging")
                    || file.contains("_writing")
                    || file.contains(".tmp-")
                    || file.endsWith("_SUCCESS")
                    || file.endsWith(".crc"));
  }

  /** Files by content: written once, mended when spoilt, and nothing stays of what was given up. */
  static void keepsFilesByContent(Lake lake) throws IOException {
    byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
    // FIPS 180-2, appendix B.1
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Asset asset = new Asset(sha256, 3);
    assertThat(lake.assets().exists(sha256)).isFalse();
    assertThat(lake.assets().store(new ByteArrayInputStream(content), 3)).isEqualTo(asset);
    assertThat(lake.assets().store(new ByteArrayInputStream(content), 3)).isEqualTo(asset);
    assertThat(lake.assets().read(sha256, 3)).isEqualTo(content);
    lake.folder("assets").write("ba/" + sha256, new byte[] {1});
    assertThatThrownBy(() -> lake.assets().read(sha256, 3)).hasMessageContaining("damaged");
    lake.assets().store(new ByteArrayInputStream(content), 3);
    assertThat(lake.assets().read(sha256, 3)).isEqualTo(content);
    try (AssetWriter given = lake.assets().create()) {
      given.write(content);
    }
    assertThat(lake.assets().list()).containsExactly(asset);
    assertThat(lake.inventory().scratch()).isEmpty();
  }
}

package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.jobs.demo.SampleServer;

/** Stages leave out what would give the same again, and nothing else. */
class NothingNewTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STAGES = List.of("normalize", "link", "release");

  @TempDir static Path made;
  @TempDir Path folder;

  @BeforeAll
  static void makeLake() throws IOException {
    SharedSpark.start();
    try (SampleServer server = SampleServer.start()) {
      assertThat(Cli.on(made, server).run("harvest", "gwosc", "sxs").exit()).isZero();
    }
    for (String stage : STAGES) {
      Cli.Result result = cli(made).run(stage);
      assertThat(result.exit()).as(result.err()).isZero();
    }
  }

  @BeforeEach
  void copy() throws IOException {
    Trees.copy(made, folder);
  }

  private static Cli cli(Path lake) {
    return Cli.on(lake).set("link.rules.gw-parameters.draws=200");
  }

  @Test
  void nothingIsDoneWhenNothingHasChanged() throws IOException {
    Snapshot before = lake().snapshot();
    Map<String, String> releases = Trees.sums(folder.resolve("releases"));
    for (String stage : STAGES) {
      assertThat(isLeftOut(cli(folder), stage)).as(stage).isTrue();
    }
    assertThat(lake().snapshot()).isEqualTo(before);
    assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
    assertThat(isLeftOut(cli(folder), "link", "--rebuild")).isFalse();
    assertThat(isLeftOut(cli(folder), "release", "--rebuild")).isFalse();
    assertThat(contents()).isEqualTo(contents(before));
    assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
  }

  /** A table may be written anew without having other rows. */
  @Test
  void anotherVersionOfTheSameContentIsNoNews() throws IOException {
    Snapshot before = lake().snapshot();
    String old = before.tables().get("gw_events");
    Path versions = folder.resolve("tables/gw_events");
    Files.move(versions.resolve("v=" + old), versions.resolve("v=" + old + "-again"));
    Path manifest = versions.resolve("v=" + old + "-again/_manifest.json");
    ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
    JSON.writeValue(manifest.toFile(), json.put("version", old + "-again"));
    Map<String, String> tables = new TreeMap<>(before.tables());
    tables.put("gw_events", old + "-again");
    commit(before, tables, before.stages());

    for (String stage : STAGES) {
      assertThat(isLeftOut(cli(folder), stage)).as(stage).isTrue();
    }
  }

  @Test
  void changedThresholdLinksAndReleasesAgain() throws IOException {
    Cli stricter = cli(folder).set("link.rules.gw-parameters.accept-score=0.9");
    assertThat(isLeftOut(stricter, "normalize")).isTrue();
    assertThat(isLeftOut(stricter, "link")).isFalse();
    assertThat(isLeftOut(stricter, "release")).isFalse();
    assertThat(lake().latestRelease()).contains("2.0.0");
    assertThat(isLeftOut(stricter, "link")).isTrue();
    assertThat(isLeftOut(stricter, "release")).isTrue();
    assertThat(isLeftOut(cli(folder), "link")).as("with the old threshold").isFalse();
  }

  @Test
  void changedLicenceReachesRowsWithoutNews() throws IOException {
    Map<String, String> before = contents();
    Cli free = cli(folder).set("sources.gwosc.licence=CC0-1.0");
    assertThat(isLeftOut(free, "normalize")).isFalse();
    assertThat(contents()).doesNotContainEntry("gw_events", before.get("gw_events"));
    assertThat(contents()).containsEntry("nr_simulations", before.get("nr_simulations"));
    assertThat(isLeftOut(free, "normalize")).isTrue();
    assertThat(isLeftOut(free, "link")).isFalse();
  }

  /** The notes of another build are not those of this one. */
  @Test
  void otherCodeDoesEverythingAgain() throws IOException {
    Snapshot before = lake().snapshot();
    Map<String, String> releases = Trees.sums(folder.resolve("releases"));
    Map<String, String> others = new TreeMap<>(before.stages());
    others.replaceAll((stage, fingerprint) -> "0".repeat(64));
    commit(before, before.tables(), others);
    for (String stage : STAGES) {
      assertThat(isLeftOut(cli(folder), stage)).as(stage).isFalse();
    }
    assertThat(contents()).isEqualTo(contents(before));
    assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
    for (String stage : STAGES) {
      assertThat(isLeftOut(cli(folder), stage)).as(stage).isTrue();
    }
  }

  @Test
  void removedReleaseIsBuiltAgain() throws IOException {
    Map<String, String> releases = Trees.sums(folder.resolve("releases"));
    Trees.delete(folder.resolve("releases/1.0.0"));
    assertThat(isLeftOut(cli(folder), "release")).isFalse();
    assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
    assertThat(isLeftOut(cli(folder), "release")).isTrue();
  }

  @Test
  void lostTablesAreMadeAnew() throws IOException {
    Snapshot before = lake().snapshot();
    Map<String, String> contents = contents();
    for (String table : List.of("gw_events", "nr_simulations_history", "links")) {
      Trees.delete(folder.resolve("tables/" + table + "/v=" + before.tables().get(table)));
    }
    Cli.Result one = cli(folder).run("normalize", "gwosc");
    assertThat(one.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(one.err()).contains("gw_events").contains("nr_simulations_history");
    assertThat(isLeftOut(cli(folder), "normalize")).isFalse();
    assertThat(isLeftOut(cli(folder), "link", "gw-remnant")).isFalse();
    assertThat(contents()).isEqualTo(contents);
    for (String stage : STAGES) {
      assertThat(isLeftOut(cli(folder), stage)).as(stage).isTrue();
    }
  }

  private Lake lake() {
    return Lake.at(folder);
  }

  private void commit(Snapshot before, Map<String, String> tables, Map<String, String> stages)
      throws IOException {
    Snapshot next =
        new Snapshot(
            before.number() + 1,
            before.committedAt(),
            "test",
            before.codeVersion(),
            tables,
            before.consumed(),
            stages);
    assertThat(lake().commit(next)).isTrue();
  }

  /** Runs a command and looks into its report whether it left its stage out. */
  private boolean isLeftOut(Cli cli, String... command) throws IOException {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(result.err()).isZero();
    List<String> runs = lake().runs();
    JsonNode report = JSON.readTree(lake().readRun(runs.get(runs.size() - 1)));
    assertThat(report.get("command").asText()).isEqualTo(command[0]);
    for (JsonNode message : report.get("messages")) {
      if (message.asText().matches(command[0] + ": .*not (done|built) again")) {
        return true;
      }
    }
    return false;
  }

  private Map<String, String> contents() throws IOException {
    return contents(lake().snapshot());
  }

  /** Checksums of the content of all tables but that of the runs. */
  private Map<String, String> contents(Snapshot snapshot) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, String> table : snapshot.tables().entrySet()) {
      if (!table.getKey().equals("runs")) {
        contents.put(
            table.getKey(), lake().tableManifest(table.getKey(), table.getValue()).contentSha256());
      }
    }
    return contents;
  }
}

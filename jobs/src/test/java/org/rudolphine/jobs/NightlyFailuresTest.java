package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.jobs.demo.SampleServer;
import org.rudolphine.transform.table.TableStore;

/** Parts of a night that fail, and what becomes of the rest. */
class NightlyFailuresTest {
  private static final ObjectMapper JSON = LakeJson.mapper();

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void sourceThatCannotBeNormalizedAndProviderThatIsDownStopNobodyElse() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      server.behave(
          (asked, regular) ->
              asked.path().startsWith("/cernopendata") ? regular.withStatus(500) : regular);
      Cli.Result night =
          Cli.on(folder, server)
              .set(
                  "sources.sxs.normalizer-class="
                      + "org.rudolphine.transform.normalize.BrokenNormalizer")
              .run("nightly");

      assertThat(night.exit()).as(night.err()).isEqualTo(ExitCode.FAILED);
      assertThat(night.err())
          .contains("sxs: normalize failed, its tables stay as they are: ")
          .contains("letters")
          .doesNotContain("\tat ");
      Lake lake = Lake.at(folder);
      assertThat(lake.snapshot().tables()).containsKeys("gw_events", "papers", "links");
      assertThat(lake.snapshot().tables()).doesNotContainKey("nr_simulations");
      assertThat(lake.snapshot().consumed()).containsKey("gwosc").doesNotContainKey("sxs");
      String version = lake.latestRelease().orElseThrow();
      assertThat(Files.readString(folder.resolve("reports").resolve(version + ".html")))
          .contains("Sources whose last harvest failed")
          .contains("cernopendata");
      assertThat(night.out()).contains("cernopendata");
      JsonNode report = JSON.readTree(lake.readRun(lake.runs().get(lake.runs().size() - 1)));
      assertThat(report.get("exitCode").asInt()).isEqualTo(ExitCode.FAILED);
      assertThat(report.get("messages").toString())
          .contains("sxs: normalize failed")
          .contains("cernopendata");
    }
  }

  @Test
  void whoeverLosesTheRaceForATableDoesItsWorkAgain() throws Exception {
    Lake lake = Lake.at(folder);
    SparkSession spark = SparkSession.getDefaultSession().get();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Console console = Console.watched(new PrintStream(said), new PrintStream(said), false);
    AtomicInteger attempts = new AtomicInteger();
    OnNewestState.work(
        console,
        "writing",
        () -> {
          TableStore store = TableStore.open(spark, lake, "slow", "1", Clock.systemUTC());
          if (attempts.incrementAndGet() == 1) {
            TableStore faster = TableStore.open(spark, lake, "fast", "1", Clock.systemUTC());
            publishRun(lake, faster, "fast");
          }
          publishRun(lake, store, "slow");
          return null;
        });
    assertThat(attempts).hasValue(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("writing again: runs");
    assertThat(lake.tableManifest("runs", lake.snapshot().tables().get("runs")).rows())
        .as("runs of both, and of the attempt that was lost")
        .isEqualTo(3);
  }

  private static void publishRun(Lake lake, TableStore store, String command) throws IOException {
    Run run = Run.start(command, Clock.systemUTC());
    lake.writeRun(run.id(), JSON.writeValueAsBytes(run.report("1", "0")));
    TableStore.Commit commit = store.begin();
    commit.put(
        "runs",
        RunRows.of(
            lake, store, SparkSession.getDefaultSession().get(), Clock.systemUTC().instant()),
        Map.of(),
        Map.of());
    commit.commit();
  }
}

package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.jobs.Cli;
import org.rudolphine.jobs.Trees;
import org.rudolphine.jobs.demo.SampleServer;

/** The packed jar on a real cluster: a master and two workers with one core each. */
class ClusterIT {
  /** Draws are spared; without an address a source is not asked, so that all read the same raw. */
  private static final List<String> SETTINGS =
      List.of(
          "link.rules.gw-parameters.draws=500",
          "link.rules.gw-remnant.draws=500",
          "sources.gwosc.base-url=",
          "sources.sxs.base-url=",
          "sources.rit.base-url=",
          "sources.arxiv.base-url=",
          "sources.cernopendata.base-url=",
          "sources.hepdata.base-url=",
          "sources.tmr.base-url=");

  @TempDir static Path folder;
  private static Path undisturbed;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    undisturbed = folder.resolve("undisturbed");
    try (SampleServer server = SampleServer.start()) {
      Cli.Result harvested = Cli.on(undisturbed, server).run("harvest");
      assertThat(harvested.exit()).as(harvested.err()).isZero();
    }
    cluster = LocalCluster.in(folder.resolve("cluster")).workers(2, 1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void lostExecutorsAndWorkersChangeNoByte() throws IOException, InterruptedException {
    Path lake = folder.resolve("disturbed");
    Trees.copy(undisturbed.resolve("raw"), lake.resolve("raw"));
    Outage outage = Outage.in(cluster, Submission.to(cluster), nightly(lake));
    Awaiting.Condition normalizing =
        () -> outage.job().err().contains("normalizing ") && !committed(lake, 1);
    Awaiting.Condition linking = () -> committed(lake, 1) && !committed(lake, 2);
    try (Submission.Running job = outage.job()) {
      for (Awaiting.Condition moment : List.of(normalizing, linking)) {
        outage.loseExecutor(moment);
        outage.loseWorker(moment);
        cluster.startWorker();
      }
      Submission.Result result = job.result();
      assertThat(result.exit()).as(result.err()).isZero();
    }

    Submission.Result expected = Submission.besides(cluster).run(nightly(undisturbed));
    assertThat(expected.exit()).as(expected.err()).isZero();
    Map<String, String> sums = Trees.sums(undisturbed.resolve("releases"));
    assertThat(sums).isNotEmpty();
    assertThat(Trees.sums(lake.resolve("releases"))).isEqualTo(sums);
  }

  private static String[] nightly(Path lake) {
    List<String> command = new ArrayList<>(List.of("--lake", lake.toString()));
    SETTINGS.forEach(setting -> command.addAll(List.of("--set", setting)));
    command.add("nightly");
    return command.toArray(String[]::new);
  }

  /** Normalizing ends with snapshot 1, linking with snapshot 2. */
  private static boolean committed(Path lake, int snapshot) {
    return Files.exists(lake.resolve("snapshots").resolve(snapshot + ".json"));
  }

  @Test
  void aDriverOnTheClusterReadsShippedSettings() throws IOException, InterruptedException {
    Path lake = folder.resolve("queried");
    Trees.copy(undisturbed.resolve("raw"), lake.resolve("raw"));
    Path settings = Files.writeString(folder.resolve("site.yaml"), "lake: " + lake + "\n");

    Submission.Result result =
        Submission.to(cluster)
            .inClusterMode()
            .options("--files", settings.toString())
            .run("--settings", "site.yaml", "normalize", "gwosc");

    assertThat(result.state()).as(result.err()).isEqualTo("FINISHED");
    assertThat(result.out()).contains("gw_events");
    // Logs are as packed, without a file from the user, from when the jar has arrived.
    assertThat(result.err()).doesNotContain("INFO SparkContext");
    assertThat(cluster.executorLogs("stderr"))
        .isNotEmpty()
        .doesNotContain("INFO Executor: Running");
  }

  @Test
  void aCommandThatFailsIsADriverThatFailed() throws IOException, InterruptedException {
    Submission.Result missing =
        Submission.to(cluster).inClusterMode().run("--settings", "none.yaml", "status");

    assertThat(missing.state()).as(missing.err()).isEqualTo("FAILED");
    assertThat(missing.exit()).isZero(); // spark-submit says that the driver was submitted
    assertThat(missing.err()).contains("error: Settings file none.yaml does not exist; looked for");

    Submission.Result client = Submission.to(cluster).run("--settings", "none.yaml", "status");
    assertThat(client.exit()).isEqualTo(2);
  }
}

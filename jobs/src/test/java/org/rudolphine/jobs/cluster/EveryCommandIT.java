package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.Cli;
import org.rudolphine.jobs.demo.SampleServer;

/** Every command, submitted to a cluster in either deploy mode, one after the other on one lake. */
@Tag("endurance") // some forty submissions of several seconds each
class EveryCommandIT {
  private static final String LIST =
      """
      name,shortName,gps,version,catalog,doi,detail_url,mass_1_source,mass_1_source_lower,\
      mass_1_source_upper
      GW150914,GW150914-v3,1126259462.4,3,GWTC-1-confident,https://doi.org/10.7935/82H3-HH23,,\
      35.6,-3.1,4.7
      """;

  @TempDir Path folder;

  private enum Mode {
    CLIENT,
    CLUSTER
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void endsWell(Mode mode) throws IOException, InterruptedException {
    Path root = folder.resolve("lake");
    Path list = Files.writeString(folder.resolve("list.csv"), LIST);
    try (SampleServer server = SampleServer.start();
        LocalCluster cluster = LocalCluster.in(folder.resolve("cluster")).workers(2, 1).start()) {
      Submitter submit = new Submitter(cluster, mode, root, server);
      submit.done("sources");
      submit.done("harvest");
      submit.done("import", "gwosc", list.toString());
      submit.done("normalize");
      submit.done("link");
      submit.done("release");
      String release = root.resolve("releases/1.0.0").toString();
      submit.done("verify", release);
      submit.done("report", release);
      submit.done("rebuild", release + "/MANIFEST.json", "--output", folder + "/again");
      submit.done("path", "gw_events");
      String links = "select link_id from links order by link_id limit 1";
      Path found = folder.resolve("link.csv");
      submit.done("query", links, "--format", "csv", "--output", found.toString());
      submit.done("explain", Files.readAllLines(found).get(1));
      submit.done("compact");
      submit.done("nightly");
      submit.done("retain", "--dry-run");
      submit.done("retain", "--keep", "1", "--days", "0");
      submit.done("status");
      assertThat(Lake.at(root).releases()).contains("1.0.0");

      Submitter elsewhere = new Submitter(cluster, mode, folder.resolve("demo"), server);
      elsewhere.done("demo");
      assertThat(Lake.at(folder.resolve("demo")).releases()).containsExactly("1.0.0");
    }
  }

  private record Submitter(LocalCluster cluster, Mode mode, Path lake, SampleServer server) {
    void done(String... command) throws IOException, InterruptedException {
      List<String> all = new ArrayList<>(List.of("--lake", lake.toString()));
      Cli.sampled(server).forEach(setting -> all.addAll(List.of("--set", setting)));
      all.addAll(List.of(command));
      Submission submission = Submission.to(cluster);
      if (mode == Mode.CLUSTER) {
        submission.inClusterMode();
      }
      long start = System.nanoTime();
      Submission.Result result = submission.run(all.toArray(String[]::new));
      String said = String.join(" ", command) + "\n" + result.out() + "\n" + result.err();
      assertThat(result.exit()).as(said).isZero();
      assertThat(result.state()).as(said).isEqualTo(mode == Mode.CLUSTER ? "FINISHED" : "");
      System.out.printf("%s %s: %.1f s%n", mode, command[0], (System.nanoTime() - start) / 1e9);
    }
  }
}

package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.jobs.Cli;
import org.rudolphine.jobs.demo.SampleServer;

/** What a run on a cluster shows: metrics from the driver, one format of logs on both sides. */
class SeenOnClusterIT {
  private static final String TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z ";

  @TempDir static Path folder;

  @Test
  void metricsAndLogsOfADriverOnTheCluster() throws IOException, InterruptedException {
    Path metrics = Files.createDirectories(folder.resolve("metrics"));
    List<String> args = new ArrayList<>(List.of("harvest", "sxs", "--lake"));
    args.add(folder.resolve("lake").toUri().toString());
    try (SampleServer server = SampleServer.start();
        LocalCluster cluster = LocalCluster.in(folder.resolve("cluster")).workers(2, 1).start()) {
      Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
      Submission.Result result =
          Submission.to(cluster)
              .inClusterMode()
              .conf(
                  "spark.metrics.conf.driver.sink.csv.class",
                  "org.apache.spark.metrics.sink.CsvSink")
              .conf("spark.metrics.conf.driver.sink.csv.directory", metrics.toString())
              .run(args.toArray(String[]::new));

      assertThat(result.state()).as(result.err()).isEqualTo("FINISHED");
      assertThat(last(metrics, "run.exit_code")).isEqualTo("0");
      assertThat(Long.parseLong(last(metrics, "source.sxs.records"))).isPositive();
      assertThat(result.err().lines())
          .anySatisfy(
              line -> assertThat(line).matches(TIME + "INFO  run=\\S+ harvesting over 1 lanes"));
      assertThat(cluster.executorLogs("stderr").lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .matches(TIME + "INFO  run=\\S+ source=sxs unit=\\S+ landed \\d+ records.*"));
    }
  }

  private static String last(Path metrics, String name) throws IOException {
    Path file =
        metrics.resolve(
            "rudolphine.driver.plugin.org.rudolphine.jobs.MetricsPlugin." + name + ".csv");
    List<String> lines = Files.readAllLines(file);
    return lines.get(lines.size() - 1).split(",")[1];
  }
}

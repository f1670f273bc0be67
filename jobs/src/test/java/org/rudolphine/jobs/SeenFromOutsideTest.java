package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** What a run without a terminal shows: its log, and its metrics in one of Spark's sinks. */
class SeenFromOutsideTest {
  private static final String METRICS =
      "rudolphine.driver.plugin.org.rudolphine.jobs.MetricsPlugin.";

  @TempDir Path folder;

  @Test
  void failedSourceIsOneWarningAndItsNumbersReachTheSink() throws Exception {
    Path metrics = Files.createDirectories(folder.resolve("metrics"));
    Path log = folder.resolve("log");
    int exit;
    try (SampleServer server = SampleServer.start()) {
      server.behave(
          (asked, answer) -> asked.path().startsWith("/gwosc") ? answer.withStatus(404) : answer);
      Process process = start(server, log, metrics);
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
      exit = process.exitValue();
    }
    String text = Files.readString(log);
    assertThat(exit).as(text).isEqualTo(ExitCode.SOME_SOURCES_FAILED);
    String run = Lake.at(folder.resolve("lake")).runs().get(0);

    assertThat(text.lines().filter(line -> line.contains(" WARN ")).toList())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z WARN  run="
                            + run
                            + " source=gwosc failed: unit event-versions: .*none of its routes.*"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("run=" + run + " harvest ended after")
                    .contains("with exit 5, some sources failed: gwosc: failed: "));
    assertThat(text).doesNotContain("\tat ");
    assertThat(last(metrics, "run.exit_code")).isEqualTo("5");
    assertThat(last(metrics, "run.running")).isEqualTo("0");
    assertThat(last(metrics, "source.gwosc.failures")).isEqualTo("1");
    assertThat(Long.parseLong(last(metrics, "source.sxs.records"))).isPositive();
    assertThat(Double.parseDouble(last(metrics, "stage.harvest.seconds"))).isPositive();
  }

  private Process start(SampleServer server, Path log, Path metrics) throws IOException {
    List<String> args = new ArrayList<>(List.of("harvest", "gwosc", "sxs", "--lake"));
    args.add(folder.resolve("lake").toString());
    args.addAll(List.of("--set", "spark.master=local[2]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    return OtherJvm.start(
        List.of(
            "-Dspark.metrics.conf.driver.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
            "-Dspark.metrics.conf.driver.sink.csv.directory=" + metrics),
        log,
        args);
  }

  /** The value that the sink was given last, when Spark stopped. */
  private static String last(Path metrics, String name) throws IOException {
    List<String> lines = Files.readAllLines(metrics.resolve(METRICS + name + ".csv"));
    return lines.get(lines.size() - 1).split(",")[1];
  }
}

package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** Nights as an operator's machines start and end them: several at once, and with a signal. */
class NightlyProcessesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final CountDownLatch providersAnswer = new CountDownLatch(1);

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void oneOfTwoWorksAndEndsInGoodOrderWhenItIsTold() throws IOException, InterruptedException {
    Path root = Files.createDirectory(folder.resolve("lake"));
    Lake lake = Lake.at(root);
    try (SampleServer server = SampleServer.start()) {
      server.behave(
          (asked, regular) -> {
            providersAnswer.await();
            return regular;
          });
      List<Night> nights = List.of(start(root, server, "a"), start(root, server, "b"));

      until(() -> nights.stream().anyMatch(night -> !night.process().isAlive()));
      Night refused = nights.stream().filter(n -> !n.process().isAlive()).findFirst().orElseThrow();
      Night works = nights.stream().filter(night -> night != refused).findFirst().orElseThrow();
      assertThat(refused.process().exitValue()).as(refused.said()).isEqualTo(ExitCode.LOCKED);
      String holder = lake.lease("nightly").holder().orElseThrow().owner();
      assertThat(refused.said())
          .contains("error: the lake is locked by run " + holder)
          .contains("process " + works.process().pid());

      until(() -> !server.requests().isEmpty() || lake.leases().contains("lane-gwosc"));
      works.process().destroy(); // SIGTERM
      assertThat(works.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(works.process().exitValue()).as(works.said()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(works.said()).contains("error: interrupted").doesNotContain("\tat ");
      JsonNode report = JSON.readTree(lake.readRun(holder));
      assertThat(report.get("exitCode").asInt()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(report.get("messages").toString()).contains("interrupted");
      for (String lease : lake.leases()) {
        assertThat(lake.lease(lease).holder().orElseThrow().alive(Instant.now()))
            .as("%s is given back", lease)
            .isFalse();
      }

      providersAnswer.countDown();
      Cli.Result next = Cli.on(root, server).run("nightly");
      assertThat(next.exit()).as(next.err()).isZero();
      new LakeInvariants(root).check();
    }
  }

  /** A night in a process of its own. */
  private record Night(Process process, Path log) {
    String said() throws IOException {
      return Files.readString(log);
    }
  }

  private Night start(Path lake, SampleServer server, String name) throws IOException {
    List<String> args = new ArrayList<>(List.of("--lake", lake.toString()));
    args.addAll(List.of("--set", "spark.master=local[4]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    args.add("nightly");
    Path log = folder.resolve(name + ".log");
    return new Night(OtherJvm.start(log, args), log);
  }

  /** Something that comes true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void until(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }
}

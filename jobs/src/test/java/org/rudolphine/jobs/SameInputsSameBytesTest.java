package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.jobs.demo.SampleServer;
import org.rudolphine.jobs.settings.Settings;

/** Two builds of the same raw batches, in other folders, with other core counts, at other times. */
class SameInputsSameBytesTest {
  @TempDir Path folder;

  @BeforeAll
  @AfterAll
  static void ownSpark() {
    SharedSpark.stop();
  }

  @Test
  void releaseDependsOnItsInputsAlone() throws IOException, InterruptedException {
    Path harvested = folder.resolve("harvested");
    try (SampleServer server = SampleServer.start()) {
      spark("local[2]", "8");
      assertThat(Cli.on(harvested, server).run("harvest").exit()).isZero();
    }
    Path one = folder.resolve("one");
    Path other = folder.resolve("a").resolve("much longer path").resolve("other");
    Trees.copy(harvested.resolve("raw"), one.resolve("raw"));
    Trees.copy(harvested.resolve("raw"), other.resolve("raw"));

    spark("local[1]", "1");
    for (String way : List.of("normalize", "link", "release")) {
      Cli.Result result = Cli.on(one).run(way);
      assertThat(result.exit()).as(result.err()).isZero();
    }
    TimeUnit.SECONDS.sleep(2); // another second of the clock at least
    // Another process, one source after the other, and all of it twice: nothing of it may matter.
    for (String way : List.of("normalize sxs", "normalize --rebuild", "link", "release")) {
      inOtherJvm(other, way.split(" "));
    }

    Map<String, String> sums = Trees.sums(one.resolve("releases"));
    assertThat(sums).isNotEmpty();
    assertThat(Trees.sums(other.resolve("releases"))).isEqualTo(sums);
  }

  private void inOtherJvm(Path lake, String... command) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("--lake", lake.toString()));
    args.addAll(List.of("--set", "spark.master=local[4]"));
    if (command[0].equals("release")) {
      args.addAll(List.of("--set", "spark.compile-above-rows=0")); // and by compiled plans
    }
    args.addAll(List.of(command));
    Path log = folder.resolve("other.log");
    Process process = OtherJvm.start(log, args);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(() -> text(log)).isZero();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static void spark(String master, String partitions) throws IOException {
    SharedSpark.stop();
    Settings settings = Settings.load(List.of(), List.of("spark.master=" + master));
    SparkSession session = SparkStarter.start(settings, "bytes", Map.of());
    session.conf().set("spark.sql.shuffle.partitions", partitions);
    assertThat(session.sparkContext().master()).isEqualTo(master);
  }
}

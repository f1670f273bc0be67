package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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

    build(one, List.of("normalize"), "local[1]", "1");
    TimeUnit.SECONDS.sleep(2); // another second of the clock at least
    // One source after the other, and everything twice: the way there must not matter either.
    build(
        other, List.of("normalize sxs", "normalize gwosc", "normalize --rebuild"), "local[4]", "7");

    Map<String, String> sums = Trees.sums(one.resolve("releases"));
    assertThat(sums).isNotEmpty();
    assertThat(Trees.sums(other.resolve("releases"))).isEqualTo(sums);
  }

  private static void build(Path lake, List<String> ways, String master, String partitions)
      throws IOException {
    spark(master, partitions);
    for (String way : ways) {
      done(lake, way.split(" "));
    }
    done(lake, "link");
    done(lake, "release");
  }

  private static void done(Path lake, String... command) {
    Cli.Result result = Cli.on(lake).run(command);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static void spark(String master, String partitions) throws IOException {
    SharedSpark.stop();
    Settings settings = Settings.load(List.of(), List.of("spark.master=" + master));
    SparkSession session = SparkStarter.start(settings, "bytes", Map.of());
    session.conf().set("spark.sql.shuffle.partitions", partitions);
    assertThat(session.sparkContext().master()).isEqualTo(master);
  }
}

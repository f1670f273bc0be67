package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** A run that is killed outright at some moment, and the next one that must not notice. */
class KilledTest {
  @TempDir Path folder;

  /** When the process is killed. */
  enum Moment {
    FIRST_PAGE_LANDED("raw", "page-"),
    FIRST_BATCH_COUNTS("raw", "_manifest.json"),
    TABLE_VERSION_WRITTEN("tables", "_manifest.json"),
    FIRST_SNAPSHOT("snapshots", "1.json"),
    RELEASE_STAGED("releases", "MANIFEST.json");

    private final String below;
    private final String file;

    Moment(String below, String file) {
      this.below = below;
      this.file = file;
    }

    boolean reached(Path lake) {
      try (var files = Files.walk(lake.resolve(below))) {
        return files.anyMatch(path -> path.getFileName().toString().startsWith(file));
      } catch (IOException | java.io.UncheckedIOException e) {
        return false; // not there yet, or moved while looking
      }
    }
  }

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void nextNightRepairs(Moment moment) throws IOException, InterruptedException {
    try (SampleServer server = SampleServer.start()) {
      Process process = start(server);
      waitFor(() -> moment.reached(folder) || !process.isAlive());
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);

      Cli.Result next = Cli.on(folder, server).run("nightly");

      assertThat(next.exit()).as(next.err()).isZero();
      Lake lake = Lake.at(folder);
      String version = lake.latestRelease().orElseThrow();
      Cli.Result verified =
          Cli.on(folder).run("verify", folder.resolve("releases").resolve(version).toString());
      assertThat(verified.exit()).as(verified.out()).isZero();
      for (var table : lake.snapshot().tables().entrySet()) {
        assertThat(lake.tableManifest(table.getKey(), table.getValue()).files()).isNotEmpty();
      }
    }
  }

  private Process start(SampleServer server) throws IOException {
    List<String> args = new ArrayList<>(List.of("--lake", folder.toString()));
    args.addAll(List.of("--set", "spark.master=local[2]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    args.add("nightly");
    return OtherJvm.start(folder.resolve("killed.log"), args);
  }

  private static void waitFor(BooleanSupplier reached) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!reached.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
  }
}

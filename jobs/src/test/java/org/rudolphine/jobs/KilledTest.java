package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.jobs.demo.SampleServer;

/**
 * Nights that are killed outright, each at another moment and each on what the one before left; and
 * the next one, which must not notice. {@link KilledAtRandomTest} tries hundreds of moments.
 */
class KilledTest {
  @TempDir Path folder;
  private Path lake;

  /** When a process is killed: a file of that name has appeared since it was started. */
  enum Moment {
    FIRST_PAGE_LANDED("raw/*/_units/*/page-*"),
    LOCK_TAKEN_OVER(""),
    TABLE_VERSION_WRITTEN("tables/gw_events/v=*/_manifest.json"),
    LINKS_WRITTEN("tables/links/v=*/_manifest.json"),
    RELEASE_PUBLISHED("releases/*.*/MANIFEST.json");

    private final PathMatcher files;

    Moment(String files) {
      this.files = FileSystems.getDefault().getPathMatcher("glob:" + files);
    }

    private Set<Path> found(Path lake) {
      Set<Path> found = new HashSet<>();
      try (Stream<Path> all = Files.walk(lake)) {
        all.map(lake::relativize).filter(files::matches).forEach(found::add);
      } catch (IOException | java.io.UncheckedIOException e) {
        // moved while looking: the next look sees it
      }
      return found;
    }
  }

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void nextNightRepairs() throws IOException, InterruptedException {
    lake = Files.createDirectory(folder.resolve("lake"));
    LakeInvariants invariants = new LakeInvariants(lake);
    try (SampleServer server = SampleServer.start()) {
      for (Moment moment : Moment.values()) {
        kill(server, moment);
        invariants.check();
        double mass = 35.0 + moment.ordinal();
        server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", mass));
      }

      Cli.Result next = Cli.on(lake, server).run("nightly");

      assertThat(next.exit()).as(next.err()).isZero();
      invariants.checkAgain();
      String version = Lake.at(lake).latestRelease().orElseThrow();
      Cli.Result verified =
          Cli.on(lake).run("verify", lake.resolve("releases").resolve(version).toString());
      assertThat(verified.exit()).as(verified.out()).isZero();
    }
  }

  private void kill(SampleServer server, Moment moment) throws IOException, InterruptedException {
    Set<Path> before = moment.found(lake);
    String holder = holder();
    Path log = folder.resolve(moment + ".log");
    Process process = start(server, log);
    boolean reached =
        waitFor(
            () ->
                moment == Moment.LOCK_TAKEN_OVER
                    ? !holder().equals(holder)
                    : !before.containsAll(moment.found(lake)),
            process);
    process.destroyForcibly();
    process.waitFor(30, TimeUnit.SECONDS);
    assertThat(reached).as(moment + ": " + Files.readString(log)).isTrue();
  }

  private String holder() {
    try {
      return Lake.at(lake).lease("nightly").holder().map(Lease.Holder::owner).orElse("");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Process start(SampleServer server, Path log) throws IOException {
    List<String> args = new ArrayList<>(List.of("--lake", lake.toString()));
    args.addAll(List.of("--set", "spark.master=local[2]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    args.add("nightly");
    return OtherJvm.start(log, args);
  }

  private static boolean waitFor(BooleanSupplier reached, Process process)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (process.isAlive() && System.nanoTime() < end) {
      if (reached.getAsBoolean()) {
        return true;
      }
      Thread.sleep(1);
    }
    return reached.getAsBoolean();
  }
}

package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleData;
import org.rudolphine.jobs.demo.SampleServer;

/**
 * Nights that are killed at random moments, one after the other in the same lake, while the
 * providers change what they serve. After each kill the lake must be whole; every few kills a night
 * is left alone and must repair everything by itself.
 *
 * <p>Settings: {@code -Drudolphine.kills=200}, {@code -Drudolphine.seed=…} (printed) to repeat the
 * moments of another run.
 */
@Tag("endurance")
class KilledAtRandomTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KILLS = Integer.getInteger("rudolphine.kills", 200);
  private static final long SEED = Long.getLong("rudolphine.seed", System.nanoTime());

  /** Nights killed in a row before one is left alone. */
  private static final int IN_A_ROW = 8;

  /** Kills after which a new lake is begun, so that first nights are killed too. */
  private static final int PER_LAKE = 24;

  /** What is harvested, lake by lake: short nights with two sources, and long ones with all. */
  private static final List<List<String>> SOURCES =
      List.of(
          List.of("gwosc", "sxs"),
          List.of("gwosc", "arxiv"),
          List.of("gwosc", "cernopendata"),
          List.of("gwosc", "sxs", "arxiv", "cernopendata"));

  private final Random random = new Random(SEED);
  private final KillTally tally = new KillTally();

  @TempDir Path folder;
  private ArchivedJvm jvm;
  private double wholeNight;
  private int edits;
  private List<String> sources = SOURCES.get(0);

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @AfterAll
  static void noSpark() {
    SharedSpark.stop();
  }

  @Test
  void everyNightAfterwardsRepairs() throws IOException, InterruptedException {
    System.out.println("kills: " + KILLS + ", -Drudolphine.seed=" + SEED);
    jvm = ArchivedJvm.in(folder);
    measure();
    int killed = 0;
    for (int number = 1; killed < KILLS; number++) {
      int here = Math.min(PER_LAKE, KILLS - killed);
      sources = SOURCES.get((number - 1) % SOURCES.size());
      killInOneLake(folder.resolve("lake-" + number), here);
      killed += here;
    }
    System.out.println(tally.text());
    assertThat(tally.kills()).isEqualTo(KILLS);
  }

  /** The first start makes the archive of classes, the second one is timed. */
  private void measure() throws IOException, InterruptedException {
    try (SampleServer server = SampleServer.start()) {
      for (String name : List.of("archive", "timed")) {
        Path lake = Files.createDirectory(folder.resolve(name));
        finish(lake, server, new LakeInvariants(lake));
      }
    }
  }

  private void killInOneLake(Path lake, int kills) throws IOException, InterruptedException {
    Files.createDirectory(lake);
    LakeInvariants invariants = new LakeInvariants(lake);
    try (SampleServer server = SampleServer.start()) {
      for (int i = 1; i <= kills; i++) {
        boolean killed = false;
        while (!killed) { // a night that was quicker than its moment does not count
          server.edit(this::change);
          killed = kill(lake, server);
          invariants.check();
        }
        if (i % IN_A_ROW == 0 || i == kills) {
          server.edit(this::change);
          finish(lake, server, invariants);
        }
      }
      compare(lake, server);
    }
    invariants.checkAgain();
  }

  /** What a provider does between two nights, so that each night has something to do. */
  private void change(SampleData data) {
    edits++;
    data.setValue("GW150914-v3", "mass_1_source", 35.0 + edits % 1000 / 1000.0);
    List<String> papers = data.arxiv().ids();
    String paper = papers.get(random.nextInt(papers.size()));
    ObjectNode changed = data.arxiv().paper(paper);
    if (!changed.path("deleted").asBoolean()) {
      changed.put("comments", "edited " + edits);
      data.arxiv().stamp(paper, LocalDate.now(java.time.ZoneOffset.UTC));
    }
    List<String> records =
        data.cernOpenData().ids().stream().filter(id -> id.matches("\\d+")).toList();
    data.cernOpenData().touch(records.get(random.nextInt(records.size())), Instant.now());
  }

  private boolean kill(Path lake, SampleServer server) throws IOException, InterruptedException {
    KillTally.State before = KillTally.State.of(lake);
    Path log = folder.resolve("killed.log");
    double moment = random.nextDouble();
    long start = System.nanoTime();
    Process process = jvm.start(log, nightly(lake, server));
    boolean ended = process.waitFor((long) (moment * wholeNight * 1e9), TimeUnit.NANOSECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
    List<String> said = Files.readAllLines(log, StandardCharsets.UTF_8);
    if (ended) {
      assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
      tally.survived();
      return false;
    }
    tally.killed(moment, said, before, KillTally.State.of(lake));
    System.out.printf(
        Locale.ROOT,
        "kill %d at %.2f of a night (%.1f s): %s%n",
        tally.kills(),
        moment,
        (System.nanoTime() - start) / 1e9,
        KillTally.reached(said));
    return true;
  }

  /** A night that nobody disturbs. */
  private void finish(Path lake, SampleServer server, LakeInvariants invariants)
      throws IOException, InterruptedException {
    Path log = folder.resolve("finished.log");
    long start = System.nanoTime();
    Process process = jvm.start(log, nightly(lake, server));
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    wholeNight = (System.nanoTime() - start) / 1e9;
    invariants.check();
    addsUp(lake);
    tally.finished(wholeNight);
  }

  private static void addsUp(Path lake) throws IOException {
    List<String> runs = Lake.at(lake).runs();
    JsonNode run = JSON.readTree(Lake.at(lake).readRun(runs.get(runs.size() - 1)));
    assertThat(run.get("exitCode").asInt()).as(run.toString()).isZero();
    assertThat(run.get("accounting")).isNotEmpty();
    for (JsonNode source : run.get("accounting")) {
      long sum =
          Stream.of("written", "unchanged", "duplicate", "deleted", "rejected", "skipped")
              .mapToLong(part -> source.get(part).asLong())
              .sum();
      assertThat(source.get("read").asLong()).as(source.toString()).isEqualTo(sum);
    }
  }

  /** The same raw records, never disturbed, must give the same data. */
  private void compare(Path lake, SampleServer server) throws IOException {
    Path undisturbed = Files.createTempDirectory(folder, "undisturbed");
    for (String source : Lake.at(lake).harvestedSources()) {
      for (var batch : Lake.at(lake).batches(source)) {
        Path place = Path.of("raw", source, "batch=" + batch.batch());
        Trees.copy(lake.resolve(place), undisturbed.resolve(place));
      }
    }
    for (String stage : List.of("normalize", "link", "release")) {
      Cli.Result result = Cli.on(undisturbed, server).run(stage);
      assertThat(result.exit()).as(result.err()).isZero();
    }
    assertThat(data(lake)).isEqualTo(data(undisturbed));
  }

  private static Map<String, String> data(Path lake) throws IOException {
    String version = Lake.at(lake).latestRelease().orElseThrow();
    Map<String, String> sums =
        new TreeMap<>(Trees.sums(lake.resolve("releases").resolve(version).resolve("data")));
    assertThat(sums).isNotEmpty();
    return sums;
  }

  private List<String> nightly(Path lake, SampleServer server) {
    List<String> args = new ArrayList<>(List.of("--lake", lake.toString()));
    args.addAll(List.of("--set", "spark.master=local[2]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    for (String source : SOURCES.get(SOURCES.size() - 1)) {
      if (!sources.contains(source)) {
        args.addAll(List.of("--set", "sources." + source + ".base-url="));
      }
    }
    args.add("nightly");
    return args;
  }
}

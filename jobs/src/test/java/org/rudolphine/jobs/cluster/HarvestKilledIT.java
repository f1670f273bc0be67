package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.harvest.LaneHarvest;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.jobs.demo.Answer;
import org.rudolphine.jobs.demo.Asked;
import org.rudolphine.jobs.demo.Behaviour;
import org.rudolphine.jobs.demo.SampleServer;
import org.rudolphine.jobs.settings.Settings;

/** An executor is killed outright while it asks providers: its lanes go on, one at a time. */
class HarvestKilledIT {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration ANSWER_TAKES = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<String> LANES = List.of("gwosc", "cernopendata");

  @TempDir Path folder;

  /** Counts what each lane asks, and takes its time to answer. */
  private static final class Counting implements Behaviour {
    private final Map<String, List<String>> targets = new TreeMap<>();
    private final Map<String, List<Long>> arrivals = new TreeMap<>();
    private final Map<String, Integer> underWay = new TreeMap<>();
    private int mostAtOnce;

    @Override
    public Answer answer(Asked asked, Answer regular) throws InterruptedException {
      String lane = asked.path().substring(1, asked.path().indexOf('/', 1));
      begin(lane, asked);
      try {
        Thread.sleep(ANSWER_TAKES.toMillis());
      } finally {
        end(lane);
      }
      return regular;
    }

    private synchronized void begin(String lane, Asked asked) {
      targets.computeIfAbsent(lane, name -> new ArrayList<>()).add(asked.target());
      arrivals.computeIfAbsent(lane, name -> new ArrayList<>()).add(System.nanoTime());
      mostAtOnce = Math.max(mostAtOnce, underWay.merge(lane, 1, Integer::sum));
    }

    private synchronized void end(String lane) {
      underWay.merge(lane, -1, Integer::sum);
    }

    synchronized List<String> targets(String lane) {
      return List.copyOf(targets.getOrDefault(lane, List.of()));
    }

    synchronized List<Long> arrivals(String lane) {
      return List.copyOf(arrivals.getOrDefault(lane, List.of()));
    }

    synchronized int mostAtOnce() {
      return mostAtOnce;
    }
  }

  private static List<String> settings(SampleServer server, Duration pause) {
    return List.of(
        "sources.gwosc.base-url=" + server.gwoscUrl(),
        "sources.gwosc.min-interval=" + pause,
        "sources.gwosc.bulk-details-from=1000",
        "sources.cernopendata.base-url=" + server.cernOpenDataUrl(),
        "sources.cernopendata.min-interval=" + pause);
  }

  @Test
  void goesOnWithOneConnectionAndLosesNoPage() throws IOException, InterruptedException {
    Lake lake = Lake.at(folder.resolve("lake"));
    Counting provider = new Counting();
    try (SampleServer server = SampleServer.start();
        LocalCluster cluster = LocalCluster.in(folder.resolve("cluster")).workers(2, 1).start()) {
      server.behave(provider);
      try (Submission.Running harvest =
          Submission.to(cluster).start(command(lake, settings(server, PAUSE)))) {
        Awaiting.until(
            "the middle of a unit",
            LIMIT,
            () -> provider.targets("gwosc").size() >= 8 && landedPages(lake) >= 4,
            harvest::err);
        LocalCluster.kill(holderOfLane(lake, "gwosc"));
        int askedBefore = provider.targets("gwosc").size();
        Submission.Result result = harvest.result();

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(provider.mostAtOnce()).as("requests of a lane at once").isEqualTo(1);
        assertPausesKept(provider.arrivals("gwosc"), askedBefore);
        assertThat(repeated(provider.targets("gwosc")))
            .as("asked again: at most what was under way")
            .hasSizeLessThanOrEqualTo(1);
        assertThat(provider.targets("gwosc")).hasSizeGreaterThan(askedBefore);
        assertThat(lake.lease("lane-gwosc").holder()).map(Lease.Holder::released).contains(true);
      }
      server.behave(Behaviour.REGULAR);
      Lake undisturbed = harvestedHere(settings(server, Duration.ZERO));
      for (String source : LANES) {
        assertThat(landed(lake, source))
            .as(source)
            .isNotEmpty()
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(landed(undisturbed, source));
      }
    }
  }

  private static String[] command(Lake lake, List<String> settings) {
    List<String> command = new ArrayList<>(List.of("--lake", lake.uri()));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    command.add("harvest");
    command.addAll(LANES);
    return command.toArray(String[]::new);
  }

  private static long landedPages(Lake lake) throws IOException {
    return lake.unitFolder("gwosc", "event-details").files().stream()
        .filter(name -> name.startsWith("page-"))
        .count();
  }

  private static ProcessHandle holderOfLane(Lake lake, String lane) throws IOException {
    long process = lake.lease("lane-" + lane).holder().orElseThrow().process();
    return ProcessHandle.of(process).orElseThrow();
  }

  /**
   * Requests start a pause apart; when they arrive wavers, so it is their sum that is looked at.
   */
  private static void assertPausesKept(List<Long> arrivals, int before) {
    for (List<Long> part :
        List.of(arrivals.subList(0, before), arrivals.subList(before, arrivals.size()))) {
      Duration all = Duration.ofNanos(part.get(part.size() - 1) - part.get(0));
      assertThat(all)
          .isGreaterThan(PAUSE.multipliedBy(part.size() - 1).multipliedBy(4).dividedBy(5));
    }
  }

  private static Set<String> repeated(List<String> targets) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    targets.stream().filter(target -> !seen.add(target)).forEach(twice::add);
    return twice;
  }

  /** The same harvest in this process, without Spark and without a kill. */
  private Lake harvestedHere(List<String> assignments) throws IOException {
    Lake lake = Lake.at(folder.resolve("undisturbed"));
    Settings settings = Settings.load(List.of(), assignments);
    LocalDate always = null;
    for (String lane : LANES) {
      List<SourceJob> jobs = List.of(new SourceJob(settings.source(lane)));
      new LaneHarvest(lake, lane, jobs, "r", PlanRequest.Mode.INCREMENTAL, always, always).run();
    }
    return lake;
  }

  private static List<String> landed(Lake lake, String source) throws IOException {
    List<String> records = new ArrayList<>();
    for (BatchManifest batch : lake.batches(source)) {
      for (LakeFile file : batch.files()) {
        ParquetRows.read(lake.batchFolder(source, batch.batch()).parquet(file.path()))
            .forEach(
                row ->
                    records.add(
                        row.get("kind") + " " + row.get("native_id") + " " + row.get("sha256")));
      }
    }
    return records;
  }
}

package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.ingest.lake.LaneProgress;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.transform.normalize.Accounting;

/** What an operator is told of a lake in the morning. */
class StatusReportTest {
  private static final ObjectMapper JSON = LakeJson.mapper();
  private static final Instant MORNING = Instant.parse("2026-11-22T07:00:00Z");
  private static final String LONG_REASON =
      "unit 2024-01-01..2024-01-31: GET https://export.example.org/oai2?verb=ListRecords&"
          + "metadataPrefix=arXiv&from=2024-01-01&until=2024-01-31 answered 503 Service Unavailable"
          + " four times in a row, the last time with Retry-After 86400, which is longer than we wait";

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void lake() {
    lake = Lake.at(folder);
  }

  @Test
  void lakeWithoutAnythingSaysSo() throws IOException {
    String text = text();
    assertThat(text).startsWith("last run  no run yet");
    assertThat(text).contains("snapshot  none yet").contains("release   none yet");
  }

  @Test
  void goodNightIsAnsweredInTheFirstLine() throws IOException {
    batch("gwosc", "20261122T030001000Z-a", 25, "harvest");
    consumed("gwosc", "20261122T030001000Z-a");
    write(night("2026-11-22T03:00:00Z").ended(0).harvested("gwosc", 25, "20261122T030001000Z-a"));

    String text = text();

    assertThat(text.lines().findFirst().orElseThrow())
        .isEqualTo("last run  fine: nightly of 2026-11-22 03:00Z took 4 min, ended 3 h 56 min ago");
    StatusReport report = report();
    assertThat(report.verdict().state()).isEqualTo("fine");
    assertThat(report.sources().get(0).lastSuccessAt())
        .isEqualTo(Instant.parse("2026-11-22T03:04:00Z"));
    assertThat(report.watermarks().get(0).datestamp()).isEqualTo("2026-11-21");
  }

  @Test
  void fourSourcesWithLongReasonsStayReadable() throws IOException {
    for (String source : List.of("arxiv", "cernopendata", "gwosc", "rit")) {
      batch(
          source, "20261121T030001000Z-a", 1_234_567, source.equals("rit") ? "import" : "harvest");
      consumed(source, "20261121T030001000Z-a");
    }
    write(
        night("2026-11-21T03:00:00Z")
            .ended(0)
            .harvested("arxiv", 1_234_567, "20261121T030001000Z-a")
            .harvested("cernopendata", 1_234_567, "20261121T030001000Z-a"));
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(LONG_REASON);
    }
    write(
        night("2026-11-22T03:00:00Z")
            .ended(5)
            .failed("arxiv", many)
            .failed("gwosc", List.of("lane gwosc is in use by run other on " + "h".repeat(120)))
            .accounted(new Accounting("arxiv", 7_000_000, 1, 6_999_990, 1, 2, 3, 3, 0)));
    batch("arxiv", "20261122T030001000Z-b", 17, "harvest");

    String text = text();

    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(text)
        .startsWith("last run  NOT FINE: nightly of 2026-11-22 03:00Z")
        .contains("arxiv: failed: 40 failures, the first: unit 2024-01-01")
        .contains("and 37 more");
    JsonNode arxiv = JSON.valueToTree(report()).at("/sources/0");
    assertThat(arxiv.at("/lastSuccessAt").asText()).isEqualTo("2026-11-21T03:04:00Z");
    assertThat(arxiv.at("/lastHarvest/failures")).hasSize(40);
    assertThat(report().watermarks().get(0).pending()).isEqualTo(1);
    SourceState imported = report().sources().get(3);
    assertThat(imported.lastSuccessAt()).isEqualTo(Instant.parse("2026-11-21T03:00:30Z"));
  }

  @Test
  void harvestWhoseRecordsAreNotNormalizedIsNoSuccess() throws IOException {
    batch("sxs", "20261122T030001000Z-a", 5, "harvest");
    write(night("2026-11-22T03:00:00Z").ended(1).harvested("sxs", 5, "20261122T030001000Z-a"));
    assertThat(report().sources().get(0).lastSuccessAt()).isNull();

    consumed("sxs", "20261122T030001000Z-a");

    assertThat(report().sources().get(0).lastSuccessAt()).isNotNull();
  }

  @Test
  void runningNightTellsHowFarItsLanesAre() throws IOException {
    write(night("2026-11-21T03:00:00Z").ended(0));
    write(night("2026-11-22T06:48:00Z").running("harvest", MORNING.minusSeconds(8)));
    Files.createDirectories(folder.resolve("leases"));
    Lease.Holder holder =
        new Lease.Holder(
            "20261122T064800000Z-nightly-1a2b3c",
            "token",
            "node-with-a-long-name.cluster.example.org",
            "place",
            4711,
            null,
            MORNING.minusSeconds(700),
            MORNING.minusSeconds(12),
            MORNING.plusSeconds(588),
            MORNING.minusSeconds(1),
            new LaneProgress(
                "arxiv",
                "2020-01",
                12,
                250,
                130,
                130_000,
                2_400_000L,
                390.5,
                MORNING.minusSeconds(700),
                MORNING.plusSeconds(12_000)));
    Files.write(folder.resolve("leases/lane-arxiv.json"), JSON.writeValueAsBytes(holder));

    String text = text();

    assertThat(text).startsWith("last run  RUNNING: nightly since 2026-11-22 06:48Z, for 12 min");
    assertThat(text)
        .contains("lane-arxiv: held by 20261122T064800000Z-nightly-1a2b3c")
        .contains("process 4711")
        .contains("130,000 of 2,400,000 records, 185.7/s")
        .contains("the one before, of 2026-11-21 03:00Z: 0 done");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void killedNightIsSeenInTheMorning() throws IOException {
    write(night("2026-11-22T03:00:00Z").running("link", Instant.parse("2026-11-22T03:02:11Z")));
    StatusReport report = report();
    assertThat(report.verdict().state()).isEqualTo("killed");
    assertThat(report.verdict().answer())
        .contains("never finished")
        .contains("during link")
        .contains("3 h 57 min ago");
    assertThat(report.runs().get(0).outcome()).isEqualTo("never finished");
  }

  @Test
  void nightThatDidNotComeIsLate() throws IOException {
    write(night("2026-11-20T03:00:00Z").ended(0));
    assertThat(text()).startsWith("last run  LATE: no nightly since");
  }

  @Test
  void secondNightlyThatWaitedInVainDoesNotHideTheFirst() throws IOException {
    write(night("2026-11-22T03:00:00Z").ended(0));
    write(night("2026-11-22T03:30:00Z").ended(4));
    StatusReport report = report();
    assertThat(report.verdict().state()).isEqualTo("fine");
    assertThat(report.verdict().reasons())
        .containsExactly("another nightly at 2026-11-22 03:30Z found the lock held");
  }

  @Test
  void damageIsNamedAndTheRestShown() throws IOException {
    write(night("2026-11-22T03:00:00Z").ended(0));
    Files.writeString(
        folder.resolve("runs/20261122T040000000Z-harvest-aaaaaa.json"), "{\"runId\":");
    Files.writeString(folder.resolve("runs/20261122T050000000Z-harvest-bbbbbb.json"), "null");
    Files.createDirectories(folder.resolve("leases"));
    Files.writeString(folder.resolve("leases/release.json"), "");

    String text = text();

    assertThat(text).startsWith("last run  fine");
    assertThat(report().damaged().keySet())
        .containsExactly(
            "run report 20261122T050000000Z-harvest-bbbbbb",
            "run report 20261122T040000000Z-harvest-aaaaaa",
            "lease release");
    assertThat(text).contains("damaged   lease release: Damaged lease");
  }

  /** A report as it was written before hosts, states and refusals were in it. */
  @Test
  void reportsOfOldAreRead() throws IOException {
    lake.writeRun(
        "20261121T030000000Z-nightly-000000",
        """
        {"runId": "20261121T030000000Z-nightly-000000", "command": "nightly",
         "startedAt": "2026-11-21T03:00:00Z", "finishedAt": "2026-11-21T03:04:00Z",
         "durationS": 240.0, "exitCode": 0, "codeVersion": "0.1.0", "settingsSha256": "ab",
         "snapshot": 3, "harvests": [], "accounting": [], "links": [], "stages": [],
         "messages": []}
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(report().verdict().answer()).startsWith("fine: nightly of 2026-11-21 03:00Z");
  }

  /**
   * A store may take its time for each report: a source that always fails must not cost them all.
   */
  @Test
  void searchForASuccessHasAnEnd() throws IOException {
    batch("gwosc", "20260101T000000000Z-a", 1, "harvest");
    Instant first = Instant.parse("2026-06-01T03:00:00Z");
    for (int day = 0; day < RunHistory.REACH + 20; day++) {
      write(
          night(first.plus(Duration.ofDays(day)).toString())
              .ended(5)
              .failed("gwosc", List.of("down")));
    }
    RunHistory history = RunHistory.of(lake);
    assertThat(history.newest(run -> false)).isEmpty();
    assertThat(history.readSoFar()).hasSize(RunHistory.REACH);
    assertThat(report().sources().get(0).lastSuccessAt()).isNull();
  }

  private StatusReport report() throws IOException {
    return StatusReport.of(lake, Clock.fixed(MORNING, ZoneOffset.UTC));
  }

  private String text() throws IOException {
    return StatusText.of(report());
  }

  private void write(Reported reported) throws IOException {
    RunReport report = reported.report();
    lake.writeRun(report.runId(), JSON.writeValueAsBytes(report));
  }

  private static Reported night(String startedAt) {
    return new Reported(Instant.parse(startedAt));
  }

  private void batch(String source, String id, long records, String origin) throws IOException {
    Instant completed =
        Instant.parse(
            id.substring(0, 4)
                + "-"
                + id.substring(4, 6)
                + "-"
                + id.substring(6, 8)
                + "T03:00:30Z");
    lake.commitBatch(
        new BatchManifest(
            id,
            source,
            "unit",
            "run",
            origin,
            null,
            records,
            completed.minusSeconds(29),
            completed,
            Map.of("oai.until", "2026-11-21", "earliest", "2005-09-16", "tag", "v3"),
            List.of()));
  }

  private void consumed(String source, String batch) throws IOException {
    Snapshot now = lake.snapshot();
    Map<String, List<String>> consumed = new java.util.TreeMap<>(now.consumed());
    consumed.put(source, List.of(batch));
    lake.commit(
        new Snapshot(now.number() + 1, MORNING, "run", "0.1.0", Map.of(), consumed, Map.of()));
  }

  /** A report of a nightly that took four minutes on another machine. */
  private static final class Reported {
    private final Instant startedAt;
    private final List<SourceHarvest> harvests = new ArrayList<>();
    private final List<Accounting> accounting = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private String state = RunReport.FINISHED;
    private Instant heartbeatAt;
    private Instant finishedAt;
    private Integer exitCode;
    private String stage;

    Reported(Instant startedAt) {
      this.startedAt = startedAt;
    }

    Reported ended(int code) {
      exitCode = code;
      finishedAt = startedAt.plusSeconds(240);
      heartbeatAt = finishedAt;
      return this;
    }

    Reported running(String now, Instant alive) {
      state = RunReport.RUNNING;
      stage = now;
      heartbeatAt = alive;
      return this;
    }

    Reported harvested(String source, long records, String... batches) {
      harvests.add(
          new SourceHarvest(source, List.of(batches), 3, records, List.of(), null, 1.5, 12.0));
      return this;
    }

    Reported failed(String source, List<String> failures) {
      harvests.add(new SourceHarvest(source, List.of(), 0, 0, failures, null, 1.5, 7300.0));
      messages.add(
          source + ": failed: " + failures.size() + " failures, the first: " + failures.get(0));
      return this;
    }

    Reported accounted(Accounting account) {
      accounting.add(account);
      return this;
    }

    RunReport report() {
      String stamp = startedAt.toString().replaceAll("[-:]", "").replace("Z", "000Z");
      return new RunReport(
          stamp + "-nightly-1a2b3c",
          "nightly",
          state,
          startedAt,
          heartbeatAt,
          finishedAt,
          240,
          exitCode,
          exitCode == null ? null : ExitCode.words(exitCode),
          "0.1.0",
          "ab",
          "node-7",
          4711L,
          "spark://node-1:7077",
          "cluster",
          "app-1",
          null,
          null,
          null,
          stage,
          harvests,
          accounting,
          List.of(),
          List.of(),
          List.of(),
          messages);
    }
  }
}

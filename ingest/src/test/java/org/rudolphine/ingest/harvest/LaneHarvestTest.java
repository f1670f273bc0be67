package org.rudolphine.ingest.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.source.PlanRequest;

class LaneHarvestTest {
  @TempDir Path folder;
  private FakeProvider provider;
  private Lake lake;
  private Thread worker;
  private volatile SourceHarvest result;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
    lake = Lake.at(folder);
    provider.reply("/list", 200, "text/plain", "a\nb\n");
    for (String detail : List.of("a/1", "a/2", "b/1", "b/2")) {
      provider.reply("/detail/" + detail, 200, "text/plain", detail);
    }
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private SourceJob job(String id, Map<String, ? extends Serializable> more) {
    Map<String, Serializable> values = new HashMap<>(more);
    values.put("source-class", RowsSource.class.getName());
    values.put("lane", "rows");
    return new SourceJob(provider.settings(id, values));
  }

  private LaneHarvest harvest(String run, PlanRequest.Mode mode, SourceJob... jobs) {
    boolean backfill = mode == PlanRequest.Mode.BACKFILL;
    LocalDate from = backfill ? LocalDate.of(2026, 1, 1) : null;
    return new LaneHarvest(lake, "rows", List.of(jobs), run, mode, from, from);
  }

  private SourceHarvest run(String run, Map<String, ? extends Serializable> more) {
    return harvest(run, PlanRequest.Mode.INCREMENTAL, job("rows", more)).run().get(0);
  }

  private List<Object> landed() throws IOException {
    List<Object> ids = new ArrayList<>();
    for (BatchManifest batch : lake.batches("rows")) {
      ParquetRows.read(rawFile(batch)).forEach(row -> ids.add(row.get("native_id")));
    }
    return ids;
  }

  @Test
  void plansDetailsAfterTheListing() throws IOException {
    SourceHarvest result = run("r1", Map.of());
    assertThat(result.failures()).isEmpty();
    assertThat(result.lockedBy()).isNull();
    assertThat(provider.targets())
        .containsExactly("/list", "/detail/a/1", "/detail/a/2", "/detail/b/1", "/detail/b/2");
    assertThat(provider.mostAtOnce()).isEqualTo(1);
    assertThat(result.batches())
        .containsExactlyElementsOf(lake.batches("rows").stream().map(BatchManifest::batch).toList())
        .hasSize(3);
    assertThat(result.records()).isEqualTo(6);
    assertThat(result.pages()).isEqualTo(5);
    assertThat(landed()).containsExactlyInAnyOrder("a", "b", "a/1", "a/2", "b/1", "b/2");
    assertThat(lake.batches("rows"))
        .allSatisfy(batch -> assertThat(batch.cycle()).isEqualTo("r1"))
        .allSatisfy(batch -> assertThat(batch.origin()).isEqualTo("harvest"));
    assertThat(lake.batches("rows").get(0).listing()).isEqualTo("rows");

    SourceHarvest second = run("r2", Map.of());
    assertThat(second.batches()).as("only the listing is asked again").hasSize(1);
    assertThat(provider.targets()).hasSize(6).endsWith("/list");
  }

  @Test
  void reportsAFailedUnitAndGoesOnAndResumesItNextTime() throws IOException {
    provider.script(
        "/detail/a/2", Step.status(404), Step.reply(200, "text/plain", "at the second attempt"));
    SourceHarvest first = run("r1", Map.of());
    assertThat(first.failures())
        .singleElement()
        .asString()
        .startsWith("unit detail-a: ")
        .contains("404");
    assertThat(first.failed()).isTrue();
    assertThat(first.batches()).hasSize(2);
    assertThat(landed()).containsExactlyInAnyOrder("a", "b", "b/1", "b/2");

    SourceHarvest second = run("r2", Map.of());
    assertThat(second.failures()).isEmpty();
    assertThat(provider.targets()).filteredOn("/detail/a/1"::equals).hasSize(1);
    assertThat(provider.targets()).filteredOn("/detail/a/2"::equals).hasSize(2);
    assertThat(landed()).containsExactlyInAnyOrder("a", "b", "a", "b", "a/1", "a/2", "b/1", "b/2");
  }

  @Test
  void asksNothingWhileAnotherRunHoldsTheLane() throws IOException {
    lake.lease("lane-rows").take("other-run", Instant.now());
    List<SourceHarvest> results =
        harvest("r1", PlanRequest.Mode.INCREMENTAL, job("one", Map.of()), job("two", Map.of()))
            .run();
    assertThat(results).extracting(SourceHarvest::source).containsExactly("one", "two");
    assertThat(results)
        .allSatisfy(result -> assertThat(result.lockedBy()).isEqualTo("other-run"))
        .allSatisfy(
            result ->
                assertThat(result.failures())
                    .singleElement()
                    .asString()
                    .contains("lane rows is in use by run other-run"));
    assertThat(provider.requests()).isEmpty();
    assertThat(lake.lease("lane-rows").holder()).map(Lease.Holder::owner).contains("other-run");
  }

  @Test
  void waitsForAnEarlierAttemptOfTheSameRun() throws Exception {
    Lease earlier = lake.lease("lane-rows");
    earlier.take("r1", Instant.now());
    FutureTask<SourceHarvest> task = started(() -> run("r1", Map.of()));
    for (int i = 0; i < 1000 && worker.getState() != Thread.State.TIMED_WAITING; i++) {
      Thread.sleep(5);
    }
    assertThat(task.isDone()).isFalse();
    assertThat(provider.requests()).isEmpty();
    earlier.release("r1", Instant.now(), null);
    assertThat(task.get().failures()).isEmpty();
    assertThat(provider.targets()).hasSize(5);
  }

  @Test
  void stopsWaitingWhenItIsInterrupted() throws Exception {
    lake.lease("lane-rows").take("r1", Instant.now());
    FutureTask<SourceHarvest> task = started(() -> run("r1", Map.of()));
    worker.interrupt();
    assertThat(task.get().failures())
        .singleElement()
        .asString()
        .startsWith("stopped while waiting for an earlier attempt: run r1 on ");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void goesOnAtOnceWhereAKilledAttemptOfTheSameRunEnded() throws Exception {
    provider.script("/detail/a/2", Step.status(404), Step.reply(200, "text/plain", "a/2"));
    SourceHarvest killed = run("r1", Map.of());
    assertThat(killed.batches()).hasSize(2); // the listing and b; of a one page has landed
    leaveLeaseOfAnEndedProcess("r1");

    SourceHarvest retried = run("r1", Map.of());
    assertThat(retried.failures()).isEmpty();
    assertThat(retried.batches()).as("all of the run").hasSize(3);
    assertThat(retried.records()).isEqualTo(6);
    assertThat(landed()).containsExactlyInAnyOrder("a", "b", "a/1", "a/2", "b/1", "b/2");
    assertThat(provider.targets())
        .containsExactly(
            "/list", "/detail/a/1", "/detail/a/2", "/detail/b/1", "/detail/b/2", "/detail/a/2");
  }

  @Test
  void keepsTheWholePauseAfterAHolderThatWasKilled() throws Exception {
    provider.reply("/list", 404, "text/plain", "");
    leaveLeaseOfAnEndedProcess("r0");
    long start = System.nanoTime();
    run("r1", Map.of("min-interval", "PT0.3S"));
    assertThat(Duration.ofNanos(provider.requests().get(0).nanos() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(290));
  }

  /** What a holder leaves that is killed: not released, and asked long ago as far as it wrote. */
  private void leaveLeaseOfAnEndedProcess(String run) throws Exception {
    Lease lease = lake.lease("lane-rows");
    assertThat(lease.take(run, Instant.now())).isEmpty();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path file = folder.resolve("leases/lane-rows.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"process\" : [0-9]+", "\"process\" : " + ended.pid()));
  }

  @Test
  void stopsAskingAtOnceWhenItsLeaseIsLost() throws Exception {
    provider.script("/detail/a/2", Step.stalledHead());
    FutureTask<Boolean> task =
        started(
            () -> {
              result = run("r1", Map.of("read-timeout", "PT60S"));
              return Thread.currentThread().isInterrupted();
            });
    awaitRequest("/detail/a/2");
    Path elsewhere = folder.resolve("elsewhere");
    assertThat(Lake.at(elsewhere).lease("lane-rows").take("other", Instant.now())).isEmpty();
    Files.move(
        elsewhere.resolve("leases/lane-rows.json"),
        folder.resolve("leases/lane-rows.json"),
        StandardCopyOption.ATOMIC_MOVE);

    assertThat(task.get()).as("the thread's interruption has served its purpose").isFalse();
    assertThat(result.failures()).hasSize(2);
    assertThat(result.failures().get(0))
        .startsWith("unit detail-a: the lease lane-rows was lost: held by run other");
    assertThat(result.failures().get(1)).endsWith("the rest is planned again next time");
    assertThat(provider.targets()).doesNotContain("/detail/b/1");
    assertThat(lake.lease("lane-rows").holder()).map(Lease.Holder::owner).contains("other");
    assertThat(lake.unitFolder("rows", "detail-a").files()).hasSize(1);
  }

  @Test
  void stopsWhenItsTaskIsKilled() throws IOException {
    SourceHarvest killed =
        harvest("r1", PlanRequest.Mode.INCREMENTAL, job("rows", Map.of()))
            .run(() -> provider.targets().contains("/detail/a/1"))
            .get(0);
    assertThat(killed.failures()).first().asString().contains("the task was killed");
    assertThat(provider.targets()).containsExactly("/list", "/detail/a/1");
    assertThat(lake.lease("lane-rows").holder()).map(Lease.Holder::released).contains(true);
  }

  @Test
  void asksNothingWhenTheClockIsBehindWhatHasLanded() throws IOException {
    landAt(Instant.now().plusSeconds(3600));
    SourceHarvest result = run("r1", Map.of());
    assertThat(result.failures())
        .singleElement()
        .asString()
        .contains("the clock of this machine says", "landed at", "set the clock");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void landsLaterThanWhatAnotherMachineHasLanded() throws IOException {
    BatchManifest theirs = landAt(Instant.now().plusSeconds(120));
    assertThat(run("r1", Map.of()).failures()).isEmpty();
    List<BatchManifest> batches = lake.batches("rows");
    assertThat(batches.get(0)).as("in order of their ids").isEqualTo(theirs);
    assertThat(batches.subList(1, 4))
        .allSatisfy(ours -> assertThat(ours.startedAt()).isAfter(theirs.completedAt()));
    assertThat(ParquetRows.read(rawFile(batches.get(1))).get(0).get("fetched_at"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.INSTANT)
        .isAfter(theirs.completedAt());
  }

  private BatchManifest landAt(Instant when) throws IOException {
    Clock clock = Clock.fixed(when, ZoneOffset.UTC);
    return Landing.open(lake, "rows", "theirs", "r0", "harvest", clock).complete();
  }

  private org.apache.parquet.io.InputFile rawFile(BatchManifest batch) throws IOException {
    return lake.batchFolder("rows", batch.batch()).parquet(batch.files().get(0).path());
  }

  private <T> FutureTask<T> started(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    worker = new Thread(task, "harvest under test");
    worker.start();
    return task;
  }

  private void awaitRequest(String target) throws InterruptedException {
    for (int i = 0; i < 1000 && !provider.targets().contains(target); i++) {
      Thread.sleep(10);
    }
  }

  @Test
  void saysThatADamagedLeaseIsInTheWay() throws IOException {
    Files.createDirectories(folder.resolve("leases"));
    Files.writeString(folder.resolve("leases/lane-rows.json"), "{");
    assertThat(run("r1", Map.of()).failures())
        .singleElement()
        .asString()
        .contains("Damaged lease", "lane-rows.json");
  }

  @Test
  void keepsThePauseOfTheLaneFromRunToRun() throws IOException {
    provider.reply("/list", 404, "text/plain", "");
    Map<String, String> pause = Map.of("min-interval", "PT0.6S");
    run("r1", pause);
    Instant asked = lake.lease("lane-rows").holder().orElseThrow().lastRequestAt();
    assertThat(asked).isBetween(Instant.now().minusSeconds(60), Instant.now());
    run("r2", pause);
    assertThat(provider.requests()).hasSize(2);
    long between = provider.requests().get(1).nanos() - provider.requests().get(0).nanos();
    // A little less, because the lane counts from when it takes its turn, not from the arrival.
    assertThat(Duration.ofNanos(between)).isGreaterThan(Duration.ofMillis(550));
    assertThat(lake.lease("lane-rows").holder().orElseThrow().lastRequestAt()).isAfter(asked);
  }

  @Test
  void takesTheSlowestPauseOfTheSourcesOfALane() {
    provider.reply("/list", 404, "text/plain", "");
    harvest(
            "r1",
            PlanRequest.Mode.INCREMENTAL,
            job("quick", Map.of()),
            job("slow", Map.of("min-interval", "PT0.5S")))
        .run();
    long between = provider.requests().get(1).nanos() - provider.requests().get(0).nanos();
    assertThat(Duration.ofNanos(between)).isGreaterThan(Duration.ofMillis(450));
  }

  @Test
  void marksABackfillSoThatItMovesNoWatermark() throws IOException {
    harvest("r1", PlanRequest.Mode.BACKFILL, job("rows", Map.of())).run();
    assertThat(lake.batches("rows"))
        .hasSize(3)
        .allSatisfy(batch -> assertThat(batch.origin()).isEqualTo("backfill"))
        .allSatisfy(batch -> assertThat(batch.movesWatermark()).isFalse());
  }

  @Test
  void triesEachUnitOnceEvenIfItIsPlannedAgainAndAgain() {
    provider.reply("/detail/b/1", 404, "text/plain", "");
    SourceHarvest result = run("r1", Map.of("stubborn", true));
    assertThat(provider.targets()).hasSize(4).doesNotHaveDuplicates();
    assertThat(result.failures()).hasSize(1);
  }

  @Test
  void stopsASourceThatNeverEndsItsPlansAndSaysSo() {
    SourceHarvest result = run("r1", Map.of("endless", true));
    assertThat(result.failures()).singleElement().asString().contains("10 rounds");
    assertThat(result.batches()).hasSize(12); // the listing, two details, and one more for 9 rounds
  }

  @Test
  void stopsWhenInterruptedAndGivesTheLeaseBack() throws Exception {
    provider.script("/detail/a/2", Step.stalledHead());
    FutureTask<SourceHarvest> task = started(() -> run("r1", Map.of()));
    awaitRequest("/detail/a/2");
    worker.interrupt();
    result = task.get();
    assertThat(result.failures()).hasSize(2);
    assertThat(result.failures().get(0)).startsWith("unit detail-a: ");
    assertThat(result.failures().get(1)).startsWith("interrupted");
    assertThat(provider.targets()).doesNotContain("/detail/b/1");
    assertThat(lake.lease("lane-rows").holder().orElseThrow().alive(Instant.now())).isFalse();

    provider.reply("/detail/a/2", 200, "text/plain", "a/2");
    run("r2", Map.of());
    assertThat(landed()).contains("a/1", "a/2", "b/1", "b/2");
    assertThat(provider.targets()).filteredOn("/detail/a/1"::equals).hasSize(1);
  }

  @Test
  void reportsASourceThatCannotBeMadeAndGoesOnWithTheNext() {
    Map<String, Serializable> values = new HashMap<>(Map.of("source-class", "org.example.None"));
    SourceJob missing = new SourceJob(provider.settings("missing", values));
    List<SourceHarvest> results =
        harvest("r1", PlanRequest.Mode.INCREMENTAL, missing, job("rows", Map.of())).run();
    assertThat(results.get(0).failures()).singleElement().asString().contains("org.example.None");
    assertThat(results.get(1).failures()).isEmpty();
  }

  @Test
  void travelsToTheTaskThatRunsIt() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(harvest("r1", PlanRequest.Mode.INCREMENTAL, job("rows", Map.of())));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LaneHarvest shipped = (LaneHarvest) in.readObject();
      assertThat(shipped.lane()).isEqualTo("rows");
      assertThat(shipped.run().get(0).batches()).hasSize(3);
    }
  }
}

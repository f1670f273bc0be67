package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LaneProgress;
import org.rudolphine.ingest.lake.Lease;

class LaneLinesTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;

  private static Lease.Holder holder(LaneProgress progress) {
    return new Lease.Holder(
        "r1",
        "token",
        "node-7",
        "place",
        12,
        null,
        NOON,
        NOON.plusSeconds(1000),
        NOON.plusSeconds(1180),
        null,
        progress);
  }

  @Test
  void sayHowFarALaneIsAndHowLongItWillTake() {
    LaneProgress arxiv =
        new LaneProgress(
            "arxiv",
            "2026-01",
            0,
            1,
            42,
            42_000,
            2_400_000L,
            120.4,
            NOON,
            NOON.plusSeconds(1000).plus(Duration.ofMinutes(175)));
    assertThat(LaneLines.progress(holder(arxiv)))
        .isEqualTo(
            "harvesting arxiv: 42 pages, 42000 of 2400000 records, 42 records/s, waited 120 s,"
                + " about 3 h left (unit 2026-01)");
  }

  @Test
  void leaveOutWhatNobodyKnows() {
    LaneProgress begun = new LaneProgress("gwosc", null, 0, 0, 0, 0, null, 0, NOON, null);
    assertThat(LaneLines.progress(holder(begun)))
        .isEqualTo("harvesting gwosc: 0 pages, 0 records, waited 0 s");
    Instant end = NOON.plusSeconds(1040);
    LaneProgress units = new LaneProgress("x", "u", 3, 9, 5, 1234, null, 7, NOON, end);
    assertThat(LaneLines.progress(holder(units)))
        .isEqualTo(
            "harvesting x: 5 pages, 1234 records, 1.2 records/s, waited 7 s, about 40 s left"
                + " (unit u, 4 of 9)");
  }

  @Test
  void nameAHolderThatIsSilent() {
    assertThat(LaneLines.silence("gwosc", holder(null), Duration.ofSeconds(75)))
        .isEqualTo("lane gwosc: no sign of life for 75 s from run r1 on node-7 (process 12)");
  }

  @Test
  void comeFromTheLeasesOfTheRunsOwnLanes() throws IOException, InterruptedException {
    Lake lake = Lake.at(folder);
    LaneProgress progress = new LaneProgress("x", null, 0, 0, 7, 70, null, 0, NOON, null);
    Lease mine = lake.lease("lane-mine");
    assertThat(mine.take("r1", Instant.now())).isEmpty();
    assertThat(lake.lease("lane-theirs").take("r2", Instant.now())).isEmpty();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Duration soon = Duration.ofMillis(20);
    List<String> lanes = List.of("idle", "theirs", "mine");
    try (Heartbeat beat =
            Heartbeat.guarding(mine, "r1", () -> new Heartbeat.Sign(null, progress), () -> {});
        LaneLines started = LaneLines.start(lake, "r1", lanes, lines::add, soon, soon)) {
      assertThat(lines.poll(30, TimeUnit.SECONDS)).startsWith("harvesting x: 7 pages, 70 records");
    }
    assertThat(lines).allSatisfy(line -> assertThat(line).startsWith("harvesting x"));
  }
}

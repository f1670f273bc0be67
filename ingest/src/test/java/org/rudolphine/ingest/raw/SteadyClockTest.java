package org.rudolphine.ingest.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.lake.BatchManifest;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private Instant wall = NOON;
  private long nanos = 77;

  private final Clock machine =
      new Clock() {
        @Override
        public Instant instant() {
          return wall;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  private void passes(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  private static BatchManifest landed(Instant at) {
    return new BatchManifest(
        "b", "arxiv", "u", "r", "harvest", null, 0, at, at, Map.of(), List.of());
  }

  @Test
  void goesOnWhenTheMachinesClockIsSetBack() {
    SteadyClock clock = new SteadyClock(machine, () -> nanos, Instant.MIN);
    assertThat(clock.instant()).isEqualTo(NOON);
    passes(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
    wall = wall.minusSeconds(3600);
    passes(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(15));
    passes(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void followsAMachineThatSlept() {
    SteadyClock clock = new SteadyClock(machine, () -> nanos, Instant.MIN);
    clock.instant();
    wall = wall.plusSeconds(3600); // while the monotonic time stood still
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3600));
  }

  @Test
  void isLaterThanWhatHasLanded() throws IOException {
    List<BatchManifest> batches = List.of(landed(NOON.plusSeconds(240)), landed(NOON));
    assertThat(SteadyClock.after(batches, machine).instant()).isAfter(NOON.plusSeconds(240));
    assertThat(SteadyClock.after(List.of(), machine).instant()).isEqualTo(NOON);
    assertThat(SteadyClock.after(List.of(landed(NOON.minusSeconds(9))), machine).instant())
        .isEqualTo(NOON);
  }

  @Test
  void refusesAClockThatIsFarBehind() {
    List<BatchManifest> batches = List.of(landed(NOON), landed(NOON.plusSeconds(301)));
    assertThatThrownBy(() -> SteadyClock.after(batches, machine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2026-01-02T12:00:00Z")
        .hasMessageContaining("2026-01-02T12:05:01Z")
        .hasMessageContaining("raw batch b of arxiv")
        .hasMessageContaining("set the clock");
  }
}

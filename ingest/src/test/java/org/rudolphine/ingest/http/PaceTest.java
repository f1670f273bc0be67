package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PaceTest {
  // The turn is taken by the monotonic clock and noted by the wall clock.
  private static final Duration BETWEEN_CLOCKS = Duration.ofMillis(2);

  @Test
  void turnsAreTheIntervalApart() throws InterruptedException {
    Duration interval = Duration.ofMillis(80);
    Pace pace = new Pace(interval);
    assertThat(pace.lastRequestAt()).isNull();
    pace.awaitTurn();
    for (int i = 0; i < 4; i++) {
      Instant last = pace.lastRequestAt();
      pace.awaitTurn();
      assertThat(Duration.between(last, pace.lastRequestAt()))
          .isGreaterThan(interval.minus(BETWEEN_CLOCKS));
    }
    assertThat(pace.waited()).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void holdIsNeverShortened() throws InterruptedException {
    Pace pace = new Pace(Duration.ZERO);
    long start = System.nanoTime();
    pace.holdFor(Duration.ofMillis(200));
    pace.holdFor(Duration.ofMillis(10));
    pace.awaitTurn();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void holdWhileWaitingIsKept() throws Exception {
    Pace pace = new Pace(Duration.ofMillis(100));
    pace.awaitTurn();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Instant> turn =
          threads.submit(
              () -> {
                pace.awaitTurn();
                return Instant.now();
              });
      Instant held = Instant.now();
      pace.holdFor(Duration.ofMillis(400));
      assertThat(Duration.between(held, turn.get(10, TimeUnit.SECONDS)))
          .isGreaterThan(Duration.ofMillis(400).minus(BETWEEN_CLOCKS));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void laneIsOccupiedUntilTheTurnIsClosed() throws Exception {
    Pace pace = new Pace(Duration.ZERO);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Pace.Turn> second;
      try (Pace.Turn first = pace.occupy()) {
        second = threads.submit(pace::occupy);
        Thread.sleep(150);
        assertThat(second).as("the second turn while %s lasts", first).isNotDone();
      }
      second.get(10, TimeUnit.SECONDS).close();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void negativeIntervalIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pace(Duration.ofSeconds(-1)));
  }

  @Test
  void makesNoRequestWithoutLeave() throws Exception {
    AtomicBoolean leave = new AtomicBoolean(true);
    Pace pace =
        new Pace(
            Duration.ZERO,
            () -> {
              if (!leave.get()) {
                throw new IOException("the lease is lost");
              }
            });
    pace.occupy().close();
    leave.set(false);
    assertThatThrownBy(pace::occupy)
        .isInstanceOf(IOException.class)
        .hasMessage("the lease is lost");
    leave.set(true);
    try (Pace.Turn turn = pace.occupy()) {
      assertThat(turn).as("the refused one has given the lane back").isNotNull();
    }
  }
}

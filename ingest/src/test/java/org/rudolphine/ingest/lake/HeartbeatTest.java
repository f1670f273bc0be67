package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Heartbeat.Rhythm;
import org.rudolphine.ingest.lake.Heartbeat.Sign;

class HeartbeatTest {
  private static final Duration EVER = Duration.ofDays(1);
  private static final Rhythm QUICK = rhythm(Duration.ofMillis(10), EVER);

  /** Beats never come by themselves, and are overdue at once. */
  private static final Rhythm ONLY_WHEN_CHECKED = new Rhythm(EVER, Duration.ofMillis(1), EVER);

  @TempDir Path folder;
  private final CountDownLatch lost = new CountDownLatch(1);
  private Instant taken;
  private Lease lease;

  private static Rhythm rhythm(Duration interval, Duration longestSilence) {
    return new Rhythm(interval, interval, longestSilence);
  }

  @BeforeEach
  void take() throws IOException {
    taken = Instant.now().minusSeconds(60);
    lease = Lake.at(folder).lease("lane-x");
    assertThat(lease.take("me", taken)).isEmpty();
  }

  /** Waits for a beat that is under way, and keeps later ones from writing. */
  @AfterEach
  void release() throws IOException {
    lease.release("me", Instant.now(), null);
  }

  private Heartbeat start(Rhythm rhythm) {
    return Heartbeat.start(lease, "me", () -> Sign.NONE, lost::countDown, rhythm);
  }

  private void loseToAnother() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    assertThat(Lake.at(elsewhere).lease("lane-x").take("other", Instant.now())).isEmpty();
    Files.move(
        elsewhere.resolve("leases/lane-x.json"),
        folder.resolve("leases/lane-x.json"),
        StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void keepsBeatingAfterAFailureAndTellsHowFarItIs() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    LaneProgress progress =
        new LaneProgress("x", "u", 1, 2, 3, 4, 5L, 0.5, taken, taken.plusSeconds(60));
    try (Heartbeat beat =
        Heartbeat.start(
            lease,
            "me",
            () -> {
              three.countDown();
              if (beats.incrementAndGet() == 1) {
                throw new IllegalStateException("the first beat fails");
              }
              return new Sign(taken.plusSeconds(1), progress);
            },
            lost::countDown,
            QUICK)) {
      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(beat.lost()).isEmpty();
      beat.check();
    }
    Lease.Holder holder = lease.holder().orElseThrow();
    assertThat(holder.heartbeatAt()).isAfter(taken);
    assertThat(holder.lastRequestAt()).isEqualTo(taken.plusSeconds(1));
    assertThat(holder.progress()).isEqualTo(progress);
  }

  @Test
  void saysOnceThatAnotherHoldsTheLease() throws Exception {
    try (Heartbeat beat = start(QUICK)) {
      boolean told = false;
      for (int theft = 0; theft < 100 && !told; theft++) {
        loseToAnother(); // again, when a beat that had read the lease before wrote it after
        told = lost.await(200, TimeUnit.MILLISECONDS);
      }
      assertThat(told).isTrue();
      assertThatThrownBy(beat::check)
          .isInstanceOf(LeaseLost.class)
          .hasMessageContaining("the lease lane-x was lost: held by run other");
    }
    assertThat(lease.holder()).map(Lease.Holder::owner).contains("other");
  }

  @Test
  void isLostForGoodWhenItCannotBeRenewedForTooLong() throws Exception {
    Path file = folder.resolve("leases/lane-x.json");
    byte[] whole = Files.readAllBytes(file);
    try (Heartbeat beat = start(rhythm(Duration.ofMillis(10), Duration.ofMillis(200)))) {
      Files.writeString(file, "{");
      assertThat(lost.await(20, TimeUnit.SECONDS)).isTrue();
      Files.write(file, whole);
      assertThatThrownBy(beat::check)
          .isInstanceOf(LeaseLost.class)
          .hasMessageContaining("not renewed for ")
          .hasMessageContaining("Damaged lease");
    }
    assertThat(Files.readAllBytes(file)).as("never renewed again").isEqualTo(whole);
  }

  @Test
  void makesUpForAnOverdueBeatBeforeItGoesOn() throws Exception {
    try (Heartbeat beat = start(ONLY_WHEN_CHECKED)) {
      Thread.sleep(5); // longer than two beats are apart, as after a machine slept
      beat.check();
      assertThat(lease.holder().orElseThrow().heartbeatAt()).isAfter(taken);
      loseToAnother();
      Thread.sleep(5);
      assertThatThrownBy(beat::check)
          .isInstanceOf(LeaseLost.class)
          .hasMessageContaining("run other");
      assertThat(lost.getCount()).isZero();
    }
  }

  @Test
  void interruptsNobodyAfterItsClose() throws Exception {
    Heartbeat beat = start(ONLY_WHEN_CHECKED);
    beat.close();
    loseToAnother();
    Thread.sleep(5);
    assertThatThrownBy(beat::check).isInstanceOf(LeaseLost.class);
    assertThat(lost.getCount()).isOne();
  }
}

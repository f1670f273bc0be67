package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
  @TempDir Path folder;

  @Test
  void keepsBeatingAfterAFailureAndStopsWhenClosed() throws Exception {
    Lease lease = Lake.at(folder).lease("release");
    Instant taken = Instant.now().minusSeconds(60);
    assertThat(lease.take("me", taken)).isEmpty();
    AtomicInteger beats = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    try (Heartbeat beat =
        Heartbeat.of(
            lease,
            "me",
            () -> {
              three.countDown();
              if (beats.incrementAndGet() == 1) {
                throw new IllegalStateException("the first beat fails");
              }
              return null;
            },
            Duration.ofMillis(20))) {
      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lease.holder().orElseThrow().heartbeatAt()).isAfter(taken);
  }
}

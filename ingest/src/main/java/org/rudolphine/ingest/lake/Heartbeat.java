package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs of life for a lease that is held, until it is closed. A missed one is logged, not fatal.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final ScheduledExecutorService timer;

  private Heartbeat(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Keeps a lease alive that its owner has taken. */
  public static Heartbeat of(Lease lease, String owner) {
    return of(lease, owner, () -> null, INTERVAL);
  }

  /**
   * Keeps a lane's lease alive.
   *
   * @param lastRequestAt when the lane last asked its provider; may give null
   */
  public static Heartbeat of(Lease lease, String owner, Supplier<Instant> lastRequestAt) {
    return of(lease, owner, lastRequestAt, INTERVAL);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a beat reports its own failure
  static Heartbeat of(
      Lease lease, String owner, Supplier<Instant> lastRequestAt, Duration interval) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat-" + lease.name());
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleAtFixedRate(
        () -> beat(lease, owner, lastRequestAt),
        interval.toMillis(),
        interval.toMillis(),
        TimeUnit.MILLISECONDS);
    return new Heartbeat(timer);
  }

  private static void beat(Lease lease, String owner, Supplier<Instant> lastRequestAt) {
    try {
      lease.heartbeat(owner, Instant.now(), lastRequestAt.get());
    } catch (IOException | RuntimeException e) { // thrown on, it would be the last beat
      LOG.warn("lease={} missed a heartbeat: {}", lease.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.Permit;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lease;

/**
 * A lane that is ours: its lease with heartbeats, its pace, and what it has done. When the lease is
 * lost the thread that took it is interrupted, so that a request under way is broken off, and no
 * further one is made.
 */
final class LaneHold implements Permit, AutoCloseable {
  private static final HarvestLog LOG = HarvestLog.of(LaneHold.class);

  private final Lease lease;
  private final String runId;
  private final BooleanSupplier cancelled;
  private final Pace pace;
  private final LaneMeter meter;
  private final Heartbeat heartbeat;

  /** Holds a lease that this thread has taken. */
  LaneHold(Lease lease, String runId, Duration minInterval, BooleanSupplier cancelled) {
    this.lease = lease;
    this.runId = runId;
    this.cancelled = cancelled;
    this.pace = new Pace(minInterval, this::check);
    this.pace.holdFor(rest(lease.predecessor(), minInterval));
    this.meter = new LaneMeter(pace::waited);
    this.heartbeat =
        Heartbeat.guarding(
            lease,
            runId,
            () -> new Heartbeat.Sign(pace.lastRequestAt(), meter.progress()),
            Thread.currentThread()::interrupt);
  }

  /**
   * How much of the pause since the last request is left. One that did not give its lease back may
   * have asked until its end; and the clocks of two machines differ.
   */
  private static Duration rest(Optional<Lease.Holder> before, Duration minInterval) {
    if (before.isEmpty()) {
      return Duration.ZERO;
    }
    if (!before.get().released() || !before.get().here()) {
      return minInterval;
    }
    Instant asked = before.get().lastRequestAt();
    if (asked == null) {
      return Duration.ZERO;
    }
    Duration since = Duration.between(asked, Instant.now());
    Duration rest = minInterval.minus(since);
    boolean clockWasSet = since.isNegative();
    return clockWasSet ? minInterval : rest.isNegative() ? Duration.ZERO : rest;
  }

  Pace pace() {
    return pace;
  }

  LaneMeter meter() {
    return meter;
  }

  /** Why nothing more may be asked, if so. */
  Optional<String> ended() {
    if (heartbeat.lost().isPresent()) {
      return heartbeat.lost();
    }
    boolean killed = cancelled.getAsBoolean();
    return killed ? Optional.of("the task was killed") : Optional.empty();
  }

  @Override
  public void check() throws IOException {
    heartbeat.check();
    if (cancelled.getAsBoolean()) {
      throw new InterruptedIOException("the task was killed");
    }
  }

  /** Gives the lane back. What was harvested counts, even when the lease must run out by itself. */
  @Override
  public void close() {
    heartbeat.close();
    boolean lost = heartbeat.lost().isPresent();
    boolean interrupted = Thread.interrupted(); // clients of HDFS and S3 would not write at all
    try {
      lease.release(runId, Instant.now(), pace.lastRequestAt());
    } catch (IOException | RuntimeException e) {
      if (!lost) { // which was said, and why
        LOG.warn("lease={} was not given back: {}", lease.name(), e.getMessage());
      }
      LOG.debug("lease={} was not given back", lease.name(), e);
    } finally {
      if (interrupted && !lost) { // a lost lease interrupts the work, which has ended now
        Thread.currentThread().interrupt();
      }
    }
  }
}

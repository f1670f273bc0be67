package org.rudolphine.ingest.http;

import java.time.Duration;
import java.time.Instant;

/** One lane's rhythm: at most one request under way, and a pause between the starts of two. */
public final class Pace {
  private final Duration minInterval;
  private long nextNanos = System.nanoTime();
  private Instant lastRequestAt;
  private Duration waited = Duration.ZERO;

  public Pace(Duration minInterval) {
    if (minInterval.isNegative()) {
      throw new IllegalArgumentException("A lane's pause cannot be negative: " + minInterval);
    }
    this.minInterval = minInterval;
  }

  /** Waits for the lane's next turn and takes it. */
  public synchronized void awaitTurn() throws InterruptedException {
    long wait = nextNanos - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      waited = waited.plusNanos(wait);
    }
    nextNanos = System.nanoTime() + minInterval.toNanos();
    lastRequestAt = Instant.now();
  }

  /** Holds the lane back: no request before then. */
  public synchronized void holdFor(Duration pause) {
    nextNanos = Math.max(nextNanos, System.nanoTime() + pause.toNanos());
  }

  /** When the lane last asked, or null. */
  public synchronized Instant lastRequestAt() {
    return lastRequestAt;
  }

  /** How long requests have waited for their turn so far. */
  public synchronized Duration waited() {
    return waited;
  }
}

package org.rudolphine.ingest.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.rudolphine.ingest.Permit;

/**
 * One lane's rhythm: at most one request under way, and a pause between the starts of two. Shared
 * by all clients of a lane, from any thread.
 */
public final class Pace {
  private final Duration minInterval;
  private final Permit permit;
  private final Semaphore lane = new Semaphore(1, true);
  private long nextNanos = System.nanoTime();
  private Instant lastRequestAt;
  private Duration waited = Duration.ZERO;

  public Pace(Duration minInterval) {
    this(minInterval, Permit.ALWAYS);
  }

  /** A lane that asks for leave when a request's turn has come, before it is made. */
  public Pace(Duration minInterval, Permit permit) {
    if (minInterval.isNegative()) {
      throw new IllegalArgumentException("A lane's pause cannot be negative: " + minInterval);
    }
    this.minInterval = minInterval;
    this.permit = permit;
  }

  /** Waits for the lane's next turn and takes it. */
  public void awaitTurn() throws InterruptedException {
    long asked = System.nanoTime();
    for (long wait = takeTurn(asked); wait > 0; wait = takeTurn(asked)) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /**
   * Has the lane to itself from its next turn until the returned turn is closed.
   *
   * @throws IOException when there is no leave to ask
   */
  Turn occupy() throws InterruptedException, IOException {
    lane.acquire();
    boolean taken = false;
    try {
      awaitTurn();
      permit.check();
      taken = true;
      return lane::release;
    } finally {
      if (!taken) {
        lane.release();
      }
    }
  }

  /** Holds the lane back: no request before then. */
  public synchronized void holdFor(Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    if (until - nextNanos > 0) {
      nextNanos = until;
    }
  }

  /** When the lane last asked, or null. */
  public synchronized Instant lastRequestAt() {
    return lastRequestAt;
  }

  /** How long requests have waited for their turn so far. */
  public synchronized Duration waited() {
    return waited;
  }

  /** Takes the turn, or says for how many nanoseconds it is still too early. */
  private synchronized long takeTurn(long asked) {
    long now = System.nanoTime();
    long wait = nextNanos - now;
    if (wait > 0) {
      return wait;
    }
    nextNanos = now + minInterval.toNanos();
    waited = waited.plusNanos(now - asked);
    lastRequestAt = Instant.now();
    return 0;
  }

  /** The time during which a request has the lane to itself. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }
}

package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.rudolphine.ingest.Permit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs of life for a lease that is held, until it is closed, and the knowledge whether it still is
 * held. A missed beat is logged, not fatal; a lease that someone else has taken is lost.
 *
 * <p>A holder that guards something ({@link #guarding}) counts its lease as lost sooner than anyone
 * may take it: when it was not renewed for {@link #LONGEST_SILENCE} of monotonic time. A process
 * that was stopped or a machine that slept renews before it goes on, in {@link #check()}.
 */
public final class Heartbeat implements AutoCloseable, Permit {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** A minute less than a lease lives: time enough to break off a request that is under way. */
  static final Duration LONGEST_SILENCE = Lease.LIFE.minusMinutes(1);

  /** The first beat comes soon, for those who want to see what is being done. */
  private static final Rhythm RHYTHM =
      new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(20), LONGEST_SILENCE);

  /** Whoever guards nothing by its lease may go on for as long as nobody has taken it. */
  private static final Rhythm UNGUARDED =
      new Rhythm(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofDays(36_500));

  private final Lease lease;
  private final String owner;
  private final Supplier<Sign> sign;
  private final Runnable onLost;
  private final Rhythm rhythm;
  private final ScheduledExecutorService timer;
  private final ReentrantLock beating = new ReentrantLock();
  private final AtomicReference<String> lost = new AtomicReference<>();
  private volatile long renewedNanos;
  private volatile Instant renewedAt = Instant.now();
  private volatile String missed;
  private boolean closed;

  /**
   * What a beat tells.
   *
   * @param lastRequestAt when the lane last asked its provider, or null
   * @param progress how far it has come, or null
   */
  public record Sign(Instant lastRequestAt, LaneProgress progress) {
    static final Sign NONE = new Sign(null, null);
  }

  /**
   * When beats come.
   *
   * @param first time before the first one
   * @param interval time between two
   * @param longestSilence how long a lease that was not renewed still counts as ours
   */
  record Rhythm(Duration first, Duration interval, Duration longestSilence) {}

  private Heartbeat(
      Lease lease, String owner, Supplier<Sign> sign, Runnable onLost, Rhythm rhythm) {
    this.lease = lease;
    this.owner = owner;
    this.sign = sign;
    this.onLost = onLost;
    this.rhythm = rhythm;
    this.renewedNanos = lease.claimedNanos();
    this.timer =
        Executors.newScheduledThreadPool(
            2, // a beat may hang where the lake hangs
            task -> {
              Thread thread = new Thread(task, "heartbeat-" + lease.name());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Keeps a lease alive that its owner has taken, and only says so when it is lost. */
  public static Heartbeat of(Lease lease, String owner) {
    return start(lease, owner, () -> Sign.NONE, () -> {}, UNGUARDED);
  }

  /**
   * Keeps a lease alive that guards something, such as a lane.
   *
   * @param sign what to tell with each beat
   * @param onLost called once, from a thread of its own, when the lease is lost before the close
   */
  public static Heartbeat guarding(
      Lease lease, String owner, Supplier<Sign> sign, Runnable onLost) {
    return start(lease, owner, sign, onLost, RHYTHM);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a beat reports its own failure
  static Heartbeat start(
      Lease lease, String owner, Supplier<Sign> sign, Runnable onLost, Rhythm rhythm) {
    Heartbeat heartbeat = new Heartbeat(lease, owner, sign, onLost, rhythm);
    long interval = rhythm.interval().toMillis();
    heartbeat.timer.scheduleWithFixedDelay(
        heartbeat::beat, rhythm.first().toMillis(), interval, TimeUnit.MILLISECONDS);
    heartbeat.timer.scheduleWithFixedDelay(
        heartbeat::endSilence, interval, Math.max(1, interval / 10), TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  /** Why the lease is no longer held, if so. */
  public Optional<String> lost() {
    return Optional.ofNullable(lost.get());
  }

  /**
   * Returns when the lease is held for certain; a renewal that is overdue is made up for first.
   *
   * @throws LeaseLost when it is not
   */
  @Override
  public void check() throws LeaseLost {
    endSilence();
    if (overdue()) {
      beat();
    }
    if (lost.get() != null) {
      throw new LeaseLost(lost.get());
    }
  }

  /** By either clock: one does not run while the machine sleeps, the other may be set. */
  private boolean overdue() {
    Duration patience = rhythm.interval().multipliedBy(2);
    return silence().compareTo(patience) > 0
        || Duration.between(renewedAt, Instant.now()).abs().compareTo(patience) > 0;
  }

  private Duration silence() {
    return Duration.ofNanos(System.nanoTime() - renewedNanos);
  }

  private void beat() {
    beating.lock();
    try {
      endSilence();
      if (lost.get() == null) {
        renew();
      }
    } catch (IOException | RuntimeException e) { // thrown on, it would be the last beat
      miss(e);
    } finally {
      beating.unlock();
    }
  }

  private void renew() throws IOException {
    long began = System.nanoTime();
    Instant now = Instant.now();
    Sign told = sign.get();
    if (!lease.renew(owner, now, told.lastRequestAt(), told.progress())) {
      lose(lease.holder().map(holder -> "held by " + holder.shown()).orElse("removed"));
      return;
    }
    endSilence(); // if it took too long it may have been taken before it was written
    renewedNanos = began;
    renewedAt = now;
    missed = null;
  }

  /** An outage is one line, however many beats it lasts. */
  private void miss(Exception e) {
    if (missed == null) {
      LOG.warn("lease={} run={} missed a heartbeat: {}", lease.name(), owner, e.getMessage());
    }
    missed = String.valueOf(e.getMessage());
    LOG.debug("lease={} run={} missed a heartbeat", lease.name(), owner, e);
  }

  private void endSilence() {
    if (silence().compareTo(rhythm.longestSilence()) > 0) {
      String why = missed == null ? "this process stood still" : missed;
      lose("not renewed for " + silence().toSeconds() + " s: " + why);
    }
  }

  private void lose(String why) {
    if (!lost.compareAndSet(null, "the lease " + lease.name() + " was lost: " + why)) {
      return;
    }
    synchronized (this) {
      if (!closed) {
        LOG.warn("lease={} run={} {}", lease.name(), owner, lost.get());
        onLost.run();
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    timer.shutdown();
  }
}

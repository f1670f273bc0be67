package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * The time at which things land in the lake. It never goes backwards and never stands still,
 * whatever becomes of the machine's clock meanwhile, for the order of batches decides which state
 * of a record is the newest.
 */
public final class SteadyClock extends Clock {
  /** By how much the clocks of two machines may differ without anyone being asked to act. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant last;
  private long lastNanos;

  SteadyClock(Clock wall, LongSupplier nanos, Instant floor) {
    this.wall = wall;
    this.nanos = nanos;
    this.last = floor;
    this.lastNanos = nanos.getAsLong();
  }

  /**
   * A clock that is later than all batches of a source.
   *
   * @param batches what has landed of the source so far
   * @throws IOException when the clock is more than five minutes behind the newest of them
   */
  public static SteadyClock after(List<BatchManifest> batches, Clock wall) throws IOException {
    Optional<BatchManifest> newest =
        batches.stream().max(Comparator.comparing(BatchManifest::completedAt));
    if (newest.isEmpty()) {
      return new SteadyClock(wall, System::nanoTime, Instant.MIN);
    }
    Instant now = wall.instant();
    Instant landed = newest.get().completedAt();
    if (now.plus(TOLERANCE).isBefore(landed)) {
      throw new IOException(behind(now, newest.get()));
    }
    return new SteadyClock(wall, System::nanoTime, landed.plus(1, ChronoUnit.MILLIS));
  }

  private static String behind(Instant now, BatchManifest newest) {
    return "the clock of this machine says "
        + now.truncatedTo(ChronoUnit.SECONDS)
        + ", but raw batch "
        + newest.batch()
        + " of "
        + newest.source()
        + " landed at "
        + newest.completedAt().truncatedTo(ChronoUnit.SECONDS)
        + ": set the clock and try again; if that batch is the one dated wrongly, remove its"
        + " folder, then harvest --full and normalize --rebuild";
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    Instant steady = last.equals(Instant.MIN) ? last : last.plusNanos(now - lastNanos);
    Instant told = wall.instant();
    last = told.isAfter(steady) ? told : steady;
    lastNanos = now;
    return last;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The lake knows UTC only, not " + zone);
  }
}

package org.rudolphine.ingest.harvest;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.rudolphine.ingest.lake.LaneProgress;

/** Counts what a lane does; read by its heartbeat while the lane's thread writes. */
final class LaneMeter {
  private final Supplier<Duration> waited;
  private String source;
  private String unit;
  private Instant startedAt;
  private long startNanos;
  private Duration waitedBefore;
  private int unitsDone;
  private int unitsPlanned;
  private long pages;
  private long records;
  private long recordsAhead;

  /**
   * A meter at nothing.
   *
   * @param waited how long the lane has waited for its turns so far
   */
  LaneMeter(Supplier<Duration> waited) {
    this.waited = waited;
  }

  synchronized void begin(String sourceId) {
    source = sourceId;
    unit = null;
    startedAt = Instant.now();
    startNanos = System.nanoTime();
    waitedBefore = waited.get();
    unitsDone = 0;
    unitsPlanned = 0;
    pages = 0;
    records = 0;
    recordsAhead = 0;
  }

  synchronized void planned(int units) {
    unitsPlanned = unitsDone + units;
  }

  synchronized void unit(String id) {
    unit = id;
    recordsAhead = 0;
  }

  /** The unit has ended, well or not. */
  synchronized void unitDone() {
    unit = null;
    unitsDone++;
    recordsAhead = 0;
  }

  synchronized void page(long recordsOfPage) {
    pages++;
    records += recordsOfPage;
    recordsAhead = Math.max(0, recordsAhead - recordsOfPage);
  }

  /** So many records of the unit are still to come. */
  synchronized void expect(long recordsOfUnit) {
    recordsAhead = Math.max(0, recordsOfUnit);
  }

  /** How long the source's requests have waited for their turn, in seconds. */
  synchronized double waitedSeconds() {
    return waited.get().minus(waitedBefore).toMillis() / 1000.0;
  }

  synchronized double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** How far the lane has come, or null before its first source. */
  synchronized LaneProgress progress() {
    if (source == null) {
      return null;
    }
    Double left = secondsLeft();
    return new LaneProgress(
        source,
        unit,
        unitsDone,
        unitsPlanned,
        pages,
        records,
        expected(),
        waitedSeconds(),
        startedAt,
        left == null ? null : Instant.now().plusMillis(Math.round(left * 1000)));
  }

  /** Known only once nothing but the present unit is left. */
  private Long expected() {
    return recordsAhead > 0 && unitsPlanned - unitsDone <= 1 ? records + recordsAhead : null;
  }

  /** At the rate so far; null when nothing tells. */
  private Double secondsLeft() {
    double share = unitsDone + shareOfUnit();
    if (share == 0 || unitsPlanned <= unitsDone) {
      return null;
    }
    return seconds() * (unitsPlanned - share) / share;
  }

  private double shareOfUnit() {
    return unitsDone == 0 && recordsAhead > 0 && records > 0
        ? (double) records / (records + recordsAhead)
        : 0;
  }
}

package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.source.PlanRequest;

/**
 * Harvests the sources of one lane, one after the other, one request at a time. Holds the lane's
 * lease meanwhile, so that no other job asks the same provider, and keeps the lane's pace across
 * jobs.
 *
 * <p>May be run again for the same run, on any machine, when an earlier attempt was killed or cut
 * off: it waits until that has ended or its lease has run out, and goes on with what has landed.
 */
public final class LaneHarvest implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final HarvestLog LOG = HarvestLog.of(LaneHarvest.class);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

  private final String lane;
  private final List<SourceJob> jobs;
  private final Errand errand;

  /** A harvest of records alone; all jobs must belong to the lane. */
  public LaneHarvest(
      Lake lake,
      String lane,
      List<SourceJob> jobs,
      String runId,
      PlanRequest.Mode mode,
      LocalDate from,
      LocalDate until) {
    this(lake, lane, jobs, runId, mode, PlanRequest.Extent.RECORDS, from, until);
  }

  /** All jobs must belong to the lane. */
  public LaneHarvest(
      Lake lake,
      String lane,
      List<SourceJob> jobs,
      String runId,
      PlanRequest.Mode mode,
      PlanRequest.Extent extent,
      LocalDate from,
      LocalDate until) {
    this.lane = lane;
    this.jobs = List.copyOf(jobs);
    this.errand = new Errand(lake, runId, mode, extent, from, until);
  }

  public String lane() {
    return lane;
  }

  /** Runs the lane to its end; failures are in the result, not thrown. */
  public List<SourceHarvest> run() {
    return run(() -> false);
  }

  /**
   * Runs the lane to its end, or until it is told to stop; failures are in the result, not thrown.
   *
   * @param cancelled asked before each request whether to stop
   */
  public List<SourceHarvest> run(BooleanSupplier cancelled) {
    try (HarvestLog.Scope scope = HarvestLog.scope("run", errand.runId())) {
      return underLease(cancelled);
    } catch (InterruptedIOException e) {
      return allFailed(e.getMessage(), null);
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return allFailed("the lane's lease cannot be kept in the lake: " + reason, null);
    }
  }

  private List<SourceHarvest> underLease(BooleanSupplier cancelled) throws IOException {
    Lease lease = errand.lake().lease("lane-" + lane);
    Optional<Lease.Holder> other = take(lease, cancelled);
    if (other.isPresent()) {
      return allFailed(
          "lane " + lane + " is in use by " + other.get().shown(), other.get().owner());
    }
    try (LaneHold hold = new LaneHold(lease, errand.runId(), minInterval(), cancelled)) {
      List<SourceHarvest> results = new ArrayList<>();
      for (SourceJob job : jobs) {
        results.add(new SourceRounds(errand, job, hold).run());
      }
      return results;
    }
  }

  /**
   * Takes the lease. An earlier attempt of this very run is waited for: it ends, or its lease runs
   * out.
   *
   * @return the holder of another run, if that is in the way
   */
  private Optional<Lease.Holder> take(Lease lease, BooleanSupplier cancelled) throws IOException {
    boolean said = false;
    while (true) {
      Optional<Lease.Holder> other = lease.take(errand.runId(), Instant.now(), LOG::info);
      boolean anotherRuns =
          other.isPresent()
              && !other.get().released()
              && !other.get().owner().equals(errand.runId());
      if (other.isEmpty() || anotherRuns) {
        return other;
      }
      if (!said) {
        LOG.info("lane {} waits for an earlier attempt: {}", lane, other.get().shown());
        said = true;
      }
      if (cancelled.getAsBoolean() || !pause()) {
        throw new InterruptedIOException(
            "stopped while waiting for an earlier attempt: " + other.get().shown());
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sources that share a lane share the slowest of their paces. */
  private Duration minInterval() {
    return jobs.stream()
        .map(job -> job.settings().minInterval())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private List<SourceHarvest> allFailed(String reason, String lockedBy) {
    LOG.warn("lane {} was not asked: {}", lane, reason);
    return jobs.stream()
        .map(job -> new SourceHarvest(job.id(), List.of(), 0, 0, List.of(reason), lockedBy, 0, 0))
        .toList();
  }
}

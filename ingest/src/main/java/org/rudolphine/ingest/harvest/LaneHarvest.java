package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.ingest.source.Source;
import org.rudolphine.ingest.source.WorkUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Harvests the sources of one lane, one after the other, one request at a time. Holds the lane's
 * lease meanwhile, so that no other job asks the same provider, and keeps the lane's pace across
 * jobs. A unit that fails is reported and planned again next time; it does not stop the others.
 */
public final class LaneHarvest implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LaneHarvest.class);
  private static final int MAX_ROUNDS = 10;
  private static final int MAX_FAILED_IN_A_ROW = 5;

  /** Statuses by which a provider says that it does not want to be asked. */
  private static final Set<Integer> UNWELCOME = Set.of(401, 403, 429);

  private final Lake lake;
  private final String lane;
  private final List<SourceJob> jobs;
  private final String runId;
  private final PlanRequest.Mode mode;
  private final LocalDate from;
  private final LocalDate until;

  /** All jobs must belong to the lane. */
  public LaneHarvest(
      Lake lake,
      String lane,
      List<SourceJob> jobs,
      String runId,
      PlanRequest.Mode mode,
      LocalDate from,
      LocalDate until) {
    this.lake = lake;
    this.lane = lane;
    this.jobs = List.copyOf(jobs);
    this.runId = runId;
    this.mode = mode;
    this.from = from;
    this.until = until;
  }

  public String lane() {
    return lane;
  }

  /** Runs the lane to its end; failures are in the result, not thrown. */
  public List<SourceHarvest> run() {
    try {
      return underLease();
    } catch (IOException | RuntimeException e) {
      return allFailed("the lane's lease cannot be kept in the lake: " + reason(e), null);
    }
  }

  private List<SourceHarvest> underLease() throws IOException {
    Lease lease = lake.lease("lane-" + lane);
    Instant lastRequestAt = lease.holder().map(Lease.Holder::lastRequestAt).orElse(null);
    Optional<Lease.Holder> other = lease.take(runId, Instant.now());
    if (other.isPresent()) {
      return allFailed(
          "lane "
              + lane
              + " is in use by run "
              + other.get().owner()
              + " on "
              + other.get().host()
              + " until "
              + other.get().expiresAt(),
          other.get().owner());
    }
    Pace pace = new Pace(minInterval());
    holdSince(pace, lastRequestAt);
    try (Heartbeat beat = Heartbeat.of(lease, runId, pace::lastRequestAt)) {
      List<SourceHarvest> results = new ArrayList<>();
      for (SourceJob job : jobs) {
        results.add(harvest(job, pace));
      }
      return results;
    } finally {
      release(lease, pace);
    }
  }

  /** What was harvested counts, even when the lease must run out by itself. */
  private void release(Lease lease, Pace pace) {
    try {
      lease.release(runId, Instant.now(), pace.lastRequestAt());
    } catch (IOException | RuntimeException e) {
      LOG.warn("lease={} was not given back: {}", lease.name(), reason(e));
    }
  }

  /** Sources that share a lane share the slowest of their paces. */
  private Duration minInterval() {
    return jobs.stream()
        .map(job -> job.settings().minInterval())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private void holdSince(Pace pace, Instant lastRequestAt) {
    if (lastRequestAt == null) {
      return;
    }
    Duration since = Duration.between(lastRequestAt, Instant.now());
    // Clocks of two machines differ: a request of the future counts as one of just now.
    Duration rest = since.isNegative() ? minInterval() : minInterval().minus(since);
    if (!rest.isNegative()) {
      pace.holdFor(rest);
    }
  }

  private List<SourceHarvest> allFailed(String reason, String lockedBy) {
    return jobs.stream()
        .map(job -> new SourceHarvest(job.id(), List.of(), 0, 0, List.of(reason), lockedBy, 0, 0))
        .toList();
  }

  private SourceHarvest harvest(SourceJob job, Pace pace) {
    long start = System.nanoTime();
    double waitedBefore = pace.waited().toMillis() / 1000.0;
    Progress progress = new Progress();
    try (PoliteClient client = PoliteClient.open(job.settings(), pace)) {
      rounds(job, client, progress);
    } catch (IOException | RuntimeException e) {
      LOG.warn("source={} failed before its units: {}", job.id(), reason(e), e);
      progress.failures.add(reason(e));
    }
    return new SourceHarvest(
        job.id(),
        progress.batches,
        progress.pages,
        progress.records,
        progress.failures,
        null,
        pace.waited().toMillis() / 1000.0 - waitedBefore,
        (System.nanoTime() - start) / 1e9);
  }

  /** Plans and fetches until the source plans nothing more. */
  private void rounds(SourceJob job, PoliteClient client, Progress progress) throws IOException {
    Source source = job.source();
    Set<String> tried = new HashSet<>();
    for (int round = 0; ; round++) {
      PlanRequest request = new PlanRequest(runId, mode, from, until, lake.batches(job.id()));
      List<WorkUnit> units =
          source.plan(request).stream().filter(unit -> !tried.contains(unit.id())).toList();
      if (units.isEmpty()) {
        return;
      }
      if (round == MAX_ROUNDS) {
        progress.failures.add(
            "still planning after " + MAX_ROUNDS + " rounds; the rest is planned again next time");
        return;
      }
      for (WorkUnit unit : units) {
        tried.add(unit.id());
        harvestUnit(job, source, unit, client, progress);
        if (Thread.currentThread().isInterrupted()) {
          progress.failures.add("interrupted; the rest is planned again next time");
          return;
        }
        if (progress.stopped != null) {
          progress.failures.add(progress.stopped + "; the rest is planned again next time");
          return;
        }
      }
    }
  }

  private void harvestUnit(
      SourceJob job, Source source, WorkUnit unit, PoliteClient client, Progress progress) {
    String origin = mode == PlanRequest.Mode.BACKFILL ? "backfill" : "harvest";
    try {
      Landing landing = Landing.open(lake, job.id(), unit.id(), runId, origin, Clock.systemUTC());
      LOG.info("run={} source={} unit={} started", runId, job.id(), unit.id());
      source.harvest(unit, client, landing);
      int pages = landing.pages();
      BatchManifest manifest = landing.complete();
      progress.landed(manifest, pages);
      LOG.info(
          "run={} source={} unit={} landed {} records of {} pages as batch {}",
          runId,
          job.id(),
          unit.id(),
          manifest.records(),
          pages,
          manifest.batch());
    } catch (IOException | RuntimeException e) {
      String line = "unit " + unit.id() + ": " + reason(e);
      LOG.warn("run={} source={} {}", runId, job.id(), line);
      LOG.debug("run={} source={} unit={}", runId, job.id(), unit.id(), e);
      progress.failed(line, e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static final class Progress {
    private final List<String> batches = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long pages;
    private long records;
    private int failedInARow;

    /** Why the provider is left alone for the rest of this run, or null. */
    private String stopped;

    /** A provider that refuses, or is down, is not asked for hundreds of further units. */
    void failed(String line, Exception e) {
      failures.add(line);
      failedInARow++;
      if (e instanceof HttpFailure refusal && UNWELCOME.contains(refusal.status())) {
        stopped = "the provider answered " + refusal.status();
      } else if (failedInARow == MAX_FAILED_IN_A_ROW) {
        stopped = MAX_FAILED_IN_A_ROW + " units failed in a row";
      }
    }

    void landed(BatchManifest manifest, int unitPages) {
      failedInARow = 0;
      batches.add(manifest.batch());
      pages += unitPages;
      records += manifest.records();
    }
  }
}

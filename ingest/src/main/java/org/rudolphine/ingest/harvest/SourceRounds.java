package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.SteadyClock;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.ingest.source.Source;
import org.rudolphine.ingest.source.WorkUnit;

/**
 * One source of a lane in one harvest: plans and fetches until the source plans nothing more. A
 * unit that fails is reported and planned again next time; it does not stop the others.
 */
final class SourceRounds {
  private static final HarvestLog LOG = HarvestLog.of(SourceRounds.class);
  private static final int MAX_ROUNDS = 10;
  private static final int MAX_FAILED_IN_A_ROW = 5;
  private static final String REST = "; the rest is planned again next time";

  /** Statuses by which a provider says that it does not want to be asked. */
  private static final Set<Integer> UNWELCOME = Set.of(401, 403, 429);

  private final Errand errand;
  private final SourceJob job;
  private final LaneHold hold;
  private final LaneMeter meter;
  private final List<String> batches = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> tried = new HashSet<>();
  private Clock clock;
  private long pages;
  private long records;
  private int failedInARow;

  /** Why the provider is left alone for the rest of this run, or null. */
  private String stopped;

  SourceRounds(Errand errand, SourceJob job, LaneHold hold) {
    this.errand = errand;
    this.job = job;
    this.hold = hold;
    this.meter = hold.meter();
  }

  /** Harvests; failures are in the result, not thrown. */
  SourceHarvest run() {
    meter.begin(job.id());
    try (HarvestLog.Scope scope = HarvestLog.scope("source", job.id())) {
      begin();
    }
    return new SourceHarvest(
        job.id(), batches, pages, records, failures, null, meter.waitedSeconds(), meter.seconds());
  }

  private void begin() {
    try (PoliteClient client = PoliteClient.open(job.settings(), hold.pace())) {
      hold.check();
      List<BatchManifest> landed = errand.batches(job.id());
      clock = SteadyClock.after(landed, Clock.systemUTC());
      countEarlierAttempt(landed);
      rounds(client);
    } catch (IOException | RuntimeException e) {
      String reason = reason(e);
      LOG.warn("failed between its units: {}", reason);
      LOG.debug("failed between its units", e);
      failures.add(reason);
    }
  }

  /** What an attempt at this very task has landed before it was killed belongs to this run. */
  private void countEarlierAttempt(List<BatchManifest> landed) {
    for (BatchManifest manifest : errand.planRequest(landed).ofThisRun()) {
      tried.add(manifest.unit());
      batches.add(manifest.batch());
      records += manifest.records();
    }
  }

  private void rounds(PoliteClient client) throws IOException {
    Source source = job.source();
    for (int round = 0; stopped == null; round++) {
      PlanRequest request = errand.planRequest(errand.batches(job.id()));
      List<WorkUnit> units =
          source.plan(request).stream().filter(unit -> !tried.contains(unit.id())).toList();
      if (units.isEmpty()) {
        return;
      }
      if (round == MAX_ROUNDS) {
        failures.add("still planning after " + MAX_ROUNDS + " rounds" + REST);
        return;
      }
      meter.planned(units.size());
      fetch(units, source, client);
    }
    failures.add(stopped + REST);
  }

  private void fetch(List<WorkUnit> units, Source source, PoliteClient client) {
    for (WorkUnit unit : units) {
      tried.add(unit.id());
      harvest(unit, source, client);
      if (stopped != null) {
        return;
      }
    }
  }

  private void harvest(WorkUnit unit, Source source, PoliteClient client) {
    meter.unit(unit.id());
    try (HarvestLog.Scope scope = HarvestLog.scope("unit", unit.id())) {
      land(unit, source, client);
    } catch (IOException | RuntimeException e) {
      failed(unit, e);
    }
    meter.unitDone();
    if (stopped == null && Thread.currentThread().isInterrupted()) {
      stopped = hold.ended().orElse("interrupted");
    }
  }

  private void land(WorkUnit unit, Source source, PoliteClient client) throws IOException {
    try {
      Landing landing =
          Landing.open(errand.lake(), job.id(), unit.id(), errand.runId(), errand.origin(), clock);
      LOG.info("started, {} pages of an earlier attempt are there", landing.pages());
      MeteredSink sink = new MeteredSink(landing, meter, hold);
      source.harvest(unit, client, errand.lake().assets(), sink);
      hold.check();
      int unitPages = landing.pages();
      BatchManifest manifest = landing.complete(hold);
      landed(manifest, unitPages);
      LOG.info(
          "landed {} records of {} pages as batch {}",
          manifest.records(),
          unitPages,
          manifest.batch());
    } catch (IOException | RuntimeException e) {
      LOG.warn("failed: {}", reason(e));
      LOG.debug("failed", e);
      throw e;
    }
  }

  private void landed(BatchManifest manifest, int unitPages) {
    failedInARow = 0;
    batches.add(manifest.batch());
    pages += unitPages;
    records += manifest.records();
  }

  /** A provider that refuses, or is down, is not asked for hundreds of further units. */
  private void failed(WorkUnit unit, Exception e) {
    failures.add("unit " + unit.id() + ": " + reason(e));
    failedInARow++;
    if (hold.ended().isPresent()) {
      stopped = hold.ended().get();
    } else if (e instanceof HttpFailure refusal && UNWELCOME.contains(refusal.status())) {
      stopped = "the provider answered " + refusal.status();
    } else if (failedInARow == MAX_FAILED_IN_A_ROW) {
      stopped = MAX_FAILED_IN_A_ROW + " units failed in a row";
    }
  }

  /** Why the lane ended says more than where that was noticed. */
  private String reason(Exception e) {
    return hold.ended().orElseGet(() -> told(e));
  }

  private static String told(Exception e) {
    if (e.getMessage() == null) {
      return e.getClass().getSimpleName();
    }
    boolean onlyPath = e instanceof FileSystemException file && file.getReason() == null;
    return (onlyPath ? e.getClass().getSimpleName() + ": " : "") + e.getMessage();
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.harvest.LaneHarvest;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.jobs.settings.SettingsException;

/**
 * Fetches raw batches: one Spark task per lane, so that a provider is asked over one connection. A
 * task that Spark runs again, because its executor was lost, goes on where that one was killed.
 */
final class HarvestJob {
  private final Workspace workspace;
  private final Run run;

  HarvestJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * What to harvest.
   *
   * @param sources ids, or empty for all that can be harvested
   * @param mode incremental, full or backfill
   * @param extent records alone, or the files that they speak of too
   * @param from first day of a backfill, or null
   * @param until last day of a backfill, or null
   */
  record Request(
      List<String> sources,
      PlanRequest.Mode mode,
      PlanRequest.Extent extent,
      LocalDate from,
      LocalDate until) {}

  /** Harvests, and raises the run's exit code when sources failed. */
  List<SourceHarvest> harvest(Request request) throws IOException {
    List<LaneHarvest> lanes = lanes(request);
    List<SourceHarvest> results = run.stage("harvest", () -> ask(lanes));
    results.forEach(run::harvested);
    results.forEach(this::report);
    stopIfLakeFails(results);
    if (results.stream().anyMatch(SourceHarvest::failed)) {
      boolean onlyLocked = results.stream().allMatch(result -> result.lockedBy() != null);
      run.outcome(onlyLocked ? ExitCode.LOCKED : ExitCode.SOME_SOURCES_FAILED);
    }
    return results;
  }

  /** That nothing can be written is no provider's failure, and every later stage would meet it. */
  private void stopIfLakeFails(List<SourceHarvest> results) throws IOException {
    for (SourceHarvest result : results) {
      for (String failure : result.failures()) {
        Optional<Trouble.Told> told = Failure.ofLake(failure, workspace.lake().uri());
        if (told.isPresent()) {
          throw new RunFailure(
              result.source()
                  + ": "
                  + told.get().inWords(failure)
                  + ": "
                  + Failure.asks(told.get().trouble()),
              null);
        }
      }
    }
  }

  private List<LaneHarvest> lanes(Request request) {
    Map<String, List<SourceJob>> byLane = new TreeMap<>();
    for (SourceSettings source :
        Selection.sources(workspace.settings(), request.sources(), "source-class")) {
      if (source.text("base-url").isEmpty()) {
        importOnly(source, request);
        continue;
      }
      SourceSettings complete = workspace.withSecrets(source);
      refuseEarly(complete);
      byLane.computeIfAbsent(source.lane(), lane -> new ArrayList<>()).add(new SourceJob(complete));
    }
    List<LaneHarvest> lanes = new ArrayList<>();
    byLane.forEach(
        (lane, jobs) ->
            lanes.add(
                new LaneHarvest(
                    workspace.lake(),
                    lane,
                    jobs,
                    run.id(),
                    request.mode(),
                    request.extent(),
                    request.from(),
                    request.until())));
    return lanes;
  }

  /** A source without an address is read from files; asking for it by name deserves an answer. */
  private static void importOnly(SourceSettings source, Request request) {
    if (request.sources().contains(source.id())) {
      throw new UsageException(
          "Source "
              + source.id()
              + " is not asked over the network: use import "
              + source.id()
              + " PATH, or set sources."
              + source.id()
              + ".base-url");
    }
  }

  /** What a client would refuse is a mistake in the settings: say so before any lane starts. */
  private static void refuseEarly(SourceSettings source) {
    try (PoliteClient client = PoliteClient.open(source, new Pace(Duration.ZERO))) {
      new SourceJob(source).source();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
  }

  private List<SourceHarvest> ask(List<LaneHarvest> lanes) throws IOException {
    if (lanes.isEmpty()) {
      return List.of();
    }
    workspace.console().progress("harvesting over " + lanes.size() + " lanes");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(workspace.spark().sparkContext());
    List<String> names = lanes.stream().map(LaneHarvest::lane).toList();
    try (LaneLines lines =
        LaneLines.start(workspace.lake(), run.id(), names, workspace.console()::progress)) {
      return context.parallelize(lanes, lanes.size()).flatMap(HarvestJob::work).collect();
    }
  }

  /** What a task does. Spark kills it by a mark that somebody has to look at. */
  private static Iterator<SourceHarvest> work(LaneHarvest lane) {
    TaskContext task = TaskContext.get();
    return lane.run(task::isInterrupted).iterator();
  }

  private void report(SourceHarvest result) {
    String line =
        String.format(
            java.util.Locale.ROOT,
            "harvested %-14s %6d records, %d pages, %d batches, %.1f s",
            result.source(),
            result.records(),
            result.pages(),
            result.batches().size(),
            result.seconds());
    workspace.console().progress(line);
  }
}

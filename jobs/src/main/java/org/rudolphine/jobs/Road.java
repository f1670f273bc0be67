package org.rudolphine.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.jobs.settings.SettingsException;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.normalize.Normalization;
import org.rudolphine.transform.release.ReleaseResult;

/**
 * The whole road from the providers to the report, stage by stage. Each stage works on what is
 * published when it begins, which is whole whatever failed before; so a stage that fails does not
 * stop those after it. Two exceptions: rows without their links are not released, so a release
 * waits for a link that went through; and what is wrong with the machine (no space, no permission)
 * ends the road at once, because every other stage would meet it too.
 */
final class Road {
  private final Workspace workspace;
  private final Run run;

  Road(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * What each stage gave; null for what failed, and for release and report also when there was
   * nothing to release.
   */
  record Result(
      List<SourceHarvest> harvests,
      NormalizeJob.Result normalized,
      LinkJob.Result linked,
      ReleaseResult released,
      String report) {}

  /** Goes it, for the given sources or, when none are given, all that can be harvested. */
  Result go(List<String> sources) throws IOException {
    List<SourceHarvest> harvests = attempt("harvest", () -> harvest(sources)).orElseGet(List::of);
    NormalizeJob.Result normalized = attempt("normalize", this::normalize).orElse(null);
    LinkJob.Result linked =
        attempt("link", () -> new LinkJob(workspace, run).link(List.of(), Redo.WHERE_NEEDED))
            .orElse(null);
    ReleaseResult released = linked == null ? null : attempt("release", this::release).orElse(null);
    String report =
        released == null
            ? null
            : attempt("report", () -> report(released, normalized, harvests)).orElse(null);
    return new Result(harvests, normalized, linked, released, report);
  }

  private List<SourceHarvest> harvest(List<String> sources) throws IOException {
    List<SourceHarvest> harvests =
        new HarvestJob(workspace, run)
            .harvest(
                new HarvestJob.Request(
                    sources, PlanRequest.Mode.INCREMENTAL, PlanRequest.Extent.RECORDS, null, null));
    if (harvests.stream().anyMatch(SourceHarvest::failed)) {
      // Also when other runs hold every lane: the road goes on, so it was not kept out.
      run.outcome(ExitCode.SOME_SOURCES_FAILED);
    }
    return harvests;
  }

  private NormalizeJob.Result normalize() throws IOException {
    return new NormalizeJob(workspace, run).normalize(List.of(), Normalization.Mode.INCREMENTAL);
  }

  private ReleaseResult release() throws IOException {
    ReleaseJob release = new ReleaseJob(workspace, run);
    if (!release.releasable()) {
      run.alert("nothing was released: no source has given any record yet");
      return null;
    }
    return release.release(null, null, Redo.WHERE_NEEDED);
  }

  private String report(
      ReleaseResult released, NormalizeJob.Result normalized, List<SourceHarvest> harvests)
      throws IOException {
    List<Accounting> accounting = normalized == null ? List.of() : normalized.accounting();
    return run.stage(
        "report",
        () -> new ReportJob(workspace).write(released.folder(), null, accounting, harvests));
  }

  /** What a stage gives, or nothing when it failed in a way that leaves sense in the next ones. */
  private <T> Optional<T> attempt(String stage, Callable<T> work) throws IOException {
    try {
      return Optional.ofNullable(work.call());
    } catch (UsageException | SettingsException e) {
      throw e;
    } catch (Exception e) {
      String told = Failure.line(e);
      String line = told.startsWith(stage + " failed: ") ? told : stage + " failed: " + told;
      if (run.stopping() || Failure.ofMachine(e)) {
        throw new RunFailure(line, e);
      }
      run.outcome(e instanceof LockedException ? ExitCode.LOCKED : ExitCode.FAILED);
      run.message(line);
      workspace.console().failed(line, e);
      return Optional.empty();
    }
  }
}

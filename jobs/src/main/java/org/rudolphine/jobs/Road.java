package org.rudolphine.jobs;

import java.io.IOException;
import java.util.List;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.transform.normalize.Normalization;
import org.rudolphine.transform.release.ReleaseResult;

/** The whole road from the providers to the report, stage by stage. */
final class Road {
  private final Workspace workspace;
  private final Run run;

  Road(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /** What each stage gave; release and report are null when there was nothing to release. */
  record Result(
      List<SourceHarvest> harvests,
      NormalizeJob.Result normalized,
      LinkJob.Result linked,
      ReleaseResult released,
      String report) {}

  /** Goes it, for the given sources or, when none are given, all that can be harvested. */
  Result go(List<String> sources) throws IOException {
    HarvestJob.Request everything =
        new HarvestJob.Request(sources, PlanRequest.Mode.INCREMENTAL, null, null);
    List<SourceHarvest> harvests = new HarvestJob(workspace, run).harvest(everything);
    NormalizeJob.Result normalized =
        new NormalizeJob(workspace, run).normalize(List.of(), Normalization.Mode.INCREMENTAL);
    LinkJob.Result linked = new LinkJob(workspace, run).link(List.of(), Redo.WHERE_NEEDED);
    ReleaseJob release = new ReleaseJob(workspace, run);
    if (!release.releasable()) {
      run.alert("nothing was released: no source has given any record yet");
      return new Result(harvests, normalized, linked, null, null);
    }
    ReleaseResult released = release.release(null, null, Redo.WHERE_NEEDED);
    String report =
        run.stage(
            "report",
            () -> new ReportJob(workspace).write(released.folder(), null, normalized.accounting()));
    return new Result(harvests, normalized, linked, released, report);
  }
}

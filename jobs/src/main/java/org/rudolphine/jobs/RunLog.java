package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.transform.table.ConcurrentCommit;
import org.rudolphine.transform.table.TableStore;
import org.slf4j.MDC;

/**
 * Sees to it that every run leaves its report in the lake, however it ends. A run that had no use
 * for Spark does not start it for the table of runs: the next one that does brings it up to date.
 */
final class RunLog {
  private static final ObjectMapper JSON = LakeJson.mapper();
  private static final int ATTEMPTS = 20;

  private RunLog() {}

  /** The work of a run. */
  @FunctionalInterface
  interface Work {
    void run(Workspace workspace, Run run) throws IOException;
  }

  /** Does the work, keeps its report, and gives the exit code. */
  static int keep(Workspace workspace, Run run, Work work) throws IOException {
    workspace.lake().checkReachable();
    try (MDC.MDCCloseable id = MDC.putCloseable("run", run.id())) {
      run.alerting(workspace.console()::warn);
      RunMetrics.begin();
      write(workspace, run, soFar(workspace, run));
      try (Pulse pulse =
          Pulse.of(workspace, run, () -> write(workspace, run, soFar(workspace, run)))) {
        work.run(workspace, run);
      } catch (IOException | RuntimeException e) {
        run.failed(e);
        finish(workspace, run);
        throw e;
      }
      finish(workspace, run);
      if (workspace.hasStartedSpark()) {
        publish(workspace, run);
      }
      return run.exitCode();
    }
  }

  private static RunReport soFar(Workspace workspace, Run run) throws IOException {
    noteSpark(workspace, run);
    return run.soFar(CodeVersion.current(), workspace.settings().sha256());
  }

  private static void noteSpark(Workspace workspace, Run run) throws IOException {
    if (workspace.hasStartedSpark()) {
      run.ranOn(workspace.spark().sparkContext());
    }
  }

  private static void finish(Workspace workspace, Run run) throws IOException {
    noteSpark(workspace, run);
    RunReport report = run.report(CodeVersion.current(), workspace.settings().sha256());
    if (report.exitCode() != ExitCode.DONE) {
      workspace
          .console()
          .ended(
              String.format(
                  "%s ended after %s with exit %d, %s: %s",
                  run.command(),
                  Elapsed.span(report.durationS()),
                  report.exitCode(),
                  report.exit(),
                  report.messages().isEmpty()
                      ? "it said nothing"
                      : report.messages().get(report.messages().size() - 1)));
    }
    write(workspace, run, report);
  }

  private static void write(Workspace workspace, Run run, RunReport report) throws IOException {
    RunMetrics.show(report, workspace.lake());
    workspace
        .lake()
        .writeRun(run.id(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
  }

  /** Brings the table of runs up to date; another run that does the same is no conflict. */
  private static void publish(Workspace workspace, Run run) throws IOException {
    for (int attempt = 1; ; attempt++) {
      TableStore store = workspace.tables(run, List.of()); // runs are few
      TableStore.Commit commit = store.begin();
      commit.put(
          "runs",
          RunRows.of(workspace.lake(), store, workspace.spark(), run.clock().instant()),
          Map.of(),
          Map.of());
      try {
        commit.commit();
        return;
      } catch (ConcurrentCommit e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}

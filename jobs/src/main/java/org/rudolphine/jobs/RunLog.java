package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.jobs.settings.SettingsException;
import org.rudolphine.transform.table.TableStore;
import org.slf4j.MDC;

/**
 * Sees to it that every run leaves its report in the lake, however it ends, and that nothing which
 * goes wrong while it is written hides why the run failed. A run that had no use for Spark does not
 * start it for the table of runs: the next one that does brings it up to date.
 */
final class RunLog {
  private static final ObjectMapper JSON = LakeJson.mapper();

  private final Workspace workspace;
  private final Run run;
  private boolean over;

  private RunLog(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /** The work of a run. */
  @FunctionalInterface
  interface Work {
    void run(Workspace workspace, Run run) throws IOException;
  }

  /**
   * Does the work, keeps its report, and gives the exit code.
   *
   * @throws RunFailure with the one line to show, when the work or its report failed
   */
  static int keep(Workspace workspace, Run run, Work work) throws IOException {
    workspace.lake().checkReachable();
    RunLog log = new RunLog(workspace, run);
    try (MDC.MDCCloseable id = MDC.putCloseable("run", run.id());
        Interruption interruption = Interruption.watch(run, log::leave)) {
      run.alerting(workspace.console()::warn);
      RunMetrics.begin();
      log.doing(work);
      log.finish();
    }
    return run.exitCode();
  }

  private void doing(Work work) throws IOException {
    try {
      noteStart();
      try (Pulse pulse = Pulse.of(workspace, run, this::noteSoFar)) {
        work.run(workspace, run);
      }
    } catch (LockedException | UsageException | SettingsException e) {
      run.failed(e);
      leave();
      throw e;
    } catch (Exception | Error e) { // Spark throws checked ones that it does not declare
      throw ended(Failure.line(e), e);
    }
  }

  /** How a run ends that fails or is told to end. */
  private RunFailure ended(String line, Throwable cause) {
    if (run.stopping()) {
      leave();
      workspace.console().error(interrupted());
      return RunFailure.afterSaying(interrupted(), cause);
    }
    run.outcome(ExitCode.FAILED);
    run.message(line);
    leave();
    return new RunFailure(line, cause);
  }

  private static String interrupted() {
    return "interrupted: the process was told to end; what had landed or was published counts, the"
        + " next run does the rest";
  }

  /** Writes the report of a run that does not finish; why it does not matters more. */
  private void leave() {
    if (run.stopping() && run.exitCode() != ExitCode.INTERRUPTED) {
      run.outcome(ExitCode.INTERRUPTED);
      run.message(interrupted());
    }
    try {
      noteEnd();
    } catch (IOException | RuntimeException e) {
      workspace
          .console()
          .warn("the report of run " + run.id() + " could not be kept: " + Failure.line(e));
    }
  }

  /** The work counts already; that its report fails must be seen all the same. */
  private void finish() throws IOException {
    try {
      noteEnd();
      if (workspace.hasStartedSpark()) {
        OnNewestState.work(workspace.console(), "writing runs", this::publish);
      }
    } catch (Exception e) {
      throw ended(
          "the work is done and counts, but its report could not be kept: " + Failure.line(e), e);
    }
  }

  /** A run that frees a full disk must begin without a report; other work meets the disk itself. */
  private void noteStart() {
    try {
      noteSoFar();
    } catch (IOException | RuntimeException e) {
      workspace
          .console()
          .warn("the report of run " + run.id() + " cannot be kept yet: " + Failure.line(e));
    }
  }

  /** What is known so far; nothing after the end was told, by whichever thread. */
  private synchronized void noteSoFar() throws IOException {
    if (!over) {
      noteSpark();
      write(run.soFar(CodeVersion.current(), workspace.settings().sha256()));
    }
  }

  private synchronized void noteEnd() throws IOException {
    noteSpark();
    RunReport report = run.report(CodeVersion.current(), workspace.settings().sha256());
    if (!over && report.exitCode() != ExitCode.DONE) {
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
    over = true;
    write(report);
  }

  private void noteSpark() throws IOException {
    if (workspace.hasStartedSpark()) {
      run.ranOn(workspace.spark().sparkContext());
    }
  }

  private void write(RunReport report) throws IOException {
    RunMetrics.show(report, workspace.lake());
    workspace
        .lake()
        .writeRun(run.id(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
  }

  /** Brings the table of runs up to date; another run that does the same is no conflict. */
  private Void publish() throws IOException {
    TableStore store = workspace.tables(run, List.of()); // runs are few
    TableStore.Commit commit = store.begin();
    commit.put(
        "runs",
        RunRows.of(workspace.lake(), store, workspace.spark(), run.clock().instant()),
        Map.of(),
        Map.of());
    commit.commit();
    return null;
  }
}

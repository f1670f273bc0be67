package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.transform.table.ConcurrentCommit;
import org.rudolphine.transform.table.TableStore;

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
    try {
      work.run(workspace, run);
    } catch (IOException | RuntimeException e) {
      run.outcome(e instanceof LockedException ? ExitCode.LOCKED : ExitCode.FAILED);
      run.message(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      write(workspace, run);
      throw e;
    }
    write(workspace, run);
    if (workspace.hasStartedSpark()) {
      publish(workspace, run);
    }
    return run.exitCode();
  }

  private static void write(Workspace workspace, Run run) throws IOException {
    RunReport report = run.report(CodeVersion.current(), workspace.settings().sha256());
    workspace
        .lake()
        .writeRun(run.id(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
  }

  /** Brings the table of runs up to date; another run that does the same is no conflict. */
  private static void publish(Workspace workspace, Run run) throws IOException {
    for (int attempt = 1; ; attempt++) {
      TableStore store = workspace.tables(run, List.of()); // runs are few
      TableStore.Commit commit = store.begin();
      commit.put("runs", new RunRows(workspace.lake()).rows(workspace.spark()), Map.of(), Map.of());
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

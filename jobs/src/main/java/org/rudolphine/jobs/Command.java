package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** A command with the global options. */
abstract class Command implements Callable<Integer> {
  @ParentCommand Rudolphine root;

  GlobalOptions options() {
    return root.options;
  }

  /** A command that only looks: no Spark, nothing written. */
  abstract static class Looking extends Command {
    @Override
    public final Integer call() throws IOException {
      try (Workspace workspace = options().workspace()) {
        workspace.lake().checkReadable();
        return look(workspace);
      }
    }

    abstract int look(Workspace workspace) throws IOException;
  }

  /** A command that writes: it is a run, and leaves a report of itself in the lake. */
  abstract static class Writing extends Command {
    private final String name;

    Writing(String name) {
      this.name = name;
    }

    @Override
    public final Integer call() throws IOException {
      try (Workspace workspace = options().workspace()) {
        return RunLog.keep(workspace, Run.start(name, Clock.systemUTC()), this::run);
      }
    }

    abstract void run(Workspace workspace, Run run) throws IOException;
  }
}

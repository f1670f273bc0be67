package org.rudolphine.jobs;

import java.io.IOException;
import java.util.List;

/** All stages in order under one lock per lake. */
final class NightlyJob {
  private final Workspace workspace;
  private final Run run;

  NightlyJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  Road.Result run() throws IOException {
    try (LakeLock lock = LakeLock.take(workspace, run, "nightly", "the lake is locked")) {
      return new Road(workspace, run).go(List.of());
    }
  }
}

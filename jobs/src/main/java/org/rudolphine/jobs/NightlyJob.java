package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lease;

/** All stages in order under one lock per lake. */
final class NightlyJob {
  private final Workspace workspace;
  private final Run run;

  NightlyJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  Road.Result run() throws IOException {
    Lease lock = workspace.lake().lease("nightly");
    Optional<Lease.Holder> other = lock.take(run.id(), Instant.now());
    if (other.isPresent()) {
      Lease.Holder holder = other.get();
      throw new LockedException(
          "the lake is locked by run "
              + holder.owner()
              + " on "
              + holder.host()
              + " (process "
              + holder.process()
              + "), alive at "
              + holder.heartbeatAt()
              + ", until "
              + holder.expiresAt());
    }
    try (Heartbeat beat = Heartbeat.of(lock, run.id())) {
      return new Road(workspace, run).go(List.of());
    } finally {
      lock.release(run.id(), Instant.now(), null);
    }
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.rudolphine.ingest.lake.Lease;

/** All stages in order under one lock per lake. */
final class NightlyJob {
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
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
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(NightlyJob::daemon);
    ScheduledFuture<?> beats =
        timer.scheduleAtFixedRate(
            () -> beat(lock), HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
    try {
      return new Road(workspace, run).go(List.of());
    } finally {
      beats.cancel(false);
      timer.shutdownNow();
      lock.release(run.id(), Instant.now(), null);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "nightly-heartbeat");
    thread.setDaemon(true);
    return thread;
  }

  private void beat(Lease lock) {
    try {
      lock.heartbeat(run.id(), Instant.now(), null);
    } catch (IOException e) {
      workspace.console().warn("the lock missed a heartbeat: " + e.getMessage());
    }
  }
}

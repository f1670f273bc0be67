package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lease;

/** A lease that a run holds while it works, kept alive, and given back however the work ends. */
final class LakeLock implements AutoCloseable {
  private final Workspace workspace;
  private final Run run;
  private final Lease lease;
  private final Heartbeat heartbeat;

  private LakeLock(Workspace workspace, Run run, Lease lease) {
    this.workspace = workspace;
    this.run = run;
    this.lease = lease;
    this.heartbeat = Heartbeat.of(lease, run.id());
  }

  /**
   * Takes the lease.
   *
   * @param held what is held by another run, for people: {@code the lake is locked}
   * @throws LockedException naming who holds it and until when
   */
  static LakeLock take(Workspace workspace, Run run, String name, String held) throws IOException {
    Lease lease = workspace.lake().lease(name);
    Optional<Lease.Holder> other =
        lease.take(run.id(), Instant.now(), workspace.console()::progress);
    if (other.isPresent()) {
      throw new LockedException(held + " by " + other.get().shown());
    }
    LakeLock lock = new LakeLock(workspace, run, lease);
    run.took(lock);
    return lock;
  }

  /** Gives it back. That it cannot be is no reason to fail: the lease ends by itself. */
  @Override
  public void close() {
    heartbeat.close();
    try {
      lease.release(run.id(), Instant.now(), null);
    } catch (IOException | RuntimeException e) {
      workspace
          .console()
          .warn(
              "the lock "
                  + lease.name()
                  + " was not given back and ends by itself: "
                  + Failure.line(e));
    }
    run.gaveBack(this);
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.rudolphine.ingest.lake.Heartbeat;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.transform.release.Profile;
import org.rudolphine.transform.release.ReleaseBuilder;
import org.rudolphine.transform.release.ReleaseRequest;
import org.rudolphine.transform.release.ReleaseResult;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;

/** Publishes the linked dataset of the newest snapshot, if its content has changed. */
final class ReleaseJob {
  private final Workspace workspace;
  private final Run run;

  ReleaseJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * Releases.
   *
   * @param profile {@code linked} or {@code full}, or null for the setting
   * @param version version to publish, or null to derive it from what changed
   */
  ReleaseResult release(String profile, String version) throws IOException {
    Profile chosen =
        profile(profile == null ? workspace.settings().text("release.profile") : profile);
    return run.stage("release", () -> alone(() -> build(chosen, version)));
  }

  /** Two that build the same version at once would write into one staging folder. */
  private ReleaseResult alone(Callable<ReleaseResult> build) throws Exception {
    Lease lease = workspace.lake().lease("release");
    Optional<Lease.Holder> other = lease.take(run.id(), Instant.now());
    if (other.isPresent()) {
      throw new LockedException(
          "run " + other.get().owner() + " on " + other.get().host() + " is building a release");
    }
    try (Heartbeat beat = Heartbeat.of(lease, run.id())) {
      return build.call();
    } finally {
      lease.release(run.id(), Instant.now(), null);
    }
  }

  private static Profile profile(String name) {
    try {
      return Profile.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private ReleaseResult build(Profile profile, String version) throws IOException {
    TableStore store = workspace.tables(run);
    if (!releasable(store)) {
      throw new UsageException(
          "There is nothing to release yet: run harvest, normalize and link first");
    }
    ReleaseRequest request =
        new ReleaseRequest(
            profile,
            version,
            CodeVersion.current(),
            workspace.settings().sha256(),
            workspace.settings().ofContent(),
            store.snapshot(),
            manifests(store),
            null);
    ReleaseResult result =
        new ReleaseBuilder(workspace.spark(), store::read, workspace.lake(), request).build();
    workspace
        .console()
        .progress(
            result.status() == ReleaseResult.Status.PUBLISHED
                ? "released " + result.version()
                : "release " + result.version() + " holds this content already");
    return result;
  }

  /** Whether there is anything to release: linked tables and at least one that was normalized. */
  boolean releasable() throws IOException {
    return releasable(workspace.tables(run));
  }

  private static boolean releasable(TableStore store) {
    boolean normalized =
        store.snapshot().tables().keySet().stream()
            .filter(Table::exists)
            .anyMatch(table -> Table.named(table).kind().equals("normalized"));
    return normalized && store.has("links") && store.has("pairs");
  }

  /** All tables but {@code runs}: what the clock says is no input of a release. */
  static Map<String, TableManifest> manifests(TableStore store) throws IOException {
    Map<String, TableManifest> manifests = new TreeMap<>();
    for (String table : store.snapshot().tables().keySet()) {
      if (!table.equals("runs")) {
        manifests.put(table, store.manifest(table));
      }
    }
    return manifests;
  }
}

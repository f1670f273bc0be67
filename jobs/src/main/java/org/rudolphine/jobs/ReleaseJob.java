package org.rudolphine.jobs;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.transform.release.Profile;
import org.rudolphine.transform.release.ReleaseBuilder;
import org.rudolphine.transform.release.ReleaseRequest;
import org.rudolphine.transform.release.ReleaseResult;
import org.rudolphine.transform.release.StandingRelease;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;

/**
 * Publishes the linked dataset of the newest snapshot, if its content has changed. It is not built
 * when the newest release was made of the same by the same code.
 */
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
   * @param redo whether a release that would come out the same is built
   */
  ReleaseResult release(String profile, String version, Redo redo) throws IOException {
    Profile chosen =
        profile(profile == null ? workspace.settings().text("release.profile") : profile);
    return run.stage("release", () -> alone(() -> make(chosen, version, redo)));
  }

  /** Two that build the same version at once would write into one staging folder. */
  private ReleaseResult alone(Callable<ReleaseResult> build) throws Exception {
    try (LakeLock lock = LakeLock.take(workspace, run, "release", "a release is being built")) {
      return build.call();
    }
  }

  private static Profile profile(String name) {
    try {
      return Profile.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private ReleaseResult make(Profile profile, String version, Redo redo) throws IOException {
    Snapshot snapshot = workspace.lake().snapshot();
    if (!isReleasable(snapshot)) {
      throw new UsageException(
          "There is nothing to release yet: run harvest, normalize and link first");
    }
    ReleaseRequest request = request(profile, version, snapshot);
    Optional<ReleaseResult> standing =
        redo == Redo.WHERE_NEEDED ? standing(request) : Optional.empty();
    if (standing.isPresent()) {
      run.message("release: same tables, settings and code; not built again");
      run.publishedBefore(standing.get().version());
      workspace.console().progress("release " + standing.get().version() + " is up to date");
      return standing.get();
    }
    return build(profile, version);
  }

  private ReleaseRequest request(Profile profile, String version, Snapshot snapshot)
      throws IOException {
    return new ReleaseRequest(
        profile,
        version,
        CodeVersion.current(),
        workspace.settings().sha256(),
        workspace.settings().ofContent(),
        snapshot,
        manifests(workspace.lake(), snapshot),
        null);
  }

  /** The newest release if it is what would be built, by the code that runs too. */
  private Optional<ReleaseResult> standing(ReleaseRequest request) throws IOException {
    String noted = request.snapshot().stages().get(Fingerprints.stageOfRelease(request.profile()));
    return StandingRelease.of(workspace.lake(), request)
        .filter(release -> fingerprint(request, release).equals(noted))
        .map(StandingRelease::result);
  }

  private String fingerprint(ReleaseRequest request, StandingRelease release) {
    return new Fingerprints(workspace.settings())
        .ofRelease(request.profile(), release.manifestSha256());
  }

  private ReleaseResult build(Profile profile, String version) throws IOException {
    TableStore store = workspace.tables(run);
    ReleaseRequest request = request(profile, version, store.snapshot());
    ReleaseResult result =
        new ReleaseBuilder(workspace.spark(), store::read, workspace.lake(), request).build();
    note(request, store);
    if (result.status() == ReleaseResult.Status.PUBLISHED) {
      run.published(result.version());
      workspace.console().progress("released " + result.version());
    } else {
      run.publishedBefore(result.version());
      workspace.console().progress("release " + result.version() + " holds this content already");
    }
    return result;
  }

  /** Notes in the lake which release this code has built, so that it need not be built again. */
  private void note(ReleaseRequest request, TableStore store) throws IOException {
    Optional<StandingRelease> made = StandingRelease.of(workspace.lake(), request);
    if (made.isPresent()) {
      TableStore.Commit commit = store.begin();
      commit.done(Fingerprints.stageOfRelease(request.profile()), fingerprint(request, made.get()));
      commit.commit();
    }
  }

  /** Whether there is anything to release: linked tables and at least one that was normalized. */
  boolean releasable() throws IOException {
    return isReleasable(workspace.lake().snapshot());
  }

  private static boolean isReleasable(Snapshot snapshot) {
    Set<String> tables = snapshot.tables().keySet();
    boolean normalized =
        tables.stream()
            .filter(Table::exists)
            .anyMatch(table -> Table.named(table).kind().equals("normalized"));
    return normalized && tables.contains("links") && tables.contains("pairs");
  }

  /** All tables but {@code runs}: what the clock says is no input of a release. */
  static Map<String, TableManifest> manifests(Lake lake, Snapshot snapshot) throws IOException {
    Map<String, TableManifest> manifests = new TreeMap<>();
    for (Map.Entry<String, String> table : snapshot.tables().entrySet()) {
      if (!table.getKey().equals("runs")) {
        manifests.put(table.getKey(), lake.tableManifest(table.getKey(), table.getValue()));
      }
    }
    return manifests;
  }
}

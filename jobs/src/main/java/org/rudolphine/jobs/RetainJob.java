package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Inventory;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.PackManifest;
import org.rudolphine.ingest.lake.Stored;
import org.rudolphine.ingest.lake.StoredSnapshot;
import org.rudolphine.jobs.Retention.Kind;
import org.rudolphine.jobs.Retention.Removal;

/**
 * Removes old snapshots, the table versions that only they name, raw batches that lie in packs, and
 * what killed runs have left. History tables keep every revision inside their newest version; what
 * raw batches say and releases are never touched.
 */
final class RetainJob {
  private static final String LEASE = "retain";
  private final Workspace workspace;
  private final Lake lake;
  private final Run run;

  RetainJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.lake = workspace.lake();
    this.run = run;
  }

  /**
   * What was removed, or would be.
   *
   * @param dryRun whether nothing was touched
   * @param horizon what was changed or current later stays
   * @param alive leases that are held now, and for which what their runs may use stays
   * @param bytes size of all that was or would be removed
   * @param failures what should have gone and did not, each with the reason
   */
  record Result(
      boolean dryRun,
      Instant horizon,
      List<String> alive,
      List<Removal> removed,
      long bytes,
      List<Retention.Kept> kept,
      List<String> failures) {}

  /** Says what would go. */
  Result look(Retention.Rules rules) throws IOException {
    Retention.Plan plan = Retention.plan(lake, rules, run.clock().instant(), LEASE);
    long bytes = plan.removals().stream().mapToLong(removal -> removal.stored().bytes()).sum();
    return new Result(
        true, plan.horizon(), plan.alive(), plan.removals(), bytes, plan.kept(), List.of());
  }

  /**
   * Removes it; what cannot be removed is named and does not stop the rest.
   *
   * @throws LockedException when another run does the same
   */
  Result remove(Retention.Rules rules) throws IOException {
    try (LakeLock lock = lockIfItCanBeKept()) {
      return new Removing().all(Retention.plan(lake, rules, run.clock().instant(), LEASE));
    }
  }

  /** The lock; null when there is no room for it, and that is why somebody removes. */
  private LakeLock lockIfItCanBeKept() {
    try {
      return LakeLock.take(workspace, run, LEASE, "old data is being removed");
    } catch (IOException e) {
      workspace
          .console()
          .warn(
              "the lock "
                  + LEASE
                  + " cannot be kept, and two that remove at once do no harm: "
                  + Failure.line(e));
      return null;
    }
  }

  /** One pass over a plan. */
  private final class Removing {
    private final Inventory inventory = lake.inventory();
    private final List<Removal> removed = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Homes> homes = new HashMap<>();
    private final Map<PackManifest, Boolean> soundPacks = new HashMap<>();
    private final Map<PackManifest, String> troubles = new HashMap<>();
    private long bytes;

    /** Snapshots first, so that no snapshot ever names a version that is gone. */
    Result all(Retention.Plan plan) throws IOException {
      Set<String> named = null;
      for (Removal removal : plan.removals()) {
        run.goOn("it removed " + removal.stored().path());
        if (removal.kind() == Kind.TABLE_VERSION && named == null) {
          named = named();
        }
        if (allowed(removal, named)) {
          remove(removal);
        }
      }
      return new Result(
          false,
          plan.horizon(),
          plan.alive(),
          List.copyOf(removed),
          bytes,
          plan.kept(),
          List.copyOf(failures));
    }

    /** By the snapshots that are there now: one may not have gone, one may be new. */
    private Set<String> named() throws IOException {
      Set<String> named = new HashSet<>();
      for (StoredSnapshot snapshot : inventory.snapshots()) {
        named.addAll(Retention.versions(snapshot));
      }
      return named;
    }

    private boolean allowed(Removal removal, Set<String> named) {
      Stored stored = removal.stored();
      return switch (removal.kind()) {
        case TABLE_VERSION -> !named.contains(Retention.version(stored.of(), stored.name()));
        // What a killed removal has left has no manifest either, and may be needed once more.
        case PACKED_BATCH, PACKED_PACK, INCOMPLETE_BATCH -> liesInSoundPacks(stored);
        default -> true;
      };
    }

    /**
     * A copy goes only when the one that stays was read from end to end and is what it should be.
     */
    private boolean liesInSoundPacks(Stored copy) {
      try {
        for (PackManifest home : homesOf(copy)) {
          if (!isSound(home)) {
            failures.add(copy.path() + ": stays, for " + trouble(home));
            return false;
          }
        }
        return true;
      } catch (IOException | RuntimeException e) {
        failures.add(copy.path() + ": " + reason(e));
        return false;
      }
    }

    /** A damaged pack may still be all there is of some batches. */
    private String trouble(PackManifest pack) throws IOException {
      if (!troubles.containsKey(pack)) {
        int alone = onlyIn(pack);
        String advice =
            alone == 0
                ? "remove that pack's folder, and what was packed is read again"
                : "get its files back from a backup; do not remove it: "
                    + alone
                    + " of its batches lie nowhere else";
        troubles.put(
            pack, "pack " + pack.pack() + " of " + pack.source() + " is damaged; " + advice);
      }
      return troubles.get(pack);
    }

    /**
     * Number of a pack's batches that neither have a folder of their own nor lie in a sound pack.
     */
    private int onlyIn(PackManifest pack) throws IOException {
      Set<String> alone = new HashSet<>();
      for (BatchManifest batch : pack.batches()) {
        if (!lake.hasOwnFolder(batch)) {
          alone.add(batch.batch());
        }
      }
      for (PackManifest other : lake.packs(pack.source())) {
        if (!other.equals(pack) && !alone.isEmpty() && isSound(other)) {
          other.batches().forEach(batch -> alone.remove(batch.batch()));
        }
      }
      return alone.size();
    }

    /** Packs from which the batches of a folder or an older pack are read. */
    private Set<PackManifest> homesOf(Stored copy) throws IOException {
      if (!homes.containsKey(copy.of())) {
        homes.put(copy.of(), Homes.of(lake, copy.of()));
      }
      return homes.get(copy.of()).of(copy.name());
    }

    private boolean isSound(PackManifest pack) throws IOException {
      if (!soundPacks.containsKey(pack)) {
        soundPacks.put(pack, readAll(pack));
      }
      return soundPacks.get(pack);
    }

    private boolean readAll(PackManifest pack) throws IOException {
      Folder folder = lake.packFolder(pack.source(), pack.pack());
      for (LakeFile file : pack.files()) {
        boolean sound =
            folder.exists(file.path()) && folder.describe(file.path(), file.rows()).equals(file);
        if (!sound) {
          return false;
        }
      }
      return true;
    }

    private void remove(Removal removal) {
      Stored stored = removal.stored();
      try {
        if (inventory.remove(stored)) {
          removed.add(removal);
          bytes += stored.bytes();
        }
      } catch (IOException | RuntimeException e) {
        failures.add(stored.path() + ": " + reason(e));
        bytes += stored.bytes() - left(stored);
      }
    }

    /** What is still there of something that could not be removed wholly. */
    private long left(Stored stored) {
      try {
        return Math.min(stored.bytes(), inventory.bytes(stored));
      } catch (IOException | RuntimeException e) {
        return stored.bytes();
      }
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.rudolphine.ingest.lake.Inventory;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.lake.PackManifest;
import org.rudolphine.ingest.lake.Stored;
import org.rudolphine.ingest.lake.StoredSnapshot;
import org.rudolphine.ingest.raw.UnitFolder;

/**
 * Decides what of a lake may go, without touching anything. What somebody may still be reading or
 * writing stays: all that was current or was changed within the grace or since the oldest run began
 * that is alive.
 */
final class Retention {
  private static final String HISTORY = "_history";

  /** By how much the clocks of two machines may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  /** Kinds of what may go, in the order in which it does. */
  enum Kind {
    SNAPSHOT("neither among the newest that are kept nor current in the last days"),
    TABLE_VERSION("no snapshot that is kept names it"),
    TABLE_STAGING("left by a run that did not end"),
    RELEASE_STAGING("left by a build that did not end"),
    PACKED_BATCH("its records lie in a pack"),
    PACKED_PACK("its batches lie in a newer pack"),
    INCOMPLETE_BATCH("has no manifest, so it never counted"),
    INCOMPLETE_PACK("has no manifest, so it never counted"),
    LANDED_UNIT("all of it has landed as a batch"),
    SCRATCH("left by a write that did not end");

    private final String why;

    Kind(String why) {
      this.why = why;
    }

    String why() {
      return why;
    }

    /** As people read it. */
    String shown() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * What to keep.
   *
   * @param keep newest snapshots
   * @param days snapshots that were current within so many days
   * @param grace what is younger is never touched
   */
  record Rules(int keep, int days, Duration grace) {}

  /** Something that may go. */
  record Removal(Kind kind, Stored stored) {}

  /** Something that stays although nothing counts it, and why. */
  record Kept(String what, String of, long files, long bytes, String why) {}

  /**
   * The decision.
   *
   * @param horizon what was changed or current later stays
   * @param alive leases that are held now
   */
  record Plan(Instant horizon, List<String> alive, List<Removal> removals, List<Kept> kept) {}

  private final Lake lake;
  private final Inventory inventory;
  private final Rules rules;
  private final Instant now;
  private final List<Removal> removals = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<String> alive = new ArrayList<>();
  private Instant horizon;

  private Retention(Lake lake, Rules rules, Instant now) {
    this.lake = lake;
    this.inventory = lake.inventory();
    this.rules = rules;
    this.now = now;
  }

  /**
   * Decides.
   *
   * @param self lease that is held by whoever asks, and protects nothing
   */
  static Plan plan(Lake lake, Rules rules, Instant here, String self) throws IOException {
    Retention retention = new Retention(lake, rules, lake.inventory().now(here));
    retention.horizon = retention.horizon(self);
    retention.snapshotsAndVersions();
    retention.stagings();
    retention.raw();
    retention.scratch();
    return new Plan(
        retention.horizon,
        List.copyOf(retention.alive),
        List.copyOf(retention.removals),
        List.copyOf(retention.kept));
  }

  private Instant horizon(String self) throws IOException {
    Instant earliest = now.minus(rules.grace());
    for (String name : lake.leases()) {
      Optional<Lease.Holder> holder = lake.lease(name).holder();
      if (name.equals(self) || holder.isEmpty() || isOver(holder.get())) {
        continue;
      }
      alive.add(name + " (" + holder.get().owner() + " on " + holder.get().host() + ")");
      Instant taken = holder.get().takenAt();
      Instant began = taken == null ? Instant.EPOCH : taken.minus(CLOCKS);
      earliest = began.isBefore(earliest) ? began : earliest;
    }
    return earliest;
  }

  /** By a clock that runs behind, a holder seems dead that is not: it is given the grace too. */
  private boolean isOver(Lease.Holder holder) {
    return holder.released() || !now.isBefore(holder.expiresAt().plus(rules.grace()));
  }

  private boolean old(Stored stored) {
    return stored.newest().isBefore(horizon);
  }

  // ---- snapshots and table versions
  // --------------------------------------------------------------

  private void snapshotsAndVersions() throws IOException {
    List<StoredSnapshot> snapshots = inventory.snapshots();
    if (snapshots.isEmpty()) {
      keepVersionsWithoutSnapshot();
      return;
    }
    Instant oldest = now.minus(Duration.ofDays(rules.days()));
    Instant limit = oldest.isBefore(horizon) ? oldest : horizon;
    Set<String> named = new HashSet<>();
    for (int i = 0; i < snapshots.size(); i++) {
      StoredSnapshot snapshot = snapshots.get(i);
      boolean newest = i >= snapshots.size() - rules.keep();
      // What was current until yesterday may still be read, however long ago it was committed.
      boolean recent = newest || !snapshots.get(i + 1).since().isBefore(limit);
      if (newest || recent || snapshot.since().isAfter(now)) {
        named.addAll(versions(snapshot));
      } else {
        removals.add(new Removal(Kind.SNAPSHOT, snapshot.file()));
      }
    }
    List<Stored> versions = inventory.tableVersions();
    Set<String> newestHistories = newestHistories(versions);
    for (Stored version : versions) {
      String id = version(version.of(), version.name());
      if (!named.contains(id) && !newestHistories.contains(id) && old(version)) {
        removals.add(new Removal(Kind.TABLE_VERSION, version));
      }
    }
  }

  /** Table versions that a snapshot names. */
  static Set<String> versions(StoredSnapshot snapshot) {
    return snapshot.snapshot().tables().entrySet().stream()
        .map(entry -> version(entry.getKey(), entry.getValue()))
        .collect(Collectors.toSet());
  }

  static String version(String table, String version) {
    return table + "/" + version;
  }

  /** Whatever snapshots say: of each history the newest complete version stays. */
  private static Set<String> newestHistories(List<Stored> versions) {
    Map<String, Stored> newest = new TreeMap<>();
    versions.stream()
        .filter(version -> version.of().endsWith(HISTORY) && version.complete())
        .forEach(
            version ->
                newest.merge(
                    version.of(), version, (a, b) -> b.newest().isBefore(a.newest()) ? a : b));
    return newest.values().stream()
        .map(version -> version(version.of(), version.name()))
        .collect(Collectors.toSet());
  }

  private void keepVersionsWithoutSnapshot() throws IOException {
    List<Stored> versions = inventory.tableVersions();
    if (!versions.isEmpty()) {
      keep(
          "table versions",
          "",
          versions,
          "the lake has no snapshot at all: was snapshots/ lost? run normalize --rebuild");
    }
  }

  private void keep(String what, String of, List<Stored> stored, String why) {
    kept.add(
        new Kept(
            what,
            of,
            stored.stream().mapToLong(Stored::files).sum(),
            stored.stream().mapToLong(Stored::bytes).sum(),
            why));
  }

  private void stagings() throws IOException {
    addOld(Kind.TABLE_STAGING, inventory.tableStagings());
    List<Stored> releases = new ArrayList<>();
    for (Stored staging : inventory.releaseStagings()) {
      if (lake.isHalfRelease(staging.name())) {
        keep(staging.path(), "", List.of(staging), "half of it is published: release it again");
      } else {
        releases.add(staging);
      }
    }
    addOld(Kind.RELEASE_STAGING, releases);
  }

  private void addOld(Kind kind, List<Stored> found) {
    found.stream().filter(this::old).forEach(stored -> removals.add(new Removal(kind, stored)));
  }

  // ---- raw
  // ---------------------------------------------------------------------------------------

  private void raw() throws IOException {
    Map<String, List<Stored>> packs = bySource(inventory.packFolders());
    Map<String, List<Stored>> batches = bySource(inventory.batchFolders());
    Set<String> sources = new HashSet<>(packs.keySet());
    sources.addAll(batches.keySet());
    for (String source : sources.stream().sorted().toList()) {
      Map<String, Stored> folders = new HashMap<>();
      packs.getOrDefault(source, List.of()).forEach(pack -> folders.put(pack.name(), pack));
      Homes homes = Homes.of(lake, source);
      packs(folders, homes);
      batches(source, batches.getOrDefault(source, List.of()), folders, homes);
    }
    units(batches);
  }

  private static Map<String, List<Stored>> bySource(List<Stored> stored) {
    return stored.stream()
        .collect(Collectors.groupingBy(Stored::of, TreeMap::new, Collectors.toList()));
  }

  private void packs(Map<String, Stored> folders, Homes homes) {
    for (Stored pack :
        folders.values().stream().sorted(Comparator.comparing(Stored::name)).toList()) {
      if (!pack.complete() && old(pack)) {
        removals.add(new Removal(Kind.INCOMPLETE_PACK, pack));
      } else if (homes.isSuperseded(pack.name())
          && homes.of(pack.name()).stream().allMatch(home -> settled(home, folders))) {
        removals.add(new Removal(Kind.PACKED_PACK, pack));
      }
    }
  }

  /** Whether nobody is at work any more who began before the pack was there. */
  private boolean settled(PackManifest pack, Map<String, Stored> folders) {
    Stored folder = folders.get(pack.pack());
    return folder != null && old(folder) && pack.createdAt().isBefore(horizon);
  }

  private void batches(
      String source, List<Stored> batches, Map<String, Stored> folders, Homes homes) {
    List<Stored> waiting = new ArrayList<>();
    for (Stored batch : batches) {
      Set<PackManifest> home = homes.of(batch.name());
      if (home.isEmpty() && !batch.complete() && old(batch)) {
        removals.add(new Removal(Kind.INCOMPLETE_BATCH, batch));
      } else if (home.stream().anyMatch(pack -> settled(pack, folders))) {
        removals.add(new Removal(Kind.PACKED_BATCH, batch));
      } else if (!home.isEmpty()) {
        waiting.add(batch);
      }
    }
    if (!waiting.isEmpty()) {
      keep("packed batches", source, waiting, "somebody may still read them; later");
    }
  }

  /**
   * Pages that have not landed are the only copy of what a provider was asked for, and the next
   * attempt at the unit goes on from them: they are never removed, only named.
   */
  private void units(Map<String, List<Stored>> batches) throws IOException {
    Map<String, List<Stored>> needed = new TreeMap<>();
    for (Stored unit : inventory.units()) {
      if (!old(unit)) {
        continue;
      }
      try {
        UnitFolder left = UnitFolder.read(lake, unit.of(), unit.name());
        if (landed(unit.of(), left) || (left.pages() == 0 && !inProgress(left, unit, batches))) {
          removals.add(new Removal(Kind.LANDED_UNIT, unit));
        } else if (left.pages() > 0) {
          needed.computeIfAbsent(unit.of(), source -> new ArrayList<>()).add(unit);
        }
      } catch (IllegalArgumentException e) {
        keep(unit.path(), unit.of(), List.of(unit), e.getMessage());
      }
    }
    needed.forEach(
        (source, units) ->
            keep(
                "pages of " + units.size() + " interrupted units",
                source,
                units,
                "the next harvest goes on from them"));
  }

  private boolean landed(String source, UnitFolder left) throws IOException {
    return left.packedAs() != null && lake.hasBatch(source, left.packedAs());
  }

  /** A long import writes its note first and then only into the folder of its batch. */
  private boolean inProgress(UnitFolder left, Stored unit, Map<String, List<Stored>> batches) {
    return batches.getOrDefault(unit.of(), List.of()).stream()
        .anyMatch(batch -> batch.name().equals(left.packedAs()) && !old(batch));
  }

  // ---- scratch
  // -----------------------------------------------------------------------------------

  private void scratch() throws IOException {
    Set<String> folders =
        removals.stream().map(removal -> removal.stored().path()).collect(Collectors.toSet());
    addOld(
        Kind.SCRATCH,
        inventory.scratch().stream()
            .filter(file -> !folders.contains(file.path().replaceFirst("/?[^/]*$", "")))
            .toList());
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;

/**
 * Removes old snapshots and the table versions that only they name. History tables keep every
 * revision inside their newest version; raw batches and releases are never touched.
 */
final class RetainJob {
  private final Lake lake;
  private final Clock clock;

  RetainJob(Lake lake, Clock clock) {
    this.lake = lake;
    this.clock = clock;
  }

  /**
   * What would go.
   *
   * @param snapshots numbers of snapshots, ascending
   * @param versions table versions by table
   */
  record Plan(List<Long> snapshots, Map<String, List<String>> versions) {}

  /** Decides without touching anything. */
  Plan plan(int keep, int days) throws IOException {
    List<Long> numbers = lake.snapshotNumbers();
    Instant oldest = clock.instant().minus(Duration.ofDays(days));
    List<Long> gone = new ArrayList<>();
    Map<String, Set<String>> kept = new TreeMap<>();
    Map<String, Set<String>> released = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      Snapshot snapshot = lake.snapshot(numbers.get(i));
      boolean newEnough = snapshot.committedAt().isAfter(oldest) && days > 0;
      boolean stays = i >= numbers.size() - keep || newEnough;
      Map<String, Set<String>> target = stays ? kept : released;
      snapshot
          .tables()
          .forEach((table, v) -> target.computeIfAbsent(table, t -> new HashSet<>()).add(v));
      if (!stays) {
        gone.add(numbers.get(i));
      }
    }
    Map<String, List<String>> versions = new TreeMap<>();
    released.forEach(
        (table, all) -> {
          List<String> only =
              all.stream()
                  .filter(v -> !kept.getOrDefault(table, Set.of()).contains(v))
                  .sorted()
                  .toList();
          if (!only.isEmpty()) {
            versions.put(table, only);
          }
        });
    return new Plan(List.copyOf(gone), versions);
  }

  /** Snapshots first, so that no snapshot ever names a version that is gone. */
  void remove(Plan plan) throws IOException {
    for (long number : plan.snapshots()) {
      lake.deleteSnapshot(number);
    }
    for (Map.Entry<String, List<String>> entry : plan.versions().entrySet()) {
      for (String version : entry.getValue()) {
        lake.deleteTableVersion(entry.getKey(), version);
      }
    }
  }
}

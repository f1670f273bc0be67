package org.rudolphine.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.transform.normalize.Normalization;
import org.rudolphine.transform.table.TableStore;

/**
 * Which sources have to be normalized, and how: found out from the snapshot, from the manifests of
 * batches that it has not consumed, and from the folders of its tables. Where anything but batches
 * has changed since a source was normalized, all of it is folded again.
 */
final class DueSources {
  private final Workspace workspace;
  private final Normalization.Mode asked;
  private final Snapshot snapshot;
  private final Fingerprints now;
  private final Set<String> lost;
  private final List<String> reasons = new ArrayList<>();

  private DueSources(Workspace workspace, Normalization.Mode asked) throws IOException {
    this.workspace = workspace;
    this.asked = asked;
    this.snapshot = workspace.lake().snapshot();
    this.now = new Fingerprints(workspace.settings());
    this.lost = lost(workspace.lake(), snapshot);
  }

  /** Looks at a lake without reading a record. */
  static DueSources of(Workspace workspace, Normalization.Mode asked) throws IOException {
    return new DueSources(workspace, asked);
  }

  private static Set<String> lost(Lake lake, Snapshot snapshot) throws IOException {
    Set<String> lost = new TreeSet<>();
    for (Map.Entry<String, String> table : snapshot.tables().entrySet()) {
      boolean ours = !table.getKey().equals("runs") && !LinkJob.MADE.contains(table.getKey());
      if (ours && !lake.isWhole(table.getKey(), table.getValue())) {
        lost.add(table.getKey());
      }
    }
    return lost;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** Tables of normalized rows of whose current version something is missing. */
  Set<String> lost() {
    return lost;
  }

  /** A sentence for each source that is folded again. */
  List<String> reasons() {
    return reasons;
  }

  boolean catalogueIsCurrent() {
    return snapshot.tables().containsKey("sources")
        && !lost.contains("sources")
        && now.ofCatalogue().equals(snapshot.stages().get(Fingerprints.CATALOGUE));
  }

  /** How each source that has work is to be normalized, by its id. */
  Map<String, Normalization.Mode> modes(List<SourceSettings> sources) throws IOException {
    Map<String, Normalization.Mode> modes = new TreeMap<>();
    for (SourceSettings source : sources) {
      Normalization.Mode mode = mode(source);
      if (mode != null) {
        modes.put(source.id(), mode);
      }
    }
    return modes;
  }

  /** Null when there is nothing to do. */
  private Normalization.Mode mode(SourceSettings source) throws IOException {
    if (asked == Normalization.Mode.REBUILD) {
      return asked;
    }
    List<String> consumed = snapshot.consumed().getOrDefault(source.id(), List.of());
    if (!consumed.isEmpty() && !lost.isEmpty()) {
      reasons.add(source.id() + ": files of " + String.join(", ", lost) + " are missing");
      return Normalization.Mode.REFOLD;
    }
    if (!consumed.isEmpty() && !isNoted(source)) {
      reasons.add(source.id() + ": settings or code are not those of its last time");
      return Normalization.Mode.REFOLD;
    }
    return workspace.lake().batchesBesides(source.id(), Set.copyOf(consumed)).stream()
            .anyMatch(Normalization::speaks)
        ? Normalization.Mode.INCREMENTAL
        : null;
  }

  private boolean isNoted(SourceSettings source) {
    return fingerprint(source)
        .equals(snapshot.stages().get(Fingerprints.stageOfSource(source.id())));
  }

  private String fingerprint(SourceSettings source) {
    return now.ofSource(source.id(), source.text("normalizer-class"));
  }

  /** Notes that a source and what a commit has of it were made with what counts now. */
  void note(SourceSettings source, TableStore.Commit commit) {
    commit.done(Fingerprints.stageOfSource(source.id()), fingerprint(source));
  }

  void noteCatalogue(TableStore.Commit commit) {
    commit.done(Fingerprints.CATALOGUE, now.ofCatalogue());
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.PackManifest;
import org.rudolphine.ingest.raw.Compaction;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.ingest.raw.DamagedBatchException;

/** Packs small raw batches into larger files, source by source. */
final class CompactJob {
  private final Workspace workspace;
  private final Lake lake;
  private final Run run;
  private final CompactionLimits limits;

  CompactJob(Workspace workspace, Run run, CompactionLimits limits) {
    this.workspace = workspace;
    this.lake = workspace.lake();
    this.run = run;
    this.limits = limits;
  }

  /**
   * Batches of a source that became one pack, or would.
   *
   * @param pack id of the pack, or null when it was not written
   * @param batches number of batches
   * @param packs number of older packs among which they were
   * @param records number of raw records
   * @param bytesBefore size of the batches' own files
   * @param bytes size of the pack's files, or null when it was not written
   */
  record Packed(
      String source,
      String pack,
      int batches,
      int packs,
      long records,
      long bytesBefore,
      Long bytes) {}

  /** What was packed, or would be; what could not be is named in {@code failures}. */
  record Result(boolean dryRun, List<Packed> packs, List<String> failures) {}

  /** Says what would be packed, of the named sources or all. */
  Result look(List<String> names) throws IOException {
    List<Packed> packs = new ArrayList<>();
    for (String source : sources(names)) {
      for (Compaction.Group group : compaction(source).plan()) {
        packs.add(packed(source, group, null));
      }
    }
    return new Result(true, packs, List.of());
  }

  /**
   * Packs; a batch that is damaged is named and stays as it is.
   *
   * @throws LockedException when another run does the same
   */
  Result compact(List<String> names) throws IOException {
    List<String> sources = sources(names);
    try (LakeLock lock = LakeLock.take(workspace, run, "compact", "raw batches are being packed")) {
      Result result = new Result(false, new ArrayList<>(), new ArrayList<>());
      for (String source : sources) {
        compact(source, result);
      }
      return result;
    }
  }

  private List<String> sources(List<String> names) throws IOException {
    if (names.isEmpty()) {
      return lake.harvestedSources();
    }
    return Selection.sources(workspace.settings(), names, "source-class").stream()
        .map(SourceSettings::id)
        .toList();
  }

  private Compaction compaction(String source) {
    return new Compaction(lake, source, run.id(), limits, run.clock());
  }

  private void compact(String source, Result result) throws IOException {
    Compaction compaction = compaction(source);
    try {
      for (Compaction.Group group : compaction.plan()) {
        run.goOn("it packed raw batches of " + source);
        workspace.console().progress("packing " + group.batches() + " raw batches of " + source);
        pack(compaction, source, group, result);
      }
    } catch (IOException | RuntimeException e) {
      if (run.stopping() || Failure.ofMachine(e)) {
        throw e; // every other source would meet it too
      }
      result.failures().add(source + ": " + Failure.line(e));
    }
  }

  private static void pack(
      Compaction compaction, String source, Compaction.Group group, Result result)
      throws IOException {
    Compaction.Group rest = group;
    while (rest.batches() > 1) {
      try {
        result.packs().add(packed(source, rest, compaction.pack(rest)));
        return;
      } catch (DamagedBatchException e) {
        result.failures().add(e.getMessage());
        rest = rest.without(e.batch());
      }
    }
  }

  private static Packed packed(String source, Compaction.Group group, PackManifest pack) {
    return new Packed(
        source,
        pack == null ? null : pack.pack(),
        group.batches(),
        group.packs(),
        group.records(),
        group.bytes(),
        pack == null ? null : pack.bytes());
  }
}

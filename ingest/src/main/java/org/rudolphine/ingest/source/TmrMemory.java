package org.rudolphine.ingest.source;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * What the manifests say of earlier harvests and imports: the commit that was listed last, the
 * blobs that it has, and the blobs that have landed.
 */
final class TmrMemory {
  /** Commit that a listing is of. */
  static final String COMMIT = "commit";

  /** Entity tag under which the provider named that commit. */
  static final String COMMIT_TAG = "commit-tag";

  /** Files of a listing, packed. */
  static final String LISTED = "listed";

  /** Files that a batch holds, packed. */
  static final String LANDED = "landed";

  /** Says that everything known before is to be fetched again. */
  static final String AGAIN = "again";

  private final SortedMap<String, String> listed = new TreeMap<>();
  private final SortedMap<String, String> landed = new TreeMap<>();
  private String commit;
  private String commitTag;

  private TmrMemory() {}

  /** Reads the manifests that count: of a backfill only its own. */
  static TmrMemory of(PlanRequest request) {
    TmrMemory memory = new TmrMemory();
    boolean backfill = request.mode() == PlanRequest.Mode.BACKFILL;
    for (BatchManifest manifest : backfill ? request.ofThisRun() : request.manifests()) {
      if (manifest.movesWatermark() || request.runId().equals(manifest.cycle())) {
        memory.take(manifest);
      }
    }
    return memory;
  }

  private void take(BatchManifest manifest) {
    Map<String, String> state = manifest.state();
    if (state.containsKey(LISTED)) {
      if (state.containsKey(AGAIN)) {
        landed.clear();
      }
      listed.clear();
      listed.putAll(TmrBlobs.unpack(state.get(LISTED)));
      landed.keySet().retainAll(listed.keySet()); // what is gone is new should it come back
      commit = state.get(COMMIT);
      commitTag = state.get(COMMIT_TAG);
    }
    landed.putAll(TmrBlobs.unpack(state.get(LANDED)));
  }

  /** Commit of the last listing; null before the first. */
  String commit() {
    return commit;
  }

  /** Entity tag of that commit's name; null where the provider gave none. */
  String commitTag() {
    return commitTag;
  }

  /** Files of the last listing that have not landed as they are there. */
  SortedMap<String, String> wanted() {
    SortedMap<String, String> wanted = new TreeMap<>(listed);
    wanted.entrySet().removeIf(file -> file.getValue().equals(landed.get(file.getKey())));
    return wanted;
  }
}

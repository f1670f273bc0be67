package org.rudolphine.ingest.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * What the manifests remember of strain files: those that every event version has ({@link
 * GwoscStrainChoice#listKey}), those that are in the lake ({@link #FILE_KEY}), that the provider
 * does not have ({@link #ABSENT_KEY}) and that could not be had ({@link #FAILED_KEY}).
 */
final class GwoscStrainPlan {
  /** With a file's identity: how it was fetched. */
  static final String FILE_KEY = "file.";

  /** With a file's identity: the address at which there is none. */
  static final String ABSENT_KEY = "absent-file.";

  /** With a file's identity: why it could not be had. */
  static final String FAILED_KEY = "failed-file.";

  /** Parameter of a unit that asks again for what is here. */
  static final String AGAIN_PARAM = "again";

  private final GwoscStrainChoice chosen;
  private final PlanRequest.Mode mode;
  private final Map<String, String> memory;

  private GwoscStrainPlan(
      GwoscStrainChoice chosen, PlanRequest.Mode mode, Map<String, String> memory) {
    this.chosen = chosen;
    this.mode = mode;
    this.memory = memory;
  }

  /** Reads the manifests; a file that a backfill has fetched is in the lake all the same. */
  static GwoscStrainPlan of(GwoscStrainChoice chosen, PlanRequest request) {
    Map<String, String> memory = new TreeMap<>();
    for (BatchManifest manifest : request.manifests()) {
      boolean tells =
          manifest.unit().equals(GwoscSource.DETAILS) || manifest.unit().equals(GwoscSource.STRAIN);
      if (tells) {
        memory.putAll(manifest.state());
      }
    }
    return new GwoscStrainPlan(chosen, request.mode(), memory);
  }

  /**
   * Parameters of the unit: the state of each event version that files are wanted of, and all that
   * is remembered of them; empty when nothing is wanted.
   */
  Map<String, String> params(List<GwoscEvent> events) {
    Map<String, String> params = new TreeMap<>();
    for (GwoscEvent event : chosen.among(events)) {
      Optional<List<GwoscStrainFile>> files = chosen.remembered(event, memory);
      if (files.isEmpty() || files.get().stream().anyMatch(file -> wanted(event, file))) {
        params.put(GwoscSource.EVENT_KEY + event.shortName(), event.toState());
        copy(chosen.listKey(event.shortName()), params);
        files.ifPresent(known -> known.forEach(file -> copyMemory(event, file, params)));
      }
    }
    if (!params.isEmpty() && mode == PlanRequest.Mode.FULL) {
      params.put(AGAIN_PARAM, "true");
    }
    return params;
  }

  private void copyMemory(GwoscEvent event, GwoscStrainFile file, Map<String, String> params) {
    String identity = file.identity(event.shortName());
    List.of(FILE_KEY, ABSENT_KEY, FAILED_KEY).forEach(prefix -> copy(prefix + identity, params));
  }

  private void copy(String key, Map<String, String> params) {
    if (memory.containsKey(key)) {
      params.put(key, memory.get(key));
    }
  }

  private boolean wanted(GwoscEvent event, GwoscStrainFile file) {
    return wanted(event, file, mode == PlanRequest.Mode.FULL, memory);
  }

  /** Whether a file is to be asked for: not what is here, nor what is known not to be there. */
  static boolean wanted(
      GwoscEvent event, GwoscStrainFile file, boolean again, Map<String, String> memory) {
    String identity = file.identity(event.shortName());
    boolean here = memory.containsKey(FILE_KEY + identity);
    boolean absent = file.url().equals(memory.get(ABSENT_KEY + identity));
    return again || !(here || absent);
  }
}

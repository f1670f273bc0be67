package org.rudolphine.jobs;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.PackManifest;

/** From which pack each packed batch of a source is read: the newest that has it. */
final class Homes {
  private final Map<String, Set<String>> batchesByPack = new HashMap<>();
  private final Map<String, PackManifest> packByBatch;

  private Homes(List<PackManifest> packs) {
    packByBatch = PackManifest.homes(packs);
    for (PackManifest pack : packs) {
      batchesByPack.put(
          pack.pack(),
          pack.batches().stream().map(BatchManifest::batch).collect(Collectors.toSet()));
    }
  }

  static Homes of(Lake lake, String source) throws IOException {
    return new Homes(lake.packs(source));
  }

  /**
   * Packs from which a batch, or the batches of a pack, are read; none for what lies in no pack.
   */
  Set<PackManifest> of(String batchOrPack) {
    Set<PackManifest> homes = new HashSet<>();
    for (String batch : batchesByPack.getOrDefault(batchOrPack, Set.of(batchOrPack))) {
      if (packByBatch.containsKey(batch)) {
        homes.add(packByBatch.get(batch));
      }
    }
    return homes;
  }

  /** Whether a pack is complete, and no batch is read from it any more. */
  boolean isSuperseded(String pack) {
    return batchesByPack.containsKey(pack)
        && of(pack).stream().noneMatch(home -> home.pack().equals(pack));
  }
}

package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.SparkSessions;

class ListedIdsTest {
  @TempDir Path folder;

  /** Random listings, and a plain comparison of their sets of ids, listing by listing. */
  @Test
  void groupsOfIdsVanishAsTheIdsWould() throws IOException {
    Random random = new Random(7);
    LabLake lab = new LabLake(folder);
    Map<String, Set<String>> alive = new TreeMap<>();
    Set<List<String>> expected = new HashSet<>();
    List<BatchManifest> batches = new ArrayList<>();
    for (int hour = 1; hour <= 8; hour++) {
      String scope = "scope-" + random.nextInt(2);
      Set<String> ids = new TreeSet<>();
      for (int id = 0; id < 40; id++) {
        if (random.nextInt(100) < (hour == 5 ? 20 : 90)) {
          ids.add("id-" + id);
        }
      }
      PageRecord[] records =
          ids.stream().map(id -> LabLake.word(id, "x")).toArray(PageRecord[]::new);
      BatchManifest batch = lab.landList(hour, scope, records);
      batches.add(batch);
      Set<String> known = alive.computeIfAbsent(scope, name -> new HashSet<>());
      Set<String> missing = new HashSet<>(known);
      missing.removeAll(ids);
      if (missing.size() <= 0.2 * known.size()) {
        missing.forEach(id -> expected.add(List.of(id, batch.batch())));
        known.removeAll(missing);
      }
      known.addAll(ids);
    }
    assertThat(expected).isNotEmpty();

    ListedIds listed =
        ListedIds.read(
            SparkSessions.shared(),
            lab.lake(),
            new SourceSettings(LabLake.SOURCE, Map.of("max-vanish-fraction", 0.2)),
            batches,
            Set.of(batches.get(4).batch()));

    List<Listings.Vanished> vanished = listed.all().vanished();
    assertThat(vanished)
        .extracting(gone -> List.of(gone.nativeId(), gone.absence().batch()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(listed.before().refusals()).isEmpty();
  }
}

package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.raw.Compaction;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;

/** Packs are written, found and read on every store. */
class PackTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void packedBatchesAreFoundWithoutTheirFolders(Store store) throws IOException {
    Lake lake = store.lake(folder);
    List<BatchManifest> nights = new ArrayList<>();
    for (int night = 0; night < 3; night++) {
      Clock clock = Clock.fixed(NOON.plus(Duration.ofDays(night)), ZoneOffset.UTC);
      Landing landing = Landing.open(lake, "gwosc", "events", "n" + night, "harvest", clock);
      PageRecord record = PageRecord.of("row", "id-" + night, "text/plain", "payload");
      landing.page("https://example.org/", clock.instant(), List.of(record));
      nights.add(landing.complete());
    }
    CompactionLimits limits = new CompactionLimits(Duration.ZERO, 1 << 20, 2, 1 << 20);
    Compaction compaction = new Compaction(lake, "gwosc", "run", limits, Clock.systemUTC());
    PackManifest pack = compaction.pack(compaction.plan().get(0));

    assertThat(lake.looseBatches("gwosc")).isEmpty();
    assertThat(lake.packs("gwosc")).containsExactly(pack);
    for (Stored batch : lake.inventory().batchFolders()) {
      assertThat(lake.inventory().remove(batch)).isTrue();
    }
    assertThat(lake.batches("gwosc")).isEqualTo(nights);
    assertThat(lake.rawFiles("gwosc", nights).whole())
        .containsExactly(lake.packFolder("gwosc", pack.pack()).uri(pack.files().get(0).path()));
    assertThat(lake.rawFiles("gwosc", nights.subList(1, 2)).shared().get(0).batches())
        .containsExactly(nights.get(1).batch());
    assertThat(
            ParquetRows.read(
                lake.packFolder("gwosc", pack.pack()).parquet(pack.files().get(0).path())))
        .extracting(row -> row.get("native_id"))
        .containsExactly("id-0", "id-1", "id-2");
  }
}

package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes, ages and removal, the same on every store. */
class InventoryTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private Path file(String path, int bytes, Instant changed) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(changed));
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void tellsSizeAndAgeOfWhatLiesThere(Store store) throws IOException {
    file("tables/links/v=1/part-00000.parquet", 70, NEW_YEAR);
    file("tables/links/v=1/_manifest.json", 30, NEW_YEAR.plusSeconds(60));
    file("tables/links/v=2/part-00000.parquet", 5, NEW_YEAR);
    file("tables/links/_staging/3/_temporary/0/part.parquet", 7, NEW_YEAR);
    file("raw/gwosc/batch=b/part-00000.parquet", 1, NEW_YEAR);
    file("raw/gwosc/pack=p/part-00000.parquet", 2, NEW_YEAR);
    file("raw/gwosc/_units/u/page-00001.jsonl.gz", 3, NEW_YEAR);
    file("raw/gwosc/_units/u/.tmp-1", 4, NEW_YEAR);
    file("releases/_staging/1.0/x", 8, NEW_YEAR);
    file("releases/1.0/.tmp-of-a-release", 8, NEW_YEAR);
    file("runs/.tmp-2", 9, NEW_YEAR);
    Inventory inventory = store.lake(folder).inventory();

    assertThat(inventory.tableVersions())
        .containsExactly(
            new Stored("links", "1", "tables/links/v=1", true, 2, 100, NEW_YEAR.plusSeconds(60)),
            new Stored("links", "2", "tables/links/v=2", false, 1, 5, NEW_YEAR));
    assertThat(inventory.tableStagings())
        .containsExactly(
            new Stored("links", "3", "tables/links/_staging/3", false, 1, 7, NEW_YEAR));
    assertThat(inventory.batchFolders())
        .containsExactly(new Stored("gwosc", "b", "raw/gwosc/batch=b", false, 1, 1, NEW_YEAR));
    assertThat(inventory.packFolders())
        .containsExactly(new Stored("gwosc", "p", "raw/gwosc/pack=p", false, 1, 2, NEW_YEAR));
    assertThat(inventory.units())
        .containsExactly(new Stored("gwosc", "u", "raw/gwosc/_units/u", false, 2, 7, NEW_YEAR));
    assertThat(inventory.releaseStagings())
        .containsExactly(new Stored("", "1.0", "releases/_staging/1.0", false, 1, 8, NEW_YEAR));
    assertThat(inventory.scratch())
        .extracting(Stored::path)
        .containsExactly("runs/.tmp-2", "raw/gwosc/_units/u/.tmp-1");
  }

  @ParameterizedTest
  @EnumSource
  void removesAndSaysWhetherAnythingWasThere(Store store) throws IOException {
    file("tables/links/v=1/part-00000.parquet", 70, NEW_YEAR);
    file("tables/links/v=1/_manifest.json", 30, NEW_YEAR);
    Inventory inventory = store.lake(folder).inventory();
    Stored version = inventory.tableVersions().get(0);
    assertThat(inventory.bytes(version)).isEqualTo(100);
    assertThat(inventory.remove(version)).isTrue();
    assertThat(inventory.remove(version)).isFalse();
    assertThat(inventory.bytes(version)).isZero();
    assertThat(folder.resolve("tables/links/v=1")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void whatHasBecomeCompleteMeanwhileStays(Store store) throws IOException {
    file("raw/gwosc/batch=b/part-00000.parquet", 1, NEW_YEAR);
    Inventory inventory = store.lake(folder).inventory();
    Stored batch = inventory.batchFolders().get(0);
    Path manifest = file("raw/gwosc/batch=b/_manifest.json", 1, NEW_YEAR);
    assertThatThrownBy(() -> inventory.remove(batch)).hasMessageContaining("become complete");
    assertThat(manifest).exists();
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatRunsAheadIsNotBelieved(Store store) throws IOException {
    Files.createDirectories(folder);
    Inventory inventory = store.lake(folder).inventory();
    Instant now = Instant.now();
    assertThat(inventory.now(now.plus(Duration.ofDays(400))))
        .isBetween(now.minusSeconds(5), now.plusSeconds(60));
    assertThat(inventory.now(NEW_YEAR)).as("one that runs behind is").isEqualTo(NEW_YEAR);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotHoldsSinceTheLaterOfItsTwoDates(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.commit(new Snapshot(1, NEW_YEAR, "run", "code", Map.of(), Map.of(), Map.of()));
    lake.commit(new Snapshot(2, NEW_YEAR, "run", "code", Map.of(), Map.of(), Map.of()));
    Files.setLastModifiedTime(
        folder.resolve("snapshots/1.json"), FileTime.from(NEW_YEAR.minusSeconds(9)));
    List<StoredSnapshot> snapshots = lake.inventory().snapshots();
    assertThat(snapshots).extracting(s -> s.snapshot().number()).containsExactly(1L, 2L);
    assertThat(snapshots.get(0).since()).isEqualTo(NEW_YEAR);
    assertThat(snapshots.get(1).since()).isAfter(NEW_YEAR);
  }
}

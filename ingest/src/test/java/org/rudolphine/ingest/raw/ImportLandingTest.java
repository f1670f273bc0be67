package org.rudolphine.ingest.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.parquet.ParquetRows;

/** An import in several files: what is in them, and what a kill or a failure leaves behind. */
class ImportLandingTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String UNIT = "import-0123456789ab";
  private static final String URL = "import:papers.json";

  @TempDir Path folder;

  private Lake lake() {
    return Lake.at(folder);
  }

  private ImportLanding attempt(Duration later) {
    Clock clock = Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
    return ImportLanding.open(lake(), "arxiv", UNIT, clock, 4, 1_000);
  }

  private Path batchFolder(Duration later) {
    String batch = Landing.batchId(NOON.plus(later), "", "arxiv", UNIT);
    return folder.resolve("raw/arxiv/batch=" + batch);
  }

  private static List<PageRecord> records(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> PageRecord.of("snapshot", "id-" + i, "application/json", "{\"n\":" + i + "}"))
        .toList();
  }

  private List<List<Map<String, Object>>> parts(BatchManifest manifest) throws IOException {
    Folder batch = lake().batchFolder("arxiv", manifest.batch());
    List<List<Map<String, Object>>> parts = new ArrayList<>();
    for (LakeFile file : manifest.files()) {
      parts.add(ParquetRows.read(batch.parquet(file.path())));
    }
    return parts;
  }

  @Test
  void endsPartsByRecordsWhateverThePages() throws IOException {
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      landing.page(URL, NOON, records(0, 3));
      landing.page(URL, NOON.plusSeconds(1), records(3, 10));
      landing.state("newest_datestamp", "2025-12-31");
      assertThat(landing.records()).isEqualTo(10);
      assertThat(landing.bytes()).isEqualTo(10 * "{\"n\":0}".length());
      assertThat(lake().batches("arxiv")).isEmpty();
      BatchManifest manifest = landing.complete();

      assertThat(lake().batches("arxiv")).containsExactly(manifest);
      assertThat(manifest.origin()).isEqualTo("import");
      assertThat(manifest.movesWatermark()).isTrue();
      assertThat(manifest.cycle()).as("its own").isEqualTo(manifest.batch());
      assertThat(manifest.unit()).isEqualTo(UNIT);
      assertThat(manifest.state()).containsExactly(Map.entry("newest_datestamp", "2025-12-31"));
      assertThat(manifest.records()).isEqualTo(10);
      assertThat(manifest.files())
          .extracting(LakeFile::path, LakeFile::rows)
          .containsExactly(
              tuple("part-00000.parquet", 4L),
              tuple("part-00001.parquet", 4L),
              tuple("part-00002.parquet", 2L));
      List<Map<String, Object>> rows = parts(manifest).stream().flatMap(List::stream).toList();
      assertThat(rows)
          .extracting(row -> row.get("native_id"))
          .containsExactlyElementsOf(
              IntStream.range(0, 10).<Object>mapToObj(i -> "id-" + i).toList());
      assertThat(rows)
          .extracting(row -> row.get("page"))
          .containsExactly(1, 1, 1, 2, 2, 2, 2, 2, 2, 2);
      assertThat(rows)
          .extracting(row -> row.get("position"))
          .containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 6);
      assertThat(rows).extracting(row -> row.get("batch")).containsOnly(manifest.batch());
      assertThat(rows.get(4)).containsEntry("fetched_at", NOON.plusSeconds(1));
      // printf '{"n":9}' | sha256sum
      assertThat(rows.get(9))
          .containsEntry(
              "sha256", "6caf899d67cf6d60680d8645cc09837f8d48c4d85ba0f8a4f112428fd03c358d");
    }
    assertThat(folder.resolve("raw/arxiv/_units")).isEmptyDirectory();
  }

  @Test
  void endsAPartByBytes() throws IOException {
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      List<PageRecord> wide =
          IntStream.range(0, 3)
              .mapToObj(i -> PageRecord.of("snapshot", "w" + i, "text/plain", "x".repeat(600)))
              .toList();
      landing.page(URL, NOON, wide);
      assertThat(landing.complete().files()).extracting(LakeFile::rows).containsExactly(2L, 1L);
    }
  }

  @Test
  void describesEveryFileAsItLies() throws IOException {
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      landing.page(URL, NOON, records(0, 9));
      BatchManifest manifest = landing.complete();
      for (LakeFile file : manifest.files()) {
        byte[] bytes = Files.readAllBytes(batchFolder(Duration.ZERO).resolve(file.path()));
        assertThat(file.bytes()).isEqualTo(bytes.length);
        assertThat(file.sha256()).isEqualTo(RawRecord.sha256(bytes));
      }
    }
  }

  @Test
  void clearsAwayWhatAKilledAttemptLeft() throws IOException {
    ImportLanding killed = attempt(Duration.ZERO); // never closed, as after a kill
    killed.page(URL, NOON, records(0, 9));
    Path left = batchFolder(Duration.ZERO);
    Files.createDirectories(left.resolve("_manifest.json")); // the manifest cannot be written
    assertThatThrownBy(killed::complete).hasMessageContaining(UNIT);
    Files.delete(left.resolve("_manifest.json"));
    assertThat(left.resolve("part-00002.parquet")).as("all parts are there").exists();
    assertThat(lake().batches("arxiv")).isEmpty();

    try (ImportLanding next = attempt(Duration.ofHours(1))) {
      next.page(URL, NOON, records(0, 5));
      assertThat(left).doesNotExist();
      BatchManifest manifest = next.complete();
      assertThat(lake().batches("arxiv")).containsExactly(manifest);
      assertThat(manifest.records()).isEqualTo(5);
    }
  }

  @Test
  void keepsABatchWhoseAttemptWasKilledAfterTheManifest() throws IOException {
    BatchManifest counted;
    try (ImportLanding first = attempt(Duration.ZERO)) {
      first.page(URL, NOON, records(0, 2));
      counted = first.complete();
    }
    Path unit = folder.resolve("raw/arxiv/_units/" + UNIT);
    Files.createDirectories(unit);
    Files.writeString(unit.resolve("packed-as.txt"), counted.batch());
    try (ImportLanding next = attempt(Duration.ofHours(1))) {
      next.page(URL, NOON, records(0, 2));
    }
    assertThat(lake().batches("arxiv")).containsExactly(counted);
    assertThat(parts(counted).get(0)).hasSize(2);
  }

  @Test
  void leavesNothingWhenTheSourceFails() throws IOException {
    try (ImportLanding failing = attempt(Duration.ZERO)) {
      failing.page(URL, NOON, records(0, 9));
    }
    assertThat(batchFolder(Duration.ZERO)).doesNotExist();
    assertThat(folder.resolve("raw/arxiv/_units")).isEmptyDirectory();
    assertThat(lake().batches("arxiv")).isEmpty();
  }

  @Test
  void writesNothingForAFileThatIsSomebodyElses() throws IOException {
    attempt(Duration.ZERO).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failsWhenAPartCannotBeWritten() throws IOException {
    Files.createDirectories(batchFolder(Duration.ZERO).resolve("part-00001.parquet"));
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  landing.page(URL, NOON, records(0, 4));
                }
                landing.complete();
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("part-00001.parquet");
    }
    assertThat(lake().batches("arxiv")).isEmpty();
    assertThat(batchFolder(Duration.ZERO)).doesNotExist();
  }

  @Test
  void doesNotCommitWhenAnotherAttemptHasClearedItAway() throws IOException {
    try (ImportLanding slow = attempt(Duration.ZERO);
        ImportLanding other = attempt(Duration.ofHours(1))) {
      slow.page(URL, NOON, records(0, 2));
      other.page(URL, NOON, records(0, 2));
      assertThatThrownBy(slow::complete)
          .hasMessageContaining("Another run")
          .hasMessageContaining(UNIT);
      slow.close();
      assertThat(other.complete().records()).isEqualTo(2);
    }
    assertThat(lake().batches("arxiv")).hasSize(1);
  }

  @Test
  void startsAgainOnRestart() throws IOException {
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      landing.state("k", "v");
      landing.completeListing("papers");
      landing.page(URL, NOON, records(0, 9));
      landing.restart();
      assertThat(landing.records()).isZero();
      assertThat(landing.bytes()).isZero();
      landing.page(URL, NOON, records(20, 21));
      BatchManifest manifest = landing.complete();
      assertThat(manifest.state()).isEmpty();
      assertThat(manifest.listing()).isNull();
      assertThat(manifest.files()).hasSize(1);
      assertThat(parts(manifest).get(0).get(0)).containsEntry("page", 1);
    }
  }

  @Test
  void landsABatchWithoutRecords() throws IOException {
    try (ImportLanding landing = attempt(Duration.ZERO)) {
      landing.page(URL, NOON, List.of());
      BatchManifest manifest = landing.complete();
      assertThat(manifest.records()).isZero();
      assertThat(parts(manifest)).containsExactly(List.of());
    }
  }

  @Test
  void holdsNoMorePartsThanThereIsRoomFor() throws IOException {
    AtomicInteger written = new AtomicInteger();
    try (PartWriters writers =
        new PartWriters(
            part -> {
              written.incrementAndGet();
              return new LakeFile("part-" + part.number(), 0, "", 0L);
            },
            2)) {
      for (int i = 0; i < 50; i++) {
        writers.add(new RawPart(i));
        assertThat(i + 1 - written.get()).isLessThanOrEqualTo(3);
      }
      assertThat(writers.finish())
          .extracting(LakeFile::path)
          .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "part-" + i).toList());
    }
  }
}

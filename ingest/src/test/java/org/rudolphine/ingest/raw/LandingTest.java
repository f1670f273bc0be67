package org.rudolphine.ingest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.parquet.ParquetRows;

/** A unit that is killed anywhere: what counts, what is resumed, and that nothing doubles. */
class LandingTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String URL = "https://example.org/events";

  @TempDir Path folder;

  private Lake lake() {
    return Lake.at(folder);
  }

  private Landing attempt(Duration later) throws IOException {
    Clock clock = Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
    return Landing.open(lake(), "gwosc", "events", "run-1", "harvest", clock);
  }

  private static List<PageRecord> records(String... ids) {
    return Stream.of(ids)
        .map(id -> PageRecord.of("row", id, "application/json", "{\"id\":\"" + id + "\"}"))
        .toList();
  }

  private List<Map<String, Object>> rows(BatchManifest manifest) throws IOException {
    Folder batch = lake().batchFolder(manifest.source(), manifest.batch());
    return ParquetRows.read(batch.parquet(manifest.files().get(0).path()));
  }

  private List<Object> landedIds() throws IOException {
    List<Object> ids = new ArrayList<>();
    for (BatchManifest manifest : lake().batches("gwosc")) {
      rows(manifest).forEach(row -> ids.add(row.get("native_id")));
    }
    return ids;
  }

  @Test
  void packsPagesInOrderOfPageAndPosition() throws IOException {
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL + "?page=1", NOON.plusNanos(1_234_567), records("z", "a"));
    landing.page(URL + "?page=2", NOON.plusSeconds(1), records("m"));
    assertThat(landing.landedIds()).as("of an earlier attempt").isEmpty();
    assertThat(landing.pages()).isEqualTo(2);
    assertThat(landing.records()).isEqualTo(3);
    assertThat(lake().batches("gwosc")).isEmpty();

    BatchManifest manifest = landing.complete();
    assertThat(lake().batches("gwosc")).containsExactly(manifest);
    assertThat(manifest.records()).isEqualTo(3);
    assertThat(manifest.unit()).isEqualTo("events");
    assertThat(manifest.cycle()).isEqualTo("run-1");
    assertThat(manifest.startedAt()).isEqualTo(NOON);
    List<Map<String, Object>> rows = rows(manifest);
    assertThat(rows).extracting(row -> row.get("native_id")).containsExactly("z", "a", "m");
    assertThat(rows).extracting(row -> row.get("page")).containsExactly(1, 1, 2);
    assertThat(rows).extracting(row -> row.get("position")).containsExactly(0, 1, 0);
    assertThat(rows.get(0))
        .containsEntry("source", "gwosc")
        .containsEntry("unit", "events")
        .containsEntry("batch", manifest.batch())
        .containsEntry("cycle", "run-1")
        .containsEntry("kind", "row")
        .containsEntry("url", URL + "?page=1")
        .containsEntry("media_type", "application/json")
        .containsEntry("fetched_at", NOON.plusNanos(1_234_000)) // the file keeps microseconds
        .containsEntry("datestamp", null)
        .containsEntry("deleted", false)
        // printf '{"id":"z"}' | sha256sum
        .containsEntry(
            "sha256", "572dd4d8bb8fc22c7e340a37d48aa51b463ec6e8b337da638339071e68ff78fb");
    assertThat((byte[]) rows.get(0).get("payload")).asString(UTF_8).isEqualTo("{\"id\":\"z\"}");
  }

  @Test
  void leavesNothingOfTheUnitBehind() throws IOException {
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL, NOON, records("a"));
    landing.complete();
    assertThat(folder.resolve("raw/gwosc/_units")).isEmptyDirectory();
    assertThat(attempt(Duration.ofHours(1)).landedIds()).isEmpty();
  }

  @Test
  void statesTheSizeAndChecksumOfItsFile() throws IOException {
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL, NOON, records("a"));
    BatchManifest manifest = landing.complete();
    LakeFile file = manifest.files().get(0);
    byte[] bytes =
        Files.readAllBytes(
            folder.resolve("raw/gwosc/batch=" + manifest.batch()).resolve(file.path()));
    assertThat(manifest.files()).hasSize(1);
    assertThat(file.bytes()).isEqualTo(bytes.length);
    assertThat(file.sha256()).isEqualTo(RawRecord.sha256(bytes));
    assertThat(file.rows()).isEqualTo(1);
  }

  @Test
  void resumesWhereAnAttemptWasKilledBetweenPages() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.state("etag", "\"1\"");
    killed.page(URL + "?page=1", NOON, records("a", "b"));
    killed.state("etag", "\"2\"");
    killed.completeListing("event-versions");
    Instant datestamp = Instant.parse("2025-12-31T23:59:59.123456Z");
    PageRecord dated = records("c").get(0).datedAt(datestamp);
    killed.page(URL + "?page=2", NOON, List.of(dated));
    killed.state("etag", "never landed");

    Landing resumed = attempt(Duration.ofHours(1));
    assertThat(resumed.landedIds()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(resumed.lastDatestamp()).isEqualTo(datestamp);
    assertThat(resumed.pages()).isEqualTo(2);
    assertThat(resumed.records()).as("of this attempt").isZero();
    resumed.page(URL + "?page=3", NOON.plusSeconds(9), records("d"));
    BatchManifest manifest = resumed.complete();

    assertThat(landedIds()).containsExactly("a", "b", "c", "d");
    assertThat(manifest.state()).containsExactly(Map.entry("etag", "\"2\""));
    assertThat(manifest.listing()).isEqualTo("event-versions");
    assertThat(rows(manifest)).extracting(row -> row.get("page")).containsExactly(1, 1, 2, 3);
    assertThat(rows(manifest).get(2)).containsEntry("datestamp", datestamp);
  }

  @Test
  void countsNothingWhenKilledBetweenFileAndManifest() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a", "b"));
    Path batch = killAfterPacking(killed);
    assertThat(lake().batches("gwosc")).as("a batch without manifest").isEmpty();
    assertThat(batch.resolve("part-00000.parquet")).exists();

    Landing resumed = attempt(Duration.ofHours(1));
    assertThat(resumed.landedIds()).containsExactlyInAnyOrder("a", "b");
    resumed.page(URL, NOON, records("c"));
    resumed.complete();
    assertThat(landedIds()).containsExactly("a", "b", "c");
  }

  /** A folder where the manifest belongs makes writing it fail: all before it is done. */
  private Path killAfterPacking(Landing landing) throws IOException {
    Lake elsewhere = Lake.at(folder.resolve("other"));
    Landing twin =
        Landing.open(
            elsewhere, "gwosc", "events", "run-1", "harvest", Clock.fixed(NOON, ZoneOffset.UTC));
    String batch = twin.complete().batch();
    Path target = folder.resolve("raw/gwosc/batch=" + batch);
    Files.createDirectories(target.resolve("_manifest.json"));
    assertThatThrownBy(landing::complete).hasMessageContaining(batch);
    Files.delete(target.resolve("_manifest.json"));
    return target;
  }

  @Test
  void doublesNothingWhenKilledAfterTheManifest() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a", "b"));
    Path unit = folder.resolve("raw/gwosc/_units/events");
    byte[] page = Files.readAllBytes(unit.resolve("page-00001.jsonl.gz"));
    BatchManifest manifest = killed.complete();
    // what a kill right after the manifest leaves behind
    Files.createDirectories(unit);
    Files.write(unit.resolve("page-00001.jsonl.gz"), page);
    Files.writeString(unit.resolve("packed-as.txt"), manifest.batch());

    Landing next = attempt(Duration.ofHours(1));
    assertThat(next.landedIds()).as("these count already").isEmpty();
    assertThat(next.pages()).isZero();
    assertThat(next.lastDatestamp()).isNull();
    next.page(URL, NOON, records("c"));
    next.complete();
    assertThat(landedIds()).containsExactly("a", "b", "c");
  }

  @Test
  void clearsAwayWhatAKilledPackLeft() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a"));
    Path batch = killAfterPacking(killed);
    attempt(Duration.ofHours(1));
    assertThat(batch).doesNotExist();
  }

  @Test
  void keepsPagesOfAnAttemptThatMayNotCommit() throws IOException {
    Landing cutOff = attempt(Duration.ZERO);
    cutOff.page(URL, NOON, records("a"));
    assertThatThrownBy(
            () ->
                cutOff.complete(
                    () -> {
                      throw new IOException("the lane is not ours");
                    }))
        .hasMessage("the lane is not ours");
    assertThat(lake().batches("gwosc")).isEmpty();
    assertThat(attempt(Duration.ofHours(1)).landedIds()).containsExactly("a");
  }

  @Test
  void aBatchDoesNotCountWhoseFileWasSweptBeforeItsManifest() throws IOException {
    Landing swept = attempt(Duration.ZERO);
    swept.page(URL, NOON, records("a"));
    Path note = folder.resolve("raw/gwosc/_units/events/packed-as.txt");
    assertThatThrownBy(
            () -> swept.complete(() -> lake().dropIncompleteBatch("gwosc", Files.readString(note))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another attempt at unit events of gwosc has removed");
    assertThat(lake().batches("gwosc")).isEmpty();
    attempt(Duration.ofHours(1)).complete();
    assertThat(landedIds()).containsExactly("a");
  }

  @Test
  void twoAttemptsDoNotOverwriteEachOther() throws IOException {
    Landing one = attempt(Duration.ZERO);
    Landing other = attempt(Duration.ZERO);
    one.page(URL, NOON, records("a"));
    assertThatThrownBy(() -> other.page(URL, NOON, records("b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another attempt at unit events of gwosc", "page-00001");
    Landing third = attempt(Duration.ZERO);
    third.page(URL, NOON, records("c"));
    assertThatThrownBy(one::complete)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 are there, 1 were landed");
    third.complete();
    assertThat(landedIds()).containsExactly("a", "c");
  }

  @Test
  void fetchTimesNeverGoBackwards() throws IOException {
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL, NOON.plusSeconds(9), records("a"));
    landing.page(URL, NOON.minusSeconds(3600), records("b")); // the clock was set meanwhile
    BatchManifest manifest = landing.complete();
    assertThat(rows(manifest))
        .extracting(row -> row.get("fetched_at"))
        .containsExactly(NOON.plusSeconds(9), NOON.plusSeconds(9));
    assertThat(manifest.completedAt()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void saysWhileItPacksWhatTheBatchWillBeCalled() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a"));
    Path batch = killAfterPacking(killed);
    assertThat(folder.resolve("raw/gwosc/_units/events/packed-as.txt"))
        .hasContent(batch.getFileName().toString().replace("batch=", ""));
  }

  @Test
  void keepsPagesWhenTheSourceFails() throws IOException {
    Landing failing = attempt(Duration.ZERO);
    failing.page(URL, NOON, records("a"));
    List<PageRecord> broken = new ArrayList<>(records("b"));
    broken.add(null);
    assertThatThrownBy(() -> failing.page(URL, NOON, broken))
        .isInstanceOf(NullPointerException.class);
    assertThat(attempt(Duration.ofHours(1)).landedIds()).containsExactly("a");
  }

  @Test
  void dropsEarlierPagesOnRestart() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.state("k", "v");
    killed.completeListing("event-versions");
    killed.page(URL, NOON, List.of(records("a").get(0).datedAt(NOON)));
    killed.page(URL, NOON, records("b"));

    Landing landing = attempt(Duration.ofHours(1));
    landing.restart();
    assertThat(landing.landedIds()).isEmpty();
    assertThat(landing.lastDatestamp()).isNull();
    assertThat(landing.pages()).isZero();
    landing.page(URL, NOON, records("c"));
    BatchManifest manifest = landing.complete();
    assertThat(landedIds()).containsExactly("c");
    assertThat(manifest.state()).isEmpty();
    assertThat(manifest.listing()).isNull();
    assertThat(rows(manifest).get(0)).containsEntry("page", 1);
  }

  @Test
  void landsABatchWithoutRecords() throws IOException {
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL, NOON, List.of());
    landing.completeListing("event-versions");
    BatchManifest manifest = landing.complete();
    assertThat(manifest.records()).isZero();
    assertThat(manifest.files().get(0).rows()).isZero();
    assertThat(rows(manifest)).isEmpty();
    assertThat(lake().batches("gwosc")).hasSize(1);
  }

  @Test
  void doesNotSeeAPageThatWasBeingWritten() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a"));
    Path unit = folder.resolve("raw/gwosc/_units/events");
    byte[] page = Files.readAllBytes(unit.resolve("page-00001.jsonl.gz"));
    // the store writes under a scratch name first: this is what a kill in the middle leaves
    Files.write(unit.resolve(".tmp-4b6d0b5e"), java.util.Arrays.copyOf(page, page.length / 2));
    Landing resumed = attempt(Duration.ofHours(1));
    assertThat(resumed.landedIds()).containsExactly("a");
    assertThat(resumed.pages()).isEqualTo(1);
    resumed.complete();
    assertThat(landedIds()).containsExactly("a");
    assertThat(unit).doesNotExist();
  }

  @Test
  void namesADamagedPage() throws IOException {
    Landing killed = attempt(Duration.ZERO);
    killed.page(URL, NOON, records("a", "b", "c"));
    Path page = folder.resolve("raw/gwosc/_units/events/page-00001.jsonl.gz");
    byte[] whole = Files.readAllBytes(page);
    for (int length : new int[] {0, 1, 5, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Files.write(page, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> attempt(Duration.ofHours(1)))
          .as("cut to " + length + " of " + whole.length + " bytes")
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Damaged page ")
          .hasMessageContaining("page-00001.jsonl.gz");
    }
  }

  @Test
  void keepsTheOrderOfMorePagesThanTheNumberIsWide() throws IOException {
    Landing first = attempt(Duration.ZERO);
    first.page(URL, NOON, records("a"));
    Path unit = folder.resolve("raw/gwosc/_units/events");
    Files.move(unit.resolve("page-00001.jsonl.gz"), unit.resolve("page-99999.jsonl.gz"));
    Landing resumed = attempt(Duration.ofHours(1));
    resumed.page(URL, NOON, records("b"));
    BatchManifest manifest = resumed.complete();
    assertThat(rows(manifest)).extracting(row -> row.get("native_id")).containsExactly("a", "b");
    assertThat(rows(manifest)).extracting(row -> row.get("page")).containsExactly(99999, 100000);
  }

  @Test
  void landsPayloadsLongerThanJacksonReadsUnasked() throws IOException {
    byte[] payload = new byte[16_000_000]; // 21,333,336 characters as base64; its limit: 20,000,000
    IntStream.range(0, payload.length).forEach(i -> payload[i] = (byte) ((i * 31) >> 3));
    Landing landing = attempt(Duration.ZERO);
    landing.page(URL, NOON, List.of(PageRecord.of("row", "big", "application/json", payload)));
    assertThat((byte[]) rows(landing.complete()).get(0).get("payload")).isEqualTo(payload);
  }
}

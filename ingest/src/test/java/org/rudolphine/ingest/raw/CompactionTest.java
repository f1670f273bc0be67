package org.rudolphine.ingest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.PackManifest;
import org.rudolphine.ingest.lake.RawFiles;
import org.rudolphine.ingest.parquet.ParquetRows;

/** Packed batches say what they said before, and each is read once. */
class CompactionTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final CompactionLimits SMALL =
      new CompactionLimits(Duration.ZERO, 1 << 20, 2, 64 << 20);

  @TempDir Path folder;

  private Lake lake() {
    return Lake.at(folder);
  }

  /** A night of the source that gives these ids; none on a night without news. */
  private BatchManifest night(int night, String... ids) throws IOException {
    Clock clock = Clock.fixed(NOON.plus(Duration.ofDays(night)), ZoneOffset.UTC);
    Landing landing = Landing.open(lake(), "gwosc", "events", "run-" + night, "harvest", clock);
    landing.state("day", "2026-01-" + (2 + night));
    for (String id : ids) {
      landing.page(
          "https://example.org/" + id,
          clock.instant().plusNanos(123_000),
          List.of(PageRecord.of("row", id, "application/json", "{\"night\":" + night + "}")));
    }
    return landing.complete();
  }

  private Compaction compaction(String run, CompactionLimits limits) {
    return new Compaction(lake(), "gwosc", run, limits, Clock.systemUTC());
  }

  private PackManifest pack(String run) throws IOException {
    Compaction compaction = compaction(run, SMALL);
    List<Compaction.Group> groups = compaction.plan();
    assertThat(groups).hasSize(1);
    return compaction.pack(groups.get(0));
  }

  /** Records of some batches as a normalizer is given them. */
  private List<Map<String, Object>> records(Collection<BatchManifest> batches) throws IOException {
    RawFiles files = lake().rawFiles("gwosc", batches);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String uri : files.whole()) {
      rows.addAll(rows(uri));
    }
    for (RawFiles.Shared shared : files.shared()) {
      for (String uri : shared.files()) {
        rows(uri).stream()
            .filter(row -> shared.batches().contains(row.get("batch").toString()))
            .forEach(rows::add);
      }
    }
    rows.forEach(row -> row.put("payload", new String((byte[]) row.get("payload"), UTF_8)));
    return rows;
  }

  private static List<Map<String, Object>> rows(String uri) throws IOException {
    int slash = uri.lastIndexOf('/');
    return ParquetRows.read(Folder.open(uri.substring(0, slash)).parquet(uri.substring(slash + 1)));
  }

  private void dropFolder(BatchManifest batch) throws IOException {
    Folder own = lake().batchFolder("gwosc", batch.batch());
    for (String file : own.files()) {
      own.delete(file);
    }
  }

  @Test
  void packedBatchesSayWhatTheySaidBefore() throws IOException {
    List<BatchManifest> nights =
        List.of(night(0, "a", "b"), night(1), night(2, "a", "c"), night(3));
    List<Map<String, Object>> before = records(nights);
    assertThat(before).hasSize(4);

    PackManifest pack = pack("compact-1");

    assertThat(lake().batches("gwosc")).isEqualTo(nights);
    assertThat(records(nights)).isEqualTo(before);
    assertThat(lake().rawFiles("gwosc", nights).whole())
        .singleElement()
        .asString()
        .contains("pack=" + pack.pack());
    for (BatchManifest night : nights) {
      dropFolder(night);
    }
    assertThat(lake().batches("gwosc")).isEqualTo(nights);
    assertThat(records(nights)).isEqualTo(before);
    assertThat(records(List.of(nights.get(2)))).isEqualTo(before.subList(2, 4));
    assertThat(records(List.of(nights.get(1)))).isEmpty();
    assertThat(lake().hasBatch("gwosc", nights.get(1).batch())).isTrue();
    assertThat(lake().harvestedSources()).containsExactly("gwosc");
  }

  /** A field that a later version of the code has written must outlive packing by this one. */
  @Test
  void manifestsAreKeptAsTheyWereWritten() throws IOException {
    BatchManifest night = night(0, "a");
    night(1);
    Path file = folder.resolve("raw/gwosc/batch=" + night.batch() + "/_manifest.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"mood\":\"good\","));
    assertThat(pack("compact-1").manifests().get(0).get("mood").asText()).isEqualTo("good");
  }

  @Test
  void youngLargeAndFewBatchesAreLeftAlone() throws IOException {
    for (int night = 0; night < 4; night++) {
      night(night, "a");
    }
    Duration day = Duration.ofDays(1);
    assertThat(compaction("r", new CompactionLimits(day, 1 << 20, 2, 1 << 20)).plan()).isEmpty();
    assertThat(compaction("r", new CompactionLimits(Duration.ZERO, 1, 2, 1 << 20)).plan())
        .isEmpty();
    assertThat(compaction("r", new CompactionLimits(Duration.ZERO, 1 << 20, 5, 1 << 20)).plan())
        .isEmpty();
    assertThat(compaction("r", SMALL).plan()).singleElement().matches(g -> g.batches() == 4);
  }

  @Test
  void aPackEndsWhenItIsLargeEnough() throws IOException {
    BatchManifest first = night(0, "a");
    for (int night = 1; night < 6; night++) {
      night(night, "a");
    }
    long two = 2 * first.files().get(0).bytes() - 1;
    Compaction compaction = compaction("r", new CompactionLimits(Duration.ZERO, 1 << 20, 2, two));
    assertThat(compaction.plan()).extracting(Compaction.Group::batches).containsExactly(2, 2, 2);
  }

  /** Each record is rewritten about as often as the whole doubles. */
  @Test
  void smallPacksArePackedAgainWithWhatIsAsLarge() throws IOException {
    List<BatchManifest> nights = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int night = 0; night < 16; night++) {
      nights.add(night(night, "a", "n" + night));
      if (night % 2 == 1) {
        sizes.add(pack("compact-" + night).manifests().size());
      }
    }
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isLessThanOrEqualTo(16 * 4);
    assertThat(sizes).contains(2).anyMatch(size -> size >= 4);
    assertThat(lake().batches("gwosc")).isEqualTo(nights);
    assertThat(records(nights)).hasSize(32);
  }

  @Test
  void twoThatPackAtOnceDoubleNothing() throws IOException {
    List<BatchManifest> nights = new ArrayList<>(List.of(night(0, "a"), night(1, "b")));
    Compaction one = compaction("one", SMALL);
    Compaction.Group group = one.plan().get(0);
    nights.add(night(2, "c"));
    nights.add(night(3, "d"));
    Compaction two = compaction("two", SMALL);
    Compaction.Group larger = two.plan().get(0);
    one.pack(group);
    two.pack(larger);

    assertThat(lake().packs("gwosc")).hasSize(2);
    assertThat(lake().batches("gwosc")).isEqualTo(nights);
    for (int wanted = 1; wanted < 16; wanted++) {
      int bits = wanted;
      List<BatchManifest> some =
          IntStream.range(0, 4).filter(i -> (bits >> i & 1) == 1).mapToObj(nights::get).toList();
      assertThat(records(some))
          .extracting(row -> row.get("batch"))
          .containsExactlyInAnyOrderElementsOf(some.stream().map(b -> (Object) b.batch()).toList());
    }
  }

  @Test
  void aPackWithoutManifestDoesNotCount() throws IOException {
    List<BatchManifest> nights = List.of(night(0, "a"), night(1, "b"));
    List<Map<String, Object>> before = records(nights);
    PackManifest killed = pack("killed");
    Files.delete(folder.resolve("raw/gwosc/pack=" + killed.pack() + "/_manifest.json"));
    assertThat(lake().batches("gwosc")).isEqualTo(nights);
    assertThat(records(nights)).isEqualTo(before);
    assertThat(lake().rawFiles("gwosc", nights).whole()).allMatch(uri -> uri.contains("batch="));
    assertThat(pack("next").pack()).isGreaterThan(killed.pack());
  }

  @Test
  void aDamagedBatchIsNamedAndTheOthersArePacked() throws IOException {
    BatchManifest sound = night(0, "a");
    BatchManifest damaged = night(1, "b");
    BatchManifest short1 = night(2, "c");
    BatchManifest last = night(3, "d");
    Path file = folder.resolve("raw/gwosc/batch=" + damaged.batch() + "/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Path manifest = folder.resolve("raw/gwosc/batch=" + short1.batch() + "/_manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"records\" : 1", "\"records\" : 2"));

    Compaction compaction = compaction("r", SMALL);
    Compaction.Group all = compaction.plan().get(0);
    assertThatThrownBy(() -> compaction.pack(all))
        .isInstanceOf(DamagedBatchException.class)
        .hasMessageContaining(damaged.batch())
        .hasMessageContaining("is not what its manifest says");
    Compaction.Group three = all.without(damaged.batch());
    assertThatThrownBy(() -> compaction.pack(three))
        .hasMessageContaining("it holds 1 records, and its manifest says 2");
    assertThat(folder.resolve("raw/gwosc")).isDirectoryNotContaining("glob:**/pack=*");
    PackManifest pack = compaction.pack(three.without(short1.batch()));
    assertThat(pack.batches()).containsExactly(sound, last);
  }

  @Test
  void aPackThatCannotBeWrittenBlamesNoBatch() throws IOException {
    night(0, "a");
    night(1, "b");
    Compaction.Group group = compaction("r", SMALL).plan().get(0);
    Files.writeString(folder.resolve("raw/gwosc/pack=p"), "a file where the pack would lie");
    PackFiles files = new PackFiles(lake(), "gwosc", "p");
    assertThatThrownBy(() -> files.write(group.members()))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DamagedBatchException.class)
        .hasMessageContaining("pack=p");
  }

  @Test
  void allIsClosedAndNoFailureHidesAnother() {
    List<String> closed = new ArrayList<>();
    List<Closeable> open = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      open.add(
          () -> {
            closed.add(name);
            throw new IOException(name);
          });
    }
    assertThatThrownBy(() -> PackFiles.closeAll(open.iterator()))
        .hasMessage("three")
        .satisfies(
            first ->
                assertThat(first.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("two", "one"));
    assertThat(closed).containsExactly("three", "two", "one");
  }

  /** Killed between manifest and clean-up; then the batch is packed and its folder goes. */
  @Test
  void pagesOfABatchThatLiesInAPackAreNotPackedAgain() throws IOException {
    night(0, "a");
    BatchManifest landed = night(1, "b");
    pack("compact-1");
    dropFolder(landed);
    Folder unit = lake().unitFolder("gwosc", "events");
    unit.write("packed-as.txt", landed.batch().getBytes(UTF_8));
    unit.write(
        "page-00001.jsonl.gz",
        new PageFile(
                "https://example.org/b",
                NOON,
                Map.of(),
                null,
                List.of(PageRecord.of("row", "b", "application/json", "{}")))
            .bytes());
    Landing again = Landing.open(lake(), "gwosc", "events", "run-2", "harvest", Clock.systemUTC());
    assertThat(again.landedIds()).isEmpty();
    assertThat(again.complete().records()).isZero();
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new CompactionLimits(Duration.ofDays(-1), 1, 2, 1))
        .hasMessageContaining("PT-24H");
    assertThatThrownBy(() -> new CompactionLimits(Duration.ZERO, 1, 1, 1))
        .hasMessageContaining("not 1");
  }

  @Test
  void manyFilesHoldTheirBatchesInOrder() throws IOException {
    List<BatchManifest> nights = new ArrayList<>();
    for (int night = 0; night < 5; night++) {
      nights.add(night(night, Stream.of("x", "y", "z").limit(night % 4).toArray(String[]::new)));
    }
    PackManifest pack = pack("compact-1");
    List<Map<String, Object>> rows =
        ParquetRows.read(
            lake().packFolder("gwosc", pack.pack()).parquet(pack.files().get(0).path()));
    assertThat(rows).extracting(row -> row.get("batch").toString()).isSorted();
    assertThat(rows).hasSize((int) nights.stream().mapToLong(BatchManifest::records).sum());
  }
}

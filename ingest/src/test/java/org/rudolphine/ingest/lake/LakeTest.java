package org.rudolphine.ingest.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lake's promises, the same on every store. */
class LakeTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void refusesNamesThatCouldLeaveTheirFolder(Store store) {
    Lake lake = store.lake(folder);
    for (String name : List.of("..", "a..b", "/", "a/b", "\\", "", " ", ".hidden", "_x", "x y")) {
      assertThatThrownBy(() -> lake.batches(name)).as("source " + name).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.batchFolder("gwosc", name)).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.unitFolder("gwosc", name)).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.tableFolder(name, "1")).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.tableFolder("links", name)).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.releaseFolder(name)).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.lease(name)).hasMessageContaining(name);
      assertThatThrownBy(() -> lake.readRun(name)).hasMessageContaining(name);
    }
    assertThatThrownBy(() -> lake.batches(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void refusesPathsThatLeaveAFolder(Store store) {
    Folder release = store.lake(folder).releaseFolder("1.0");
    for (String path : List.of("", "/etc/x", "../x", "a/../x", "a\\x", "file:/x", "s3a://b/x")) {
      assertThatThrownBy(() -> release.uri(path))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(": " + path);
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsBatchesOnlyWithTheirManifestAndInOrder(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.batchFolder("gwosc", "20260101T000000000Z-x").write("part-00000.parquet", new byte[1]);
    lake.unitFolder("gwosc", "events").write("page-00001.jsonl.gz", new byte[1]);
    Files.createDirectories(folder.resolve("raw/.Trash"));
    assertThat(lake.batches("gwosc")).isEmpty();
    assertThat(lake.harvestedSources()).isEmpty();

    lake.commitBatch(batch("20260103T000000000Z-b"));
    lake.commitBatch(batch("20260102T000000000Z-a"));
    assertThat(lake.batches("gwosc"))
        .extracting(BatchManifest::batch)
        .containsExactly("20260102T000000000Z-a", "20260103T000000000Z-b");
    assertThat(lake.batches("gwosc").get(0)).isEqualTo(batch("20260102T000000000Z-a"));
    assertThat(lake.harvestedSources()).containsExactly("gwosc");
    assertThat(lake.hasBatch("gwosc", "20260103T000000000Z-b")).isTrue();
    assertThat(lake.hasBatch("gwosc", "20260101T000000000Z-x")).isFalse();
    assertThatThrownBy(() -> lake.commitBatch(batch("20260102T000000000Z-a")))
        .hasMessageContaining("20260102T000000000Z-a");
  }

  @ParameterizedTest
  @EnumSource
  void numbersSnapshotsByValueNotByText(Store store) throws IOException {
    Lake lake = store.lake(folder);
    assertThat(lake.snapshot()).isEqualTo(Snapshot.empty());
    for (int number = 1; number <= 11; number++) {
      assertThat(lake.commit(snapshot(number, "run-" + number))).isTrue();
    }
    Files.writeString(folder.resolve("snapshots/99999999999999999999.json"), "{}");
    Files.writeString(folder.resolve("snapshots/notes.txt"), "");
    assertThat(lake.snapshotNumbers()).hasSize(11).startsWith(1L, 2L, 3L).endsWith(10L, 11L);
    assertThat(lake.snapshot()).isEqualTo(snapshot(11, "run-11"));
    assertThat(lake.commit(snapshot(11, "late"))).isFalse();
    assertThat(lake.snapshot().runId()).isEqualTo("run-11");
    assertThatThrownBy(() -> lake.snapshot(12)).isInstanceOf(FileNotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void refusesANumberThatRetentionHasFreed(Store store) throws IOException {
    Lake lake = store.lake(folder);
    for (int number = 1; number <= 3; number++) {
      lake.commit(snapshot(number, "nightly"));
    }
    lake.inventory().remove(lake.inventory().snapshots().get(1).file());
    assertThat(lake.commit(snapshot(2, "slow writer"))).isFalse();
    assertThat(lake.snapshotNumbers()).containsExactly(1L, 3L);
  }

  @ParameterizedTest
  @EnumSource
  void letsExactlyOneOfManyWritersCommitAndShowsOnlyWholeFiles(Store store) throws Exception {
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
    CyclicBarrier start = new CyclicBarrier(writers);
    try {
      Future<Integer> reader = threads.submit(() -> readUntil(store.lake(folder), 20));
      for (int number = 1; number <= 20; number++) {
        long current = number;
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          Lake lake = store.lake(folder);
          String run = "run-" + writer;
          attempts.add(
              threads.submit(
                  () -> {
                    start.await();
                    return lake.commit(snapshot(current, run));
                  }));
        }
        List<String> winners = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          if (attempts.get(writer).get()) {
            winners.add("run-" + writer);
          }
        }
        assertThat(winners).as("winners of snapshot " + number).hasSize(1);
        assertThat(store.lake(folder).snapshot(number)).isEqualTo(snapshot(number, winners.get(0)));
      }
      assertThat(reader.get()).isPositive();
    } finally {
      threads.shutdownNow();
    }
    assertThat(leftovers()).isEmpty();
  }

  /** Reads the newest snapshot again and again; a half-written one would throw. */
  private static int readUntil(Lake lake, long last) throws IOException {
    int reads = 0;
    for (Snapshot seen = lake.snapshot(); seen.number() < last; seen = lake.snapshot()) {
      assertThat(seen.number() == 0 || seen.tables().size() == 200).isTrue();
      reads++;
    }
    return reads + 1;
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().contains("tmp-")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsATableVersionOnlyOnceItIsComplete(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Folder staging = lake.tableStaging("links", "v1");
    staging.write("part-00000.parquet", "rows".getBytes(UTF_8));
    assertThat(lake.tableVersions("links")).isEmpty();
    assertThatThrownBy(() -> lake.tableManifest("links", "v1"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("links");

    lake.completeTable(table("v1", staging.describe("part-00000.parquet", 4L)));
    assertThat(lake.tableVersions("links")).containsExactly("v1");
    LakeFile file = lake.tableManifest("links", "v1").files().get(0);
    // sha256sum of the four bytes "rows"
    assertThat(file)
        .isEqualTo(
            new LakeFile(
                "part-00000.parquet",
                4,
                "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e",
                4L));
    assertThat(lake.tableFolder("links", "v1").read(file.path())).isEqualTo("rows".getBytes(UTF_8));
    assertThat(staging.files()).isEmpty();

    Folder again = lake.tableStaging("links", "v1");
    again.write("part-00000.parquet", "other".getBytes(UTF_8));
    assertThatThrownBy(() -> lake.completeTable(table("v1", file)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(lake.tableFolder("links", "v1").read(file.path())).isEqualTo("rows".getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void doesNotReadATableVersionWithoutManifest(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.tableFolder("links", "v1").write("part-00000.parquet", new byte[3]);
    assertThat(lake.tableVersions("links")).containsExactly("v1");
    assertThatThrownBy(() -> lake.tableManifest("links", "v1"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageStartingWith("Incomplete table version ");
    lake.inventory().remove(lake.inventory().tableVersions().get(0));
    assertThat(lake.tableVersions("links")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void publishesAReleaseWholeAndNamesIt(Store store) throws IOException {
    Lake lake = store.lake(folder);
    assertThat(lake.latestRelease()).isEmpty();
    stage(lake, "1.0");
    stage(lake, "2.0");
    assertThat(lake.releases()).isEmpty();

    lake.publishRelease("1.0");
    assertThat(lake.releases()).containsExactly("1.0");
    assertThat(lake.releaseFolder("1.0").files())
        .containsExactly("MANIFEST.json", "data/pairs.parquet");
    assertThat(Files.readString(folder.resolve("releases/latest.json")).replaceAll("\\s", ""))
        .isEqualTo("{\"version\":\"1.0\",\"path\":\"1.0\"}");
    assertThat(lake.releaseStaging("2.0").files())
        .as("what another run builds meanwhile")
        .containsExactly("MANIFEST.json", "data/pairs.parquet");

    lake.publishRelease("2.0");
    assertThat(lake.latestRelease()).contains("2.0");
    assertThat(folder.resolve("releases/_staging")).doesNotExist();

    stage(lake, "1.0").write("data/pairs.parquet", new byte[9]);
    assertThatThrownBy(() -> lake.publishRelease("1.0"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(lake.releaseFolder("1.0").read("data/pairs.parquet")).hasSize(2);
    assertThat(lake.latestRelease()).contains("2.0");
  }

  private static Folder stage(Lake lake, String version) throws IOException {
    Folder staging = lake.releaseStaging(version);
    staging.write("data/pairs.parquet", new byte[2]);
    staging.write("MANIFEST.json", "{}".getBytes(UTF_8));
    return staging;
  }

  @ParameterizedTest
  @EnumSource
  void folderWithoutManifestIsNoReleaseAndIsNotTouched(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.releaseFolder("1.0").write("data/links.parquet", new byte[1]);
    assertThat(lake.releases()).isEmpty();
    assertThat(lake.hasRelease("1.0")).isFalse();
    assertThatThrownBy(() -> lake.pointToRelease("1.0")).hasMessageContaining("1.0");

    stage(lake, "1.0");
    lake.dropHalfReleases();
    assertThatThrownBy(() -> lake.publishRelease("1.0"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("MANIFEST.json")
        .hasMessageContaining("move it away");
    assertThat(lake.releaseFolder("1.0").files()).containsExactly("data/links.parquet");
  }

  @ParameterizedTest
  @EnumSource
  void releaseWithoutManifestIsNotPublished(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.releaseStaging("1.0").write("data/pairs.parquet", new byte[2]);
    assertThatThrownBy(() -> lake.publishRelease("1.0")).hasMessageContaining("MANIFEST.json");
    assertThat(lake.releases()).isEmpty();
    assertThat(lake.latestRelease()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichStateFileIsDamaged(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.commit(snapshot(1, "run"));
    lake.commitBatch(batch("b1"));
    stage(lake, "1.0");
    lake.publishRelease("1.0");
    for (String damage : List.of("", "{\"number\": 1, \"tab", "null", "[]", "{}")) {
      Files.writeString(folder.resolve("snapshots/1.json"), damage);
      assertDamaged(lake::snapshot, "snapshots/1.json");
      Files.writeString(folder.resolve("raw/gwosc/batch=b1/_manifest.json"), damage);
      assertDamaged(() -> lake.batches("gwosc"), "raw/gwosc/batch=b1/_manifest.json");
    }
    Files.writeString(folder.resolve("releases/latest.json"), "{");
    assertDamaged(lake::latestRelease, "releases/latest.json");
  }

  private void assertDamaged(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String file) {
    assertThatThrownBy(read)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Damaged state file ")
        .hasMessageContaining(folder.resolve(file) + ": ");
  }

  /** Written before snapshots noted what stages were done with. */
  @ParameterizedTest
  @EnumSource
  void readsASnapshotWithoutNotes(Store store) throws IOException {
    Path file = folder.resolve("snapshots/7.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"number":7,"committedAt":"2026-01-01T00:00:00Z","runId":"r","codeVersion":"0.1.0",
         "tables":{"links":"v1"},"consumed":{}}
        """);
    Snapshot snapshot = store.lake(folder).snapshot();
    assertThat(snapshot.tables()).containsEntry("links", "v1");
    assertThat(snapshot.stages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesFileNamesAsTheyAre(Store store) throws IOException {
    Folder release = store.lake(folder.resolve("my lake")).releaseFolder("1.0");
    List<String> names = List.of("100%.txt", "a b/c#d?.txt", "é/ü.txt");
    for (String name : names) {
      release.write(name, name.getBytes(UTF_8));
      assertThat(folder.resolve("my lake/releases/1.0").resolve(name)).hasContent(name);
    }
    assertThat(release.files()).containsExactlyElementsOf(names);
    for (String name : names) {
      assertThat(release.read(name)).isEqualTo(name.getBytes(UTF_8));
      assertThat(release.describe(name, null).bytes()).isEqualTo(name.getBytes(UTF_8).length);
    }
    release.move("100%.txt", "50%.txt");
    assertThat(release.exists("100%.txt")).isFalse();
    release.delete("é");
    assertThat(release.files()).containsExactly("50%.txt", "a b/c#d?.txt");
  }

  @ParameterizedTest
  @EnumSource
  void listsNothingWhereThereIsNoFolder(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Files.writeString(folder.resolve("raw"), "a file");
    assertThat(lake.harvestedSources()).isEmpty();
    assertThat(lake.releases()).isEmpty();
    assertThat(lake.runs()).isEmpty();
    assertThat(lake.leases()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsRunsInOrder(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.writeRun("20260102T000000Z-b", "{}".getBytes(UTF_8));
    lake.writeRun("20260101T000000Z-a", "{}".getBytes(UTF_8));
    lake.writeRun("20260101T000000Z-a", "{\"exit\":0}".getBytes(UTF_8));
    assertThat(lake.runs()).containsExactly("20260101T000000Z-a", "20260102T000000Z-b");
    assertThat(lake.readRun("20260101T000000Z-a")).asString(UTF_8).isEqualTo("{\"exit\":0}");
    assertThatThrownBy(() -> lake.readRun("none")).isInstanceOf(FileNotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void saysInOneSentenceThatItCannotBeWritten(Store store) throws IOException {
    Lake writable = store.lake(folder.resolve("new/lake"));
    assertThat(writable.exists()).isFalse();
    writable.checkReachable();
    assertThat(writable.exists()).isTrue();
    assertThat(folder.resolve("new/lake")).isEmptyDirectory();

    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path blocked : List.of(file, file.resolve("lake"))) {
      Lake lake = store.lake(blocked);
      assertThatThrownBy(lake::checkReachable)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("The lake " + lake.uri() + " cannot be written: ")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  private static BatchManifest batch(String id) {
    return new BatchManifest(
        id, "gwosc", "unit", "run", "harvest", null, 0, NOON, NOON, Map.of("k", "v"), List.of());
  }

  /** Large enough that a reader would see it in halves if it were not written whole. */
  private static Snapshot snapshot(long number, String run) {
    Map<String, String> tables = new java.util.HashMap<>();
    for (int i = 0; i < 200; i++) {
      tables.put("table_" + i, run + "-" + number);
    }
    return new Snapshot(
        number, NOON, run, "0.1.0", tables, Map.of("gwosc", List.of("b1")), Map.of("link/r", "1"));
  }

  private static TableManifest table(String version, LakeFile file) {
    return new TableManifest(
        "links", version, 4, "c", "s", "0.1.0", "run", NOON, Map.of(), Map.of(), List.of(file));
  }
}

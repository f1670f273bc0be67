package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.jobs.settings.Settings;

/** What retention removes, and above all what it does not. */
class RetainTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final Instant now = Instant.now();
  private final Map<String, String> tables = new TreeMap<>();

  private Lake lake() {
    return Lake.at(folder);
  }

  /** Writes a version of a table so many days ago; nothing names it yet. */
  private void version(String table, String version, int days) throws IOException {
    byte[] content = (table + version).getBytes(StandardCharsets.UTF_8);
    lake().tableStaging(table, version).write("part-00000.parquet", content);
    lake()
        .completeTable(
            new TableManifest(
                table,
                version,
                1,
                "content",
                "schema",
                "code",
                "run",
                now.minus(DAY.multipliedBy(days)),
                Map.of(),
                Map.of(),
                List.of(new LakeFile("part-00000.parquet", content.length, "sum", 1L))));
    age(folder.resolve("tables").resolve(table).resolve("v=" + version), days);
  }

  /** Commits so many days ago a snapshot with new versions of some tables. */
  private void snapshot(int number, int days, String... changed) throws IOException {
    for (String table : changed) {
      version(table, "v" + number, days);
      tables.put(table, "v" + number);
    }
    Instant at = now.minus(DAY.multipliedBy(days));
    Snapshot snapshot = new Snapshot(number, at, "run", "code", tables, Map.of(), Map.of());
    assertThat(lake().commit(snapshot)).isTrue();
    age(folder.resolve("snapshots/" + number + ".json"), days);
  }

  private static void age(Path root, int days) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(DAY.multipliedBy(days)));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private Path old(String path, int days) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "left over");
    age(file, days);
    return file;
  }

  private JsonNode retain(int exit, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("retain", "--json"));
    command.addAll(List.of(args));
    Cli.Result result = Cli.on(folder).run(command.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    return JSON.readTree(result.out());
  }

  private static List<String> removed(JsonNode result) {
    List<String> paths = new ArrayList<>();
    result.get("removed").forEach(removal -> paths.add(removal.at("/stored/path").asText()));
    return paths;
  }

  @Test
  void keepsTheNewestAndWhatWasCurrentInTheLastDays() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    snapshot(3, 30, "gw_events"); // current until 2 days ago: a notebook may still read it
    snapshot(4, 2, "gw_events");
    snapshot(5, 1, "links");

    JsonNode result = retain(0, "--keep", "1", "--days", "7");

    assertThat(removed(result))
        .containsExactly(
            "snapshots/1.json",
            "snapshots/2.json",
            "tables/gw_events/v=v1",
            "tables/gw_events/v=v2");
    assertThat(lake().snapshotNumbers()).containsExactly(3L, 4L, 5L);
    assertThat(lake().tableVersions("gw_events")).containsExactly("v3", "v4");
    assertThat(removed(retain(0, "--keep", "1", "--days", "7"))).isEmpty();
  }

  /** Raw records name assets whatever tables do; only what a killed write left may go. */
  @Test
  void neverTouchesAssetsButSweepsWhatAWriteThatWasKilledLeft() throws IOException {
    snapshot(1, 50, "gw_events");
    Asset asset = lake().assets().store(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3);
    age(folder.resolve("assets"), 400);
    old("assets/.tmp-of-a-killed-import", 3);

    assertThat(removed(retain(0, "--keep", "1"))).containsExactly("assets/.tmp-of-a-killed-import");
    assertThat(lake().assets().list()).containsExactly(asset);
    assertThat(lake().assets().isWhole(asset)).isTrue();
  }

  @Test
  void dryRunTouchesNothingAndSaysWhatHowMuchAndWhy() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    Map<String, String> before = Trees.sums(folder);
    Cli.Result dry = Cli.on(folder).run("retain", "--keep", "1", "--dry-run");
    assertThat(dry.exit()).isZero();
    assertThat(dry.out())
        .containsPattern("snapshot +1 +1 +[0-9.]+ k?B +neither among the newest")
        .containsPattern("table version gw_events +1 +2 +[0-9.]+ k?B +no snapshot that is kept")
        .contains("would free ")
        .contains("nothing was touched");
    Map<String, String> after = Trees.sums(folder);
    assertThat(after.keySet().removeIf(path -> path.startsWith("runs/"))).isTrue();
    assertThat(after).isEqualTo(before);

    long bytes = 0;
    for (String gone :
        List.of(
            "snapshots/1.json",
            "tables/gw_events/v=v1/part-00000.parquet",
            "tables/gw_events/v=v1/_manifest.json")) {
      bytes += Files.size(folder.resolve(gone));
    }
    JsonNode result = retain(0, "--keep", "1");
    assertThat(result.get("bytes").asLong()).isEqualTo(bytes);
    assertThat(result.get("dryRun").asBoolean()).isFalse();
  }

  @Test
  void nothingYoungerThanTheGraceGoesWhateverIsAsked() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 0, "gw_events"); // until just now somebody may have pinned the first
    version("gw_events", "uncommitted", 0);
    old("tables/links/_staging/20260101T000000000Z-dead/part-00000.parquet", 0);
    assertThat(removed(retain(0, "--keep", "1", "--days", "0"))).isEmpty();
    Cli without = Cli.on(folder).set("retain.grace=PT0S");
    assertThat(without.run("retain", "--keep", "1", "--days", "0").exit()).isZero();
    assertThat(lake().tableVersions("gw_events")).containsExactly("v2");
    assertThat(folder.resolve("tables/links/_staging")).isEmptyDirectory();
  }

  @Test
  void whatARunMayUseThatBeganLongAgoAndIsAliveStays() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 3, "gw_events"); // committed when the nightly had pinned the first
    version("gw_events", "uncommitted", 2);
    Lease nightly = lake().lease("nightly");
    assertThat(nightly.take("long-run", now.minus(DAY.multipliedBy(4)))).isEmpty();
    Path file = folder.resolve("leases/nightly.json");
    ObjectNode held = (ObjectNode) JSON.readTree(file.toFile());
    JSON.writeValue(file.toFile(), held.put("expiresAt", now.plusSeconds(60).toString()));

    JsonNode waiting = retain(0, "--keep", "1", "--days", "1");
    assertThat(removed(waiting)).isEmpty();
    assertThat(waiting.get("alive").get(0).asText()).contains("nightly").contains("long-run");

    nightly.release("long-run", now, null);
    assertThat(removed(retain(0, "--keep", "1", "--days", "1")))
        .containsExactly(
            "snapshots/1.json", "tables/gw_events/v=uncommitted", "tables/gw_events/v=v1");
  }

  @Test
  void aSnapshotOfTheFutureStaysAndSoDoesWhatItSuperseded() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, -400, "gw_events"); // a clock that ran ahead
    snapshot(3, 20, "gw_events");
    snapshot(4, 10, "gw_events");
    assertThat(removed(retain(0, "--keep", "1")))
        .containsExactly("snapshots/3.json", "tables/gw_events/v=v3");
    assertThat(lake().snapshotNumbers()).containsExactly(1L, 2L, 4L);
  }

  @Test
  void aHistorysNewestVersionStaysWhateverSnapshotsSay() throws IOException {
    version("gw_events_history", "v0", 60);
    snapshot(1, 50, "gw_events", "gw_events_history");
    tables.remove("gw_events_history");
    tables.remove("gw_events");
    snapshot(2, 40, "links");
    assertThat(removed(retain(0, "--keep", "1")))
        .containsExactly(
            "snapshots/1.json", "tables/gw_events/v=v1", "tables/gw_events_history/v=v0");
    assertThat(lake().tableVersions("gw_events_history")).containsExactly("v1");
  }

  @Test
  void withoutAnySnapshotNoVersionGoes() throws IOException {
    version("gw_events", "v1", 50);
    JsonNode result = retain(0, "--keep", "1");
    assertThat(removed(result)).isEmpty();
    assertThat(result.at("/kept/0/why").asText()).contains("no snapshot");
  }

  @Test
  void killedBetweenSnapshotsAndVersionsTheRestIsFoundNextTime() throws IOException {
    snapshot(1, 50, "gw_events", "links");
    snapshot(2, 40, "gw_events", "links");
    Files.delete(folder.resolve("snapshots/1.json"));
    Files.delete(folder.resolve("tables/gw_events/v=v1/_manifest.json"));
    age(folder.resolve("tables"), 40);
    assertThat(removed(retain(0, "--keep", "1")))
        .containsExactly("tables/gw_events/v=v1", "tables/links/v=v1");
  }

  @Test
  void sweepsWhatKilledRunsHaveLeftAndNothingElse() throws IOException {
    snapshot(1, 50, "gw_events");
    List<Path> gone =
        List.of(
            old("tables/links/_staging/20260101T000000000Z-dead/_temporary/0/x.parquet", 3),
            old("tables/links/v=unfinished/part-00000.parquet", 3),
            old("releases/_staging/2026.1.0/data/links/part-00000.parquet", 3),
            old("raw/gwosc/batch=20260101T000000000Z-events-abc/part-00000.parquet", 3),
            old("raw/gwosc/pack=00000001-abc/part-00000.parquet", 3),
            old("raw/gwosc/_units/imported/packed-as.txt", 3),
            old("raw/gwosc/_units/events/.tmp-0b7a", 3),
            old("tables/gw_events/v=v1/.tmp-0b7b", 3),
            old("snapshots/.tmp-0b7c", 3),
            old(".tmp-probe-0b7d", 3));
    List<Path> stay =
        List.of(
            old("raw/gwosc/_units/events/page-00001.jsonl.gz", 300),
            old("raw/gwosc/_units/damaged/packed-as.txt", 3),
            old("rebuilt/2026.1.0/releases/2026.1.0/MANIFEST.json", 300),
            old("reports/2026.1.0.html", 300),
            old("releases/2026.1.0/MANIFEST.json", 300),
            old("notes.txt", 300),
            old("snapshots/.tmp-young", 0),
            old("raw/gwosc/batch=20260102T000000000Z-events-abc/part-00000.parquet", 0),
            old("raw/gwosc/_units/young/packed-as.txt", 0));
    age(folder.resolve("tables/links"), 3);
    age(folder.resolve("releases/_staging"), 3);
    Files.writeString(folder.resolve("raw/gwosc/_units/imported/packed-as.txt"), "20260101T0-gone");
    age(folder.resolve("raw/gwosc/_units"), 3);
    age(folder.resolve("raw/gwosc/_units/young"), 0);
    age(folder.resolve("raw/gwosc/batch=20260101T000000000Z-events-abc"), 3);
    age(folder.resolve("raw/gwosc/pack=00000001-abc"), 3);

    JsonNode result = retain(0, "--keep", "1");

    assertThat(gone).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(stay).allSatisfy(file -> assertThat(file).exists());
    assertThat(result.get("removed")).hasSize(gone.size());
    assertThat(result.get("kept").toString())
        .contains("pages of 1 interrupted units", "raw/gwosc/_units/damaged");
    assertThat(lake().snapshot().number()).isEqualTo(1);
  }

  /** An object store moves a release file by file, and finds by its staging what was half moved. */
  @Test
  void theStagingOfAHalfPublishedReleaseStays() throws IOException {
    Path half = old("releases/1.0.0/data/links/part-00000.parquet", 3);
    Path rest = old("releases/_staging/1.0.0/MANIFEST.json", 3);
    Path needless = old("releases/_staging/not a version/MANIFEST.json", 3);
    age(folder.resolve("releases/_staging"), 3);
    JsonNode result = retain(0);
    assertThat(removed(result)).containsExactly("releases/_staging/not a version");
    assertThat(needless).doesNotExist();
    assertThat(half).exists();
    assertThat(rest).exists();
    assertThat(result.get("kept").toString()).contains("releases/_staging/1.0.0", "release it");
    Files.delete(half);
    assertThat(removed(retain(0))).containsExactly("releases/_staging/1.0.0");
  }

  /** An import notes its batch first and then writes for days into the batch's folder. */
  @Test
  void theNoteOfALongImportStays() throws IOException {
    Path note = old("raw/arxiv/_units/file-1/packed-as.txt", 3);
    Files.writeString(note, "20260101T000000000Z-file-1-abc");
    age(note.getParent(), 3);
    old("raw/arxiv/batch=20260101T000000000Z-file-1-abc/part-00000.parquet", 0);
    assertThat(removed(retain(0))).isEmpty();
    assertThat(note).exists();
  }

  @Test
  void whatCannotBeRemovedIsNamedAndTheRestGoes() throws IOException {
    snapshot(1, 50, "gw_events", "links");
    snapshot(2, 40, "gw_events", "links");
    Path locked = folder.resolve("tables/gw_events/v=v1");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(locked), "the super-user may write everywhere");
      Cli.Result result = Cli.on(folder).run("retain", "--keep", "1");
      assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(result.err()).contains("tables/gw_events/v=v1");
      assertThat(lake().tableVersions("links")).containsExactly("v2");
      assertThat(Cli.on(folder).run("status").out()).contains("tables/gw_events/v=v1");
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** On a full disk no report can be written until something was removed. */
  @Test
  void removesAlthoughNoReportCanBeKeptYet() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    Files.writeString(folder.resolve("runs"), "a file where reports would lie");
    Cli.Result result = Cli.on(folder).run("retain", "--keep", "1");
    assertThat(result.err()).contains("cannot be kept yet", "the work is done and counts");
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(lake().snapshotNumbers()).containsExactly(2L);
  }

  /** Lands two batches. */
  private void land() throws IOException {
    for (int night = 20; night < 22; night++) {
      Clock clock = Clock.fixed(now.minus(DAY.multipliedBy(night)), ZoneOffset.UTC);
      Landing landing = Landing.open(lake(), "gwosc", "events", "n" + night, "harvest", clock);
      landing.page(
          "https://example.org/",
          clock.instant(),
          List.of(PageRecord.of("row", "a", "text/plain", "payload")));
      landing.complete();
    }
  }

  /** Lands two batches and packs them; the folder of the pack. */
  private Path pack() throws IOException {
    land();
    Cli cli = Cli.on(folder).set("compact.min-age=PT0S").set("compact.min-batches=2");
    assertThat(cli.run("compact", "--dry-run").out()).contains("would pack 2 batches into 1 packs");
    assertThat(lake().packs("gwosc")).isEmpty();
    Cli.Result packed = cli.run("compact", "gwosc");
    assertThat(packed.exit()).as(packed.err()).isZero();
    return folder.resolve("raw/gwosc/pack=" + lake().packs("gwosc").get(0).pack());
  }

  @Test
  void packedBatchesGoWhenTheGraceIsOver() throws IOException {
    pack();
    JsonNode young = retain(0);
    assertThat(removed(young)).isEmpty();
    assertThat(young.at("/kept/0/what").asText()).isEqualTo("packed batches");
    List<BatchManifest> batches = lake().batches("gwosc");
    Cli.Result result = Cli.on(folder).set("retain.grace=PT0S").run("retain");
    assertThat(result.out()).containsPattern("packed batch gwosc +2 ");
    assertThat(lake().looseBatches("gwosc")).isEmpty();
    assertThat(lake().batches("gwosc")).hasSize(2).isEqualTo(batches);
    assertThat(folder.resolve("raw/gwosc")).isDirectoryNotContaining("glob:**/batch=*");
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** One batch lost its manifest to a removal that was killed; then the pack was damaged. */
  @Test
  void aDamagedPackIsNotGivenUpWhileABatchLiesNowhereElse() throws IOException {
    Path pack = pack();
    Path left = folder.resolve("raw/gwosc/batch=" + lake().batches("gwosc").get(0).batch());
    Files.delete(left.resolve("_manifest.json"));
    damage(pack.resolve("part-00000.parquet"));

    Cli.Result result = Cli.on(folder).set("retain.grace=PT0S").run("retain");

    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err())
        .contains("get its files back from a backup", "do not remove it: 1 of its batches")
        .doesNotContain("remove that pack's folder");
    assertThat(left.resolve("part-00000.parquet")).exists();
    assertThat(pack).exists();
  }

  @Test
  void batchesOfADamagedPackStayAndTheRestGoes() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    Path part = pack().resolve("part-00000.parquet");
    damage(part);

    Cli.Result result = Cli.on(folder).set("retain.grace=PT0S").run("retain", "--keep", "1");

    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("raw/gwosc/batch=", "is damaged; remove that pack");
    assertThat(lake().tableVersions("gw_events")).containsExactly("v2");
    Files.delete(part.resolveSibling("_manifest.json"));
    assertThat(lake().looseBatches("gwosc")).as("as the message says").hasSize(2);
    assertThat(Cli.on(folder).run("status").out()).contains("stays, for pack");
  }

  @Test
  void theSecondOfTwoIsToldWhoIsAtWork() throws IOException {
    assertThat(lake().lease("retain").take("other-run", Instant.now())).isEmpty();
    Cli.Result result = Cli.on(folder).run("retain");
    assertThat(result.exit()).isEqualTo(ExitCode.LOCKED);
    assertThat(result.err()).contains("old data is being removed by run other-run", "until ");
    assertThat(lake().lease("compact").take("other-run", Instant.now())).isEmpty();
    Cli.Result packing = Cli.on(folder).run("compact");
    assertThat(packing.exit()).isEqualTo(ExitCode.LOCKED);
    assertThat(packing.err()).contains("raw batches are being packed by run other-run", "until ");
  }

  @Test
  void aProcessThatIsToldToEndRemovesAndPacksNothingMoreAndGivesItsLocksBack() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    land();
    Run run = Run.start("test", Clock.systemUTC());
    run.stop();
    Settings settings = Settings.load(List.of(), List.of("lake=" + folder));
    try (Workspace workspace =
        Workspace.open(settings, Console.watched(System.out, System.err, false))) {
      RetainJob retain = new RetainJob(workspace, run);
      Retention.Rules rules = new Retention.Rules(1, 0, Duration.ZERO);
      assertThatThrownBy(() -> retain.remove(rules)).isInstanceOf(CancellationException.class);
      CompactionLimits limits = new CompactionLimits(Duration.ZERO, 1 << 20, 2, 1 << 20);
      CompactJob compact = new CompactJob(workspace, run, limits);
      assertThatThrownBy(() -> compact.compact(List.of()))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(lake().snapshotNumbers()).containsExactly(1L, 2L);
    assertThat(lake().packs("gwosc")).isEmpty();
    assertThat(run.locks()).isEmpty();
    for (String lease : List.of("retain", "compact")) {
      assertThat(lake().lease(lease).holder().orElseThrow().released()).as(lease).isTrue();
    }
  }

  @Test
  void troubleOfTheMachineEndsThePackingAtTheFirstSource() throws IOException {
    land();
    Path failing = Path.of("/proc/self/mem"); // reading its beginning is an input/output error
    assumeTrue(Files.exists(failing), "there is no " + failing + " here");
    Path batch = folder.resolve("raw/arxiv/batch=20260101T000000000Z-events-abc");
    Files.createSymbolicLink(Files.createDirectories(batch).resolve("_manifest.json"), failing);
    Cli cli = Cli.on(folder).set("compact.min-age=PT0S").set("compact.min-batches=2");
    Cli.Result result = cli.run("compact");
    Files.delete(batch.resolve("_manifest.json")); // a link that leads out of the test's folder
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("Input/output error", "check the disk or the mount");
    assertThat(lake().packs("gwosc")).as("the source after it").isEmpty();
    assertThat(lake().lease("compact").holder().orElseThrow().released()).isTrue();
  }

  /** On a full disk there is no room for a lock either. */
  @Test
  void removesWithoutALockThatCannotBeKept() throws IOException {
    snapshot(1, 50, "gw_events");
    snapshot(2, 40, "gw_events");
    Files.writeString(folder.resolve("leases"), "a file where leases would lie");
    Cli.Result result = Cli.on(folder).run("retain", "--keep", "1");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("the lock retain cannot be kept");
    assertThat(lake().snapshotNumbers()).containsExactly(2L);
  }
}

package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.transform.SparkSessions;

class TableStoreTest {
  private static final SparkSession SPARK = SparkSessions.shared();
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;
  private Lake lake;
  private Path root;
  private int opened;

  @BeforeEach
  void openLake() {
    root = folder.resolve("a lake, spaced");
    lake = Lake.at(root);
  }

  /** A store of a run of its own, a second after the one before. */
  private TableStore store() throws IOException {
    opened++;
    Clock clock = Clock.fixed(NOON.plusSeconds(opened), ZoneOffset.UTC);
    return TableStore.open(SPARK, lake, "run-" + opened, "1.0", clock);
  }

  private static Map<String, Object> unmatched(String id, String reason) {
    Map<String, Object> row = new HashMap<>();
    row.put("table_name", "gw_events");
    row.put("id", id);
    row.put("rule", "r");
    row.put("reason", reason);
    row.put("source", "rudolphine");
    row.put("revision", 1);
    row.put("retrieved_at", NOON);
    row.put("raw_sha256", "0");
    row.put("licence", "CC0-1.0");
    row.put("redistribute", "yes");
    return row;
  }

  @SafeVarargs
  private static Dataset<Row> rows(String table, Map<String, Object>... values) {
    RowCodec codec = new RowCodec(Table.named(table).schema());
    return SPARK.createDataFrame(
        Arrays.stream(values).map(codec::row).toList(), Table.named(table).schema());
  }

  private static Dataset<Row> numbered(int count) {
    RowCodec codec = new RowCodec(Table.named("unmatched").schema());
    return SPARK.createDataFrame(
        IntStream.range(0, count)
            .mapToObj(i -> codec.row(unmatched("id-%04d".formatted(i), "none")))
            .toList(),
        Table.named("unmatched").schema());
  }

  private static boolean put(TableStore.Commit commit, String table, Dataset<Row> rows)
      throws IOException {
    return commit.put(table, rows, Map.of(), Map.of());
  }

  private Snapshot publish(String table, Dataset<Row> rows) throws IOException {
    TableStore.Commit commit = store().begin();
    put(commit, table, rows);
    return commit.commit();
  }

  private List<String> ids(TableStore store) {
    return store.read("unmatched").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void sameContentInOtherPartitionsMakesNoNewVersion() throws IOException {
    Snapshot first = publish("unmatched", numbered(200).repartition(1));
    TableStore.Commit commit = store().begin();
    assertThat(put(commit, "unmatched", numbered(200).repartition(7))).isFalse();
    assertThat(commit.changed()).isEmpty();
    assertThat(commit.commit()).isEqualTo(first);
    assertThat(lake.tableVersions("unmatched")).hasSize(1);
    assertThat(root.resolve("tables/unmatched/_staging")).isEmptyDirectory();
  }

  @Test
  void batchThatChangesNothingIsStillConsumed() throws IOException {
    publish("unmatched", numbered(1));
    TableStore.Commit commit = store().begin();
    commit.consume("lab", List.of("b2", "b1"));
    Snapshot consumed = commit.commit();
    assertThat(consumed.number()).isEqualTo(2);
    assertThat(consumed.consumed()).containsEntry("lab", List.of("b1", "b2"));
    TableStore.Commit again = store().begin();
    again.consume("lab", List.of("b1"));
    assertThat(again.commit()).isEqualTo(consumed);
  }

  @Test
  void whatAStageWasDoneWithIsNotedOnce() throws IOException {
    publish("unmatched", numbered(1));
    TableStore.Commit commit = store().begin();
    put(commit, "unmatched", numbered(1));
    commit.done("link/r", "abc");
    Snapshot noted = commit.commit();
    assertThat(noted.number()).isEqualTo(2);
    assertThat(noted.stages()).containsExactly(Map.entry("link/r", "abc"));
    TableStore.Commit again = store().begin();
    again.done("link/r", "abc");
    assertThat(again.commit()).isEqualTo(noted);
    assertThat(publish("unmatched", numbered(2)).stages()).isEqualTo(noted.stages());
  }

  /** What was found unchanged was changed by another run before it could be noted. */
  @Test
  void noteOfAStageFallsWithItsTables() throws IOException {
    publish("unmatched", numbered(1));
    TableStore.Commit late = store().begin();
    assertThat(put(late, "unmatched", numbered(1))).isFalse();
    late.done("link/r", "of one row");
    TableStore.Commit other = store().begin();
    put(other, "unmatched", numbered(2));
    other.done("link/r", "of two rows");
    other.commit();
    assertThat(late.commit().stages()).containsExactly(Map.entry("link/r", "of two rows"));
  }

  @Test
  void versionOfWhichAFileIsMissingIsMadeAnew() throws IOException {
    Snapshot first = publish("unmatched", numbered(3));
    String version = first.tables().get("unmatched");
    assertThat(lake.isWhole("unmatched", version)).isTrue();
    Files.delete(root.resolve("tables/unmatched/v=" + version + "/part-00000.parquet"));
    assertThat(lake.isWhole("unmatched", version)).isFalse();
    assertThat(publish("unmatched", numbered(3)).number()).isEqualTo(2);
    assertThat(ids(store())).hasSize(3);
    Files.delete(
        root.resolve(
            "tables/unmatched/v=" + lake.snapshot().tables().get("unmatched") + "/_manifest.json"));
    assertThat(publish("unmatched", numbered(3)).number()).isEqualTo(3);
  }

  @Test
  void tablesOfACommitBecomeVisibleTogether() throws IOException {
    TableStore before = store();
    TableStore.Commit commit = store().begin();
    put(commit, "unmatched", numbered(2));
    put(commit, "rejects", rows("rejects"));
    assertThat(lake.snapshot().number()).isZero();
    Snapshot snapshot = commit.commit();
    assertThat(snapshot.number()).isEqualTo(1);
    assertThat(snapshot.tables()).containsOnlyKeys("rejects", "unmatched");
    assertThat(ids(store())).containsExactly("id-0000", "id-0001");
    assertThat(ids(before)).as("a pinned reader").isEmpty();
    assertThat(store().manifest("unmatched").rows()).isEqualTo(2);
  }

  @Test
  void loserOfARaceForTheSameTableFails() throws IOException {
    TableStore.Commit late = store().begin();
    put(late, "unmatched", numbered(1));
    publish("unmatched", numbered(2));
    assertThatThrownBy(late::commit)
        .isInstanceOf(ConcurrentCommit.class)
        .hasMessageContaining("unmatched")
        .hasMessageContaining("snapshot 1");
    assertThat(lake.snapshotNumbers()).containsExactly(1L);
    assertThat(ids(store())).hasSize(2);
  }

  @Test
  void loserWithOtherTablesTakesTheNextNumberAndKeepsTheWinnersTables() throws IOException {
    TableStore.Commit late = store().begin();
    put(late, "rejects", rows("rejects"));
    late.consume("lab", List.of("b1"));
    publish("unmatched", numbered(2));
    Snapshot snapshot = late.commit();
    assertThat(snapshot.number()).isEqualTo(2);
    assertThat(snapshot.tables()).containsOnlyKeys("rejects", "unmatched");
    assertThat(snapshot.consumed()).containsKey("lab");
  }

  /** Files are there, the manifest is not: as a process leaves it that is killed in between. */
  @Test
  void versionWithoutManifestIsSeenByNobodyAndMadeAgain() throws IOException {
    publish("unmatched", numbered(1));
    Path version = root.resolve("tables/unmatched/v=20990101T000000000Z-dead");
    Files.createDirectories(version);
    Files.write(version.resolve("part-00000.parquet"), new byte[] {'P', 'A', 'R', '1'});
    Path staging = root.resolve("tables/unmatched/_staging/20990101T000000000Z-dead");
    Files.createDirectories(staging);
    Files.write(staging.resolve("part-00000.parquet"), new byte[] {'P', 'A', 'R', '1'});
    assertThat(ids(store())).hasSize(1);
    assertThat(publish("unmatched", numbered(2)).number()).isEqualTo(2);
    assertThat(ids(store())).hasSize(2);
  }

  @Test
  void versionWithoutSnapshotIsSeenByNobodyAndMadeAgain() throws IOException {
    publish("unmatched", numbered(1));
    put(store().begin(), "unmatched", numbered(2)); // killed before its commit
    assertThat(lake.tableVersions("unmatched")).hasSize(2);
    assertThat(ids(store())).hasSize(1);
    TableStore.Commit next = store().begin();
    assertThat(put(next, "unmatched", numbered(2))).isTrue();
    next.commit();
    assertThat(ids(store())).hasSize(2);
  }

  @Test
  void keyThatComesTwiceIsRefusedAndNamed() throws IOException {
    publish("unmatched", numbered(1));
    TableStore.Commit commit = store().begin();
    Dataset<Row> rows =
        rows("unmatched", unmatched("same", "one"), unmatched("same", "two"), unmatched("x", "z"));
    assertThatThrownBy(() -> put(commit, "unmatched", rows))
        .hasMessageContaining("unmatched")
        .hasMessageContaining("more than once")
        .hasMessageContaining("same,r,2");
    assertNothingOf(commit);
  }

  @Test
  void requiredValueThatIsMissingIsRefusedAndNamed() throws IOException {
    publish("unmatched", numbered(1));
    TableStore.Commit commit = store().begin();
    Dataset<Row> rows = rows("unmatched", unmatched("good", "one"), unmatched("poor", null));
    assertThatThrownBy(() -> put(commit, "unmatched", rows))
        .hasMessageContaining("without a required value")
        .hasMessageContaining("poor")
        .hasMessageNotContaining("good");
    assertThatThrownBy(() -> put(commit, "unmatched", rows("unmatched", unmatched(null, "no key"))))
        .hasMessageContaining("without a required value");
    assertNothingOf(commit);
  }

  private void assertNothingOf(TableStore.Commit commit) throws IOException {
    assertThat(commit.changed()).isEmpty();
    assertThat(commit.commit().number()).isEqualTo(1);
    assertThat(lake.tableVersions("unmatched")).hasSize(1);
    assertThat(root.resolve("tables/unmatched/_staging")).isEmptyDirectory();
  }

  @Test
  void rowsWithoutAnOptionalColumnGetNull() throws IOException {
    publish("rejects", rows("rejects", reject("a", "text")).drop("excerpt"));
    Row row = store().read("rejects").first();
    assertThat(row.schema().fieldNames()).isEqualTo(Table.named("rejects").schema().fieldNames());
    assertThat(row.<Object>getAs("excerpt")).isNull();
    assertThat(row.<String>getAs("native_id")).isEqualTo("a");
  }

  private static Map<String, Object> reject(String id, String excerpt) {
    Map<String, Object> row = new HashMap<>();
    for (String name : List.of("source", "field", "reason", "raw_ref", "licence", "redistribute")) {
      row.put(name, "x");
    }
    row.put("native_id", id);
    row.put("excerpt", excerpt);
    row.put("revision", 1);
    return row;
  }

  /** A version that was written before a column existed. */
  @Test
  void columnThatAnOlderVersionLacksReadsAsNull() throws IOException {
    publish("rejects", rows("rejects", reject("a", "text")));
    String version = lake.snapshot().tables().get("rejects");
    Path file = root.resolve("tables/rejects/v=" + version + "/part-00000.parquet");
    Path old = folder.resolve("old");
    store().read("rejects").drop("excerpt").coalesce(1).write().parquet(old.toUri().getPath());
    try (var parts = Files.newDirectoryStream(old, "part-*.parquet")) {
      Files.move(parts.iterator().next(), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    Row row = store().read("rejects").first();
    assertThat(row.<Object>getAs("excerpt")).isNull();
    assertThat(row.<String>getAs("native_id")).isEqualTo("a");
    assertThat(row.schema().fieldNames()).isEqualTo(Table.named("rejects").schema().fieldNames());
  }

  @Test
  void historyKeepsARowForEachRevision() throws IOException {
    Map<String, Object> run = new TreeMap<>(unmatched("ignored", "ignored"));
    run.keySet().removeAll(List.of("table_name", "id", "rule", "reason"));
    run.put("simulation_id", "S:1");
    run.put("catalog", "LAB");
    run.put("raw_ref", "lab/b#1/0");
    run.put("content_sha256", "0");
    Map<String, Object> second = new TreeMap<>(run);
    second.put("revision", 2);
    assertThat(Table.named("nr_simulations_history").key())
        .containsExactly("simulation_id", "revision");
    assertThat(publish("nr_simulations_history", rows("nr_simulations", run, second)).number())
        .isEqualTo(1);
    assertThatThrownBy(() -> publish("nr_simulations", rows("nr_simulations", run, second)))
        .hasMessageContaining("more than once");
    assertThatThrownBy(() -> Table.named("unmatched_history"))
        .hasMessageContaining("keeps no history");
  }

  @Test
  void manifestSaysWhatWentIn() throws IOException {
    TableStore.Commit commit = store().begin();
    commit.put("unmatched", numbered(3), Map.of("lab", List.of("b1")), Map.of("gw_events", "v0"));
    commit.commit();
    TableManifest manifest = store().manifest("unmatched");
    assertThat(manifest.batches()).containsEntry("lab", List.of("b1"));
    assertThat(manifest.inputs()).containsEntry("gw_events", "v0");
    assertThat(manifest.codeVersion()).isEqualTo("1.0");
    assertThat(Duration.between(NOON, manifest.createdAt())).isPositive();
    assertThat(manifest.files())
        .singleElement()
        .satisfies(file -> assertThat(file.path()).isEqualTo("part-00000.parquet"));
    assertThatThrownBy(() -> store().manifest("rejects")).hasMessageContaining("rejects");
  }
}

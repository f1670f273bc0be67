package org.rudolphine.transform.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Reads the tables of one pinned snapshot and publishes new versions. Several tables change
 * together in one commit; content that is the same gives no new version; whoever loses the race for
 * a snapshot number tries the next one, unless its own tables were touched.
 */
public final class TableStore {
  private static final int MAX_COMMIT_ATTEMPTS = 100;

  private final SparkSession spark;
  private final Lake lake;
  private final Snapshot pinned;
  private final String runId;
  private final String codeVersion;
  private final Clock clock;

  private TableStore(
      SparkSession spark, Lake lake, Snapshot pinned, String runId, String codeVersion, Clock clock) {
    this.spark = spark;
    this.lake = lake;
    this.pinned = pinned;
    this.runId = runId;
    this.codeVersion = codeVersion;
    this.clock = clock;
  }

  /** Pins the newest snapshot of a lake. */
  public static TableStore open(
      SparkSession spark, Lake lake, String runId, String codeVersion, Clock clock)
      throws IOException {
    return new TableStore(spark, lake, lake.snapshot(), runId, codeVersion, clock);
  }

  /** The snapshot that this store reads. */
  public Snapshot snapshot() {
    return pinned;
  }

  /** Whether the pinned snapshot has that table. */
  public boolean has(String table) {
    return pinned.tables().containsKey(table);
  }

  /**
   * Rows of a table in the pinned snapshot with exactly the columns of its schema: columns that an
   * older version lacks are null. Without a version, no rows.
   */
  public Dataset<Row> read(String table) {
    Table schema = Table.named(table);
    String version = pinned.tables().get(table);
    if (version == null) {
      return spark.createDataFrame(List.<Row>of(), schema.schema());
    }
    Dataset<Row> stored =
        spark.read().option("mergeSchema", "false").parquet(lake.tableFolder(table, version).uri());
    return conform(schema, stored);
  }

  /** Manifest of a table's current version; fails when there is none. */
  public TableManifest manifest(String table) throws IOException {
    String version = pinned.tables().get(table);
    if (version == null) {
      throw new IllegalStateException("Snapshot " + pinned.number() + " has no table " + table);
    }
    return lake.tableManifest(table, version);
  }

  private static Dataset<Row> conform(Table table, Dataset<Row> rows) {
    Set<String> present = Set.of(rows.columns());
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      Column column =
          present.contains(field.name())
              ? col("`" + field.name() + "`")
              : lit(null).cast(field.dataType());
      columns.add(column.as(field.name(), field.metadata()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Starts a commit on top of the pinned snapshot. */
  public Commit begin() {
    return new Commit();
  }

  /** Table versions that become visible together, or not at all. */
  public final class Commit {
    private final Map<String, TableManifest> written = new TreeMap<>();
    private final Map<String, Set<String>> consumed = new HashMap<>();

    private Commit() {}

    /**
     * Writes a version of a table if its content differs from the current one. Rows must have the
     * schema's columns; required ones must not be null and keys must be unique.
     *
     * @param batches raw batches that went into it, by source
     * @param inputs versions of the tables that it was made from
     * @return whether there is a new version
     */
    public boolean put(
        String table,
        Dataset<Row> rows,
        Map<String, List<String>> batches,
        Map<String, String> inputs)
        throws IOException {
      Table schema = Table.named(table);
      String version = Lake.versionId(clock.instant(), runId);
      Folder staging = lake.tableStaging(table, version);
      List<LakeFile> files =
          ParquetFiles.write(
              conform(schema, rows), schema.key(), staging, ParquetFiles.Options.nightly());
      Dataset<Row> stored = spark.read().schema(schema.schema()).parquet(staging.uri());
      checkRows(schema, stored);
      String content = contentSha256(files);
      if (unchanged(table, content)) {
        lake.dropStaging(table, version);
        return false;
      }
      TableManifest manifest =
          new TableManifest(
              table,
              version,
              files.stream().mapToLong(LakeFile::rows).sum(),
              content,
              RawRecord.sha256(
                  schema.schema().json().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
              codeVersion,
              runId,
              clock.instant(),
              batches,
              inputs,
              files);
      lake.completeTable(manifest);
      written.put(table, manifest);
      return true;
    }

    /** Notes that raw batches of a source have been normalized, whether or not they changed much. */
    public void consume(String source, List<String> batches) {
      consumed.computeIfAbsent(source, name -> new TreeSet<>()).addAll(batches);
    }

    /** Tables with a new version so far. */
    public Set<String> changed() {
      return written.keySet();
    }

    /**
     * Makes all of it visible in one snapshot; without any change, no snapshot is made.
     *
     * @return the snapshot that holds now
     * @throws ConcurrentCommit when another run has published one of these tables meanwhile
     */
    public Snapshot commit() throws IOException {
      if (written.isEmpty() && consumedBefore(pinned)) {
        return pinned;
      }
      for (int attempt = 0; attempt < MAX_COMMIT_ATTEMPTS; attempt++) {
        Snapshot newest = lake.snapshot();
        checkUntouched(newest);
        Snapshot next = next(newest);
        if (lake.commit(next)) {
          return next;
        }
      }
      throw new IOException(
          "No free snapshot number after " + MAX_COMMIT_ATTEMPTS + " attempts in " + lake.uri());
    }

    private boolean consumedBefore(Snapshot snapshot) {
      return consumed.entrySet().stream()
          .allMatch(
              entry ->
                  snapshot.consumed().getOrDefault(entry.getKey(), List.of())
                      .containsAll(entry.getValue()));
    }

    private void checkUntouched(Snapshot newest) throws ConcurrentCommit {
      for (String table : written.keySet()) {
        String before = pinned.tables().get(table);
        String now = newest.tables().get(table);
        if (!java.util.Objects.equals(before, now)) {
          throw new ConcurrentCommit(table, newest.number());
        }
      }
    }

    private Snapshot next(Snapshot newest) {
      Map<String, String> tables = new TreeMap<>(newest.tables());
      written.forEach((table, manifest) -> tables.put(table, manifest.version()));
      Map<String, List<String>> batches = new TreeMap<>(newest.consumed());
      consumed.forEach(
          (source, ids) -> {
            TreeSet<String> all = new TreeSet<>(batches.getOrDefault(source, List.of()));
            all.addAll(ids);
            batches.put(source, List.copyOf(all));
          });
      return new Snapshot(
          newest.number() + 1, clock.instant(), runId, codeVersion, tables, batches);
    }

    private boolean unchanged(String table, String content) throws IOException {
      return has(table) && manifest(table).contentSha256().equals(content);
    }
  }

  /** SHA-256 over the files' checksums: files are written so that equal rows give equal bytes. */
  private static String contentSha256(List<LakeFile> files) {
    StringBuilder sums = new StringBuilder();
    files.forEach(file -> sums.append(file.sha256()).append('\n'));
    return RawRecord.sha256(sums.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** What was written is checked, not what was meant to be written. */
  private static void checkRows(Table table, Dataset<Row> rows) {
    Column[] key = table.key().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    List<Row> twice =
        rows.groupBy(key).count().filter(col("count").gt(1)).limit(3).collectAsList();
    if (!twice.isEmpty()) {
      throw new IllegalStateException(
          "Table " + table.name() + " would hold a key more than once: " + twice);
    }
    Column missing = lit(false);
    for (org.rudolphine.transform.table.Column column : table.columns()) {
      if (!column.nullable() || table.key().contains(column.name())) {
        missing = missing.or(col("`" + column.name() + "`").isNull());
      }
    }
    List<Row> incomplete = rows.filter(missing).select(key).limit(3).collectAsList();
    if (!incomplete.isEmpty()) {
      throw new IllegalStateException(
          "Table " + table.name() + " would hold rows without a required value: " + incomplete);
    }
  }
}

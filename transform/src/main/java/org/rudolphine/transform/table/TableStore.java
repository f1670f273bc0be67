package org.rudolphine.transform.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      SparkSession spark,
      Lake lake,
      Snapshot pinned,
      String runId,
      String codeVersion,
      Clock clock) {
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
    return stored(schema, lake.tableFolder(table, version));
  }

  /** Files of a table version; Spark fills columns that they lack with null. */
  private Dataset<Row> stored(Table table, Folder folder) {
    return spark.read().schema(table.schema()).parquet(ParquetFiles.sparkPath(folder.uri()));
  }

  /** Manifest of a table's current version; fails when there is none. */
  public TableManifest manifest(String table) throws IOException {
    String version = pinned.tables().get(table);
    if (version == null) {
      throw new IllegalStateException("Snapshot " + pinned.number() + " has no table " + table);
    }
    return lake.tableManifest(table, version);
  }

  /** Whether a table has a version, written with the columns that its schema has now. */
  public boolean isCurrent(String table) throws IOException {
    return has(table) && manifest(table).schemaSha256().equals(schemaSha256(Table.named(table)));
  }

  /** Whether a table's version was written by this version of the code, from that source alone. */
  public boolean isOfThisCode(String table, String source) throws IOException {
    return has(table)
        && manifest(table).codeVersion().equals(codeVersion)
        && manifest(table).batches().keySet().equals(Set.of(source));
  }

  /** Whether two tables have the same content; two without a version have. */
  public boolean areAlike(String one, String other) throws IOException {
    if (!has(one) || !has(other)) {
      return has(one) == has(other);
    }
    return manifest(one).contentSha256().equals(manifest(other).contentSha256());
  }

  private static String schemaSha256(Table table) {
    return RawRecord.sha256(
        table.schema().json().getBytes(java.nio.charset.StandardCharsets.UTF_8));
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
    private final Map<String, String> done = new TreeMap<>();
    private final Set<String> judged = new TreeSet<>();

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
      String version = Lake.versionId(clock.instant(), runId);
      return complete(table, version, stage(Table.named(table), version, rows), batches, inputs);
    }

    /**
     * Writes a version of a table that has the same rows and columns as another table has, in this
     * commit or else now: its files are copied.
     *
     * @param other the table that has them, with the same order of rows
     * @return whether there is a new version
     */
    public boolean putSame(
        String table, String other, Map<String, List<String>> batches, Map<String, String> inputs)
        throws IOException {
      judged.add(table);
      TableManifest model = written.containsKey(other) ? written.get(other) : manifest(other);
      if (unchanged(table, model.contentSha256())) {
        return false;
      }
      if (!schemaSha256(Table.named(table)).equals(model.schemaSha256())) {
        throw new IllegalArgumentException(table + " has not the columns of " + other);
      }
      String version = Lake.versionId(clock.instant(), runId);
      Folder from = lake.tableFolder(other, model.version());
      Folder staging = lake.tableStaging(table, version);
      for (LakeFile file : model.files()) {
        try (InputStream in = from.open(file.path(), 0);
            OutputStream out = staging.create(file.path())) {
          in.transferTo(out);
        }
      }
      return complete(table, version, model.files(), batches, inputs);
    }

    private boolean complete(
        String table,
        String version,
        List<LakeFile> files,
        Map<String, List<String>> batches,
        Map<String, String> inputs)
        throws IOException {
      judged.add(table);
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
              schemaSha256(Table.named(table)),
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

    /** Writes and checks the files of a version; when that fails, nothing of it stays. */
    private List<LakeFile> stage(Table table, String version, Dataset<Row> rows)
        throws IOException {
      Folder staging = lake.tableStaging(table.name(), version);
      boolean staged = false;
      ParquetFiles.Options options = ParquetFiles.Options.nightly().plain(table.plainColumns());
      try {
        List<LakeFile> files =
            ParquetFiles.write(
                conform(table, rows),
                table.key(),
                staging,
                table.isWide() ? options.wide() : options);
        Dataset<Row> written = stored(table, staging);
        checkRows(table, files.size() == 1 ? written.coalesce(1) : written);
        staged = true;
        return files;
      } finally {
        if (!staged) {
          lake.dropStaging(table.name(), version);
        }
      }
    }

    /**
     * Notes that raw batches of a source have been normalized, whether or not they changed much.
     */
    public void consume(String source, List<String> batches) {
      consumed.computeIfAbsent(source, name -> new TreeSet<>()).addAll(batches);
    }

    /**
     * Notes what a stage was done with, so that it need not be done again with the same. The note
     * stands or falls with the tables of this commit: when another run has published one of them
     * meanwhile, it is left out.
     *
     * @param stage name of the stage
     * @param fingerprint checksum over all that its result follows from
     */
    public void done(String stage, String fingerprint) {
      done.put(stage, fingerprint);
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
      boolean noted = pinned.stages().entrySet().containsAll(done.entrySet());
      if (written.isEmpty() && noted && consumedBefore(pinned)) {
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
                  snapshot
                      .consumed()
                      .getOrDefault(entry.getKey(), List.of())
                      .containsAll(entry.getValue()));
    }

    private void checkUntouched(Snapshot newest) throws ConcurrentCommit {
      for (String table : written.keySet()) {
        if (!isPinned(table, newest)) {
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
      Map<String, String> stages = new TreeMap<>(newest.stages());
      if (judged.stream().allMatch(table -> isPinned(table, newest))) {
        stages.putAll(done);
      }
      return new Snapshot(
          newest.number() + 1, clock.instant(), runId, codeVersion, tables, batches, stages);
    }

    private boolean isPinned(String table, Snapshot snapshot) {
      return Objects.equals(pinned.tables().get(table), snapshot.tables().get(table));
    }

    /** A version of which something is missing is written anew, whatever its content was. */
    private boolean unchanged(String table, String content) throws IOException {
      return has(table)
          && lake.isWhole(table, pinned.tables().get(table))
          && manifest(table).contentSha256().equals(content);
    }
  }

  /** SHA-256 over the files' checksums: files are written so that equal rows give equal bytes. */
  private static String contentSha256(List<LakeFile> files) {
    StringBuilder sums = new StringBuilder();
    files.forEach(file -> sums.append(file.sha256()).append('\n'));
    return RawRecord.sha256(sums.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /**
   * What was written is checked, not what was meant to be written: in one pass, and in more only to
   * say what is wrong.
   */
  private static void checkRows(Table table, Dataset<Row> rows) {
    Column[] key = table.key().stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    Column missing = lit(false);
    for (org.rudolphine.transform.table.Column column : table.columns()) {
      if (!column.nullable() || table.key().contains(column.name())) {
        missing = missing.or(col("`" + column.name() + "`").isNull());
      }
    }
    // Eight bytes a row are grouped, not keys; two keys may share them, so a suspicion is looked
    // into.
    Row worst =
        rows.groupBy(xxhash64(key).as("__hash"))
            .agg(count(lit(1)).as("__rows"), max(missing).as("__missing"))
            .agg(max("__rows"), max("__missing"))
            .collectAsList()
            .get(0);
    List<Row> twice =
        worst.isNullAt(0) || worst.getLong(0) == 1
            ? List.of()
            : rows.groupBy(key).count().filter(col("count").gt(1)).limit(3).collectAsList();
    if (!twice.isEmpty()) {
      throw new IllegalStateException(
          "Table " + table.name() + " would hold a key more than once: " + twice);
    }
    if (!worst.isNullAt(1) && worst.getBoolean(1)) {
      throw new IllegalStateException(
          "Table "
              + table.name()
              + " would hold rows without a required value: "
              + rows.filter(missing).select(key).limit(3).collectAsList());
    }
  }
}

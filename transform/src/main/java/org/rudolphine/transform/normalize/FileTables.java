package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;

/**
 * The tables of a source whose rows are read from files in the lake. Files are large and never
 * change: a run reads those of which new records speak and leaves the rows of all others as they
 * are, and where no new record speaks of a file, it leaves the tables alone.
 */
final class FileTables {
  /** First key column of every such table. */
  static final String KEY = "asset_sha256";

  /** Field under which all rejects of files stand, and no others. */
  static final String REJECT_FIELD = "file";

  /** Column of raw records with the name by which rejects speak of them. */
  static final String PLACE = "__place";

  private static final String REJECTS = "rejects";
  private static final String HISTORY = "_history";
  private static final String FILE = "__file";
  private static final int FILES_PER_TASK = 8;

  private final SparkSession spark;
  private final Lake lake;
  private final SourceSettings settings;
  private final Normalizer normalizer;

  FileTables(SparkSession spark, Lake lake, SourceSettings settings, Normalizer normalizer) {
    this.spark = spark;
    this.lake = lake;
    this.settings = settings;
    this.normalizer = normalizer;
  }

  /** Tables of a normalizer whose rows are read from files. */
  static List<String> of(Normalizer normalizer) {
    return normalizer.fileKinds().isEmpty()
        ? List.of()
        : normalizer.tables().stream().filter(FileTables::isKeyedByFile).toList();
  }

  /** All other tables of a normalizer. */
  static List<String> others(Normalizer normalizer) {
    List<String> others = new ArrayList<>(normalizer.tables());
    others.removeAll(of(normalizer));
    return others;
  }

  /** Whether rows of a table, or of its history, are known by the file that they were read from. */
  static boolean isKeyedByFile(String table) {
    return Table.named(table).key().get(0).equals(KEY);
  }

  /** Whether a raw record is of a kind that is folded here. */
  Column isOfFile() {
    return col("kind").isin(normalizer.fileKinds().toArray());
  }

  /** Nothing to do with files. */
  static Folded none(String source) {
    return new Folded(Accounting.nothing(source), Map.of(), Map.of(), Set.of(), null, () -> {});
  }

  /** Reads all files that records of some batches speak of; without any, there are no tables. */
  Folded all(List<BatchManifest> batches, HashSet<String> fresh) {
    return fold(RawRows.read(spark, lake, batches).filter(isOfFile()), fresh);
  }

  /**
   * Reads the files of which new records speak, or that share a place with them, and takes the rows
   * of others from the tables; without such records the result has no tables.
   *
   * @param store has the tables that the same code and settings made of all batches that are not
   *     new
   */
  Folded increment(
      List<BatchManifest> batches,
      List<BatchManifest> freshBatches,
      HashSet<String> fresh,
      TableStore store) {
    Dataset<Row> raw = RawRows.read(spark, lake, batches).filter(isOfFile());
    Set<String> news = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (Row row : pairs(RawRows.read(spark, lake, freshBatches).filter(isOfFile()))) {
      news.add(row.getString(0));
      ids.add(row.getString(1));
    }
    if (!news.isEmpty()) {
      addConnected(pairs(raw), news, ids);
    }
    Dataset<Row> kept =
        own(store, REJECTS)
            .filter(col("field").equalTo(REJECT_FIELD))
            .filter(not(col("native_id").isin(withoutAddresses(ids))));
    if (news.isEmpty()) {
      return new Folded(
          Accounting.nothing(settings.id()), Map.of(), Map.of(), Set.of(), kept, () -> {});
    }
    Column isNew = col("batch").isin(fresh.toArray());
    Folded folded =
        fold(raw.filter(file().isin(news.toArray()).and(not(file().equalTo("")).or(isNew))), fresh);
    Dataset<Row> rejects = folded.rejects() == null ? kept : kept.unionByName(folded.rejects());
    return new Folded(
        folded.accounting(),
        withKept(folded.newest(), "", news, store),
        withKept(folded.histories(), HISTORY, news, store),
        folded.unrevised(),
        rejects,
        folded.release());
  }

  /** Whether the tables that are there have the columns of today; one that is not has no rows. */
  boolean areCurrent(TableStore store) throws IOException {
    List<String> names = new ArrayList<>(List.of(REJECTS));
    of(normalizer).forEach(table -> names.addAll(List.of(table, table + HISTORY)));
    for (String table : names) {
      if (store.has(table) && !store.isCurrent(table)) {
        return false;
      }
    }
    return true;
  }

  private static List<Row> pairs(Dataset<Row> raw) {
    return raw.select(file(), place()).distinct().collectAsList();
  }

  /**
   * Adds files that share a place with one of some, and so on: which of several files of one place
   * is rejected follows from all of them. Records that name no file share the empty name, and
   * nothing follows from that.
   */
  private static void addConnected(List<Row> pairs, Set<String> files, Set<String> ids) {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Row pair : pairs) {
        String file = pair.getString(0);
        if (!file.isEmpty() && (files.contains(file) || ids.contains(pair.getString(1)))) {
          grown |= files.add(file) | ids.add(pair.getString(1));
        }
      }
    }
  }

  private static Object[] withoutAddresses(Set<String> ids) {
    return ids.stream().map(MailAddresses::removed).toArray();
  }

  private static Column file() {
    return coalesce(said("sha256"), lit(""));
  }

  /**
   * What tells a record's file from others to a reader. Names of strain files do; of waveforms many
   * have the same name, in folders named by the simulation.
   */
  private static Column place() {
    return when(
            col("kind").equalTo(FileRecord.WAVEFORM),
            coalesce(said("path"), said("url"), col("native_id")))
        .otherwise(col("native_id"));
  }

  private static Column said(String name) {
    return get_json_object(col("payload").cast("string"), "$." + name);
  }

  private Map<String, Dataset<Row>> withKept(
      Map<String, Dataset<Row>> folded, String suffix, Set<String> news, TableStore store) {
    Map<String, Dataset<Row>> merged = new TreeMap<>();
    folded.forEach(
        (table, rows) ->
            merged.put(
                table,
                own(store, table + suffix)
                    .filter(not(col(KEY).isin(news.toArray())))
                    .unionByName(rows)));
    return merged;
  }

  /** Licences come from settings and count for all rows as they are today. */
  private Dataset<Row> own(TableStore store, String table) {
    return store
        .read(table)
        .filter(col("source").equalTo(settings.id()))
        .withColumn("licence", lit(settings.licence()))
        .withColumn("redistribute", lit(settings.redistribute()));
  }

  private Folded fold(Dataset<Row> raw, HashSet<String> fresh) {
    FileFold fold = new FileFold(normalizer, settings, Assets.of(lake), fresh);
    Dataset<Row> named = raw.withColumn(PLACE, place()).withColumn(FILE, file());
    long files = named.select(FILE).distinct().count();
    if (files == 0) {
      return none(settings.id());
    }
    Dataset<Row> folding =
        named
            .repartition(tasks(files), col(FILE))
            .groupBy(FILE)
            .as(Encoders.STRING(), Encoders.row(named.schema()))
            .flatMapGroups(
                (FlatMapGroupsFunction<String, Row, Row>) (file, group) -> fold.fold(group),
                Encoders.row(fold.schema()));
    KeptRows kept = KeptRows.of(folding);
    Dataset<Row> rows = kept.rows();
    Map<String, Dataset<Row>> tables = new TreeMap<>();
    List<String> names = of(normalizer);
    for (int place = 0; place < names.size(); place++) {
      tables.put(
          names.get(place),
          rows.filter(col("place").equalTo(place)).select(FamilyFold.column(place) + ".*"));
    }
    Map<Integer, Long> fates = new HashMap<>();
    long rejects = 0;
    for (Row row :
        rows.filter(col("place").lt(0))
            .groupBy("fate")
            .agg(count(lit(1)), sum(when(col("seen.kind").equalTo("reject"), 1L).otherwise(0L)))
            .collectAsList()) {
      if (!row.isNullAt(0)) {
        fates.put(row.getInt(0), row.getLong(1));
      }
      rejects += row.getLong(2);
    }
    Dataset<Row> rejected =
        rejects == 0
            ? null
            : new RejectRows(settings).of(rows.filter(col("seen").isNotNull()).select("seen.*"));
    return new Folded(
        accounting(fates), tables, tables, Set.copyOf(names), rejected, kept::release);
  }

  /** One task reads few files one after the other, so that several cores share the work. */
  private static int tasks(long files) {
    return (int) Math.max(1, Math.min(1000, (files + FILES_PER_TASK - 1) / FILES_PER_TASK));
  }

  private Accounting accounting(Map<Integer, Long> fates) {
    long read = fates.values().stream().mapToLong(Long::longValue).sum();
    return new Accounting(
        settings.id(),
        read,
        fates.getOrDefault(Revisions.Fate.WRITTEN.code(), 0L),
        fates.getOrDefault(Revisions.Fate.UNCHANGED.code(), 0L),
        fates.getOrDefault(Revisions.Fate.DUPLICATE.code(), 0L),
        fates.getOrDefault(Revisions.Fate.DELETED.code(), 0L),
        fates.getOrDefault(FileFold.REJECTED, 0L),
        fates.getOrDefault(FileFold.SKIPPED, 0L),
        0);
  }
}

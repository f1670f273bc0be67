package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.rudolphine.ingest.SourceSettings;

/** Folds a source of which only parsed records tell the keys: all records, key by key. */
final class KeyByKey {
  private final SparkSession spark;
  private final Normalizer normalizer;
  private final SourceSettings settings;
  private final Assets assets;
  private final List<String> tables;

  KeyByKey(SparkSession spark, Normalizer normalizer, SourceSettings settings, Assets assets) {
    this.spark = spark;
    this.normalizer = normalizer;
    this.settings = settings;
    this.assets = assets;
    this.tables = FileTables.others(normalizer);
  }

  /**
   * Folds raw records.
   *
   * @param read how many of them are new
   */
  Folded fold(Dataset<Row> raw, HashSet<String> fresh, Listings.Finding listings, long read) {
    List<Dataset<?>> cached = new ArrayList<>();
    Map<String, Dataset<Row>> tables = new TreeMap<>();
    Map<String, Dataset<Row>> histories = new TreeMap<>();
    Tally tally = new Tally();
    Dataset<Row> first = null;
    for (String name : this.tables) {
      SightingRows codec = new SightingRows(name);
      Dataset<Row> sightings = sightings(raw, codec, fresh, listings, name);
      sightings.persist(StorageLevel.MEMORY_AND_DISK());
      cached.add(sightings);
      Dataset<Row> folded =
          new Fold(new RevisionRows(name, normalizer, settings)).apply(sightings, codec);
      folded.persist(StorageLevel.MEMORY_AND_DISK());
      cached.add(folded);
      tally.addFates(folded);
      if (first == null) {
        first = sightings;
        tally.addUnusable(sightings);
      }
      Dataset<Row> revisions = folded.filter(col("out").equalTo("revision"));
      histories.put(name, revisions.select("row.*"));
      Dataset<Row> newest = revisions.filter(col("newest")).select("row.*");
      tables.put(name, newest);
    }
    tally.count();
    return new Folded(
        tally.accounting(settings.id(), read),
        tables,
        histories,
        Set.of(),
        tally.anyRejects() ? new RejectRows(settings).of(first) : null,
        () -> cached.forEach(Dataset::unpersist));
  }

  private Dataset<Row> sightings(
      Dataset<Row> raw,
      SightingRows codec,
      HashSet<String> fresh,
      Listings.Finding listings,
      String table) {
    boolean first = table.equals(tables.get(0));
    Parse parse = new Parse(normalizer, assets, codec, fresh, table, first);
    Dataset<Row> parsed =
        raw.flatMap(
            (org.apache.spark.api.java.function.FlatMapFunction<Row, Row>) parse::call,
            codec.encoder());
    if (listings.vanished().isEmpty()) {
      return parsed;
    }
    List<Row> gone =
        listings.vanished().stream()
            .map(vanished -> codec.vanished(normalizer.keyOf(vanished.nativeId()), vanished))
            .toList();
    return parsed.union(spark.createDataFrame(gone, codec.schema()));
  }

  /** Runs the normalizer on one raw row; kept apart so that only this is shipped to tasks. */
  private record Parse(
      Normalizer normalizer,
      Assets assets,
      SightingRows codec,
      HashSet<String> fresh,
      String table,
      boolean first)
      implements Serializable {

    java.util.Iterator<Row> call(Row row) {
      var record = RawRows.record(row);
      SightingRows.Origin origin =
          new SightingRows.Origin(
              record, RawRows.cycle(row), RawRows.batch(row), fresh.contains(RawRows.batch(row)));
      if (record.deleted()) {
        return List.of(codec.deleted(normalizer.keyOf(record.nativeId()), origin)).iterator();
      }
      Outcome outcome = Outcome.of(normalizer, record, assets);
      if (outcome.rejected()) {
        return List.of(codec.rejected(outcome, origin)).iterator();
      }
      if (outcome.skipped()) {
        return List.of(codec.skipped(outcome, origin)).iterator();
      }
      List<Row> rows =
          outcome.rows().stream()
              .filter(normalized -> normalized.table().equals(table))
              .map(normalized -> codec.row(normalized, origin))
              .toList();
      return rows.isEmpty() && first
          ? List.of(codec.elsewhere(origin)).iterator()
          : rows.iterator();
    }
  }

  /**
   * Counts in one pass what became of raw records: one record may speak of several rows, the
   * weightiest fate counts.
   */
  private static final class Tally {
    // Codes beside those of the fates: such a record never comes to be judged.
    private static final int REJECTED = 100;
    private static final int SKIPPED = 101;

    private final Map<Integer, Long> fates = new HashMap<>();
    private Dataset<Row> parts;
    private long tombstoned;
    private long rejects;

    void addFates(Dataset<Row> folded) {
      add(
          folded
              .filter(col("out").equalTo("fate").or(col("tombstoned").gt(0)))
              .select(col("ref"), col("fate"), col("tombstoned"), lit(0L).as("rejects")));
    }

    /** Rejects and skips; those of batches that are not new have no fate in this run. */
    void addUnusable(Dataset<Row> sightings) {
      Column rejected = col("kind").equalTo("reject");
      Column fate = when(rejected, REJECTED).otherwise(SKIPPED);
      add(
          sightings
              .filter(col("kind").isin("reject", "skip"))
              .select(
                  when(col("fresh"), col("ref")).as("ref"),
                  when(col("fresh"), fate).as("fate"),
                  lit(0L).as("tombstoned"),
                  when(rejected, 1L).otherwise(0L).as("rejects")));
    }

    private void add(Dataset<Row> part) {
      parts = parts == null ? part : parts.union(part);
    }

    void count() {
      for (Row row :
          parts
              .groupBy("ref")
              .agg(
                  min("fate").as("fate"),
                  sum("tombstoned").as("tombstoned"),
                  sum("rejects").as("rejects"))
              .groupBy("fate")
              .agg(functions.count("ref"), sum("tombstoned"), sum("rejects"))
              .collectAsList()) {
        if (!row.isNullAt(0)) {
          fates.put(row.getInt(0), row.getLong(1));
        }
        tombstoned += row.getLong(2);
        rejects += row.getLong(3);
      }
    }

    boolean anyRejects() {
      return rejects > 0;
    }

    Accounting accounting(String source, long read) {
      return new Accounting(
          source,
          read,
          count(Revisions.Fate.WRITTEN.code()),
          count(Revisions.Fate.UNCHANGED.code()),
          count(Revisions.Fate.DUPLICATE.code()),
          count(Revisions.Fate.DELETED.code()),
          count(REJECTED),
          count(SKIPPED),
          tombstoned);
    }

    private long count(int fate) {
      return fates.getOrDefault(fate, 0L);
    }
  }
}

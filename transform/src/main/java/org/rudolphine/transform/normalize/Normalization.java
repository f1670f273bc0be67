package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.transform.table.Table;

/**
 * Normalizes one source: reads its raw batches, folds what they say of each key into revisions, and
 * accounts for every raw record that is new since the last time.
 *
 * <p>Only a source with new batches is read, but then all its batches are: the revisions of a key
 * follow from everything that was ever seen of it, so that an incremental run and a rebuild cannot
 * differ (docs/adr).
 */
public final class Normalization {

  /** Whether batches that were normalized before count as new. */
  public enum Mode {
    INCREMENTAL,
    REBUILD
  }

  private final SparkSession spark;
  private final Lake lake;
  private final SourceSettings settings;
  private final Normalizer normalizer;

  public Normalization(SparkSession spark, Lake lake, SourceSettings settings) {
    this.spark = spark;
    this.lake = lake;
    this.settings = settings;
    this.normalizer = normalizer(settings);
  }

  /** Tables that this source writes. */
  public List<String> tables() {
    return normalizer.tables();
  }

  /**
   * Runs on all complete batches of the source.
   *
   * @param consumed batches that the current snapshot has consumed already
   */
  public Normalized run(Mode mode, Set<String> consumed) throws IOException {
    return run(mode, consumed, lake.batches(settings.id()));
  }

  /** Runs on the given batches of the source only. */
  public Normalized run(Mode mode, Set<String> consumed, List<BatchManifest> batches) {
    Set<String> fresh = new HashSet<>();
    for (BatchManifest batch : batches) {
      if (mode == Mode.REBUILD || !consumed.contains(batch.batch())) {
        fresh.add(batch.batch());
      }
    }
    List<String> ids = batches.stream().map(BatchManifest::batch).sorted().toList();
    if (fresh.isEmpty()) {
      return new Normalized(
          settings.id(),
          Accounting.nothing(settings.id()),
          List.of(),
          false,
          Map.of(),
          Map.of(),
          rowsOf("rejects"),
          ids,
          () -> {});
    }
    return fold(batches, fresh, ids);
  }

  private Normalized fold(List<BatchManifest> batches, Set<String> fresh, List<String> ids) {
    Dataset<Row> raw = RawRows.read(spark, lake, batches);
    Listings.Finding listings =
        Listings.compare(
            settings.id(), listings(raw, batches, fresh), settings.maxVanishFraction());
    List<Dataset<?>> cached = new ArrayList<>();
    Map<String, Dataset<Row>> tables = new TreeMap<>();
    Map<String, Dataset<Row>> histories = new TreeMap<>();
    Tally tally = new Tally();
    Dataset<Row> first = null;
    for (String name : normalizer.tables()) {
      SightingRows codec = new SightingRows(name);
      Dataset<Row> sightings = sightings(raw, codec, fresh, listings, name);
      sightings.persist(StorageLevel.MEMORY_AND_DISK());
      cached.add(sightings);
      Dataset<Row> folded = new Fold(name, normalizer, settings).apply(sightings, codec);
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
      tables.put(name, normalizer.finish(name, newest));
    }
    tally.count();
    Dataset<Row> rejects =
        tally.anyRejects() ? new RejectRows(settings).of(first) : rowsOf("rejects");
    Accounting accounting = tally.accounting(settings.id(), freshRecords(batches, fresh));
    accounting.check();
    List<String> refusals = new ArrayList<>(listings.refusals());
    boolean publishable = withinThreshold(accounting, refusals);
    return new Normalized(
        settings.id(),
        accounting,
        refusals,
        publishable,
        tables,
        histories,
        rejects,
        ids,
        () -> cached.forEach(Dataset::unpersist));
  }

  private Dataset<Row> rowsOf(String emptyTable) {
    return spark.createDataFrame(List.<Row>of(), Table.named(emptyTable).schema());
  }

  private static long freshRecords(List<BatchManifest> batches, Set<String> fresh) {
    return batches.stream()
        .filter(batch -> fresh.contains(batch.batch()))
        .mapToLong(BatchManifest::records)
        .sum();
  }

  private boolean withinThreshold(Accounting accounting, List<String> refusals) {
    double allowed = settings.rejectThreshold();
    if (accounting.rejected() == 0
        || (double) accounting.rejected() / accounting.read() <= allowed) {
      return true;
    }
    refusals.add(
        String.format(
            Locale.ROOT,
            "%s: %d of %d records were rejected, more than sources.%s.reject-threshold=%s allows;"
                + " nothing of this source was published. See the table rejects for the reasons",
            settings.id(),
            accounting.rejected(),
            accounting.read(),
            settings.id(),
            allowed));
    return false;
  }

  // ---- listings
  // ----------------------------------------------------------------------------------

  private List<Listings.Listing> listings(
      Dataset<Row> raw, List<BatchManifest> batches, Set<String> fresh) {
    List<BatchManifest> complete =
        batches.stream().filter(batch -> batch.listing() != null).toList();
    if (complete.size() < 2) {
      return List.of();
    }
    Map<String, Set<String>> ids = new HashMap<>();
    Map<String, Instant> dates = new HashMap<>();
    Object[] wanted = complete.stream().map(BatchManifest::batch).toArray();
    for (Row row :
        raw.filter(col("batch").isin(wanted))
            .select("batch", "native_id", "datestamp")
            .collectAsList()) {
      ids.computeIfAbsent(row.getString(0), batch -> new HashSet<>()).add(row.getString(1));
      if (!row.isNullAt(2)) {
        dates.merge(row.getString(0), (Instant) row.get(2), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return complete.stream()
        .map(
            batch ->
                new Listings.Listing(
                    batch.listing(),
                    batch.batch(),
                    batch.cycle(),
                    dates.getOrDefault(batch.batch(), batch.completedAt()),
                    batch.completedAt(),
                    ids.getOrDefault(batch.batch(), Set.of()),
                    fresh.contains(batch.batch())))
        .toList();
  }

  // ---- sightings
  // ---------------------------------------------------------------------------------

  private Dataset<Row> sightings(
      Dataset<Row> raw,
      SightingRows codec,
      Set<String> fresh,
      Listings.Finding listings,
      String table) {
    boolean first = table.equals(normalizer.tables().get(0));
    Parse parse = new Parse(normalizer, codec, new HashSet<>(fresh), table, first);
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
      Normalizer normalizer, SightingRows codec, HashSet<String> fresh, String table, boolean first)
      implements Serializable {

    java.util.Iterator<Row> call(Row row) {
      var record = RawRows.record(row);
      SightingRows.Origin origin =
          new SightingRows.Origin(
              record, RawRows.cycle(row), RawRows.batch(row), fresh.contains(RawRows.batch(row)));
      if (record.deleted()) {
        return List.of(codec.deleted(normalizer.keyOf(record.nativeId()), origin)).iterator();
      }
      Outcome outcome = Outcome.of(normalizer, record);
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

  // ---- counting
  // ----------------------------------------------------------------------------------

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

  private static Normalizer normalizer(SourceSettings settings) {
    String name = settings.text("normalizer-class");
    try {
      return Class.forName(name)
          .asSubclass(Normalizer.class)
          .getConstructor(SourceSettings.class)
          .newInstance(settings);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "The normalizer of "
              + settings.id()
              + " refuses its settings: "
              + e.getCause().getMessage(),
          e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "sources."
              + settings.id()
              + ".normalizer-class: "
              + name
              + " is not a Normalizer with a constructor for SourceSettings",
          e);
    }
  }
}

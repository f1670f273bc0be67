package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.rudolphine.ingest.SourceSettings;

/**
 * Folds a source whose ids tell the family of rows that they speak of. A family is folded in one
 * place for all tables; one that has a single record needs no other record and so no shuffle.
 */
final class FamilyByFamily {
  /** With fewer records, finding out which are alone takes longer than grouping them all. */
  private static final long MANY_RECORDS = 20_000;

  private static final String FAMILY = "family";

  private final Normalizer normalizer;
  private final SourceSettings settings;
  private final Assets assets;
  private final long manyRecords;
  private final List<String> tables;

  /** Of a source whose records may speak of files. */
  FamilyByFamily(Normalizer normalizer, SourceSettings settings, Assets assets) {
    this(normalizer, settings, assets, MANY_RECORDS);
  }

  /**
   * @param manyRecords from so many records on, families of one record are folded where they are
   */
  FamilyByFamily(Normalizer normalizer, SourceSettings settings, long manyRecords) {
    this(normalizer, settings, Outcome.NO_ASSETS, manyRecords);
  }

  private FamilyByFamily(
      Normalizer normalizer, SourceSettings settings, Assets assets, long manyRecords) {
    this.assets = assets;
    this.normalizer = normalizer;
    this.settings = settings;
    this.manyRecords = manyRecords;
    this.tables = FileTables.others(normalizer);
  }

  /** Whether a normalizer knows families at all; whether every id has one is seen in the data. */
  static boolean servedBy(Normalizer normalizer) {
    try {
      return normalizer.getClass().getMethod("familyOf", String.class).getDeclaringClass()
          != Normalizer.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every normalizer has the method", e);
    }
  }

  /** Column of the families of native ids; null where an id tells none. */
  Column family(String nativeId) {
    Normalizer shipped = normalizer;
    UserDefinedFunction family =
        functions.udf(
            (UDF1<String, String>) id -> FamilyFold.familyOf(shipped, id), DataTypes.StringType);
    return family.apply(col(nativeId));
  }

  private Column hash(String nativeId) {
    Normalizer shipped = normalizer;
    UserDefinedFunction hash =
        functions.udf(
            (UDF1<String, Long>)
                id -> {
                  String family = FamilyFold.familyOf(shipped, id);
                  return family == null ? null : FamilySet.hash(family);
                },
            DataTypes.LongType);
    return hash.apply(col(nativeId));
  }

  /** Whether a native id belongs to one of some families, or to none at all. */
  Column belongs(String nativeId, FamilySet families) {
    Normalizer shipped = normalizer;
    UserDefinedFunction belongs =
        functions.udf(
            (UDF1<String, Boolean>)
                id -> {
                  String family = FamilyFold.familyOf(shipped, id);
                  return family == null || families.contains(family);
                },
            DataTypes.BooleanType);
    return belongs.apply(col(nativeId));
  }

  /**
   * Whether a row is of one of some families.
   *
   * @param key columns of its table's key
   */
  static Column isOneOf(List<String> key, FamilySet families) {
    List<String> columns = List.copyOf(key);
    return functions
        .udf(
            (UDF1<String, Boolean>)
                first -> families.contains(FamilyFold.familyOfRow(columns, first)),
            DataTypes.BooleanType)
        .apply(col(columns.get(0)));
  }

  /**
   * Families of raw records and of further ids; empty when an id tells no family, or when there are
   * more than {@link FamilySet#MOST}.
   */
  Optional<FamilySet> families(Dataset<Row> raw, Set<String> furtherIds) {
    Dataset<Row> hashes = raw.select(hash("native_id").as(FAMILY)).distinct();
    FamilySet.Collector families = new FamilySet.Collector();
    furtherIds.forEach(id -> families.add(FamilyFold.familyOf(normalizer, id)));
    collect(hashes, families);
    return families.lacksName() || families.isFull()
        ? Optional.empty()
        : Optional.of(families.set());
  }

  /** Stops at a hash that is null, which stands for no family, and when there are too many. */
  private static void collect(Dataset<Row> hashes, FamilySet.Collector families) {
    Iterator<Row> rows = hashes.toLocalIterator();
    while (rows.hasNext() && !families.lacksName() && !families.isFull()) {
      Row row = rows.next();
      if (row.isNullAt(0)) {
        families.add(null);
      } else {
        families.addHash(row.getLong(0));
      }
    }
  }

  /**
   * Folds raw records, all of each family among them.
   *
   * @param records how many there are
   * @param read how many of them are new
   * @return empty when an id tells no family
   */
  Optional<Folded> fold(
      Dataset<Row> raw,
      HashSet<String> fresh,
      List<Listings.Vanished> vanished,
      long records,
      long read) {
    FamilyFold fold = new FamilyFold(normalizer, settings, assets, fresh, vanished);
    Optional<Dataset<Row>> folding =
        records < manyRecords ? Optional.of(grouped(raw, fold)) : split(raw, fold);
    if (folding.isEmpty()) {
      return Optional.empty();
    }
    KeptRows kept = KeptRows.of(folding.get());
    Dataset<Row> rows = kept.rows();
    Row tally = tally(rows);
    if (tally.getLong(FamilyFold.STRAYS) > 0) {
      kept.release();
      return Optional.empty();
    }
    Map<String, Dataset<Row>> newest = new TreeMap<>();
    Map<String, Dataset<Row>> histories = new TreeMap<>();
    Set<String> unrevised = new TreeSet<>();
    for (int place = 0; place < tables.size(); place++) {
      String table = tables.get(place);
      Dataset<Row> revisions = rows.filter(col("place").equalTo(place));
      String content = FamilyFold.column(place) + ".*";
      newest.put(table, revisions.filter(col("newest")).select(content));
      histories.put(table, revisions.select(content));
      if (tally.getLong(FamilyFold.COUNTS + place) == 0) {
        unrevised.add(table);
      }
    }
    Dataset<Row> rejects =
        tally.getLong(FamilyFold.ALL_REJECTS) == 0
            ? null
            : new RejectRows(settings).of(rows.filter(col("seen").isNotNull()).select("seen.*"));
    return Optional.of(
        new Folded(accounting(tally, read), newest, histories, unrevised, rejects, kept::release));
  }

  /**
   * Records of families with one record are folded where they are; others meet theirs first. Where
   * very many families have several records, all meet theirs.
   */
  private Optional<Dataset<Row>> split(Dataset<Row> raw, FamilyFold fold) {
    Dataset<Row> several =
        raw.select(hash("native_id").as(FAMILY))
            .groupBy(FAMILY)
            .agg(count(lit(1)).as("records"))
            .filter(col(FAMILY).isNull().or(col("records").gt(1)))
            .select(FAMILY);
    FamilySet.Collector found = new FamilySet.Collector();
    collect(several, found);
    if (found.lacksName()) {
      return Optional.empty();
    }
    if (found.isFull()) {
      return Optional.of(grouped(raw, fold));
    }
    FamilySet contested = found.set();
    Column meets = belongs("native_id", contested);
    // By way of an RDD: the code that Spark generates for typed operations puts all columns of one
    // row into one method, too long for the JVM to compile.
    Dataset<Row> alone =
        raw.sparkSession()
            .createDataFrame(raw.filter(not(meets)).javaRDD().flatMap(fold::single), fold.schema());
    return Optional.of(
        contested.size() == 0 ? alone : alone.union(grouped(raw.filter(meets), fold)));
  }

  private Dataset<Row> grouped(Dataset<Row> raw, FamilyFold fold) {
    Dataset<Row> named = raw.withColumn(FAMILY, family("native_id"));
    return named
        .groupBy(FAMILY)
        .as(Encoders.STRING(), Encoders.row(named.schema()))
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Row, Row>) (name, group) -> fold.fold(group),
            Encoders.row(fold.schema()));
  }

  /** Sums of all counts, then for each table how many revisions are not the newest of their key. */
  private Row tally(Dataset<Row> rows) {
    List<Column> sums = new ArrayList<>();
    for (int i = 0; i < FamilyFold.COUNTS; i++) {
      sums.add(functions.coalesce(sum(col("counts").getItem(i)), lit(0L)));
    }
    for (int place = 0; place < tables.size(); place++) {
      Column older = col("place").equalTo(place).and(not(col("newest")));
      sums.add(count(when(older, 1)));
    }
    return rows.select(sums.toArray(Column[]::new)).collectAsList().get(0);
  }

  private Accounting accounting(Row tally, long read) {
    return new Accounting(
        settings.id(),
        read,
        tally.getLong(Revisions.Fate.WRITTEN.code()),
        tally.getLong(Revisions.Fate.UNCHANGED.code()),
        tally.getLong(Revisions.Fate.DUPLICATE.code()),
        tally.getLong(Revisions.Fate.DELETED.code()),
        tally.getLong(FamilyFold.REJECTED),
        tally.getLong(FamilyFold.SKIPPED),
        tally.getLong(FamilyFold.TOMBSTONED));
  }
}

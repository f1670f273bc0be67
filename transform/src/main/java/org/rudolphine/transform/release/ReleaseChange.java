package org.rudolphine.transform.release;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.transform.table.ParquetFiles;
import org.rudolphine.transform.table.Table;

/**
 * How the rows of a release differ from those of the one before.
 *
 * @param kind what it means for the version
 * @param notes one sentence per table that changed, sorted by table
 */
record ReleaseChange(Kind kind, List<String> notes) {
  private static final String HASH = "__hash";

  /** What a change means for people who rely on the data; worst last. */
  enum Kind {
    FIRST,
    PATCH,
    MINOR,
    MAJOR;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Counts of one table. */
  private record Counts(long added, long removed, long changed) {
    Kind kind() {
      if (removed + changed > 0) {
        return Kind.MAJOR;
      }
      return added > 0 ? Kind.MINOR : Kind.PATCH;
    }

    String note(String table) {
      return table + ": " + added + " rows added, " + removed + " removed, " + changed + " changed";
    }
  }

  static ReleaseChange first() {
    return new ReleaseChange(Kind.FIRST, List.of("first release"));
  }

  /**
   * Compares rows by key. A row whose split changed counts as changed; a column that was added
   * counts as an addition, one that went as a change of every row.
   */
  static ReleaseChange between(
      SparkSession spark,
      Folder before,
      ReleaseManifest manifest,
      Map<String, Dataset<Row>> after) {
    Kind kind = Kind.PATCH;
    List<String> notes = new ArrayList<>();
    TreeSet<String> tables = new TreeSet<>(after.keySet());
    tables.addAll(manifest.totals().rows().keySet());
    for (String name : tables) {
      ReleasedTable table = ReleasedTable.named(name);
      if (table.bookKeeping()) {
        continue;
      }
      Dataset<Row> old = read(spark, before, manifest, name);
      Dataset<Row> now = after.get(name);
      Counts counts = compare(table, old, now);
      List<String> gained = missing(now, old);
      if (counts.kind() != Kind.PATCH) {
        notes.add(counts.note(name));
      }
      Kind worst = counts.kind();
      if (!gained.isEmpty()) {
        notes.add(name + ": columns added: " + String.join(", ", gained));
        worst = worst == Kind.PATCH ? Kind.MINOR : worst;
      }
      kind = worst.compareTo(kind) > 0 ? worst : kind;
    }
    return new ReleaseChange(
        kind, notes.isEmpty() ? List.of("same rows, new documents or encoding") : notes);
  }

  private static Dataset<Row> read(
      SparkSession spark, Folder before, ReleaseManifest manifest, String table) {
    String[] paths =
        manifest.filesOf(table).stream()
            .map(file -> ParquetFiles.sparkPath(before.uri(file.path())))
            .toArray(String[]::new);
    return paths.length == 0 ? null : spark.read().parquet(paths);
  }

  private static Counts compare(ReleasedTable table, Dataset<Row> old, Dataset<Row> now) {
    if (old == null || now == null) {
      return new Counts(now == null ? 0 : now.count(), old == null ? 0 : old.count(), 0);
    }
    if (!missing(old, now).isEmpty()) {
      return new Counts(0, 0, old.count());
    }
    List<String> common = Arrays.asList(old.columns());
    Dataset<Row> left = hashed(table, old, common).as("old");
    Dataset<Row> right = hashed(table, now, common).as("now");
    Column sameKey = null;
    for (String part : table.key()) {
      Column equal = col("old." + part).equalTo(col("now." + part));
      sameKey = sameKey == null ? equal : sameKey.and(equal);
    }
    Column before = col("old." + HASH);
    Column after = col("now." + HASH);
    Row counts =
        left.join(right, sameKey, "full_outer")
            .agg(
                count_if(before.isNull()),
                count_if(after.isNull()),
                count_if(before.notEqual(after)))
            .first();
    return new Counts(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  private static List<String> missing(Dataset<Row> rows, Dataset<Row> from) {
    if (rows == null || from == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>(Arrays.asList(rows.columns()));
    names.removeAll(Arrays.asList(from.columns()));
    return names;
  }

  /** JSON would cut a time to milliseconds and keep a map's keys in any order. */
  private static Column comparable(StructField field) {
    if (field.dataType().equals(DataTypes.TimestampType)) {
      return unix_micros(col(field.name()));
    }
    return field.dataType() instanceof MapType
        ? array_sort(map_entries(col(field.name())))
        : col(field.name());
  }

  private static Dataset<Row> hashed(ReleasedTable table, Dataset<Row> rows, List<String> columns) {
    List<Column> values = new ArrayList<>();
    boolean wide = Table.exists(table.name()) && Table.named(table.name()).isWide();
    for (String name : columns) {
      StructField field = rows.schema().apply(name);
      if (wide && field.dataType() instanceof ArrayType) {
        continue; // content_sha256 speaks for it; as JSON it would be far larger than it is
      }
      values.add(comparable(field).as(name));
    }
    Column hash =
        sha2(
            to_json(struct(values.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"))
                .cast(DataTypes.BinaryType),
            256);
    List<Column> selected = new ArrayList<>();
    table.key().forEach(part -> selected.add(col(part)));
    selected.add(hash.as(HASH));
    return rows.select(selected.toArray(Column[]::new));
  }
}

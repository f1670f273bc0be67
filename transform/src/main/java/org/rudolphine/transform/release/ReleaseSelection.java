package org.rudolphine.transform.release;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.rudolphine.transform.table.Table;

/**
 * Chooses the rows of a release. A row is withheld when it may not be passed on, when its source is
 * not in the released sources table, or when it refers to a row that is withheld; each withheld row
 * is counted with its reason. So nothing that is released refers to nothing.
 */
final class ReleaseSelection implements AutoCloseable {
  /** Values of {@code redistribute} that a release may hold. */
  static final List<String> ALLOWED = List.of("yes", "attribution", "share_alike");

  /** Source of rows that the project itself computed; it is no row of the sources table. */
  static final String OWN_SOURCE = "rudolphine";

  private static final String REFERS = "refers to a row that is not released";
  private static final String NO_SOURCE = "its source is not in the released sources table";
  private static final String REF_TABLE = "__ref_table";
  private static final String REF_ID = "__ref_id";

  private final Collection<String> names;
  private final Function<String, Dataset<Row>> tables;
  private final SortedMap<String, Dataset<Row>> rows = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, Long>> withheld = new TreeMap<>();
  private final List<Dataset<Row>> kept = new ArrayList<>();
  private List<Object> sources = List.of();

  private ReleaseSelection(Collection<String> names, Function<String, Dataset<Row>> tables) {
    this.names = names;
    this.tables = tables;
  }

  /**
   * Chooses rows out of the current tables of one snapshot.
   *
   * @param names names of the tables that the snapshot has
   * @param tables reads one of them
   */
  static ReleaseSelection of(
      Profile profile, Collection<String> names, Function<String, Dataset<Row>> tables) {
    for (String needed : List.of(ReleasedTable.PAIRS, ReleasedTable.LINKS, ReleasedTable.SOURCES)) {
      if (!names.contains(needed)) {
        throw new IllegalStateException(
            "Nothing to release: the snapshot has no table " + needed + " yet");
      }
    }
    ReleaseSelection selection = new ReleaseSelection(names, tables);
    selection.choose(profile);
    return selection;
  }

  private void choose(Profile profile) {
    Dataset<Row> catalogue = keep(allowed(ReleasedTable.SOURCES));
    sources = new ArrayList<>(List.of(OWN_SOURCE));
    catalogue.select("source").collectAsList().forEach(row -> sources.add(row.getString(0)));
    rows.put(ReleasedTable.SOURCES, catalogue);

    SortedMap<String, Dataset<Row>> referable = new TreeMap<>();
    for (String name : names) {
      if (released(name) && isReferable(Table.named(name))) {
        referable.put(name, allowed(name));
      }
    }
    Dataset<Row> targets = keep(targets(referable));
    Dataset<Row> links = links(targets);
    Dataset<Row> pairs = pairs(targets, links);
    rows.put(ReleasedTable.LINKS, links);
    rows.put(ReleasedTable.PAIRS, pairs);

    if (profile == Profile.FULL) {
      referable.forEach(
          (name, all) -> {
            if (!all.select(idOf(name)).isEmpty()) {
              rows.put(name, all);
            }
          });
      addTheRest(targets);
    } else {
      addReferred(referable, keep(references(links, pairs)));
    }
  }

  private void addReferred(SortedMap<String, Dataset<Row>> referable, Dataset<Row> references) {
    for (Row row : references.select(REF_TABLE).distinct().collectAsList()) {
      String name = row.getString(0);
      Dataset<Row> ids = references.filter(col(REF_TABLE).equalTo(name)).select(REF_ID);
      rows.put(name, semi(referable.get(name), ids, idOf(name).equalTo(col(REF_ID))));
    }
  }

  private void addTheRest(Dataset<Row> targets) {
    for (String name : names) {
      if (!released(name) || rows.containsKey(name) || isReferable(Table.named(name))) {
        continue;
      }
      Dataset<Row> all = allowed(name);
      if (name.equals("unmatched")) {
        all = countDropped(name, REFERS, all, resolving(all, targets, "table_name", "id"));
      }
      Dataset<Row> chosen = keep(all);
      if (!chosen.isEmpty()) {
        rows.put(name, chosen);
      }
    }
  }

  /**
   * Never released: clock values of runs; rejects, whose excerpts are the providers' raw text (the
   * quality report counts them); revisions that their providers have superseded.
   */
  private static boolean released(String name) {
    return Table.exists(name)
        && !name.endsWith("_history")
        && !name.equals("runs")
        && !name.equals("rejects");
  }

  private static boolean isReferable(Table table) {
    return "normalized".equals(table.kind());
  }

  private static Column idOf(String table) {
    return ReleasedTable.named(table).id();
  }

  private Dataset<Row> links(Dataset<Row> targets) {
    Dataset<Row> all = allowed("links");
    Dataset<Row> resolved =
        resolving(
            resolving(all, targets, "left_table", "left_id"), targets, "right_table", "right_id");
    return countDropped("links", REFERS, all, keep(resolved));
  }

  private Dataset<Row> pairs(Dataset<Row> targets, Dataset<Row> links) {
    Dataset<Row> all = allowed("pairs");
    Dataset<Row> resolved =
        resolving(
            resolving(all, targets, "experiment_table", "experiment_id"),
            targets,
            "theory_table",
            "theory_id");
    Dataset<Row> linkIds = links.select(links.col("link_id").as(REF_ID));
    Dataset<Row> linked = semi(resolved, linkIds, col("link_id").equalTo(col(REF_ID)));
    return countDropped("pairs", REFERS, all, keep(linked));
  }

  private static Dataset<Row> resolving(
      Dataset<Row> rows, Dataset<Row> targets, String tableColumn, String idColumn) {
    return semi(
        rows,
        targets,
        col(tableColumn).equalTo(col(REF_TABLE)).and(col(idColumn).equalTo(col(REF_ID))));
  }

  private static Dataset<Row> semi(Dataset<Row> rows, Dataset<Row> others, Column condition) {
    return rows.join(others, condition, "left_semi");
  }

  private Dataset<Row> targets(SortedMap<String, Dataset<Row>> referable) {
    Dataset<Row> targets = null;
    for (var table : referable.entrySet()) {
      Dataset<Row> keys =
          table
              .getValue()
              .select(lit(table.getKey()).as(REF_TABLE), idOf(table.getKey()).as(REF_ID));
      targets = targets == null ? keys : targets.union(keys);
    }
    if (targets == null) {
      throw new IllegalStateException("Nothing to release: the snapshot has no normalized table");
    }
    return targets;
  }

  private static Dataset<Row> references(Dataset<Row> links, Dataset<Row> pairs) {
    return reference(links, "left_table", "left_id")
        .union(reference(links, "right_table", "right_id"))
        .union(reference(pairs, "experiment_table", "experiment_id"))
        .union(reference(pairs, "theory_table", "theory_id"))
        .distinct();
  }

  private static Dataset<Row> reference(Dataset<Row> rows, String table, String id) {
    return rows.select(col(table).as(REF_TABLE), col(id).as(REF_ID));
  }

  /** Rows that may be passed on and whose source is released; the others are counted. */
  private Dataset<Row> allowed(String name) {
    ReleasedTable table = ReleasedTable.named(name);
    Dataset<Row> all = conform(tables.apply(name), table);
    Column permission = coalesce(col("redistribute"), lit("unknown"));
    Column reason =
        when(not(permission.isin(ALLOWED.toArray())), concat(lit("redistribute is "), permission));
    if (table.has("source") && !name.equals(ReleasedTable.SOURCES)) {
      reason = reason.when(not(col("source").isin(sources.toArray())), lit(NO_SOURCE));
    }
    all.filter(reason.isNotNull())
        .groupBy(reason.as("reason"))
        .count()
        .collectAsList()
        .forEach(row -> count(name, row.getString(0), row.getLong(1)));
    return all.filter(reason.isNull());
  }

  private Dataset<Row> countDropped(
      String name, String reason, Dataset<Row> before, Dataset<Row> after) {
    count(name, reason, before.count() - after.count());
    return after;
  }

  private void count(String table, String reason, long number) {
    if (number > 0) {
      withheld.computeIfAbsent(table, t -> new TreeMap<>()).merge(reason, number, Long::sum);
    }
  }

  /** Columns in the schema's order; a column that an older version lacks is null. */
  private static Dataset<Row> conform(Dataset<Row> rows, ReleasedTable table) {
    List<String> present = List.of(rows.columns());
    List<Column> columns = new ArrayList<>();
    for (var field : table.schema().fields()) {
      Column column =
          present.contains(field.name())
              ? rows.col("`" + field.name() + "`").cast(field.dataType())
              : lit(null).cast(field.dataType());
      columns.add(column.as(field.name(), field.metadata()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> keep(Dataset<Row> dataset) {
    Dataset<Row> persisted = dataset.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }

  /** Chosen rows by table. */
  SortedMap<String, Dataset<Row>> rows() {
    return rows;
  }

  /** Number of withheld rows by table and reason. */
  SortedMap<String, SortedMap<String, Long>> withheld() {
    return withheld;
  }

  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
  }
}

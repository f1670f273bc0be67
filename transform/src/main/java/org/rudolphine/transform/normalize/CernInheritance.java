package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Sets the columns of {@code hep_datasets} that other rows decide: the side of derived records
 * (rule f) and the conditions. Only what the rows state themselves is read, so rows that were
 * finished before come out the same.
 */
final class CernInheritance {
  private static final StructType INHERITED =
      StructType.fromDDL(
          "inheriting_id string, inherited_from string, inherited_side string,"
              + " inherited_experiment string, inherited_type string, inherited_low double,"
              + " inherited_high double, inherited_years array<int>");

  private static final Column UNDECIDED =
      col("side_rule").isin(CernSide.INHERITED, CernSide.UNDECIDED);

  private CernInheritance() {}

  static Dataset<Row> apply(Dataset<Row> rows) {
    Dataset<Row> inherited =
        rows.sparkSession().createDataFrame(inherited(statedBy(rows)), INHERITED);
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String column : rows.columns()) {
      columns.put(column, col(column));
    }
    columns.put("side", when(UNDECIDED, side()).otherwise(col("side")));
    columns.put("side_rule", when(UNDECIDED, rule()).otherwise(col("side_rule")));
    columns.put("conditions_from", coalesce(col("inherited_from"), own()));
    own(columns, "conditions_experiment", "experiment", "inherited_experiment");
    own(columns, "conditions_collision_type", "collision_type", "inherited_type");
    own(columns, "conditions_energy_gev_low", "energy_gev_low", "inherited_low");
    own(columns, "conditions_energy_gev_high", "energy_gev_high", "inherited_high");
    own(columns, "conditions_years", "years", "inherited_years");
    List<Column> selected = new ArrayList<>();
    columns.forEach((name, column) -> selected.add(column.as(name)));
    return rows.join(
            broadcast(inherited), col("record_id").equalTo(col("inheriting_id")), "left_outer")
        .select(selected.toArray(Column[]::new));
  }

  private static void own(Map<String, Column> columns, String name, String own, String other) {
    columns.put(name, coalesce(col(own), col(other)));
  }

  private static Column side() {
    return coalesce(col("inherited_side"), lit(CernSide.UNKNOWN));
  }

  private static Column rule() {
    return when(col("inherited_side").isNotNull(), lit(CernSide.INHERITED))
        .otherwise(lit(CernSide.UNDECIDED));
  }

  /** The record itself, when it states anything. */
  private static Column own() {
    Column states =
        col("energy_gev_low")
            .isNotNull()
            .or(col("collision_type").isNotNull())
            .or(col("years").isNotNull());
    return when(states, col("record_id"));
  }

  /**
   * A few narrow values of the datasets that have parents and of those parents: as many as there
   * are statements of descent, few beside all datasets.
   */
  private static List<CernConditions.Stated> statedBy(Dataset<Row> rows) {
    Set<String> parents = new TreeSet<>();
    for (Row row : rows.select(explode(col("parents"))).distinct().collectAsList()) {
      parents.add(row.getString(0));
    }
    if (parents.isEmpty()) {
      return List.of();
    }
    Column derived = array_contains(col("secondary_types"), "Derived").and(UNDECIDED);
    Column decided = col("side").isin(CernSide.DATA, CernSide.SIMULATION).and(not(UNDECIDED));
    return rows
        .filter(size(col("parents")).gt(0).or(col("record_id").isInCollection(parents)))
        .select(
            col("record_id"),
            col("parents"),
            when(decided, col("side")),
            coalesce(derived, lit(false)),
            col("experiment"),
            col("collision_type"),
            col("energy_gev_low"),
            col("energy_gev_high"),
            col("years"))
        .collectAsList()
        .stream()
        .map(CernInheritance::stated)
        .toList();
  }

  private static CernConditions.Stated stated(Row row) {
    return new CernConditions.Stated(
        row.getString(0),
        row.isNullAt(1) ? List.of() : row.getList(1),
        row.getString(2),
        row.getBoolean(3),
        row.getString(4),
        row.getString(5),
        row.isNullAt(6) || row.isNullAt(7) ? null : List.of(row.getDouble(6), row.getDouble(7)),
        row.isNullAt(8) ? null : row.getList(8));
  }

  /** One row for every dataset that has parents. */
  private static List<Row> inherited(List<CernConditions.Stated> records) {
    CernConditions conditions = new CernConditions(records);
    return records.stream()
        .filter(record -> !record.parents().isEmpty())
        .map(record -> inherited(record.id(), conditions.of(record.id())))
        .toList();
  }

  private static Row inherited(String id, CernConditions.Known known) {
    return RowFactory.create(
        id,
        known.from(),
        known.inheritedSide(),
        known.experiment(),
        known.collisionType(),
        known.energy() == null ? null : known.energy().get(0),
        known.energy() == null ? null : known.energy().get(1),
        known.years() == null ? null : known.years().toArray());
  }
}

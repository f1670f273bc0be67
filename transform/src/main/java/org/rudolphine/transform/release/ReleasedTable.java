package org.rudolphine.transform.release;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Column;
import org.rudolphine.transform.table.Table;

/**
 * A table as a release shows it.
 *
 * @param name name
 * @param description one sentence
 * @param key columns that identify a row
 * @param order columns by which the rows are sorted; they end with the key, and start with what
 *     people look rows up by, so that a look-up touches few pages
 * @param bloom columns with a Bloom filter
 * @param columns its columns
 */
record ReleasedTable(
    String name,
    String description,
    List<String> key,
    List<String> order,
    List<String> bloom,
    List<Column> columns) {
  static final String PAIRS = "pairs";
  static final String LINKS = "links";
  static final String SOURCES = "sources";
  static final String COLUMNS = "columns";
  static final List<String> SPLITS = List.of("train", "validation", "test");

  static ReleasedTable named(String name) {
    if (name.equals(COLUMNS)) {
      return columnsTable();
    }
    Table table = Table.named(name);
    return new ReleasedTable(
        name, table.description(), table.key(), order(table), bloom(table), table.columns());
  }

  private static List<String> order(Table table) {
    return switch (table.name()) {
      case PAIRS -> List.of("pair_type", "group_id", "experiment_id", "theory_id", "pair_id");
      case LINKS -> List.of("rule", "left_table", "left_id", "link_id");
      default -> table.key();
    };
  }

  private static List<String> bloom(Table table) {
    return switch (table.name()) {
      case PAIRS -> List.of("pair_id", "link_id", "experiment_id", "theory_id");
      case LINKS -> List.of("link_id", "left_id", "right_id");
      default -> List.of();
    };
  }

  private static ReleasedTable columnsTable() {
    List<Column> columns =
        List.of(
            text("table", false, "Table of the release.", "pairs"),
            text("column", false, "Column of that table.", "observed"),
            text("type", false, "Type in Spark's notation.", "array<double>"),
            text("unit", true, "Unit; 1 for dimensionless, null for what is no number.", "M_sun"),
            new Column(
                "nullable", DataTypes.BooleanType, "", false, "Whether a row may lack it.", "true"),
            text("description", false, "What the column means.", "Observed values."),
            text("example", true, "A typical value as text.", "[63.1]"));
    return new ReleasedTable(
        COLUMNS,
        "Every column of every table of the release, with type, unit and meaning.",
        List.of("table", "column"),
        List.of("table", "column"),
        List.of(),
        columns);
  }

  private static Column text(String name, boolean nullable, String description, String example) {
    return new Column(name, DataTypes.StringType, "", nullable, description, example);
  }

  /**
   * How links, pairs and unmatched name a row: its key, several parts joined by {@code |}.
   *
   * @param row values by column
   */
  String id(Map<String, Object> row) {
    return key.stream().map(part -> String.valueOf(row.get(part))).collect(Collectors.joining("|"));
  }

  /** As {@link #id}, of rows in Spark. */
  org.apache.spark.sql.Column id() {
    return key.size() == 1
        ? functions.col(key.get(0))
        : functions.concat_ws(
            "|", key.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Book-keeping about the release itself: a change there is no change of the data. */
  boolean bookKeeping() {
    return name.equals(SOURCES) || name.equals(COLUMNS);
  }

  boolean has(String column) {
    return columns.stream().anyMatch(c -> c.name().equals(column));
  }

  StructType schema() {
    StructType schema = new StructType();
    for (Column column : columns) {
      Metadata metadata =
          new MetadataBuilder()
              .putString("description", column.description())
              .putString("unit", column.unit())
              .build();
      schema = schema.add(new StructField(column.name(), column.type(), true, metadata));
    }
    return schema;
  }

  /** Pattern of the names of this table's files, for a split or for all rows. */
  String namePattern(String stem) {
    return "data/" + name + "/" + stem + "-%05d-of-%05d.parquet";
  }
}

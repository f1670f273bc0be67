package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** CSV as RFC 4180 has it; lists, maps and structs are JSON in their cell. */
final class Csv {
  private Csv() {}

  /** All columns as text. */
  static Dataset<Row> texts(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column column = rows.col("`" + field.name() + "`");
      boolean nested =
          field.dataType() instanceof ArrayType
              || field.dataType() instanceof MapType
              || field.dataType() instanceof StructType;
      Column text =
          nested
              ? functions.to_json(column, Map.of("ignoreNullFields", "false"))
              : column.cast(DataTypes.StringType);
      columns.add(text.as(field.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    boolean quoted = text.matches("(?s).*[\",\r\n].*");
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * A column of a table of HEPData: everything of a row of {@code series} but its values.
 *
 * @param prediction code and model that it is of; null for a measurement
 * @param reason how its side was told
 * @param confidence how sure that is
 * @param conditions numbers and texts that hold for all its values
 * @param current whether it is of the newest version of its record
 */
record HepDataColumn(
    String id,
    String side,
    String prediction,
    String quantity,
    String header,
    String unit,
    int rows,
    String reason,
    double confidence,
    SortedMap<String, String> conditions,
    boolean current)
    implements Serializable {
  static final String TABLE = "series";
  static final String EXPERIMENT = "experiment";
  static final String UNKNOWN = "unknown";
  static final String CONTENT = "content";
  static final String STEM = "identifier_stem";
  static final String VARIANT = "variant";

  static final List<String> COLUMNS =
      List.of(
          "series_id",
          "side",
          "provider",
          "code",
          "model",
          "quantity",
          "quantity_given",
          "unit",
          "n_points",
          "side_reason",
          "side_confidence",
          "conditions",
          "conditions_text",
          "is_current");

  static HepDataColumn read(Row row) {
    TreeMap<String, String> conditions = new TreeMap<>();
    put(conditions, row, "conditions");
    put(conditions, row, "conditions_text");
    String code = row.getAs("code");
    String model = row.getAs("model");
    boolean named = code != null || model != null;
    Double confidence = row.getAs("side_confidence");
    return new HepDataColumn(
        row.getAs("series_id"),
        row.getAs("side"),
        named ? code + " " + model : row.getAs("provider"),
        row.getAs("quantity"),
        row.getAs("quantity_given"),
        row.getAs("unit"),
        row.<Integer>getAs("n_points"),
        Objects.requireNonNullElse(row.getAs("side_reason"), "stated"),
        confidence == null ? 1 : confidence,
        Collections.unmodifiableSortedMap(conditions),
        !Boolean.FALSE.equals(row.<Boolean>getAs("is_current")));
  }

  private static void put(TreeMap<String, String> conditions, Row row, String column) {
    int index = row.fieldIndex(column);
    if (!row.isNullAt(index)) {
      row.getJavaMap(index).forEach((key, value) -> conditions.put((String) key, "" + value));
    }
  }

  boolean isMeasured() {
    return EXPERIMENT.equals(side) && conditions.get(CONTENT) == null;
  }

  boolean isPredicted() {
    return !EXPERIMENT.equals(side) && !UNKNOWN.equals(side) && conditions.get(CONTENT) == null;
  }

  boolean hasUnit() {
    return !unit.equals("1") && !unit.equals("unknown");
  }

  /** Which statement of a prediction it is; null for the only or first one. */
  String variant() {
    return conditions.get(VARIANT);
  }

  /** Identifier that ties columns of a table together; null when there is none. */
  String stem() {
    return conditions.get(STEM);
  }
}

package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/**
 * Collects the values of one row, checked against the table's schema as they come: a column that
 * does not exist or a value of another type is a mistake in the normalizer and fails at once; a
 * null is left out; NaN and infinities become null with an issue.
 */
public final class RowBuilder {
  private final Table table;
  private final String key;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Issue> issues = new ArrayList<>();
  private String facet = "";
  private int precedence;

  RowBuilder(Table table, String key) {
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException("A row of " + table.name() + " needs a key");
    }
    this.table = table;
    this.key = key;
    if (table.key().size() == 1) {
      values.put(table.key().get(0), key);
    }
  }

  /** Names the aspect that this record speaks of; the higher precedence wins in a conflict. */
  public RowBuilder facet(String name, int facetPrecedence) {
    this.facet = name;
    this.precedence = facetPrecedence;
    return this;
  }

  public RowBuilder text(String column, String value) {
    return put(column, value == null || value.isEmpty() ? null : value, DataTypes.StringType);
  }

  public RowBuilder number(String column, Double value) {
    if (value != null && !Double.isFinite(value)) {
      return issue(column, "not a finite number");
    }
    // Negative zero would print and hash differently from zero.
    return put(column, value == null ? null : value + 0.0, DataTypes.DoubleType);
  }

  public RowBuilder whole(String column, Long value) {
    DataType type = table.column(column).type();
    if (type.equals(DataTypes.IntegerType)) {
      Integer narrow = value == null ? null : (Integer) Math.toIntExact(value);
      return put(column, narrow, DataTypes.IntegerType);
    }
    return put(column, value, DataTypes.LongType);
  }

  public RowBuilder flag(String column, Boolean value) {
    return put(column, value, DataTypes.BooleanType);
  }

  public RowBuilder time(String column, Instant value) {
    return put(column, value, DataTypes.TimestampType);
  }

  public RowBuilder date(String column, LocalDate value) {
    return put(column, value, DataTypes.DateType);
  }

  /** A list of texts; an empty list is kept as empty, null is left out. */
  public RowBuilder texts(String column, Collection<String> value) {
    return array(column, value, DataTypes.StringType);
  }

  public RowBuilder numbers(String column, Collection<Double> value) {
    return array(column, value, DataTypes.DoubleType);
  }

  /**
   * Many numbers, kept as they are.
   *
   * @param value NaN where an element is missing; nobody may change it any more; may be null
   */
  public RowBuilder numbers(String column, double[] value) {
    DataType doubles = DataTypes.createArrayType(DataTypes.DoubleType);
    return put(column, value == null ? null : new Doubles(value), doubles);
  }

  public RowBuilder wholes(String column, Collection<Long> value) {
    if (table.column(column).type().equals(DataTypes.createArrayType(DataTypes.IntegerType))) {
      List<Integer> narrow = value == null ? null : value.stream().map(Math::toIntExact).toList();
      return array(column, narrow, DataTypes.IntegerType);
    }
    return array(column, value, DataTypes.LongType);
  }

  /** A map from text to number, kept sorted by key. */
  public RowBuilder numbersByName(String column, Map<String, Double> value) {
    return put(
        column,
        value == null ? null : new TreeMap<>(value),
        DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType));
  }

  /** A map from text to text, kept sorted by key. */
  public RowBuilder textsByName(String column, Map<String, String> value) {
    return put(
        column,
        value == null ? null : new TreeMap<>(value),
        DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));
  }

  /** A list of structs, each given as a map from field name to value in the column's types. */
  public RowBuilder structs(String column, List<Map<String, Object>> value) {
    DataType type = table.column(column).type();
    if (!(type instanceof ArrayType array) || !(array.elementType() instanceof StructType struct)) {
      throw wrongType(column, "array of structs");
    }
    if (value != null) {
      for (Map<String, Object> element : value) {
        for (String field : element.keySet()) {
          struct.fieldIndex(field); // fails for a field that the schema does not have
        }
      }
      values.put(column, List.copyOf(value));
    }
    return this;
  }

  /**
   * The row's own licence, where the source states one that differs from its settings; content like
   * any other. The normalizer must say that it states licences.
   *
   * @param redistribute as the column of that name spells it
   */
  public RowBuilder licence(String licence, String redistribute) {
    return text("licence", licence).text("redistribute", redistribute);
  }

  /** Notes that an optional field could not be used. */
  public RowBuilder issue(String field, String reason) {
    issues.add(new Issue(field, reason));
    return this;
  }

  private RowBuilder array(String column, Collection<?> value, DataType element) {
    DataType type = table.column(column).type();
    if (!(type instanceof ArrayType array) || !array.elementType().equals(element)) {
      throw wrongType(column, "array of " + element.simpleString());
    }
    if (value != null) {
      values.put(column, List.copyOf(value));
    }
    return this;
  }

  private RowBuilder put(String column, Object value, DataType type) {
    DataType declared = table.column(column).type();
    boolean same =
        (declared instanceof MapType map && type instanceof MapType other)
            ? map.keyType().equals(other.keyType()) && map.valueType().equals(other.valueType())
            : declared.equals(type);
    if (!same) {
      throw wrongType(column, type.simpleString());
    }
    if (value != null) {
      values.put(column, value);
    }
    return this;
  }

  private IllegalArgumentException wrongType(String column, String given) {
    return new IllegalArgumentException(
        "Column "
            + column
            + " of "
            + table.name()
            + " is "
            + table.column(column).type().simpleString()
            + ", not "
            + given);
  }

  NormalizedRow build() {
    return new NormalizedRow(
        table.name(), key, facet, precedence, Map.copyOf(values), List.copyOf(issues));
  }
}

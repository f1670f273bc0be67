package org.rudolphine.transform.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Carries values between maps by column name and Spark rows of a schema. Lists, maps sorted by key
 * and maps for structs on the one side; arrays, Scala maps and rows on the other.
 */
public final class RowCodec implements Serializable {
  private static final long serialVersionUID = 1L;
  private final StructType schema;

  public RowCodec(StructType schema) {
    this.schema = schema;
  }

  /** A row with null for what the map does not have. */
  public Row row(Map<String, Object> values) {
    StructField[] fields = schema.fields();
    Object[] cells = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      cells[i] = toSpark(values.get(fields[i].name()), fields[i].dataType());
    }
    return RowFactory.create(cells);
  }

  /** The values of a row that are not null. */
  public Map<String, Object> values(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      if (!row.isNullAt(i)) {
        values.put(fields[i].name(), toJava(row.get(i), fields[i].dataType()));
      }
    }
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Object toSpark(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ArrayType array) {
      return ((List<Object>) value)
          .stream().map(element -> toSpark(element, array.elementType())).toArray();
    }
    if (type instanceof MapType map) {
      Map<Object, Object> converted = new LinkedHashMap<>();
      new TreeMap<>((Map<Object, Object>) value)
          .forEach((k, v) -> converted.put(toSpark(k, map.keyType()), toSpark(v, map.valueType())));
      return CollectionConverters.asScala(converted);
    }
    if (type instanceof StructType struct) {
      return new RowCodec(struct).row((Map<String, Object>) value);
    }
    return value;
  }

  private static Object toJava(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ArrayType array) {
      List<Object> list = new ArrayList<>();
      CollectionConverters.asJava((scala.collection.Seq<?>) value)
          .forEach(element -> list.add(toJava(element, array.elementType())));
      return list;
    }
    if (type instanceof MapType map) {
      Map<Object, Object> sorted = new TreeMap<>();
      CollectionConverters.asJava((scala.collection.Map<?, ?>) value)
          .forEach((k, v) -> sorted.put(toJava(k, map.keyType()), toJava(v, map.valueType())));
      return sorted;
    }
    if (type instanceof StructType struct) {
      return new RowCodec(struct).values((Row) value);
    }
    return value;
  }
}

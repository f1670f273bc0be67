package org.rudolphine.transform.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/** Writes rows of a table, given as maps, in the Parquet layout that Spark writes. */
final class ParquetWriting {
  private ParquetWriting() {}

  static void write(Path file, String table, List<Map<String, Object>> rows) throws IOException {
    Files.createDirectories(file.getParent());
    StructType schema = Table.named(table).schema();
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      message.addField(type(field.name(), field.dataType()));
    }
    MessageType type = message.named("spark_schema");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .build()) {
      for (Map<String, Object> row : rows) {
        Group group = new SimpleGroup(type);
        fill(group, schema, row);
        writer.write(group);
      }
    }
  }

  private static Type type(String name, DataType type) {
    if (type instanceof ArrayType array) {
      return Types.optionalList().element(type("element", array.elementType())).named(name);
    }
    if (type instanceof MapType map) {
      return Types.optionalMap()
          .key(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .value(type("value", map.valueType()))
          .named(name);
    }
    if (type instanceof StructType struct) {
      Types.GroupBuilder<org.apache.parquet.schema.GroupType> group = Types.optionalGroup();
      for (StructField field : struct.fields()) {
        group.addField(type(field.name(), field.dataType()));
      }
      return group.named(name);
    }
    if (type.equals(DataTypes.StringType)) {
      return Types.optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(name);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Types.optional(PrimitiveTypeName.INT64)
          .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
          .named(name);
    }
    if (type.equals(DataTypes.DateType)) {
      return Types.optional(PrimitiveTypeName.INT32)
          .as(LogicalTypeAnnotation.dateType())
          .named(name);
    }
    Map<DataType, PrimitiveTypeName> plain =
        Map.of(
            DataTypes.IntegerType, PrimitiveTypeName.INT32,
            DataTypes.LongType, PrimitiveTypeName.INT64,
            DataTypes.DoubleType, PrimitiveTypeName.DOUBLE,
            DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN);
    return Types.optional(plain.get(type)).named(name);
  }

  private static void fill(Group group, StructType schema, Map<String, ?> row) {
    for (String name : row.keySet()) {
      schema.fieldIndex(name); // fails for a column that the table does not have
    }
    for (StructField field : schema.fields()) {
      Object value = row.get(field.name());
      if (value != null) {
        add(group, field.name(), field.dataType(), value);
      }
    }
  }

  private static void add(Group group, String name, DataType type, Object value) {
    if (type instanceof ArrayType array) {
      Group list = group.addGroup(name);
      for (Object element : (List<?>) value) {
        add(list.addGroup(0), "element", array.elementType(), element);
      }
    } else if (type instanceof MapType map) {
      Group entries = group.addGroup(name);
      for (Map.Entry<?, ?> entry : new TreeMap<>((Map<?, ?>) value).entrySet()) {
        Group pair = entries.addGroup(0);
        add(pair, "key", map.keyType(), entry.getKey());
        add(pair, "value", map.valueType(), entry.getValue());
      }
    } else if (type instanceof StructType struct) {
      Group nested = group.addGroup(name);
      for (StructField field : struct.fields()) {
        Object inner = ((Map<?, ?>) value).get(field.name());
        if (inner != null) {
          add(nested, field.name(), field.dataType(), inner);
        }
      }
    } else if (value instanceof Instant instant) {
      group.add(name, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    } else if (value instanceof String text) {
      group.add(name, text);
    } else if (value instanceof Double number) {
      group.add(name, number);
    } else if (value instanceof Integer number) {
      group.add(name, number);
    } else if (value instanceof Boolean flag) {
      group.add(name, flag);
    } else {
      throw new IllegalArgumentException("No value for column " + name + ": " + value);
    }
  }
}

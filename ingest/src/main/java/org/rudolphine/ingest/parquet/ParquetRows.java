package org.rudolphine.ingest.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Reads Parquet files row by row without Spark, as maps from column name to Java value: String,
 * Long, Integer, Double, Float, Boolean, Instant, LocalDate, byte[], List, Map (sorted by key) or,
 * for a struct, a map in column order; null for missing. Meant for small tables and for checks.
 */
public final class ParquetRows {
  private ParquetRows() {}

  /** All rows of a file, in order. */
  public static List<Map<String, Object>> read(InputFile file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    forEach(file, rows::add);
    return rows;
  }

  /** Hands each row of a file to the consumer, in order. */
  public static void forEach(InputFile file, Consumer<Map<String, Object>> consumer)
      throws IOException {
    scan(file, FilterCompat.NOOP, List.of(), consumer);
  }

  /**
   * Hands some columns of each row of a file to the consumer, in order; others are not read.
   *
   * @param columns top-level columns that the file has
   */
  public static void forEach(
      InputFile file, List<String> columns, Consumer<Map<String, Object>> consumer)
      throws IOException {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("At least one column is read");
    }
    scan(file, FilterCompat.NOOP, columns, consumer);
  }

  /**
   * Rows in which a text column has one value; row groups that cannot hold it are not read.
   *
   * @param column a top-level text column
   */
  public static List<Map<String, Object>> where(InputFile file, String column, String value)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    FilterCompat.Filter filter =
        FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn(column), Binary.fromString(value)));
    scan(file, filter, List.of(), rows::add);
    return rows;
  }

  /** Schema of a file as parquet-java sees it. */
  public static MessageType schema(InputFile file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(file, options(FilterCompat.NOOP))) {
      return reader.getFileMetaData().getSchema();
    }
  }

  /** Number of rows that a file's footer states. */
  public static long count(InputFile file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(file, options(FilterCompat.NOOP))) {
      return reader.getRecordCount();
    }
  }

  private static ParquetReadOptions options(FilterCompat.Filter filter) {
    return ParquetReadOptions.builder(new PlainParquetConfiguration())
        .withRecordFilter(filter)
        .usePageChecksumVerification(true)
        .build();
  }

  private static void scan(
      InputFile file,
      FilterCompat.Filter filter,
      List<String> wanted,
      Consumer<Map<String, Object>> consumer)
      throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(file, options(filter))) {
      MessageType schema = schema(reader.getFileMetaData().getSchema(), wanted);
      reader.setRequestedSchema(schema);
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore pages = reader.readNextFilteredRowGroup();
          pages != null;
          pages = reader.readNextFilteredRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(pages, new GroupRecordConverter(schema), filter);
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group group = records.read();
          if (group != null && !records.shouldSkipCurrentRecord()) {
            consumer.accept(struct(group, schema));
          }
        }
      }
    }
  }

  private static MessageType schema(MessageType all, List<String> wanted) {
    return wanted.isEmpty()
        ? all
        : new MessageType(all.getName(), wanted.stream().map(all::getType).toList());
  }

  private static Map<String, Object> struct(Group group, GroupType type) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      row.put(
          type.getFieldName(i),
          group.getFieldRepetitionCount(i) == 0 ? null : value(group, i, type.getType(i)));
    }
    return row;
  }

  private static Object value(Group group, int field, Type type) {
    if (type.isPrimitive()) {
      return primitive(group, field, type.asPrimitiveType());
    }
    GroupType nested = type.asGroupType();
    Group child = group.getGroup(field, 0);
    LogicalTypeAnnotation annotation = nested.getLogicalTypeAnnotation();
    if (annotation instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      return list(child, nested);
    }
    if (annotation instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
      return map(child, nested);
    }
    return struct(child, nested);
  }

  /** Three-level list: group (LIST) { repeated group list { element } }. */
  private static List<Object> list(Group group, GroupType type) {
    GroupType repeated = type.getType(0).asGroupType();
    int size = group.getFieldRepetitionCount(0);
    List<Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Group element = group.getGroup(0, i);
      values.add(
          element.getFieldRepetitionCount(0) == 0 ? null : value(element, 0, repeated.getType(0)));
    }
    return values;
  }

  private static Map<Object, Object> map(Group group, GroupType type) {
    GroupType entry = type.getType(0).asGroupType();
    Map<Object, Object> values = new TreeMap<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group pair = group.getGroup(0, i);
      values.put(
          value(pair, 0, entry.getType(0)),
          pair.getFieldRepetitionCount(1) == 0 ? null : value(pair, 1, entry.getType(1)));
    }
    return values;
  }

  private static ChronoUnit unit(LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
    return switch (timestamp.getUnit()) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static Object primitive(Group group, int field, PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(field, 0);
      case FLOAT -> group.getFloat(field, 0);
      case DOUBLE -> group.getDouble(field, 0);
      case INT32 ->
          annotation instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation
              ? LocalDate.ofEpochDay(group.getInteger(field, 0))
              : (Object) group.getInteger(field, 0);
      case INT64 ->
          annotation instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp
              ? Instant.EPOCH.plus(group.getLong(field, 0), unit(timestamp))
              : (Object) group.getLong(field, 0);
      case BINARY -> {
        byte[] bytes = group.getBinary(field, 0).getBytes();
        yield annotation instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
            ? new String(bytes, StandardCharsets.UTF_8)
            : (Object) bytes;
      }
      default ->
          throw new IllegalStateException(
              "No table here has a column of type " + type.getPrimitiveTypeName());
    };
  }
}

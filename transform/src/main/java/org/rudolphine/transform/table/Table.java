package org.rudolphine.transform.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table: name, key and columns, read from {@code schema/<name>.json} beside this package's
 * resources. The resource's {@code kind} decides which provenance columns every row carries:
 *
 * <ul>
 *   <li>{@code normalized}: rows made from raw records; has a {@code _history} companion
 *   <li>{@code derived}: rows made from other tables (links, pairs, unmatched)
 *   <li>{@code record}: the project's own book-keeping (sources, rejects, runs)
 * </ul>
 */
public final class Table {
  private static final String RESOURCES = "/org/rudolphine/transform/schema/";
  private static final Map<String, Table> LOADED = new ConcurrentHashMap<>();

  private final String name;
  private final String kind;
  private final String description;
  private final List<String> key;
  private final Map<String, Column> columns;
  private final Set<String> clockColumns;
  private final List<String> plainColumns;
  private final boolean wide;

  private Table(
      String name,
      String kind,
      String description,
      List<String> key,
      Map<String, Column> columns,
      Set<String> clockColumns,
      List<String> plainColumns,
      boolean wide) {
    this.name = name;
    this.kind = kind;
    this.description = description;
    this.key = List.copyOf(key);
    this.columns = columns;
    this.clockColumns = Set.copyOf(clockColumns);
    this.plainColumns = List.copyOf(plainColumns);
    this.wide = wide;
  }

  /** The table of that name; {@code <name>_history} works for normalized tables. */
  public static Table named(String name) {
    Table loaded = LOADED.get(name);
    if (loaded == null) {
      loaded = load(name); // not inside computeIfAbsent: a history loads its table on the way
      LOADED.put(name, loaded);
    }
    return loaded;
  }

  /** Whether a schema resource of that name exists. */
  public static boolean exists(String name) {
    String base = name.endsWith("_history") ? name.substring(0, name.length() - 8) : name;
    return Table.class.getResource(RESOURCES + base + ".json") != null;
  }

  /** Every table that has a schema resource, sorted by name; histories are not listed. */
  public static List<Table> all() {
    URL neighbour = Table.class.getResource(RESOURCES + "_provenance.json");
    return SchemaResources.tablesBeside(neighbour).stream().map(Table::named).toList();
  }

  /** The columns that every table of a kind carries besides its own. */
  static List<Column> provenance(String kind) {
    Map<String, Column> columns = new LinkedHashMap<>();
    resource("_provenance").get(kind).forEach(node -> add(columns, node));
    return List.copyOf(columns.values());
  }

  private static Table load(String name) {
    if (name.endsWith("_history")) {
      return named(name.substring(0, name.length() - 8)).asHistory();
    }
    JsonNode schema = resource(name);
    Map<String, Column> columns = new LinkedHashMap<>();
    schema.get("columns").forEach(node -> add(columns, node));
    String kind = schema.get("kind").asText();
    resource("_provenance").get(kind).forEach(node -> add(columns, node));
    List<String> key = new ArrayList<>();
    schema.get("key").forEach(node -> key.add(node.asText()));
    for (String part : key) {
      if (!columns.containsKey(part)) {
        throw new IllegalStateException("Key column " + part + " of table " + name + " is missing");
      }
    }
    List<String> plain = marked(schema.get("columns"), "plain");
    plain.addAll(marked(resource("_provenance").get(kind), "plain"));
    return new Table(
        name,
        kind,
        schema.get("description").asText(),
        key,
        columns,
        new HashSet<>(marked(schema.get("columns"), "clock")),
        plain,
        schema.path("wide").asBoolean(false));
  }

  /** Names of the columns that carry a mark. */
  private static List<String> marked(JsonNode columns, String mark) {
    List<String> names = new ArrayList<>();
    columns.forEach(
        node -> {
          if (node.path(mark).asBoolean(false)) {
            names.add(node.get("name").asText());
          }
        });
    return names;
  }

  private static void add(Map<String, Column> columns, JsonNode node) {
    Column column =
        new Column(
            node.get("name").asText(),
            DataType.fromDDL(node.get("type").asText()),
            node.path("unit").asText(""),
            node.path("nullable").asBoolean(true),
            node.get("description").asText(),
            node.path("example").asText(""));
    if (columns.put(column.name(), column) != null) {
      throw new IllegalStateException("Column " + column.name() + " is declared twice");
    }
  }

  private static JsonNode resource(String name) {
    try (InputStream in = Table.class.getResourceAsStream(RESOURCES + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("No table is called " + name);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Schema resource of table " + name, e);
    }
  }

  private Table asHistory() {
    if (!hasHistory()) {
      throw new IllegalArgumentException("Table " + name + " keeps no history");
    }
    List<String> historyKey = new ArrayList<>(key);
    historyKey.add("revision");
    return new Table(
        name + "_history",
        "history",
        "Every revision of every row of " + name + ", for ever.",
        historyKey,
        columns,
        clockColumns,
        plainColumns,
        wide);
  }

  public String name() {
    return name;
  }

  /** {@code normalized}, {@code derived}, {@code record} or {@code history}. */
  public String kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  /** Names of the columns that identify a row, in order; rows are sorted by them. */
  public List<String> key() {
    return key;
  }

  public List<Column> columns() {
    return List.copyOf(columns.values());
  }

  /** The column of that name; fails when there is none. */
  public Column column(String columnName) {
    Column column = columns.get(columnName);
    if (column == null) {
      throw new IllegalArgumentException("Table " + name + " has no column " + columnName);
    }
    return column;
  }

  public boolean has(String columnName) {
    return columns.containsKey(columnName);
  }

  /**
   * Columns that say when something was published rather than what ({@code "clock": true} in the
   * schema): a change in them alone makes no revision, and a row keeps the first ones it had.
   */
  public Set<String> clockColumns() {
    return clockColumns;
  }

  /**
   * Columns whose values hardly repeat, long text and checksums ({@code "plain": true} in the
   * schema): files hold them without a dictionary, which would be built in vain.
   */
  List<String> plainColumns() {
    return plainColumns;
  }

  /**
   * Whether a row may have several megabytes ({@code "wide": true} in the schema): few of them are
   * put into a file, and arrays of numbers are compared by {@code content_sha256} alone.
   */
  public boolean isWide() {
    return wide;
  }

  public boolean hasHistory() {
    return "normalized".equals(kind);
  }

  /** Companion that keeps every revision. */
  public Table history() {
    return named(name + "_history");
  }

  /** Spark schema; unit and description travel in the fields' metadata. */
  public StructType schema() {
    StructType schema = new StructType();
    for (Column column : columns.values()) {
      Metadata metadata =
          new MetadataBuilder()
              .putString("description", column.description())
              .putString("unit", column.unit())
              .build();
      schema = schema.add(new StructField(column.name(), column.type(), true, metadata));
    }
    return schema;
  }
}

package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Checks that the documents of a release say what its Parquet files are. */
final class DocumentChecks {
  private final Findings findings;
  private final ReleaseManifest manifest;

  /** Schema of the files of each table, as the footers have it. */
  private final Map<String, MessageType> schemas;

  DocumentChecks(Findings findings, ReleaseManifest manifest, Map<String, MessageType> schemas) {
    this.findings = findings;
    this.manifest = manifest;
    this.schemas = new TreeMap<>(schemas);
  }

  /** The columns table describes each column and gives each number its unit. */
  void columns(String path, List<Map<String, Object>> rows) {
    Map<String, Map<String, Object>> described = new HashMap<>();
    rows.forEach(row -> described.put(row.get("table") + "." + row.get("column"), row));
    Set<String> existing = new HashSet<>();
    schemas.forEach(
        (table, schema) -> {
          for (Type column : schema.getFields()) {
            String name = table + "." + column.getName();
            existing.add(name);
            Map<String, Object> row = described.get(name);
            if (row == null) {
              findings.error(path, "column " + name + " is not described");
            } else if (isNumeric(column) && isBlank(row.get("unit"))) {
              findings.error(path, "numeric column " + name + " has no unit");
            }
          }
        });
    described.keySet().stream()
        .filter(name -> !existing.contains(name) && !isUnread(name))
        .sorted()
        .forEach(name -> findings.error(path, "column " + name + " does not exist"));
  }

  /** Whether it is of a table whose files could not be read: they have their own finding. */
  private boolean isUnread(String column) {
    String table = column.substring(0, column.indexOf('.'));
    return !schemas.containsKey(table) && !manifest.filesOf(table).isEmpty();
  }

  private static boolean isBlank(Object value) {
    return value == null || value.toString().isBlank();
  }

  private static boolean isNumeric(Type type) {
    if (!type.isPrimitive()) {
      boolean list =
          type.getLogicalTypeAnnotation()
              instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
      return list && isNumeric(type.asGroupType().getType(0).asGroupType().getType(0));
    }
    PrimitiveType.PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
    return switch (name) {
      case FLOAT, DOUBLE -> true;
      case INT32, INT64 ->
          type.getLogicalTypeAnnotation() == null
              || type.getLogicalTypeAnnotation()
                  instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
      default -> false;
    };
  }

  void croissant(String path, byte[] bytes) {
    JsonNode document;
    try {
      document = ReleaseJson.tree(bytes);
    } catch (IOException e) {
      findings.error(path, "is not JSON: " + Messages.of(e));
      return;
    }
    CroissantChecker.check(document).forEach(problem -> findings.error(path, problem));
    Map<String, JsonNode> files = new HashMap<>();
    document
        .path("distribution")
        .forEach(node -> files.put(node.path("contentUrl").asText(""), node));
    for (ReleaseManifest.Entry entry : manifest.files()) {
      if (entry.table() != null) {
        croissantFile(path, entry, files.get(entry.path()));
      }
    }
    Map<String, JsonNode> sets = new HashMap<>();
    document.path("recordSet").forEach(set -> sets.put(set.path("name").asText(""), set));
    schemas.forEach((table, schema) -> recordSet(path, table, schema, sets.get(table)));
  }

  private void croissantFile(String path, ReleaseManifest.Entry entry, JsonNode node) {
    if (node == null) {
      findings.error(path, "has no FileObject for " + entry.path());
      return;
    }
    if (!entry.sha256().equals(node.path("sha256").asText(""))) {
      findings.error(path, "has another sha256 for " + entry.path());
    }
    if (!(entry.bytes() + " B").equals(node.path("contentSize").asText(""))) {
      findings.error(path, "has another contentSize for " + entry.path());
    }
  }

  private void recordSet(String path, String table, MessageType schema, JsonNode set) {
    if (set == null) {
      findings.error(path, "has no RecordSet for table " + table);
      return;
    }
    List<String> fields = new ArrayList<>();
    set.path("field")
        .forEach(
            field -> fields.add(field.path("source").path("extract").path("column").asText("")));
    if (!fields.equals(names(schema))) {
      findings.error(path, "fields of RecordSet " + table + " are not the columns of its files");
    }
  }

  private static List<String> names(MessageType schema) {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  /** The card's YAML head lists the files, columns, rows and bytes that there are. */
  void card(String path, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\n---\n", 3);
    if (!text.startsWith("---\n") || end < 0) {
      findings.error(path, "has no YAML head");
      return;
    }
    JsonNode head;
    try {
      head = new YAMLMapper().readTree(text.substring(4, end + 1));
    } catch (IOException e) {
      findings.error(path, "has a YAML head that cannot be read: " + Messages.of(e));
      return;
    }
    Map<String, JsonNode> configs = byName(head.path("configs"));
    Map<String, JsonNode> infos = byName(head.path("dataset_info"));
    for (String table : schemas.keySet()) {
      if (!configs.containsKey(table) || !infos.containsKey(table)) {
        findings.error(path, "has no config and dataset_info of table " + table);
      } else {
        config(path, table, configs.get(table), infos.get(table));
      }
    }
    for (String name : configs.keySet()) {
      if (!schemas.containsKey(name) && manifest.filesOf(name).isEmpty()) {
        findings.error(path, "has a config of a table that is not there: " + name);
      }
    }
  }

  private static Map<String, JsonNode> byName(JsonNode nodes) {
    Map<String, JsonNode> byName = new TreeMap<>();
    nodes.forEach(node -> byName.put(node.path("config_name").asText(""), node));
    return byName;
  }

  private void config(String path, String table, JsonNode config, JsonNode info) {
    List<String> features = new ArrayList<>();
    info.path("features").forEach(feature -> features.add(feature.path("name").asText("")));
    if (!features.equals(names(schemas.get(table)))) {
      findings.error(path, "features of " + table + " are not the columns of its files");
    }
    Map<String, JsonNode> splits = new HashMap<>();
    info.path("splits").forEach(split -> splits.put(split.path("name").asText(""), split));
    Set<String> listed = new HashSet<>();
    for (JsonNode files : config.path("data_files")) {
      long rows = 0;
      long bytes = 0;
      for (String file : paths(files.path("path"))) {
        listed.add(file);
        for (ReleaseManifest.Entry entry : manifest.filesOf(table)) {
          if (entry.path().equals(file)) {
            rows += entry.rows();
            bytes += entry.bytes();
          }
        }
      }
      JsonNode split = splits.getOrDefault(files.path("split").asText(""), ReleaseJson.object());
      if (split.path("num_examples").asLong(-1) != rows
          || split.path("num_bytes").asLong(-1) != bytes) {
        findings.error(
            path, "rows or bytes of " + table + " " + files.path("split").asText("") + " differ");
      }
    }
    Set<String> there = new HashSet<>();
    manifest.filesOf(table).forEach(entry -> there.add(entry.path()));
    if (!listed.equals(there)) {
      findings.error(path, "files of config " + table + " are not the files of the table");
    }
  }

  private static List<String> paths(JsonNode path) {
    List<String> paths = new ArrayList<>();
    if (path.isArray()) {
      path.forEach(one -> paths.add(one.asText()));
    } else {
      paths.add(path.asText(""));
    }
    return paths;
  }

  /** {@code SHA256SUMS} says the same as the manifest. */
  void sums(String path, byte[] bytes) {
    StringBuilder expected = new StringBuilder();
    for (ReleaseManifest.Entry entry : manifest.files()) {
      if (!entry.path().equals(path)) {
        expected.append(entry.sha256()).append("  ").append(entry.path()).append('\n');
      }
    }
    if (!expected.toString().equals(new String(bytes, StandardCharsets.UTF_8))) {
      findings.error(path, "does not list the files and checksums of the manifest");
    }
  }
}

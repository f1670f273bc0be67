package org.rudolphine.transform.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * {@code README.md}: a Hugging Face dataset card. Its YAML head tells the Hub which files make
 * which table; the text below is a datasheet with three snippets to paste.
 *
 * <p>Tables without splits have the one split {@code train}, as the Hub calls the only split of a
 * table. A map column is declared as a list of keys and values, which is how Parquet stores it.
 */
final class DatasetCard {
  private static final String TEMPLATE = "/org/rudolphine/transform/release/README.template.md";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z_]+)\\}\\}");
  private static final String ONLY_SPLIT = "train";

  private final ReleaseContent content;

  private DatasetCard(ReleaseContent content) {
    this.content = content;
  }

  static String document(ReleaseContent content) {
    DatasetCard card = new DatasetCard(content);
    return "---\n" + yaml(card.head()) + "---\n\n" + card.body();
  }

  static ObjectMapper yamlMapper() {
    return new ObjectMapper(
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());
  }

  private static String yaml(ObjectNode head) {
    try {
      return yamlMapper().writeValueAsString(head);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode head() {
    ObjectNode head = ReleaseJson.object();
    String licence = Licences.hubId(content.facts());
    head.put("license", licence);
    if (licence.equals("other")) {
      head.put("license_name", "by-source");
      head.put("license_link", "LICENSE.md");
    }
    head.putArray("language").add("en");
    head.put("pretty_name", ReleaseContent.TITLE);
    head.putArray("size_categories").add(sizeCategory(content.facts().rows()));
    head.putArray("task_categories").add("tabular-regression");
    ArrayNode tags = head.putArray("tags");
    List.of("physics", "tabular", "gravitational-waves", "high-energy-physics", "mlcroissant")
        .forEach(tags::add);
    head.putArray("source_datasets").add("original");
    ArrayNode configs = head.putArray("configs");
    ArrayNode infos = head.putArray("dataset_info");
    for (TableFacts table : content.facts().tables().values()) {
      configs.add(config(table.table().name()));
      infos.add(info(table.table()));
    }
    return head;
  }

  private ObjectNode config(String table) {
    ObjectNode config = ReleaseJson.object().put("config_name", table);
    ArrayNode files = config.putArray("data_files");
    files(table)
        .forEach(
            (split, entries) -> {
              ObjectNode node = files.addObject().put("split", split);
              if (entries.size() == 1) {
                node.put("path", entries.get(0).path());
              } else {
                ArrayNode paths = node.putArray("path");
                entries.forEach(entry -> paths.add(entry.path()));
              }
            });
    if (table.equals(ReleasedTable.PAIRS)) {
      config.put("default", true);
    }
    return config;
  }

  private ObjectNode info(ReleasedTable table) {
    ObjectNode info = ReleaseJson.object().put("config_name", table.name());
    ArrayNode features = info.putArray("features");
    table.columns().forEach(column -> features.add(feature(column.name(), column.type())));
    ArrayNode splits = info.putArray("splits");
    long bytes = 0;
    for (var split : files(table.name()).entrySet()) {
      long size = split.getValue().stream().mapToLong(ReleaseManifest.Entry::bytes).sum();
      long rows = split.getValue().stream().mapToLong(ReleaseManifest.Entry::rows).sum();
      splits
          .addObject()
          .put("name", split.getKey())
          .put("num_bytes", size)
          .put("num_examples", rows);
      bytes += size;
    }
    info.put("download_size", bytes);
    info.put("dataset_size", bytes);
    return info;
  }

  private Map<String, List<ReleaseManifest.Entry>> files(String table) {
    Map<String, List<ReleaseManifest.Entry>> files = new TreeMap<>(DatasetCard::splitOrder);
    for (ReleaseManifest.Entry entry : content.filesOf(table)) {
      String split = entry.split() == null ? ONLY_SPLIT : entry.split();
      files.computeIfAbsent(split, s -> new ArrayList<>()).add(entry);
    }
    return files;
  }

  private static int splitOrder(String a, String b) {
    return Integer.compare(ReleasedTable.SPLITS.indexOf(a), ReleasedTable.SPLITS.indexOf(b));
  }

  static ObjectNode feature(String name, DataType type) {
    ObjectNode feature = ReleaseJson.object().put("name", name);
    if (type instanceof ArrayType array) {
      putList(feature, array.elementType());
    } else if (type instanceof MapType map) {
      ArrayNode entry = feature.putArray("list");
      entry.add(feature("key", map.keyType()));
      entry.add(feature("value", map.valueType()));
    } else if (type instanceof StructType struct) {
      putFields(feature.putArray("struct"), struct);
    } else {
      feature.put("dtype", dtype(type));
    }
    return feature;
  }

  private static void putList(ObjectNode feature, DataType element) {
    if (element instanceof StructType struct) {
      putFields(feature.putArray("list"), struct);
    } else {
      feature.put("list", dtype(element));
    }
  }

  private static void putFields(ArrayNode fields, StructType struct) {
    for (StructField field : struct.fields()) {
      fields.add(feature(field.name(), field.dataType()));
    }
  }

  private static String dtype(DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return "float64";
    }
    if (type.equals(DataTypes.FloatType)) {
      return "float32";
    }
    if (type.equals(DataTypes.IntegerType)) {
      return "int32";
    }
    if (type.equals(DataTypes.LongType)) {
      return "int64";
    }
    if (type.equals(DataTypes.BooleanType)) {
      return "bool";
    }
    if (type.equals(DataTypes.TimestampType)) {
      return "timestamp[us, tz=UTC]";
    }
    return type.equals(DataTypes.DateType) ? "date32" : "string";
  }

  static String sizeCategory(long rows) {
    if (rows < 1_000) {
      return "n<1K";
    }
    String[] bounds = {"1K", "10K", "100K", "1M", "10M", "100M", "1B"};
    long bound = 10_000;
    for (int i = 0; i + 1 < bounds.length; i++, bound *= 10) {
      if (rows < bound) {
        return bounds[i] + "<n<" + bounds[i + 1];
      }
    }
    return "n>1B";
  }

  private String body() {
    Map<String, String> values = values();
    return PLACEHOLDER
        .matcher(template())
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new IllegalStateException(
                    "The card's template asks for something unknown: " + match.group(1));
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put("title", ReleaseContent.TITLE);
    values.put("version", content.version());
    values.put("profile", content.request().profile().id());
    values.put("description", content.description());
    values.put("date", content.date().toString());
    values.put("bibtex", Citations.bibtex(content));
    values.put("code_version", content.request().codeVersion());
    values.put("tables", tables());
    values.put("splits", splits());
    values.put("sources", sources());
    values.put("withheld", withheld());
    return values;
  }

  private static String template() {
    try (InputStream in = DatasetCard.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tables() {
    StringBuilder text = new StringBuilder("| table | rows | key | rows are |\n");
    text.append("| --- | ---: | --- | --- |\n");
    for (TableFacts table : content.facts().tables().values()) {
      ReleasedTable released = table.table();
      text.append("| `").append(released.name()).append("` | ").append(table.rows());
      text.append(" | `").append(String.join("`, `", released.key())).append("` | ");
      text.append(Licences.cell(released.description())).append(" |\n");
    }
    return text.toString().stripTrailing();
  }

  private String splits() {
    StringBuilder text = new StringBuilder("| split | groups | pairs |\n| --- | ---: | ---: |\n");
    for (String split : ReleasedTable.SPLITS) {
      text.append("| ").append(split);
      text.append(" | ").append(content.facts().splits().groups(split));
      text.append(" | ").append(content.facts().splits().pairs(split)).append(" |\n");
    }
    return text.toString().stripTrailing();
  }

  private String sources() {
    StringBuilder text = new StringBuilder();
    for (String source : content.facts().contributingSources()) {
      ReleaseFacts.CatalogueEntry entry = content.facts().catalogue(source);
      text.append("- `").append(source).append("`");
      if (!entry.title().isEmpty()) {
        text.append(": ").append(Licences.cell(entry.title()));
      }
      if (!entry.homepage().isEmpty()) {
        text.append(" (").append(entry.homepage()).append(')');
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }

  private String withheld() {
    StringBuilder text = new StringBuilder();
    content
        .withheld()
        .forEach(
            (table, reasons) ->
                reasons.forEach(
                    (reason, rows) ->
                        text.append("- `")
                            .append(table)
                            .append("`: ")
                            .append(rows)
                            .append(" rows withheld (")
                            .append(reason)
                            .append(")\n")));
    return text.isEmpty() ? "No row had to be withheld." : text.toString().stripTrailing();
  }
}

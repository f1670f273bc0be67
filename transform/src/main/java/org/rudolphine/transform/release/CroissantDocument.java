package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Column;

/**
 * {@code croissant.json}, Croissant 1.1: one FileObject per Parquet file, one FileSet and one
 * RecordSet per table, one Field per column. Structs and maps are given as text, since Croissant
 * has no type for a column of them.
 */
final class CroissantDocument {
  static final String CONFORMS_TO = "http://mlcommons.org/croissant/1.1";
  static final String PARQUET = "application/x-parquet";
  private static final String CONTEXT = "/org/rudolphine/transform/release/croissant-context.json";

  private final ReleaseContent content;

  private CroissantDocument(ReleaseContent content) {
    this.content = content;
  }

  static ObjectNode document(ReleaseContent content) {
    return new CroissantDocument(content).json();
  }

  private ObjectNode json() {
    ObjectNode json = ReleaseJson.object();
    json.set("@context", context());
    json.put("@type", "sc:Dataset");
    json.put("conformsTo", CONFORMS_TO);
    json.put("name", ReleaseContent.NAME);
    json.put("alternateName", ReleaseContent.TITLE);
    json.put("description", content.description());
    json.put("version", content.version());
    json.put("datePublished", content.date().toString());
    json.put("url", content.url());
    Licences.urls(content.facts()).forEach(json.putArray("license")::add);
    json.set("creator", organization());
    json.set("publisher", organization());
    ReleaseContent.KEYWORDS.forEach(json.putArray("keywords")::add);
    json.put("inLanguage", "en");
    json.put("isLiveDataset", false);
    json.put("citeAs", Citations.bibtex(content));
    derivedFrom(json.putArray("prov:wasDerivedFrom"));
    ArrayNode distribution = json.putArray("distribution");
    content.data().forEach(file -> distribution.add(fileObject(file)));
    content.facts().tables().keySet().forEach(table -> distribution.add(fileSet(table)));
    ArrayNode recordSets = json.putArray("recordSet");
    recordSets.add(splits());
    content.facts().tables().values().forEach(t -> recordSets.add(recordSet(t.table())));
    return json;
  }

  private static ObjectNode context() {
    try (InputStream in = CroissantDocument.class.getResourceAsStream(CONTEXT)) {
      return (ObjectNode) ReleaseJson.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode organization() {
    return ReleaseJson.object().put("@type", "sc:Organization").put("name", ReleaseContent.CREATOR);
  }

  private void derivedFrom(ArrayNode derived) {
    for (String source : content.facts().contributingSources()) {
      String homepage = content.facts().catalogue(source).homepage();
      if (!homepage.isEmpty()) {
        derived.add(id(homepage));
      }
    }
  }

  private static ObjectNode fileObject(ReleaseManifest.Entry file) {
    return ReleaseJson.object()
        .put("@type", "cr:FileObject")
        .put("@id", file.path())
        .put("name", file.path().substring(file.path().lastIndexOf('/') + 1))
        .put("contentUrl", file.path())
        .put("contentSize", file.bytes() + " B")
        .put("encodingFormat", PARQUET)
        .put("sha256", file.sha256());
  }

  private static ObjectNode fileSet(String table) {
    return ReleaseJson.object()
        .put("@type", "cr:FileSet")
        .put("@id", fileSetId(table))
        .put("name", fileSetId(table))
        .put("encodingFormat", PARQUET)
        .put("includes", "data/" + table + "/*.parquet");
  }

  static String fileSetId(String table) {
    return table + "-files";
  }

  private static ObjectNode splits() {
    ObjectNode set =
        ReleaseJson.object()
            .put("@type", "cr:RecordSet")
            .put("@id", "splits")
            .put("name", "splits")
            .put("description", "Splits of the pairs.")
            .put("dataType", "cr:Split");
    set.set("key", id("splits/name"));
    ArrayNode fields = set.putArray("field");
    for (String name : List.of("name", "url")) {
      fields
          .addObject()
          .put("@type", "cr:Field")
          .put("@id", "splits/" + name)
          .put("name", name)
          .put("description", name.equals("name") ? "Name of the split." : "Kind of split.")
          .put("dataType", name.equals("name") ? "sc:Text" : "sc:URL");
    }
    ArrayNode data = set.putArray("data");
    List<String> kinds = List.of("cr:TrainingSplit", "cr:ValidationSplit", "cr:TestSplit");
    for (int i = 0; i < kinds.size(); i++) {
      data.addObject()
          .put("splits/name", ReleasedTable.SPLITS.get(i))
          .put("splits/url", kinds.get(i));
    }
    return set;
  }

  private ObjectNode recordSet(ReleasedTable table) {
    ObjectNode set =
        ReleaseJson.object()
            .put("@type", "cr:RecordSet")
            .put("@id", table.name())
            .put("name", table.name())
            .put("description", table.description());
    if (table.key().size() == 1) {
      set.set("key", id(table.name() + "/" + table.key().get(0)));
    } else {
      ArrayNode key = set.putArray("key");
      table.key().forEach(part -> key.add(id(table.name() + "/" + part)));
    }
    ArrayNode fields = set.putArray("field");
    table.columns().forEach(column -> fields.add(field(table, column)));
    return set;
  }

  private ObjectNode field(ReleasedTable table, Column column) {
    ObjectNode field =
        ReleaseJson.object()
            .put("@type", "cr:Field")
            .put("@id", table.name() + "/" + column.name())
            .put("name", column.name())
            .put("description", describe(column));
    DataType type = column.type();
    if (type instanceof ArrayType array && isPlain(array.elementType())) {
      field.put("dataType", dataType(array.elementType()));
      field.put("isArray", true);
      field.put("arrayShape", "-1");
    } else {
      field.put("dataType", dataType(type));
    }
    ObjectNode source = field.putObject("source");
    source.set("fileSet", id(fileSetId(table.name())));
    source.putObject("extract").put("column", column.name());
    String target = target(table, column);
    if (target != null) {
      field.putObject("references").set("field", id(target));
    }
    return field;
  }

  /**
   * Field that a column refers to; null when it refers to none, to several, or to several at once.
   */
  private String target(ReleasedTable table, Column column) {
    String name = table.name() + "." + column.name();
    if (name.equals("pairs.link_id")) {
      return "links/link_id";
    }
    if (name.equals("pairs.split")) {
      return "splits/name";
    }
    SortedSet<String> targets = content.facts().targets(name);
    if (targets.size() != 1) {
      return null;
    }
    List<String> key = ReleasedTable.named(targets.first()).key();
    return key.size() == 1 ? targets.first() + "/" + key.get(0) : null;
  }

  static String describe(Column column) {
    String unit = column.unit().isEmpty() ? "" : " Unit: " + column.unit() + ".";
    return isPlain(column.type())
            || (column.type() instanceof ArrayType array && isPlain(array.elementType()))
        ? column.description() + unit
        : column.description() + " Type: " + column.type().simpleString() + "." + unit;
  }

  private static boolean isPlain(DataType type) {
    return !(type instanceof ArrayType || type instanceof MapType || type instanceof StructType);
  }

  static String dataType(DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return "cr:Float64";
    }
    if (type.equals(DataTypes.FloatType)) {
      return "cr:Float32";
    }
    if (type.equals(DataTypes.IntegerType)) {
      return "cr:Int32";
    }
    if (type.equals(DataTypes.LongType)) {
      return "cr:Int64";
    }
    if (type.equals(DataTypes.BooleanType)) {
      return "sc:Boolean";
    }
    if (type.equals(DataTypes.TimestampType)) {
      return "sc:DateTime";
    }
    return type.equals(DataTypes.DateType) ? "sc:Date" : "sc:Text";
  }

  private static ObjectNode id(String id) {
    return ReleaseJson.object().put("@id", id);
  }
}

package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry of the collider portal in the shapes in which its interfaces give it. */
record CernRecord(ObjectNode entry) {
  static final String PORTAL = "https://opendata.cern.ch";

  /** Files that each index of the sample is made to list; the portal's lists are not in it. */
  private static final int FILES_PER_INDEX = 2;

  private static final int MADE_UP_SIZE = 1_000_000;

  String id() {
    return entry.get("id").asText();
  }

  JsonNode metadata() {
    return entry.get("metadata");
  }

  /** True for records; false for the glossary and the like, which share the portal's index. */
  boolean isRecord() {
    return metadata().has("recid");
  }

  Instant updated() {
    return OffsetDateTime.parse(entry.get("updated").textValue()).toInstant();
  }

  boolean onDemand() {
    return metadata().at("/distribution/availability").asText().equals("ondemand");
  }

  /** Texts of a field that holds one or several. */
  List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    JsonNode value = metadata().at(pointer);
    if (value.isArray()) {
      value.forEach(element -> texts.add(element.asText()));
    } else if (!value.isMissingNode()) {
      texts.add(value.asText());
    }
    return texts;
  }

  /** A hit of a search that leaves out files. */
  ObjectNode listed() {
    ObjectNode metadata = delivered();
    metadata.remove("files");
    return envelope(metadata);
  }

  /** The whole record: direct files, and the lists of files apart from them. */
  ObjectNode whole() {
    ObjectNode metadata = delivered();
    ArrayNode files = metadata.putArray("files");
    ArrayNode held = metadata.putArray("_files");
    for (JsonNode file : metadata().path("files")) {
      if (!type(file).startsWith("index.")) {
        files.add(((ObjectNode) file.deepCopy()).setAll(delivery(key(file))));
        ObjectNode brief = delivery(key(file)).put("file_id", "file-" + key(file));
        held.add(brief.put("size", file.path("size").asLong()));
      }
    }
    ArrayNode indices = metadata.putArray("_file_indices");
    indices().forEach(indices::add);
    return envelope(metadata);
  }

  private ObjectNode delivery(String key) {
    ObjectNode added = SampleData.JSON.createObjectNode().put("key", key);
    added.put("bucket", "bucket-" + id()).put("version_id", "version-" + key);
    return added.put("availability", availability());
  }

  /** The shape of the page's own export: no envelope, and the portal's additions left out. */
  ObjectNode exported() {
    ObjectNode metadata = metadata().deepCopy();
    ArrayNode files = SampleData.JSON.createArrayNode();
    ArrayNode indices = SampleData.JSON.createArrayNode();
    for (JsonNode file : metadata().path("files")) {
      ObjectNode brief = SampleData.JSON.createObjectNode();
      brief.set("checksum", file.path("checksum"));
      brief.put("filename", key(file)).set("size", file.path("size"));
      brief.set("uri", file.path("uri"));
      if (type(file).equals("index.json")) {
        indices.add(brief);
      } else if (!type(file).equals("index.txt")) {
        files.add(brief);
      }
    }
    metadata.set("files", files);
    metadata.set("index_files", indices);
    return metadata;
  }

  /** The lists of files, each with its files. */
  List<ObjectNode> indices() {
    List<ObjectNode> indices = new ArrayList<>();
    for (JsonNode file : metadata().path("files")) {
      if (type(file).equals("index.json")) {
        indices.add(index(file));
      }
    }
    return indices;
  }

  Optional<ObjectNode> index(String key) {
    return indices().stream().filter(i -> i.get("key").textValue().equals(key)).findFirst();
  }

  private ObjectNode index(JsonNode file) {
    ObjectNode index = SampleData.JSON.createObjectNode().put("key", key(file));
    index.put("number_files", FILES_PER_INDEX).put("size", FILES_PER_INDEX * MADE_UP_SIZE);
    index.put("description", "Files of the dataset").put("availability", availability());
    index.put("bucket", "bucket-" + id());
    ArrayNode files = index.putArray("files");
    String folder = file.path("uri").asText().replaceAll("/[^/]+$", "");
    for (int i = 1; i <= FILES_PER_INDEX; i++) {
      String key = "SYNTHETIC-%04d.root".formatted(i);
      ObjectNode listed = files.addObject().put("uri", folder + "/" + key);
      listed.put("size", MADE_UP_SIZE).put("checksum", "adler32:%08x".formatted(i));
      listed.put("key", key).put("availability", availability()).putObject("tags");
    }
    return index;
  }

  private static String type(JsonNode file) {
    return file.path("type").asText();
  }

  private static String key(JsonNode file) {
    return file.path("uri").asText().replaceAll(".*/", "");
  }

  private String availability() {
    return onDemand() ? "on demand" : "online";
  }

  /** The metadata with what the portal adds to them. */
  private ObjectNode delivered() {
    ObjectNode metadata = metadata().deepCopy();
    if (isRecord()) {
      metadata.put("$schema", "http://opendata.cern.ch/schema/records/record-v1.0.0.json");
      metadata.putObject("pids").putObject("oai").put("id", CernOai.identifier(id()));
      metadata.put("_bucket", "bucket-" + id()).put("availability", availability());
      metadata.putObject("_availability_details").put(availability(), 1);
    }
    return metadata;
  }

  private ObjectNode envelope(ObjectNode metadata) {
    ObjectNode envelope = SampleData.JSON.createObjectNode().put("id", id());
    envelope.set("created", entry.get("created"));
    envelope.set("updated", entry.get("updated"));
    envelope.putObject("links").put("self", PORTAL + "/api/records/" + id());
    envelope.set("metadata", metadata);
    return envelope;
  }
}

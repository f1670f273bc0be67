package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a Croissant document against what version 1.1 of the specification requires and what the
 * reference validator refuses or warns of. It knows nothing of the code that writes ours.
 */
final class CroissantChecker {
  private static final List<String> REQUIRED =
      List.of(
          "@context",
          "name",
          "description",
          "license",
          "url",
          "creator",
          "datePublished",
          "distribution");

  /** The reference validator only warns when these are missing; a release must not warn. */
  private static final List<String> EXPECTED = List.of("citeAs", "version");

  private static final Set<String> KNOWN_VERSIONS =
      Set.of("http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/1.1");

  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private CroissantChecker() {}

  /** What is wrong, one sentence each; empty for a valid document. */
  static List<String> check(JsonNode document) {
    CroissantChecker checker = new CroissantChecker();
    checker.dataset(document);
    return List.copyOf(checker.problems);
  }

  private void dataset(JsonNode document) {
    String type = document.path("@type").asText("");
    if (!type.equals("sc:Dataset")) {
      problems.add("@type is " + type + " instead of sc:Dataset");
    }
    String version = document.path("conformsTo").asText(document.path("dct:conformsTo").asText(""));
    if (!KNOWN_VERSIONS.contains(version)) {
      problems.add("conformsTo is no version of Croissant: " + version);
    }
    for (String field : REQUIRED) {
      if (isEmpty(document.get(field))) {
        problems.add("required property " + field + " is missing");
      }
    }
    for (String field : EXPECTED) {
      if (isEmpty(document.get(field))) {
        problems.add("property " + field + " is missing");
      }
    }
    boolean live = document.path("isLiveDataset").asBoolean(false);
    document.path("distribution").forEach(node -> collectId(node));
    document.path("recordSet").forEach(this::collectIds);
    document.path("distribution").forEach(node -> resource(node, live));
    document.path("recordSet").forEach(this::recordSet);
  }

  private static boolean isEmpty(JsonNode node) {
    return node == null
        || node.isNull()
        || (node.isTextual() && node.asText().isBlank())
        || (node.isContainerNode() && node.isEmpty());
  }

  private void collectIds(JsonNode recordSet) {
    collectId(recordSet);
    recordSet.path("field").forEach(this::collectId);
  }

  private void collectId(JsonNode node) {
    String id = node.path("@id").asText("");
    String kind = node.path("@type").asText("node");
    if (id.isEmpty()) {
      problems.add(kind + " without @id");
    } else if (id.chars().anyMatch(Character::isWhitespace)) {
      problems.add("@id with white space: " + id);
    } else if (!ids.add(id)) {
      problems.add("@id used twice: " + id);
    }
  }

  private void resource(JsonNode node, boolean live) {
    String id = node.path("@id").asText("");
    if (isEmpty(node.get("encodingFormat"))) {
      problems.add(id + " has no encodingFormat");
    }
    switch (node.path("@type").asText("")) {
      case "cr:FileObject" -> fileObject(node, id, live);
      case "cr:FileSet" -> {
        if (isEmpty(node.get("includes"))) {
          problems.add(id + " has no includes");
        }
      }
      default -> problems.add(id + " is neither a FileObject nor a FileSet");
    }
  }

  private void fileObject(JsonNode node, String id, boolean live) {
    if (node.has("containedIn")) {
      return;
    }
    if (isEmpty(node.get("contentUrl"))) {
      problems.add(id + " has no contentUrl");
    }
    if (isEmpty(node.get("sha256")) && isEmpty(node.get("md5")) && !live) {
      problems.add(id + " has neither sha256 nor md5");
    }
  }

  private void recordSet(JsonNode set) {
    String id = set.path("@id").asText("");
    JsonNode fields = set.path("field");
    if (fields.isEmpty()) {
      problems.add(id + " has no field");
    }
    fields.forEach(field -> field(id, field, set.has("data")));
    List<JsonNode> key = new ArrayList<>();
    if (set.path("key").isArray()) {
      set.get("key").forEach(key::add);
    } else if (set.has("key")) {
      key.add(set.get("key"));
    }
    key.forEach(part -> known(id + " has a key", part.path("@id").asText("")));
    if (set.has("data")) {
      data(id, set.get("data"), fields);
    }
  }

  private void field(String set, JsonNode field, boolean inline) {
    String id = field.path("@id").asText("");
    if (!"cr:Field".equals(field.path("@type").asText(""))) {
      problems.add(set + " holds " + id + ", which is no Field");
    }
    if (isEmpty(field.get("dataType"))) {
      problems.add(id + " has no dataType");
    }
    if (field.has("source") && field.has("value")) {
      problems.add(id + " has both source and value");
    }
    if (!field.has("source") && !field.has("value") && !inline) {
      problems.add(id + " has neither source nor value");
    }
    if (field.has("arrayShape")) {
      boolean listed = field.path("arrayShape").asText("").matches("-?[0-9]+(,\\s*-?[0-9]+)*");
      if (!field.path("isArray").asBoolean(false) || !listed) {
        problems.add(id + " needs isArray and an arrayShape of whole numbers");
      }
    }
    JsonNode source = field.path("source");
    for (String kind : List.of("fileSet", "fileObject", "recordSet")) {
      if (source.has(kind)) {
        known(id + " has a source", source.path(kind).path("@id").asText(""));
      }
    }
    JsonNode references = field.path("references");
    if (!references.isMissingNode()) {
      String target =
          references.path("@id").asText(references.path("field").path("@id").asText(""));
      known(id + " has a reference", target);
    }
  }

  private void data(String set, JsonNode data, JsonNode fields) {
    if (!data.isArray() || data.isEmpty()) {
      problems.add(set + " has data that is no list or empty");
      return;
    }
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.path("@id").asText("")));
    for (JsonNode row : data) {
      Set<String> given = new HashSet<>();
      row.fieldNames().forEachRemaining(given::add);
      if (!given.equals(names)) {
        problems.add(set + " has data with other keys than its fields: " + given);
      }
    }
  }

  private void known(String what, String id) {
    if (!ids.contains(id)) {
      problems.add(what + " that is declared nowhere: " + id);
    }
  }
}

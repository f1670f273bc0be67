package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code ro-crate-metadata.json}, RO-Crate 1.2: the files and what made them out of what. */
final class RoCrate {
  private RoCrate() {}

  static ObjectNode document(ReleaseContent content) {
    ObjectNode json = ReleaseJson.object();
    json.put("@context", "https://w3id.org/ro/crate/1.2/context");
    ArrayNode graph = json.putArray("@graph");
    ObjectNode descriptor = graph.addObject();
    descriptor.put("@id", "ro-crate-metadata.json").put("@type", "CreativeWork");
    descriptor.set("conformsTo", id("https://w3id.org/ro/crate/1.2"));
    descriptor.set("about", id("./"));
    graph.add(root(content));
    graph.add(
        ReleaseJson.object()
            .put("@id", "#creator")
            .put("@type", "Organization")
            .put("name", ReleaseContent.CREATOR));
    graph.add(file("LICENSE.md", "Licences by source"));
    graph.add(file("README.md", "Dataset card"));
    graph.add(software(content));
    graph.add(activity(content));
    for (ReleaseManifest.Entry entry : content.data()) {
      graph.add(
          file(entry.path(), "Rows of table " + entry.table())
              .put("encodingFormat", "application/vnd.apache.parquet")
              .put("contentSize", Long.toString(entry.bytes()))
              .put("sha256", entry.sha256()));
    }
    for (String source : content.facts().contributingSources()) {
      ReleaseFacts.CatalogueEntry entry = content.facts().catalogue(source);
      ObjectNode node = graph.addObject().put("@id", "#source-" + source).put("@type", "Dataset");
      node.put("name", entry.title().isEmpty() ? source : entry.title());
      if (!entry.homepage().isEmpty()) {
        node.put("url", entry.homepage());
      }
    }
    return json;
  }

  private static ObjectNode root(ReleaseContent content) {
    ObjectNode root = ReleaseJson.object().put("@id", "./").put("@type", "Dataset");
    root.put("name", ReleaseContent.TITLE);
    root.put("description", content.description());
    root.put("version", content.version());
    root.put("datePublished", content.date().toString());
    root.set("license", id("LICENSE.md"));
    root.set("creator", id("#creator"));
    root.set("mentions", id("#build"));
    ArrayNode parts = root.putArray("hasPart");
    List.of("README.md", "LICENSE.md").forEach(path -> parts.add(id(path)));
    content.data().forEach(entry -> parts.add(id(entry.path())));
    return root;
  }

  private static ObjectNode software(ReleaseContent content) {
    return ReleaseJson.object()
        .put("@id", "#software")
        .put("@type", "SoftwareApplication")
        .put("name", ReleaseContent.NAME)
        .put("version", content.request().codeVersion());
  }

  private static ObjectNode activity(ReleaseContent content) {
    ObjectNode activity =
        ReleaseJson.object()
            .put("@id", "#build")
            .put("@type", "CreateAction")
            .put("name", "Harvest, normalize, link and release")
            .put("description", "Settings with SHA-256 " + content.request().settingsSha256());
    activity.set("instrument", id("#software"));
    ArrayNode objects = activity.putArray("object");
    content.facts().contributingSources().forEach(s -> objects.add(id("#source-" + s)));
    ArrayNode results = activity.putArray("result");
    content.data().forEach(entry -> results.add(id(entry.path())));
    return activity;
  }

  private static ObjectNode file(String path, String name) {
    return ReleaseJson.object().put("@id", path).put("@type", "File").put("name", name);
  }

  private static ObjectNode id(String id) {
    return ReleaseJson.object().put("@id", id);
  }
}

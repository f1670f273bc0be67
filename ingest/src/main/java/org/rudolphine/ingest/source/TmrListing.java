package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * The list of the repository's files at one commit, by two requests to GitHub's API: one for the
 * name of the newest commit, conditional on what is known, one for its tree.
 */
final class TmrListing {
  static final String KIND = "listing";
  static final String SCOPE = "files";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceSettings settings;
  private final URI api;
  private final PoliteClient client;
  private final PageSink sink;

  TmrListing(SourceSettings settings, URI api, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.api = api;
    this.client = client;
    this.sink = sink;
  }

  /** Lands a record for each file that is kept, unless the commit is the known one. */
  void harvest(WorkUnit unit) throws IOException {
    sink.restart();
    String known = unit.params().get(TmrMemory.COMMIT);
    Optional<Reply> reply = commit(unit.params().get(TmrMemory.COMMIT_TAG));
    if (reply.isEmpty()) {
      return; // its tag is the known one
    }
    String commit = name(reply.get());
    if (commit.equals(known)) {
      return;
    }
    URI uri = URI.create(api + "/git/trees/" + commit + "?recursive=1");
    Reply tree = client.get(Request.of(uri).accepting("application/vnd.github+json"));
    Map<String, String> ids = new TreeMap<>();
    List<PageRecord> files = files(parsed(tree, uri), commit, ids);
    sink.page(uri.toString(), tree.completedAt(), files);
    sink.completeListing(SCOPE);
    sink.state(TmrMemory.COMMIT, commit);
    reply.get().entityTag().ifPresent(tag -> sink.state(TmrMemory.COMMIT_TAG, tag));
    sink.state(TmrMemory.LISTED, TmrBlobs.pack(ids));
    if (unit.params().containsKey(TmrMemory.AGAIN)) {
      sink.state(TmrMemory.AGAIN, "true");
    }
  }

  private Optional<Reply> commit(String knownTag) throws IOException {
    String pinned = settings.text("commit");
    URI uri = URI.create(api + "/commits/" + (pinned.isEmpty() ? "HEAD" : pinned));
    Request asked = Request.of(uri).accepting("application/vnd.github.sha");
    Reply reply = client.get(asked.unlessMatches(knownTag, null));
    return reply.notModified() ? Optional.empty() : Optional.of(reply);
  }

  private static String name(Reply reply) throws IOException {
    String name = reply.text().strip();
    if (!GitBlob.isId(name)) {
      throw new IOException(
          "The reply of " + reply.uri() + " is not the name of a commit, 40 hex digits");
    }
    return name;
  }

  private static JsonNode parsed(Reply reply, URI uri) throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new IOException("The reply of " + uri + " is not JSON: " + e.getMessage(), e);
    }
    if (!tree.path("tree").isArray()) {
      throw new IOException("The reply of " + uri + " has no array tree");
    }
    if (tree.path("truncated").asBoolean(false)) {
      throw new IOException(
          "GitHub cut the tree at " + uri + ": use import tmr on a clone of the repository");
    }
    return tree.path("tree");
  }

  private List<PageRecord> files(JsonNode tree, String commit, Map<String, String> ids)
      throws IOException {
    List<PageRecord> files = new ArrayList<>();
    long largest = settings.integer(TmrSource.MAX_TABLE_BYTES);
    for (JsonNode entry : tree) {
      String path = entry.path("path").asText("");
      String id = entry.path("sha").asText("");
      boolean kept = entry.path("type").asText("").equals("blob") && TmrFile.of(path).isPresent();
      if (!kept) {
        continue;
      }
      if (!GitBlob.isId(id)) {
        throw new IOException("The tree of commit " + commit + " gives no blob id for " + path);
      }
      TmrBlobs.requireOneLine(path);
      long bytes = entry.path("size").asLong(0);
      files.add(record(path, id, bytes, commit));
      if (bytes <= largest) {
        ids.put(path, id);
      }
    }
    if (files.isEmpty()) {
      throw new IOException("The tree of commit " + commit + " has no table and no input deck");
    }
    return files;
  }

  private static PageRecord record(String path, String id, long bytes, String commit) {
    String text =
        JSON.createObjectNode()
            .put("path", path)
            .put("blob", id)
            .put("bytes", bytes)
            .put("commit", commit)
            .toString();
    return PageRecord.of(KIND, path, "application/json", text);
  }
}

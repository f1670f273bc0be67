package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The three places of the turbulence resource: the newest commit and its tree as GitHub's API gives
 * them (the commit by its bare name, as for {@code application/vnd.github.sha}), and the files of a
 * commit as GitHub's raw host gives them.
 */
final class TmrSite implements Site {
  private static final String REPOSITORY = "/TMBWG/turbmodels/";
  private static final String COMMITS = "/repos" + REPOSITORY + "commits/";
  private static final String TREES = "/repos" + REPOSITORY + "git/trees/";

  private final TmrData data;

  TmrSite(TmrData data) {
    this.data = data;
  }

  @Override
  public Answer answer(String path, Query query) {
    String commit = data.commit();
    if (path.equals(COMMITS + "HEAD") || path.equals(COMMITS + commit)) {
      return Answer.of(200, "application/vnd.github.sha; charset=utf-8", commit);
    }
    if (path.equals(TREES + commit)) {
      return Answer.json(tree(commit)).withMediaType("application/json; charset=utf-8");
    }
    String files = REPOSITORY + commit + "/";
    if (path.startsWith(files)) {
      String name = URLDecoder.decode(path.substring(files.length()), StandardCharsets.UTF_8);
      return data.file(name)
          .map(content -> Answer.file(content).withMediaType(Answer.TEXT))
          .orElseGet(TmrSite::missing);
    }
    return missing();
  }

  private static Answer missing() {
    return Answer.of(404, Answer.TEXT, "404: Not Found");
  }

  private ObjectNode tree(String commit) {
    ObjectNode tree = SampleData.JSON.createObjectNode().put("sha", commit);
    ArrayNode entries = tree.putArray("tree");
    data.files()
        .forEach(
            (path, bytes) ->
                entries
                    .addObject()
                    .put("path", path)
                    .put("mode", "100644")
                    .put("type", "blob")
                    .put("sha", TmrData.blob(bytes))
                    .put("size", bytes.length));
    return tree.put("truncated", false);
  }
}

package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two places of the SXS catalog: the release list of GitHub's API, and the catalog file of a
 * tag as GitHub's raw host gives it (as plain text, whatever the file holds).
 */
final class SxsSite implements Site {
  private static final String RELEASES = "/repos/sxs-collaboration/sxscatalogdata/releases";
  private static final String BY_TAG = RELEASES + "/tags/";
  private static final Pattern CATALOG =
      Pattern.compile("/sxs-collaboration/sxscatalogdata/([^/]+)/simulations\\.json");
  private static final int PER_PAGE = 30;
  private static final int MOST_PER_PAGE = 100;

  private final SampleData data;
  private final URI self;

  SxsSite(SampleData data, URI self) {
    this.data = data;
    this.self = self;
  }

  @Override
  public Answer answer(String path, Query query) {
    if (path.equals(RELEASES)) {
      return releases(query);
    }
    Matcher catalog = CATALOG.matcher(path);
    if (catalog.matches()) {
      return data.simulations(catalog.group(1))
          .map(simulations -> Answer.json(simulations).withMediaType(Answer.TEXT))
          .orElseGet(() -> Answer.of(404, Answer.TEXT, "404: Not Found"));
    }
    if (path.startsWith(BY_TAG)) {
      return release(path.substring(BY_TAG.length()));
    }
    return notFound();
  }

  private static Answer notFound() {
    ObjectNode missing = SampleData.JSON.createObjectNode();
    return Answer.json(404, missing.put("message", "Not Found").put("status", "404"));
  }

  private Answer release(String tag) {
    return data.releases().stream()
        .filter(release -> release.get("tag_name").textValue().equals(tag))
        .findFirst()
        .map(Answer::json)
        .orElseGet(SxsSite::notFound);
  }

  private Answer releases(Query query) {
    int perPage = Math.min(query.number("per_page", PER_PAGE), MOST_PER_PAGE);
    int page = query.number("page", 1);
    List<ObjectNode> all = data.releases();
    ArrayNode shown = SampleData.JSON.createArrayNode();
    all.stream().skip((page - 1L) * perPage).limit(perPage).forEach((JsonNode r) -> shown.add(r));
    Answer answer = Answer.json(shown).withMediaType("application/json; charset=utf-8");
    if ((long) page * perPage >= all.size()) {
      return answer;
    }
    String next = self + RELEASES + "?" + query.with("page", Integer.toString(page + 1));
    return answer.withHeader("Link", "<" + next + ">; rel=\"next\"");
  }
}

package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The older event interface: whole lists keyed by short name and one document per event version,
 * all with a slash at the end (without it the provider redirects).
 */
final class GwoscV1 {
  private static final Pattern INDEX = Pattern.compile("/eventapi/json/");
  private static final Pattern LIST = Pattern.compile("/eventapi/(json|jsonfull)/([^/]+)/");
  private static final Pattern DETAIL =
      Pattern.compile("/eventapi/json/([^/]+)/([^/]+)/v([0-9]+)/");
  private static final String EVERYTHING = "allevents";

  private final SampleData data;
  private final URI self;

  GwoscV1(SampleData data, URI self) {
    this.data = data;
    this.self = self;
  }

  Answer answer(String path) {
    if (!path.endsWith("/")) {
      return Answer.of(301, Answer.HTML, "").withHeader("Location", self + path + "/");
    }
    Matcher detail = DETAIL.matcher(path);
    if (detail.matches()) {
      return detail(detail.group(1), detail.group(2), detail.group(3));
    }
    Matcher list = LIST.matcher(path);
    if (list.matches()) {
      return list(list.group(2), list.group(1).equals("jsonfull"));
    }
    return INDEX.matcher(path).matches() ? index() : GwoscSite.notFound();
  }

  private Answer index() {
    ObjectNode index = SampleData.JSON.createObjectNode();
    for (ObjectNode catalog : data.catalogs()) {
      String name = catalog.get("name").textValue();
      index
          .putObject(name)
          .put("description", catalog.get("description").textValue())
          .put("url", EventVersion.PROVIDER + "/eventapi/json/" + name + "/");
    }
    return Answer.json(index);
  }

  private Answer list(String name, boolean full) {
    if (!name.equals(EVERYTHING) && !GwoscSite.isRelease(data, name)) {
      return GwoscSite.notFound();
    }
    Predicate<EventVersion> chosen =
        name.equals(EVERYTHING) ? version -> true : GwoscSite.inRelease(data, name);
    return document(
        GwoscSite.all(data).stream().filter(chosen),
        full ? EventVersion::v1Detail : EventVersion::v1Row);
  }

  private Answer detail(String catalog, String event, String version) {
    Predicate<EventVersion> meant =
        candidate ->
            candidate.catalog().equals(catalog)
                && candidate.name().equals(event)
                && version.equals(Integer.toString(candidate.version()));
    return GwoscSite.all(data).stream()
        .filter(meant)
        .findFirst()
        .map(found -> document(Stream.of(found), EventVersion::v1Detail))
        .orElseGet(GwoscSite::notFound);
  }

  private static Answer document(
      Stream<EventVersion> versions, Function<EventVersion, ObjectNode> shape) {
    ObjectNode document = SampleData.JSON.createObjectNode();
    ObjectNode events = document.putObject("events");
    versions.forEach(version -> events.set(version.id(), shape.apply(version)));
    return Answer.json(document);
  }
}

package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.protocol.ProviderLinks;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** Reads the list of event versions whole, or fails. */
final class GwoscListing {
  private static final HarvestLog LOG = HarvestLog.of(GwoscListing.class);
  private static final int MOST_PAGES = 10_000;

  private final SourceSettings settings;
  private final ProviderLinks links;
  private final PoliteClient client;
  private final PageSink sink;
  private final Set<String> ids = new HashSet<>();
  private boolean repeated;
  private int rows;

  /** A way to the list. */
  enum Route {
    /** One request: names, times, catalogs, DOIs and default parameters; no units, no limits. */
    V2_CSV("v2-csv", "/api/v2/event-versions?include-default-parameters=true&format=csv"),
    /** One request per 20 rows: the same with units, limits and detectors. */
    V2_JSON("v2-json", "/api/v2/event-versions?include-default-parameters=true&format=json"),
    /** One request: the same with units; no DOIs apart from references, no detectors. */
    V1("v1", "/eventapi/json/allevents/");

    private final String setting;
    private final String path;

    Route(String setting, String path) {
      this.setting = setting;
      this.path = path;
    }

    static Route named(String text) {
      return Arrays.stream(values())
          .filter(route -> route.setting.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "sources.gwosc.route is v2-csv, v2-json or v1, not: " + text));
    }

    /** This route, then the others in their order. */
    List<Route> withFallbacks() {
      List<Route> routes = new ArrayList<>(List.of(values()));
      routes.remove(this);
      routes.add(0, this);
      return routes;
    }
  }

  GwoscListing(SourceSettings settings, ProviderLinks links, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.links = links;
    this.client = client;
    this.sink = sink;
  }

  void harvest(WorkUnit unit) throws IOException {
    sink.restart();
    Reply reply = firstReply(unit);
    if (reply.notModified()) {
      sink.page(reply.uri().toString(), reply.completedAt(), List.of());
      sink.state(GwoscSource.NOT_MODIFIED_KEY, "true");
      return;
    }
    boolean whole = landAll(reply);
    if (Boolean.parseBoolean(unit.param(GwoscSource.COMPLETE_PARAM)) && whole) {
      sink.completeListing(GwoscSource.LISTING);
    }
  }

  private Reply firstReply(WorkUnit unit) throws IOException {
    HttpFailure last = null;
    for (Route route : Route.named(settings.text("route")).withFallbacks()) {
      try {
        return client.get(request(links.at(route.path), unit));
      } catch (HttpFailure failure) {
        if (!absent(failure)) {
          throw failure;
        }
        LOG.warn("GWOSC answers {} on route {}: trying the next", failure.status(), route.setting);
        last = failure;
      }
    }
    throw new IOException("GWOSC answers on none of its routes to the event versions", last);
  }

  /** An API says so when it does not know a path (404, 410) or a format (404, 406). */
  static boolean absent(HttpFailure failure) {
    return failure.status() == 404 || failure.status() == 406 || failure.status() == 410;
  }

  private static Request request(URI uri, WorkUnit unit) {
    boolean known = uri.toString().equals(unit.params().get(GwoscSource.URL_KEY));
    return known
        ? Request.of(uri)
            .unlessMatches(
                unit.params().get(GwoscSource.ETAG_KEY),
                unit.params().get(GwoscSource.LAST_MODIFIED_KEY))
        : Request.of(uri);
  }

  /** Lands what the first reply begins; true when it provably is the whole list. */
  private boolean landAll(Reply reply) throws IOException {
    GwoscDocument document = read(reply);
    return switch (document.shape()) {
      case CSV_LIST, V1_EVENTS -> {
        land(reply, document);
        rememberValidators(reply);
        yield true;
      }
      case V2_PAGE -> landPages(reply, document);
      case V2_DETAIL, V0_DUMP, OTHER ->
          throw new IOException("Not a list of event versions: " + reply.uri());
    };
  }

  private GwoscDocument read(Reply reply) throws IOException {
    try {
      return GwoscDocument.read(reply.body(), rows);
    } catch (IOException e) {
      throw new IOException(reply.uri() + ": " + e.getMessage(), e);
    }
  }

  private void land(Reply reply, GwoscDocument document) throws IOException {
    List<PageRecord> records = new ArrayList<>();
    for (GwoscDocument.Entry entry : document.entries()) {
      records.add(entry.record());
      repeated |= !ids.add(entry.record().nativeId());
      if (entry.named()) {
        String shortName = entry.event().shortName();
        sink.state(GwoscSource.EVENT_KEY + shortName, entry.event().toState());
      }
    }
    rows += records.size();
    sink.page(browsable(reply.uri()).toString(), reply.completedAt(), records);
  }

  /** Kept only for a list that came in one reply: a page's tag says nothing of the other pages. */
  private void rememberValidators(Reply reply) {
    sink.state(GwoscSource.URL_KEY, reply.uri().toString());
    reply.entityTag().ifPresent(etag -> sink.state(GwoscSource.ETAG_KEY, etag));
    if (reply.lastModified() != null) {
      sink.state(GwoscSource.LAST_MODIFIED_KEY, reply.lastModified());
    }
  }

  private boolean landPages(Reply first, GwoscDocument firstPage) throws IOException {
    Set<URI> visited = new HashSet<>();
    Reply reply = first;
    GwoscDocument page = firstPage;
    visited.add(browsable(reply.uri()));
    sink.expect(Math.max(0, page.total()));
    land(reply, page);
    while (page.next() != null) {
      URI next = browsable(links.follow(reply.uri(), page.next()));
      if (!visited.add(next) || visited.size() > MOST_PAGES) {
        throw new IOException("The pages of the event versions never end: " + next);
      }
      reply = client.get(Request.of(next));
      page = read(reply);
      checkContinues(firstPage, page, reply);
      land(reply, page);
    }
    return whole(firstPage);
  }

  private void checkContinues(GwoscDocument first, GwoscDocument page, Reply reply)
      throws IOException {
    if (page.shape() != GwoscDocument.Shape.V2_PAGE) {
      throw new IOException("Not a page of event versions: " + reply.uri());
    }
    if (page.total() != first.total()) {
      throw new IOException(
          "The list of event versions changed while it was read: results_count was "
              + first.total()
              + " and is "
              + page.total());
    }
    if (first.total() >= 0 && rows + page.entries().size() > first.total()) {
      throw new IOException("More event versions than results_count " + first.total());
    }
  }

  private boolean whole(GwoscDocument first) throws IOException {
    if (first.total() >= 0 && rows != first.total()) {
      throw new IOException(
          "results_count is " + first.total() + ", but " + rows + " event versions came");
    }
    if (first.total() < 0 || repeated) {
      LOG.warn(
          "{} rows of event versions, {}: not taken as the complete list",
          rows,
          repeated ? "some of them twice, so others may have moved between pages" : "uncounted");
      return false;
    }
    return true;
  }

  /** The address without the parameter that asks for the human-readable page. */
  static URI browsable(URI uri) {
    if (uri.getRawQuery() == null) {
      return uri;
    }
    String kept =
        Arrays.stream(uri.getRawQuery().split("&"))
            .filter(parameter -> !parameter.equals("format=api"))
            .reduce((left, right) -> left + "&" + right)
            .orElse("");
    String text = uri.toString();
    String head = text.substring(0, text.indexOf('?'));
    return URI.create(kept.isEmpty() ? head : head + "?" + kept);
  }
}

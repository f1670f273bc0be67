package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.protocol.ProviderLinks;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Fetches the details of event versions. When many are wanted, as on the first night, the v1 API
 * gives all of them in one document, which is politer than hundreds of requests; where it does not,
 * and for few, each is asked for by itself, at most {@code details-per-run} of them, the rest on
 * the nights that follow.
 */
final class GwoscDetails {
  private static final HarvestLog LOG = HarvestLog.of(GwoscDetails.class);
  private static final String ALL_AT_ONCE = "/eventapi/jsonfull/allevents/";
  private static final int RECORDS_PER_PAGE = 50;

  private final SourceSettings settings;
  private final ProviderLinks links;
  private final PoliteClient client;
  private final PageSink sink;
  private final GwoscStrainChoice chosen;

  /** Where details come from. */
  enum Route {
    /** The v1 API, which lists strain files too; what it does not know is asked of v2. */
    V1("v1"),
    /** The v2 API, which marks limits; what it does not know is asked of v1. */
    V2("v2"),
    /** No details. */
    NONE("none");

    private final String setting;

    Route(String setting) {
      this.setting = setting;
    }

    static Route named(String text) {
      return Arrays.stream(values())
          .filter(route -> route.setting.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "sources.gwosc.details is v1, v2 or none, not: " + text));
    }
  }

  GwoscDetails(SourceSettings settings, ProviderLinks links, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.links = links;
    this.client = client;
    this.sink = sink;
    this.chosen = GwoscStrainChoice.of(settings);
  }

  void harvest(WorkUnit unit) throws IOException {
    Map<String, GwoscEvent> pending = pending(unit);
    passOverLanded(pending);
    Route route = Route.named(settings.text("details"));
    if (route == Route.V1 && pending.size() >= settings.integer("bulk-details-from")) {
      fetchAllAtOnce(pending);
    }
    fetchOneByOne(pending, route);
  }

  private static Map<String, GwoscEvent> pending(WorkUnit unit) {
    Map<String, GwoscEvent> pending = new TreeMap<>();
    unit.params()
        .forEach(
            (key, state) -> {
              String shortName = key.substring(GwoscSource.EVENT_KEY.length());
              pending.put(shortName, GwoscEvent.fromState(shortName, state));
            });
    return pending;
  }

  private void passOverLanded(Map<String, GwoscEvent> pending) {
    Set<String> landed = sink.landedIds();
    pending.values().stream()
        .filter(event -> landed.contains(event.shortName()))
        .forEach(this::done);
    pending.keySet().removeAll(landed);
  }

  private void done(GwoscEvent event) {
    sink.state(GwoscSource.FETCHED_KEY + event.shortName(), event.hash());
  }

  private void fetchAllAtOnce(Map<String, GwoscEvent> pending) throws IOException {
    Reply reply;
    try {
      reply = client.get(Request.of(links.at(ALL_AT_ONCE)));
    } catch (HttpFailure failure) {
      LOG.warn(
          "GWOSC answers {} when asked for all details at once: asking one by one",
          failure.status());
      return;
    }
    List<PageRecord> wanted = new ArrayList<>();
    for (GwoscDocument.Entry entry : read(reply).entries()) {
      boolean detail = entry.record().kind().equals("v1-detail");
      Optional<GwoscEvent> listed = detail ? takeFrom(pending, entry.event()) : Optional.empty();
      if (listed.isPresent()) {
        wanted.add(entry.asDetailOf(listed.get()));
        rememberStrain(listed.get(), entry);
        done(listed.get());
      }
    }
    for (int from = 0; from < wanted.size(); from += RECORDS_PER_PAGE) {
      int to = Math.min(from + RECORDS_PER_PAGE, wanted.size());
      land(reply, wanted.subList(from, to));
    }
  }

  private static Optional<GwoscEvent> takeFrom(
      Map<String, GwoscEvent> pending, GwoscEvent detailed) {
    Optional<GwoscEvent> listed =
        Optional.ofNullable(pending.get(detailed.shortName()))
            .or(() -> pending.values().stream().filter(detailed::sameAs).findFirst());
    listed.ifPresent(event -> pending.remove(event.shortName()));
    return listed;
  }

  private void fetchOneByOne(Map<String, GwoscEvent> pending, Route route) throws IOException {
    long most = settings.integer("details-per-run");
    List<GwoscEvent> turn =
        pending.values().stream().sorted(GwoscEvent.MOST_WANTED_FIRST).limit(most).toList();
    int missing = 0;
    sink.expect(turn.size());
    for (GwoscEvent event : turn) {
      if (fetch(event, route)) {
        done(event);
      } else {
        missing++;
        sink.state(GwoscSource.MISSING_KEY + event.shortName(), event.hash());
        LOG.debug("GWOSC has no detail of {}", event.shortName());
      }
    }
    if (missing > 0) {
      LOG.warn("GWOSC has no detail of {} of {} event versions", missing, turn.size());
    }
    if (turn.size() < pending.size()) {
      LOG.info("{} details wait for the next harvest", pending.size() - turn.size());
    }
  }

  private boolean fetch(GwoscEvent event, Route route) throws IOException {
    return route == Route.V1
        ? fetch(event, event.v1Path()) || fetch(event, event.v2Path())
        : fetch(event, event.v2Path()) || fetch(event, event.v1Path());
  }

  private boolean fetch(GwoscEvent event, String path) throws IOException {
    if (path == null) {
      return false;
    }
    Reply reply;
    try {
      reply = client.get(Request.of(links.at(path)));
    } catch (HttpFailure failure) {
      if (GwoscListing.absent(failure)) {
        return false;
      }
      throw failure;
    }
    GwoscDocument.Entry entry = only(event, reply);
    rememberStrain(event, entry);
    land(reply, List.of(entry.asDetailOf(event)));
    return true;
  }

  /** So that files can be fetched later without asking for the detail again. */
  private void rememberStrain(GwoscEvent event, GwoscDocument.Entry entry) throws IOException {
    Optional<List<GwoscStrainFile>> files = entry.strainFiles();
    if (files.isPresent()) {
      chosen.remember(event, files.get(), sink);
    }
  }

  private GwoscDocument.Entry only(GwoscEvent event, Reply reply) throws IOException {
    GwoscDocument document = read(reply);
    boolean detail =
        document.shape() == GwoscDocument.Shape.V1_EVENTS
            || document.shape() == GwoscDocument.Shape.V2_DETAIL;
    return document.entries().stream()
        .filter(entry -> detail && entry.event().sameAs(event))
        .findFirst()
        .orElseThrow(
            () -> new IOException("Not the detail of " + event.shortName() + ": " + reply.uri()));
  }

  private static GwoscDocument read(Reply reply) throws IOException {
    try {
      return GwoscDocument.read(reply.body(), 0);
    } catch (IOException e) {
      throw new IOException(reply.uri() + ": " + e.getMessage(), e);
    }
  }

  private void land(Reply reply, List<PageRecord> records) throws IOException {
    sink.page(reply.uri().toString(), reply.completedAt(), List.copyOf(records));
  }
}

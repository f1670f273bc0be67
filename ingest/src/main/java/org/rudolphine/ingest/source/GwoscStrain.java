package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.protocol.ProviderLinks;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Fetches strain files in HDF5, at most {@code assets-per-run} of them; the rest waits for the next
 * harvest. Which files an event version has is known from its detail; where it is not, because the
 * detail came from the v2 API or before strain was asked for, the provider is asked. A file is
 * known by what it is and not by its address, so one whose host has changed is not fetched again.
 *
 * <p>Each file lands as a page of its own once it is in the lake: an interrupted unit goes on with
 * the next file. A file that could not be had is asked for again next time, after the others; one
 * that the provider does not have only when its address changes, or by a full harvest.
 */
final class GwoscStrain {
  private static final HarvestLog LOG = HarvestLog.of(GwoscStrain.class);
  private static final int MOST_PAGES = 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SourceSettings settings;
  private final GwoscStrainChoice chosen;
  private final ProviderLinks links;
  private final PoliteClient client;
  private final AssetStore assets;
  private final PageSink sink;
  private final FileFetch fetch;

  /**
   * A file of an event version.
   *
   * @param turn 0 when it is missing, 1 when it failed before, 2 when it is only looked after
   */
  private record Wanted(GwoscEvent event, GwoscStrainFile file, int turn) {
    String identity() {
      return file.identity(event.shortName());
    }
  }

  GwoscStrain(
      SourceSettings settings,
      ProviderLinks links,
      PoliteClient client,
      AssetStore assets,
      PageSink sink) {
    this.settings = settings;
    this.chosen = GwoscStrainChoice.of(settings);
    this.links = links;
    this.client = client;
    this.assets = assets;
    this.sink = sink;
    this.fetch = new FileFetch(client, () -> AssetDownload.to(assets));
  }

  void harvest(WorkUnit unit) throws IOException {
    List<Wanted> turn = turn(unit);
    long most = settings.integer("assets-per-run");
    sink.expect(Math.min(most, turn.size()));
    for (Wanted wanted : turn.stream().limit(most).toList()) {
      fetch(wanted, unit);
    }
    if (fetch.failures() > 0) {
      LOG.warn("{} strain files could not be had; they are asked for again", fetch.failures());
    }
    if (turn.size() > most) {
      LOG.info("{} strain files wait for the next harvest", turn.size() - most);
    }
  }

  // ---- which files -----------------------------------------------------------------------------

  private List<Wanted> turn(WorkUnit unit) throws IOException {
    Set<String> landed = sink.landedIds();
    long most = settings.integer("assets-per-run");
    List<Wanted> turn = new ArrayList<>();
    for (GwoscEvent event : events(unit)) {
      boolean enough = turn.size() >= most;
      Optional<List<GwoscStrainFile>> files = chosen.remembered(event, unit.params());
      if (files.isEmpty() && !enough) {
        files = ask(event).map(chosen::among);
        files.ifPresent(known -> chosen.remember(event, known, sink));
      }
      for (GwoscStrainFile file : files.orElse(List.of())) {
        if (!landed.contains(file.fileName().orElse(""))
            && GwoscStrainPlan.wanted(event, file, again(unit), unit.params())) {
          turn.add(new Wanted(event, file, turn(event, file, unit)));
        }
      }
    }
    turn.sort(Comparator.comparingInt(Wanted::turn));
    return turn;
  }

  private static List<GwoscEvent> events(WorkUnit unit) {
    return unit.params().entrySet().stream()
        .filter(param -> param.getKey().startsWith(GwoscSource.EVENT_KEY))
        .map(
            param ->
                GwoscEvent.fromState(
                    param.getKey().substring(GwoscSource.EVENT_KEY.length()), param.getValue()))
        .sorted(GwoscEvent.MOST_WANTED_FIRST)
        .toList();
  }

  private static boolean again(WorkUnit unit) {
    return unit.params().containsKey(GwoscStrainPlan.AGAIN_PARAM);
  }

  private int turn(GwoscEvent event, GwoscStrainFile file, WorkUnit unit) throws IOException {
    String identity = file.identity(event.shortName());
    if (here(identity, unit) != null) {
      return 2;
    }
    return unit.params().containsKey(GwoscStrainPlan.FAILED_KEY + identity) ? 1 : 0;
  }

  /** How the file was fetched, if it still is in the lake; else null. */
  private JsonNode here(String identity, WorkUnit unit) throws IOException {
    String fetched = unit.params().get(GwoscStrainPlan.FILE_KEY + identity);
    if (fetched == null) {
      return null;
    }
    JsonNode how = MAPPER.readTree(fetched);
    return assets.exists(how.path(0).asText()) ? how : null;
  }

  /** What the provider told cannot be read, and may be another time. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(URI uri, IOException cause) {
      super(uri + ": " + cause.getMessage(), cause);
    }
  }

  /**
   * All strain files of an event version; nothing when the answer cannot be read. The v1 detail
   * names all of them; the v2 API has a list of them, in pages.
   */
  private Optional<List<GwoscStrainFile>> ask(GwoscEvent event) throws IOException {
    boolean v1First = GwoscDetails.Route.named(settings.text("details")) == GwoscDetails.Route.V1;
    try {
      Optional<List<GwoscStrainFile>> files = v1First ? askV1(event) : askV2(event);
      if (files.isEmpty()) {
        files = v1First ? askV2(event) : askV1(event);
      }
      return files.or(() -> Optional.of(List.of()));
    } catch (Unreadable e) {
      LOG.warn("the strain files of {} are not known: {}", event.shortName(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<List<GwoscStrainFile>> askV1(GwoscEvent event) throws IOException {
    Optional<Reply> reply = reply(event.v1Path() == null ? null : links.at(event.v1Path()));
    if (reply.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (GwoscDocument.Entry entry : GwoscDocument.read(reply.get().body(), 0).entries()) {
        if (entry.event().sameAs(event)) {
          return entry.strainFiles();
        }
      }
    } catch (IOException e) {
      throw new Unreadable(reply.get().uri(), e);
    }
    return Optional.empty();
  }

  private Optional<List<GwoscStrainFile>> askV2(GwoscEvent event) throws IOException {
    String path = event.strainPath(chosen.rateHz(), chosen.durationS());
    Optional<Reply> reply = reply(path == null ? null : links.at(path));
    List<GwoscStrainFile> files = new ArrayList<>();
    Set<URI> visited = new HashSet<>();
    while (reply.isPresent()) {
      JsonNode page = json(reply.get());
      files.addAll(GwoscStrainFile.among(page.path("results")));
      String next = page.path("next").asText("");
      if (next.isEmpty() || next.equals("null")) {
        return Optional.of(files);
      }
      reply = reply(next(reply.get().uri(), next, visited));
    }
    return Optional.empty();
  }

  private URI next(URI page, String link, Set<URI> visited) throws Unreadable {
    try {
      URI uri = GwoscListing.browsable(links.follow(page, link));
      if (!visited.add(uri) || visited.size() > MOST_PAGES) {
        throw new IOException("the pages of strain files never end");
      }
      return uri;
    } catch (IOException e) {
      throw new Unreadable(page, e);
    }
  }

  private Optional<Reply> reply(URI uri) throws IOException {
    try {
      return uri == null ? Optional.empty() : Optional.of(client.get(Request.of(uri)));
    } catch (HttpFailure failure) {
      if (GwoscListing.absent(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static JsonNode json(Reply reply) throws IOException {
    try {
      return MAPPER.readTree(reply.body());
    } catch (JsonProcessingException e) {
      throw new Unreadable(reply.uri(), e);
    }
  }

  // ---- fetching --------------------------------------------------------------------------------

  private void fetch(Wanted wanted, WorkUnit unit) throws IOException {
    Optional<URI> uri = address(wanted.file());
    Optional<String> name = wanted.file().fileName();
    if (uri.isEmpty() || name.isEmpty()) {
      String why = name.isEmpty() ? "its address names no file" : "its address is not allowed";
      fetch.failed(wanted.file().url(), why);
      sink.state(GwoscStrainPlan.FAILED_KEY + wanted.identity(), why);
      return;
    }
    FileFetch.Outcome outcome =
        fetch.fetch(request(uri.get(), here(wanted.identity(), unit)), AssetDownload::hdf5Fault);
    switch (outcome.end()) {
      case STORED -> land(wanted, name.get(), uri.get(), outcome);
      case ABSENT ->
          sink.state(GwoscStrainPlan.ABSENT_KEY + wanted.identity(), wanted.file().url());
      case FAILED -> sink.state(GwoscStrainPlan.FAILED_KEY + wanted.identity(), outcome.reason());
      case UNCHANGED -> LOG.debug("{} is unchanged", uri.get());
    }
  }

  /** Where the file is asked for: at the base-url, wherever the provider lived before. */
  private Optional<URI> address(GwoscStrainFile file) {
    try {
      return Optional.of(links.follow(links.at("/"), file.url()));
    } catch (IOException e) {
      LOG.debug("{} is not followed", file.url(), e);
      return Optional.empty();
    }
  }

  /** What is in the lake is fetched again only if the provider says that it has changed. */
  private static Request request(URI uri, JsonNode here) {
    boolean sameAddress = here != null && here.path(1).asText().equals(uri.toString());
    return sameAddress
        ? Request.of(uri).unlessMatches(here.path(2).textValue(), here.path(3).textValue())
        : Request.of(uri);
  }

  /** The address that was asked for is kept; one that a redirect led to may hold secrets. */
  private void land(Wanted wanted, String name, URI uri, FileFetch.Outcome outcome)
      throws IOException {
    String how =
        MAPPER
            .createArrayNode()
            .add(outcome.asset().sha256())
            .add(uri.toString())
            .add(outcome.reply().etag())
            .add(outcome.reply().lastModified())
            .toString();
    sink.state(GwoscStrainPlan.FILE_KEY + wanted.identity(), how);
    new FileRecord(
            FileRecord.STRAIN,
            name,
            outcome.asset(),
            uri.toString(),
            wanted.file().said(wanted.event()))
        .land(sink, uri.toString(), outcome.reply().completedAt());
  }
}

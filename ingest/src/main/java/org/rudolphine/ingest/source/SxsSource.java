package org.rudolphine.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.protocol.CatalogTimes;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * The SXS catalog of numerical-relativity simulations: releases of one document that holds every
 * simulation, published under a tag. A harvest asks for the list of releases and fetches the
 * document of the newest one, once per tag.
 *
 * <p>Settings of its own: {@code tag} pins a release (empty: the newest), {@code document} is the
 * name of the document in a release. Where files are wanted, the waveforms of the simulations in
 * {@code asset-simulations} are fetched: see {@link SxsWaveforms}.
 */
public final class SxsSource implements Source {
  static final String UNIT = "simulations";

  private static final String REPOSITORY = "/sxs-collaboration/sxscatalogdata";
  private static final String RAW_HOST = "raw.githubusercontent.com";
  private static final URI API = URI.create("https://api.github.com");
  private static final String TAG = "tag";
  private static final String PUBLISHED_AT = "published_at";
  private static final String FROM = "from";
  private static final String UNTIL = "until";
  private static final Pattern WAVEFORM_DOCUMENT =
      Pattern.compile("(?:.*[_:])?Strain_(?:N\\d|Outer|OutermostExtraction)\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceSettings settings;

  /** Checks the settings that only this source has. */
  public SxsSource(SourceSettings settings) {
    this.settings = settings;
    SxsWaveformPlan.check(settings);
  }

  /** A release of the catalog: its tag, and when it was published. */
  private record Release(String tag, Instant publishedAt) {}

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    if (request.ofThisRun().stream().anyMatch(manifest -> UNIT.equals(manifest.unit()))) {
      return request.wantsFiles() ? waveforms(request) : List.of();
    }
    Map<String, String> params = new TreeMap<>();
    switch (request.mode()) {
      case FULL -> {}
      case INCREMENTAL -> landedRelease(request).ifPresent(params::putAll);
      case BACKFILL -> {
        params.put(FROM, String.valueOf(request.from() == null ? LocalDate.EPOCH : request.from()));
        params.put(
            UNTIL,
            String.valueOf(request.until() == null ? LocalDate.of(9999, 12, 31) : request.until()));
      }
    }
    return List.of(new WorkUnit(UNIT, params));
  }

  private List<WorkUnit> waveforms(PlanRequest request) {
    return landedRelease(request)
        .map(release -> new SxsWaveformPlan(settings, request, release.get(TAG)).units())
        .orElse(List.of());
  }

  private static Optional<Map<String, String>> landedRelease(PlanRequest request) {
    return request.ofUnit(UNIT).stream()
        .filter(BatchManifest::movesWatermark)
        .filter(manifest -> manifest.state().containsKey(TAG))
        .reduce((earlier, later) -> later)
        .map(BatchManifest::state);
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, AssetStore assets, PageSink sink)
      throws IOException {
    if (unit.id().equals(SxsWaveformPlan.LINKS)) {
      SxsWaveforms.readLinks(document(unit.param(SxsWaveformPlan.TAG), client), unit, sink);
    } else if (unit.params().containsKey(SxsWaveformPlan.SIMULATION)) {
      new SxsWaveforms(settings, client, assets, sink).harvest(unit);
    } else {
      harvest(unit, client, sink);
    }
  }

  private byte[] document(String tag, PoliteClient client) throws IOException {
    Reply reply = client.get(Request.of(documentUri(tag)));
    return Packed.unpack(reply.body(), settings.text("document"), settings.maxBodyBytes());
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    sink.restart();
    Release release = release(unit, client);
    sink.state(TAG, release.tag());
    sink.state(PUBLISHED_AT, release.publishedAt().toString());
    if (landed(unit, release)) {
      return; // a tag's document does not change: one fetch per tag
    }
    URI uri = documentUri(release.tag());
    land(client.get(Request.of(uri)), uri, release, sink);
    if (!unit.params().containsKey(UNTIL)) {
      sink.completeListing(UNIT);
    }
  }

  /** The page is named by the address that holds the tag, wherever a redirect led. */
  private void land(Reply reply, URI uri, Release release, PageSink sink) throws IOException {
    try {
      byte[] body = Packed.unpack(reply.body(), settings.text("document"), settings.maxBodyBytes());
      SxsDocument.recognize(body, "")
          .filter(found -> found.shape() == SxsDocument.Shape.RELEASE)
          .orElseThrow(() -> new IOException("it is no JSON object with SXS ids as keys"))
          .land(sink, uri.toString(), reply.completedAt(), release.publishedAt());
    } catch (IOException e) {
      throw new IOException("SXS catalog at " + uri + ": " + e.getMessage(), e);
    }
  }

  private static boolean landed(WorkUnit unit, Release release) {
    return release.tag().equals(unit.params().get(TAG))
        && release.publishedAt().toString().equals(unit.params().get(PUBLISHED_AT));
  }

  private Release release(WorkUnit unit, PoliteClient client) throws IOException {
    URI uri = api("/releases");
    List<Release> releases = new ArrayList<>();
    JsonNode listing = json(client, uri);
    if (!listing.isArray()) {
      throw new IOException("The release list at " + uri + " is not a JSON array");
    }
    listing.forEach(node -> published(node).ifPresent(releases::add));
    String pinned = settings.text("tag");
    if (!pinned.isEmpty()) {
      return pinnedRelease(pinned, releases, client);
    }
    return releases.stream()
        .filter(inRange(unit))
        .max(Comparator.comparing(Release::publishedAt).thenComparing(Release::tag))
        .orElseThrow(
            () -> new IOException("The release list at " + uri + " names no published release"));
  }

  /** The list's first page need not go back to an old tag. */
  private Release pinnedRelease(String tag, List<Release> releases, PoliteClient client)
      throws IOException {
    for (Release release : releases) {
      if (release.tag().equals(tag)) {
        return release;
      }
    }
    URI uri = api("/releases/tags/" + encoded(tag));
    return published(json(client, uri))
        .orElseThrow(() -> new IOException("There is no published release at " + uri));
  }

  private static Predicate<Release> inRange(WorkUnit unit) {
    if (!unit.params().containsKey(UNTIL)) {
      return release -> true;
    }
    LocalDate from = LocalDate.parse(unit.param(FROM));
    LocalDate until = LocalDate.parse(unit.param(UNTIL));
    return release -> {
      LocalDate day = release.publishedAt().atZone(ZoneOffset.UTC).toLocalDate();
      return !day.isBefore(from) && !day.isAfter(until);
    };
  }

  private static Optional<Release> published(JsonNode node) {
    String tag = node.path("tag_name").asText("");
    if (tag.isBlank() || node.path("draft").asBoolean(false)) {
      return Optional.empty();
    }
    return CatalogTimes.instant(node.path("published_at").asText(null))
        .map(when -> new Release(tag, when));
  }

  private static JsonNode json(PoliteClient client, URI uri) throws IOException {
    Reply reply = client.get(Request.of(uri).accepting("application/vnd.github+json"));
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new IOException("The reply of " + uri + " is not JSON: " + e.getMessage(), e);
    }
  }

  /** A base-url that is not GitHub's own stands for both of its hosts. */
  private URI api(String path) {
    URI base = settings.baseUrl();
    URI host = RAW_HOST.equalsIgnoreCase(base.getHost()) ? API : base;
    return URI.create(host + "/repos" + REPOSITORY + path);
  }

  private URI documentUri(String tag) {
    return URI.create(
        settings.baseUrl()
            + REPOSITORY
            + "/"
            + encoded(tag)
            + "/"
            + encoded(settings.text("document")));
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    Optional<byte[]> bytes = ImportedText.read(file, settings);
    if (bytes.isEmpty()) {
      return false;
    }
    Optional<byte[]> body = unpacked(file, bytes.get());
    if (body.isEmpty()) {
      return false;
    }
    Optional<SxsDocument> document = SxsDocument.recognize(body.get(), file.relativePath());
    if (document.isEmpty()) {
      return false;
    }
    try {
      document.get().check();
    } catch (IOException e) {
      throw new BrokenFile(file, e);
    }
    document.get().land(sink, "import:" + file.relativePath(), Instant.now(), null);
    return true;
  }

  /**
   * Takes the waveform files of simulations too, by their names. The document beside a compressed
   * waveform lands as it is (kind {@code waveform-json}).
   */
  @Override
  public boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    Optional<WaveformFileName> waveform = WaveformFileName.ofSxs(file.relativePath());
    if (waveform.isPresent()) {
      new ImportedAsset(file, settings, assets, sink).landWaveform(waveform.get());
      return true;
    }
    if (WAVEFORM_DOCUMENT.matcher(file.name()).matches()) {
      return landWaveformDocument(file, sink);
    }
    return importFile(file, sink);
  }

  private boolean landWaveformDocument(ImportFile file, PageSink sink) throws IOException {
    Optional<byte[]> body = ImportedText.read(file, settings);
    if (body.isEmpty() || Packed.looksPacked(body.get())) {
      return false;
    }
    PageRecord record = PageRecord.of("waveform-json", file.name(), "application/json", body.get());
    sink.page("import:" + file.relativePath(), Instant.now(), List.of(record));
    return true;
  }

  /**
   * An archive without the catalog's document is somebody else's file, unless its name says that it
   * is the catalog: {@code simulations_v3.0.0.bz2}.
   */
  private Optional<byte[]> unpacked(ImportFile file, byte[] bytes) throws BrokenFile {
    try {
      return Optional.of(Packed.unpack(bytes, settings.text("document"), settings.maxBodyBytes()));
    } catch (IOException notOurs) {
      if (file.name().startsWith("simulations")) {
        throw new BrokenFile(file, notOurs);
      }
      return Optional.empty();
    }
  }
}

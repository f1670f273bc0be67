package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.protocol.ProviderLinks;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Event versions of the Gravitational Wave Open Science Center.
 *
 * <p>A harvest is two units. {@code event-versions} reads the listing whole, by one of three routes
 * (setting {@code route}: {@code v2-csv}, {@code v2-json}, {@code v1}). {@code event-details} then
 * asks for the details (setting {@code details}: {@code v1}, {@code v2}, {@code none}) of those
 * event versions whose row in the listing is not the one that their last detail was fetched for,
 * since values are edited without a new version. What is remembered from one night to the next is
 * in the manifests: the listing's batch holds every row's hash, the details' batches the hashes
 * they were fetched for. A listing answered by 304 leaves a batch without records, which says that
 * the listing was asked in this run; the rows known before still hold.
 *
 * <p>Where files are wanted a third unit, {@code strain-files}, fetches the strain of event
 * versions (settings {@code asset-events}, {@code strain-rate-hz}, {@code strain-duration-s}), each
 * file once: see {@link GwoscStrain}.
 *
 * <p>A backfill reads the listing too, but does not declare it complete, and asks again for the
 * details of the events that happened in its range of days, up to the leap seconds.
 */
public final class GwoscSource implements Source {
  static final String LISTING = "event-versions";
  static final String DETAILS = "event-details";
  static final String STRAIN = "strain-files";
  static final String EVENT_KEY = "event.";
  static final String FETCHED_KEY = "detail.";
  static final String MISSING_KEY = "missing.";
  static final String NOT_MODIFIED_KEY = "not-modified";
  static final String URL_KEY = "url";
  static final String ETAG_KEY = "etag";
  static final String LAST_MODIFIED_KEY = "last-modified";
  static final String COMPLETE_PARAM = "complete";

  /** Hosts that the provider has gone by; links in its replies may still name the old ones. */
  static final List<String> OWN_HOSTS =
      List.of("gwosc.org", "www.gwosc.org", "www.gw-openscience.org", "losc.ligo.org");

  /** What the beginning of a list or detail holds; a broken file without it is somebody else's. */
  private static final Pattern OURS =
      Pattern.compile("commonName|shortName|\"events\"|\"results\"|\"GW\\d{6}");

  private final SourceSettings settings;

  /** Checks the settings that only this source has. */
  public GwoscSource(SourceSettings settings) {
    this.settings = settings;
    GwoscListing.Route.named(settings.text("route"));
    GwoscDetails.Route.named(settings.text("details"));
    if (settings.has(GwoscStrainChoice.RATE)) { // not needed to read files
      GwoscStrainChoice.of(settings);
    }
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    List<BatchManifest> ofThisRun = request.ofThisRun();
    if (ofThisRun.stream().noneMatch(manifest -> LISTING.equals(manifest.unit()))) {
      return List.of(new WorkUnit(LISTING, listingParams(request)));
    }
    if (wantsDetails() && ofThisRun.stream().noneMatch(batch -> DETAILS.equals(batch.unit()))) {
      Map<String, String> pending = pendingDetails(request);
      if (!pending.isEmpty()) {
        return List.of(new WorkUnit(DETAILS, pending));
      }
    }
    boolean asked = ofThisRun.stream().anyMatch(batch -> STRAIN.equals(batch.unit()));
    return request.wantsFiles() && !asked ? strain(request) : List.of();
  }

  private List<WorkUnit> strain(PlanRequest request) {
    List<GwoscEvent> events = new ArrayList<>();
    knownListing(request)
        .forEach(
            (key, state) -> {
              if (key.startsWith(EVENT_KEY)) {
                events.add(GwoscEvent.fromState(key.substring(EVENT_KEY.length()), state));
              }
            });
    boolean backfill = request.mode() == PlanRequest.Mode.BACKFILL;
    events.removeIf(event -> backfill && !happenedInRange(event, request));
    Map<String, String> params =
        GwoscStrainPlan.of(GwoscStrainChoice.of(settings), request).params(events);
    return params.isEmpty() ? List.of() : List.of(new WorkUnit(STRAIN, params));
  }

  private boolean wantsDetails() {
    return GwoscDetails.Route.named(settings.text("details")) != GwoscDetails.Route.NONE;
  }

  private static Map<String, String> listingParams(PlanRequest request) {
    Map<String, String> params = new TreeMap<>();
    boolean backfill = request.mode() == PlanRequest.Mode.BACKFILL;
    params.put(COMPLETE_PARAM, Boolean.toString(!backfill));
    if (request.mode() == PlanRequest.Mode.INCREMENTAL) {
      Map<String, String> known = knownListing(request);
      for (String key : List.of(URL_KEY, ETAG_KEY, LAST_MODIFIED_KEY)) {
        if (known.containsKey(key)) {
          params.put(key, known.get(key));
        }
      }
    }
    return params;
  }

  /** State of the newest listing that had rows to read; empty before the first. */
  private static Map<String, String> knownListing(PlanRequest request) {
    Map<String, String> newest = Map.of();
    for (BatchManifest manifest : request.ofUnit(LISTING)) {
      boolean counts = manifest.movesWatermark() || request.runId().equals(manifest.cycle());
      if (counts && !manifest.state().containsKey(NOT_MODIFIED_KEY)) {
        newest = manifest.state();
      }
    }
    return newest;
  }

  private static Map<String, String> pendingDetails(PlanRequest request) {
    Map<String, String> fetchedFor = fetchedFor(request);
    Map<String, String> pending = new TreeMap<>();
    knownListing(request)
        .forEach(
            (key, state) -> {
              if (key.startsWith(EVENT_KEY)) {
                String shortName = key.substring(EVENT_KEY.length());
                GwoscEvent event = GwoscEvent.fromState(shortName, state);
                if (wanted(event, fetchedFor.get(shortName), request)) {
                  pending.put(key, state);
                }
              }
            });
    return pending;
  }

  private static boolean wanted(GwoscEvent event, String fetchedFor, PlanRequest request) {
    return switch (request.mode()) {
      case INCREMENTAL -> !event.hash().equals(fetchedFor);
      case FULL -> true;
      case BACKFILL -> happenedInRange(event, request);
    };
  }

  private static boolean happenedInRange(GwoscEvent event, PlanRequest request) {
    Instant when = event.happenedAt();
    if (when == null) {
      return false;
    }
    var day = when.atZone(ZoneOffset.UTC).toLocalDate();
    return (request.from() == null || !day.isBefore(request.from()))
        && (request.until() == null || !day.isAfter(request.until()));
  }

  /** Listing hash that the last detail of each event version was fetched for, by short name. */
  private static Map<String, String> fetchedFor(PlanRequest request) {
    Map<String, String> hashes = new TreeMap<>();
    for (BatchManifest manifest : request.ofUnit(DETAILS)) {
      if (manifest.movesWatermark()) {
        manifest
            .state()
            .forEach(
                (key, hash) -> {
                  for (String prefix : List.of(FETCHED_KEY, MISSING_KEY)) {
                    if (key.startsWith(prefix)) {
                      hashes.put(key.substring(prefix.length()), hash);
                    }
                  }
                });
      }
    }
    return hashes;
  }

  private ProviderLinks links() {
    return new ProviderLinks(settings.baseUrl(), settings.allowedHosts(), OWN_HOSTS);
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, AssetStore assets, PageSink sink)
      throws IOException {
    if (unit.id().equals(STRAIN)) {
      new GwoscStrain(settings, links(), client, assets, sink).harvest(unit);
    } else {
      harvest(unit, client, sink);
    }
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    ProviderLinks links = links();
    switch (unit.id()) {
      case LISTING -> new GwoscListing(settings, links, client, sink).harvest(unit);
      case DETAILS -> new GwoscDetails(settings, links, client, sink).harvest(unit);
      default -> throw new IllegalArgumentException("gwosc has no work unit " + unit.id());
    }
  }

  /**
   * Reads a list or detail of the v1 or v2 API, as CSV or JSON, recognised by its content. Its
   * records carry the date of the snapshot, see {@link GwoscSnapshotDate}; the list never counts as
   * complete, since it may be one catalog only.
   */
  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    byte[] head = head(file);
    if (!mayBeText(head)) {
      return false;
    }
    boolean speaksOfEvents = OURS.matcher(new String(head, StandardCharsets.UTF_8)).find();
    GwoscDocument document;
    try {
      document = document(file);
    } catch (BrokenFile e) {
      if (speaksOfEvents) {
        throw e;
      }
      return false;
    }
    boolean known = document.entries().stream().anyMatch(GwoscDocument.Entry::named);
    if (!known) {
      return false;
    }
    Instant date = GwoscSnapshotDate.of(file.relativePath(), document, Instant.now());
    List<PageRecord> records =
        document.entries().stream()
            .map(entry -> date == null ? entry.record() : entry.record().datedAt(date))
            .toList();
    sink.page("file:" + file.relativePath(), Instant.now(), records);
    return true;
  }

  /**
   * Takes the files of the provider too, by their names: strain and waveforms. Strain in the
   * provider's two other formats holds the same samples and is refused.
   */
  @Override
  public boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    Optional<StrainFileName> strain = StrainFileName.of(file.name());
    Optional<WaveformFileName> waveform = WaveformFileName.ofGwosc(file.relativePath());
    if (strain.isEmpty() && waveform.isEmpty()) {
      return importFile(file, sink);
    }
    ImportedAsset imported = new ImportedAsset(file, settings, assets, sink);
    if (waveform.isPresent()) {
      imported.landWaveform(waveform.get());
    } else {
      imported.landStrain(strain.get());
    }
    return true;
  }

  private static byte[] head(ImportFile file) throws IOException {
    try (InputStream in = file.open()) {
      return in.readNBytes(4096);
    }
  }

  /** JSON begins with a brace; a CSV list names one of its columns in the first line. */
  private static boolean mayBeText(byte[] head) {
    if (GwoscDocument.firstCharacter(head) == '{') {
      return true;
    }
    String text = new String(head, StandardCharsets.UTF_8);
    String firstLine = text.lines().findFirst().orElse("");
    return firstLine.contains("shortName") || firstLine.contains("commonName");
  }

  private GwoscDocument document(ImportFile file) throws IOException {
    if (file.length() > settings.maxBodyBytes()) {
      throw BrokenFile.tooLarge(file, settings);
    }
    byte[] body;
    try (InputStream in = file.open()) {
      body = in.readAllBytes();
    }
    try {
      return GwoscDocument.read(body, 0);
    } catch (IOException e) {
      throw new BrokenFile(file, e);
    }
  }
}

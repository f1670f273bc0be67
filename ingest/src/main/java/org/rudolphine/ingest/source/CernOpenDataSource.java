package org.rudolphine.ingest.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * Records of the CERN Open Data portal, by one of two routes (setting {@code route}).
 *
 * <p>{@code api} lists the records of the wanted types through the search, in slices below its
 * window that are proven to add up, every {@code full-listing-every}; on the nights between,
 * OAI-PMH names what has changed. {@code export} never touches {@code /api/}, which robots.txt
 * closes to crawlers: the numbers come from OAI-PMH, the records from their export pages. Both then
 * ask for the details of every record that was listed with a newer change stamp than its last
 * detail, at most {@code details-per-run} of them a night.
 *
 * <p>A backfill asks OAI-PMH for what changed in its days and fetches those details again.
 */
public final class CernOpenDataSource implements Source {
  static final String LISTING = "listing";
  static final String CHANGES = "changes";
  static final String DETAILS = "details-";
  static final String KNOWN_PARAM = "known";
  static final String PASSED_OVER_PARAM = "passed-over";
  static final String EXPECTED_PARAM = "expected";
  static final String AGAIN_PARAM = "again";
  static final String SCOPE_PARAM = "scope";
  static final String FROM_PARAM = "from";
  static final String UNTIL_PARAM = "until";
  static final String WANTED_PARAM = "wanted";
  static final String DOUBTFUL_PARAM = "doubtful";
  static final String RETRY_PARAM = "retry";
  static final String DAY_PARAM = "day";

  /** Most records that the portal's search gives of one question. */
  static final int WINDOW = 10_000;

  private static final int RECORDS_PER_UNIT = 250;

  private final SourceSettings settings;
  private final Clock clock;
  private final int window;
  private final Route route;
  private final Files files;

  /** How the portal is asked. */
  enum Route {
    /** The documented interface for programs. */
    API,
    /** OAI-PMH and export pages only, as robots.txt asks of crawlers. */
    EXPORT;

    static Route named(String text) {
      return choice(Route.class, "route", "api or export", text);
    }
  }

  /** What is fetched beyond the listings. */
  enum Files {
    /** Every record with the list of its files. */
    RECORDS,
    /** The same, and every index of files that a record names. */
    INDICES,
    /** Nothing. */
    NONE;

    static Files named(String text) {
      return choice(Files.class, "files", "records, indices or none", text);
    }
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, String key, String choices, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "sources.cernopendata." + key + " is " + choices + ", not: " + text);
  }

  /** Checks the settings that only this source has. */
  public CernOpenDataSource(SourceSettings settings) {
    this(settings, Clock.systemUTC(), WINDOW);
  }

  /**
   * @param window most records that the search gives of one question; tests have a smaller portal
   */
  CernOpenDataSource(SourceSettings settings, Clock clock, int window) {
    this.settings = settings;
    this.clock = clock;
    this.window = window;
    this.route = Route.named(settings.text("route"));
    this.files = Files.named(settings.text("files"));
    if (route == Route.EXPORT && files == Files.NONE) {
      throw new IllegalArgumentException(
          "sources.cernopendata.files is none, but the route export has no other records");
    }
    requireSome("types");
    requireSome("oai-sets");
    requireBetween("page-size", 1, window);
    requireBetween("details-per-run", 0, 1_000_000);
    requireBetween("changes-at-most", 0, 1_000_000);
    fullListingEvery();
  }

  private Period fullListingEvery() {
    String text = settings.text("full-listing-every");
    try {
      return Period.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "sources.cernopendata.full-listing-every is a period such as P30D, not: " + text, e);
    }
  }

  private void requireSome(String key) {
    if (settings.texts(key).isEmpty()) {
      throw new IllegalArgumentException("sources.cernopendata." + key + " is empty");
    }
  }

  private void requireBetween(String key, long least, long most) {
    long value = settings.integer(key);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "sources.cernopendata." + key + " is " + least + " to " + most + ", not " + value);
    }
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    CernOpenDataMemory memory = CernOpenDataMemory.of(request, files == Files.INDICES);
    List<WorkUnit> units = new ArrayList<>(listing(request, memory));
    units.addAll(details(request, memory));
    return units;
  }

  // ---- listings
  // ----------------------------------------------------------------------------------

  private List<WorkUnit> listing(PlanRequest request, CernOpenDataMemory memory) {
    List<BatchManifest> ofThisRun = request.ofThisRun();
    if (ofThisRun.stream().anyMatch(batch -> LISTING.equals(batch.unit()))) {
      return List.of();
    }
    List<BatchManifest> changes =
        ofThisRun.stream().filter(batch -> CHANGES.equals(batch.unit())).toList();
    if (request.mode() == PlanRequest.Mode.BACKFILL) {
      return changes.isEmpty() ? List.of(backfill(request)) : List.of();
    }
    boolean tooMany =
        changes.stream().anyMatch(batch -> batch.state().containsKey(CernOpenDataMemory.TOO_MANY));
    if (tooMany || isDue(request, memory)) {
      return List.of(complete(request, memory));
    }
    return changes.isEmpty() ? List.of(sinceLast(memory)) : List.of();
  }

  private boolean isDue(PlanRequest request, CernOpenDataMemory memory) {
    if (request.mode() == PlanRequest.Mode.FULL
        || memory.completeAskedAt() == null
        || !scope().equals(memory.scope())) {
      return true;
    }
    LocalDate due = day(memory.completeAskedAt()).plus(fullListingEvery());
    return !due.isAfter(day(clock.instant()));
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private String scope() {
    String key = route == Route.API ? "types" : "oai-sets";
    return settings.text("route") + ":" + String.join(",", new TreeSet<>(settings.texts(key)));
  }

  private WorkUnit complete(PlanRequest request, CernOpenDataMemory memory) {
    Map<String, String> params = new TreeMap<>(Map.of(SCOPE_PARAM, scope()));
    params.put(EXPECTED_PARAM, memory.found());
    if (request.mode() == PlanRequest.Mode.FULL) {
      params.put(AGAIN_PARAM, "true");
    } else {
      params.put(KNOWN_PARAM, CernOpenDataRecids.pack(memory.listed()));
    }
    return new WorkUnit(LISTING, params);
  }

  /** What changed since all changes were last asked for, less an overlap for clocks that differ. */
  private WorkUnit sinceLast(CernOpenDataMemory memory) {
    Instant from = memory.askedAt().atZone(ZoneOffset.UTC).minus(settings.overlap()).toInstant();
    return new WorkUnit(
        CHANGES,
        Map.of(
            SCOPE_PARAM, scope(),
            FROM_PARAM, from.toString(),
            KNOWN_PARAM, CernOpenDataRecids.pack(memory.listed()),
            PASSED_OVER_PARAM, CernOpenDataRecids.ranges(memory.passedOver())));
  }

  private WorkUnit backfill(PlanRequest request) {
    Map<String, String> params = new TreeMap<>(Map.of(SCOPE_PARAM, scope()));
    if (request.from() != null) {
      params.put(FROM_PARAM, request.from().atStartOfDay(ZoneOffset.UTC).toInstant().toString());
    }
    if (request.until() != null) {
      Instant end = request.until().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      params.put(UNTIL_PARAM, end.minusSeconds(1).toString());
    }
    return new WorkUnit(CHANGES, params);
  }

  // ---- details
  // -----------------------------------------------------------------------------------

  /**
   * Units for details, in what is left of this run's allowance. What is wanted already before
   * tonight's listing is asked for even if that fails. Records that failed before come last and in
   * units of their own, where they keep nobody waiting.
   */
  private List<WorkUnit> details(PlanRequest request, CernOpenDataMemory memory) {
    if (files == Files.NONE) {
      return List.of();
    }
    long left = Math.max(0, settings.integer("details-per-run") - memory.askedInThisRun());
    SortedMap<Long, Stamp> wanted = memory.wanted();
    List<Long> fresh = new ArrayList<>(wanted.keySet());
    fresh.removeAll(memory.failed());
    List<Long> failed = new ArrayList<>(wanted.keySet());
    failed.retainAll(memory.retriedInThisRun() ? Set.of() : memory.failed());
    long number =
        request.ofThisRun().stream().filter(batch -> batch.unit().startsWith(DETAILS)).count();
    List<WorkUnit> units = new ArrayList<>();
    for (List<Long> kind : List.of(fresh, failed)) {
      List<Long> turn = kind.subList(0, (int) Math.min(left, kind.size()));
      left -= turn.size();
      for (int at = 0; at < turn.size(); at += RECORDS_PER_UNIT) {
        number++;
        List<Long> recids = turn.subList(at, Math.min(at + RECORDS_PER_UNIT, turn.size()));
        units.add(detailsUnit(number, recids, memory, wanted));
      }
    }
    return units;
  }

  private WorkUnit detailsUnit(
      long number, List<Long> recids, CernOpenDataMemory memory, SortedMap<Long, Stamp> wanted) {
    SortedMap<Long, Stamp> stamps = new TreeMap<>();
    recids.forEach(recid -> stamps.put(recid, wanted.get(recid)));
    TreeSet<Long> doubtful = new TreeSet<>(recids);
    doubtful.retainAll(memory.doubtful());
    return new WorkUnit(
        String.format(Locale.ROOT, "%s%04d", DETAILS, number),
        Map.of(
            WANTED_PARAM, CernOpenDataRecids.pack(stamps),
            DOUBTFUL_PARAM, CernOpenDataRecids.ranges(doubtful),
            RETRY_PARAM, Boolean.toString(memory.failed().contains(recids.get(0))),
            DAY_PARAM, Long.toString(day(clock.instant()).toEpochDay())));
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    if (unit.id().startsWith(DETAILS)) {
      new CernOpenDataDetails(settings, client, sink).harvest(unit);
    } else if (unit.id().equals(LISTING) && route == Route.API) {
      new CernOpenDataListing(settings, client, sink, clock, window).harvest(unit);
    } else if (unit.id().equals(LISTING) || unit.id().equals(CHANGES)) {
      new CernOpenDataIds(settings, client, sink, clock).harvest(unit);
    } else {
      throw new IllegalArgumentException("cernopendata has no work unit " + unit.id());
    }
  }

  /**
   * Reads what the portal's repository and its interfaces hold: arrays and lines of records of any
   * generation, saved replies, file indices, and tables of numbers, DOIs and titles; and tables of
   * events, histograms and samples. They never count as complete. Lists of authors are passed over.
   */
  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    return new CernOpenDataImport(settings.maxBodyBytes(), file, sink).run();
  }

  /** The same, and ROOT files, which go to the asset store. */
  @Override
  public boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    if (!CernOpenDataRoot.recognises(file)) {
      return importFile(file, sink);
    }
    CernOpenDataRoot.land(file, settings, assets, sink);
    return true;
  }
}

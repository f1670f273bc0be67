package org.rudolphine.ingest.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * Which lists of arXiv are still to be read, worked out from the manifests alone.
 *
 * <p>A complete <i>window</i> (a list from a day until a day) and a complete <i>tail</i> (a list
 * from a day on) both cover their days up to the overlap before the day they were read, since a
 * record that changes later gets a later datestamp. The watermark is the newest day on which a list
 * began to be read. An incremental harvest reads one tail, from the watermark less the overlap, and
 * as windows whatever days before it are not covered. So a first harvest that was broken off, or a
 * window that failed, is taken up where it stands.
 *
 * <p>Batches of another set or metadata format say nothing here; an imported bulk snapshot covers
 * everything up to the newest date in it.
 */
final class ArxivPlan {
  static final String IDENTIFY = "oai-identify";

  /** Unit parameters, kept in the manifest's state under the same names. */
  static final String SCOPE = "oai.scope";

  static final String FROM = "oai.from";
  static final String UNTIL = "oai.until";

  /** Day on which the reading of the list began that a window belongs to. */
  static final String LIST_DAY = "oai.list-day";

  /** Only in states: the repository's clock at the unit's first response. */
  static final String RESPONSE_DATE = "oai.response-date";

  /** Only in the state of {@link #IDENTIFY}: earliest datestamp, as a day. */
  static final String EARLIEST = "oai.earliest-datestamp";

  private static final String IMPORT = "import";

  private final PlanRequest request;
  private final SourceSettings settings;
  private final Period overlap;
  private final LocalDate earliest;
  private final LocalDate today;

  /**
   * @param identify state of this run's batch of the unit {@link #IDENTIFY}
   */
  ArxivPlan(PlanRequest request, SourceSettings settings, Map<String, String> identify) {
    this.request = request;
    this.settings = settings;
    this.overlap = settings.overlap();
    this.earliest = LocalDate.parse(identify.get(EARLIEST));
    this.today = utcDay(identify.get(RESPONSE_DATE));
  }

  /** What tells lists of different sets and formats apart. */
  static String scope(SourceSettings settings) {
    return settings.text("metadata-prefix") + "|" + settings.text("set");
  }

  List<WorkUnit> units() {
    return switch (request.mode()) {
      case FULL -> everythingSince(earliest);
      case BACKFILL -> backfill();
      case INCREMENTAL ->
          watermark().map(this::increment).orElseGet(() -> everythingSince(earliest));
    };
  }

  /**
   * Windows whose end is frozen, then what has changed meanwhile. The answer to Identify may come
   * out of a cache and be up to a year old, so the tail also brings all that the frozen end leaves.
   */
  private List<WorkUnit> everythingSince(LocalDate from) {
    List<WorkUnit> units =
        new ArrayList<>(windows(new DayRange(from, today), coveredByThisRun(), today));
    if (!tailLanded()) {
      units.add(tail(latest(today.minus(overlap), from)));
    }
    return units;
  }

  /** The repository refuses an end in the future. */
  private List<WorkUnit> backfill() {
    LocalDate from = request.from() == null ? earliest : latest(request.from(), earliest);
    if (request.until() == null) {
      return everythingSince(from);
    }
    LocalDate latestDay = latest(today, LocalDate.now(ZoneOffset.UTC));
    DayRange wanted = new DayRange(from, firstOf(request.until(), latestDay));
    return windows(wanted, coveredByThisRun(), today);
  }

  /** The tail comes first: new papers must not wait for a long list to be completed. */
  private List<WorkUnit> increment(LocalDate watermark) {
    LocalDate tailFrom = latest(watermark.minus(overlap), earliest);
    List<DayRange> covered = new ArrayList<>(coveredByThisRun());
    covered.addAll(coveredBefore());
    List<WorkUnit> units = new ArrayList<>();
    if (!tailLanded()) {
      units.add(tail(tailFrom));
    }
    units.addAll(windows(new DayRange(earliest, tailFrom.minusDays(1)), covered, watermark));
    return units;
  }

  private boolean tailLanded() {
    return lists().filter(this::ofThisRun).anyMatch(list -> !list.state().containsKey(UNTIL));
  }

  /**
   * Newest day on which a list began to be read before this run, or up to which a snapshot goes.
   */
  private Optional<LocalDate> watermark() {
    Optional<LocalDate> read =
        lists()
            .filter(list -> !ofThisRun(list))
            .map(ArxivPlan::listDay)
            .max(Comparator.naturalOrder());
    return read.isPresent() ? read : snapshotDay();
  }

  private static LocalDate listDay(BatchManifest list) {
    String day = list.state().get(LIST_DAY);
    return day == null ? utcDay(list.state().get(RESPONSE_DATE)) : LocalDate.parse(day);
  }

  private List<DayRange> coveredByThisRun() {
    return lists()
        .filter(this::ofThisRun)
        .filter(list -> list.state().containsKey(UNTIL))
        .map(list -> new DayRange(day(list, FROM), day(list, UNTIL)))
        .toList();
  }

  private List<DayRange> coveredBefore() {
    Stream<DayRange> read = lists().filter(list -> !ofThisRun(list)).map(this::covered);
    Stream<DayRange> imported =
        snapshotDay().map(day -> new DayRange(LocalDate.MIN, beforeOverlap(day))).stream();
    return Stream.concat(imported, read).toList();
  }

  private DayRange covered(BatchManifest list) {
    LocalDate settled = beforeOverlap(utcDay(list.state().get(RESPONSE_DATE)));
    boolean open = !list.state().containsKey(UNTIL);
    return new DayRange(day(list, FROM), open ? settled : firstOf(settled, day(list, UNTIL)));
  }

  private LocalDate beforeOverlap(LocalDate day) {
    return day.minus(overlap).minusDays(1);
  }

  /** Lists of this scope that count: a backfill counts for its own run only. */
  private Stream<BatchManifest> lists() {
    String scope = scope(settings);
    return request.manifests().stream()
        .filter(manifest -> scope.equals(manifest.state().get(SCOPE)))
        .filter(manifest -> manifest.movesWatermark() || ofThisRun(manifest));
  }

  private boolean ofThisRun(BatchManifest manifest) {
    return request.runId().equals(manifest.cycle());
  }

  private Optional<LocalDate> snapshotDay() {
    return request.manifests().stream()
        .filter(manifest -> IMPORT.equals(manifest.origin()))
        .filter(manifest -> manifest.state().containsKey(ArxivBulk.NEWEST_DATESTAMP))
        .map(manifest -> day(manifest, ArxivBulk.NEWEST_DATESTAMP))
        .max(Comparator.naturalOrder());
  }

  private List<WorkUnit> windows(DayRange wanted, List<DayRange> covered, LocalDate listDay) {
    return wanted.cut(settings.window()).stream()
        .flatMap(
            window ->
                window.upTo(wanted.until()).without(covered).stream()
                    .map(days -> window(days, window.until(), listDay)))
        .toList();
  }

  /**
   * The unit is named by where its window ends, not by the day up to which that is read: an
   * interrupted unit is the same one on another day, and keeps its pages.
   */
  private WorkUnit window(DayRange days, LocalDate windowEnd, LocalDate listDay) {
    Map<String, String> params = params(days.from());
    params.put(UNTIL, days.until().toString());
    params.put(LIST_DAY, listDay.toString());
    return new WorkUnit(unitId() + days.from() + "-" + windowEnd, params);
  }

  private WorkUnit tail(LocalDate from) {
    return new WorkUnit(unitId() + "from-" + from, params(from));
  }

  private Map<String, String> params(LocalDate from) {
    Map<String, String> params = new TreeMap<>();
    params.put(SCOPE, scope(settings));
    params.put(FROM, from.toString());
    return params;
  }

  /** The pages of an interrupted unit must not go into a list of another set or format. */
  private String unitId() {
    String prefix = settings.text("metadata-prefix");
    String format = prefix.equals(ArxivSource.DEFAULT_FORMAT) ? "" : prefix + "-";
    String set = settings.text("set");
    String within = set.isEmpty() ? "" : "set-" + set.replace(':', '.') + "-";
    return ("oai-" + format + within).toLowerCase(Locale.ROOT);
  }

  private static LocalDate day(BatchManifest manifest, String key) {
    return LocalDate.parse(manifest.state().get(key));
  }

  private static LocalDate utcDay(String instant) {
    return Instant.parse(instant).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static LocalDate latest(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate firstOf(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}

package org.rudolphine.ingest.source;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Records of HEPData: tables of measured values, in some of which predictions stand beside them.
 *
 * <p>A harvest asks for the state of each wanted record, one light request each, and fetches the
 * archive of those whose version or date is new, one unit each, so that a record that cannot be had
 * keeps nobody waiting. Which records are wanted the setting {@code records} says; with {@code
 * list: search} also those that the site's search tells as changed since the last time, which its
 * robots.txt closes to crawlers. At most {@code records-per-run} records are asked for in a run; of
 * changed ones the rest waits for the next.
 *
 * <p>A backfill fetches wanted records again whose last change lies in its days.
 */
public final class HepDataSource implements Source {
  static final String LISTING = "listing";
  static final String RECORD = "record";
  static final String STAMP = "stamp";
  static final String ASKED_AT = "asked-at";
  static final String WAITING = "waiting";
  static final String SINCE = "since";
  static final String UNREACHED = "unreached";
  static final String STATE_OF = "state.";

  private final SourceSettings settings;
  private final boolean searches;
  private final int most;

  /** Checks the settings that only this source has. */
  public HepDataSource(SourceSettings settings) {
    this.settings = settings;
    this.searches =
        switch (settings.text("list")) {
          case "settings" -> false;
          case "search" -> true;
          default ->
              throw new IllegalArgumentException(
                  "sources.hepdata.list is settings or search, not: " + settings.text("list"));
        };
    long perRun = settings.integer("records-per-run");
    if (perRun < 1 || perRun > 100_000) {
      throw new IllegalArgumentException(
          "sources.hepdata.records-per-run is 1 to 100000, not " + perRun);
    }
    this.most = (int) perRun;
    wanted(settings);
  }

  /** Records that the settings name, each once. */
  static List<String> wanted(SourceSettings settings) {
    List<String> wanted = new ArrayList<>();
    for (String text : settings.texts("records")) {
      String record = HepDataId.record(text);
      if (record == null) {
        throw new IllegalArgumentException(
            "sources.hepdata.records holds INSPIRE ids such as ins1887997, not: " + text);
      }
      if (!wanted.contains(record)) {
        wanted.add(record);
      }
    }
    return wanted;
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    if (!searches && settings.texts("records").isEmpty()) {
      return List.of();
    }
    return request.ofThisRun().stream()
        .filter(batch -> LISTING.equals(batch.unit()))
        .reduce((earlier, later) -> later)
        .map(listing -> records(request, listing.state()))
        .orElseGet(() -> List.of(listing(request)));
  }

  private WorkUnit listing(PlanRequest request) {
    Map<String, String> params = new TreeMap<>();
    request.ofUnit(LISTING).stream()
        .filter(BatchManifest::movesWatermark)
        .filter(batch -> batch.state().containsKey(ASKED_AT))
        .reduce((earlier, later) -> later)
        .ifPresent(
            batch -> {
              if (request.mode() != PlanRequest.Mode.FULL) {
                Instant asked = Instant.parse(batch.state().get(ASKED_AT));
                params.put(
                    SINCE,
                    asked.atZone(ZoneOffset.UTC).minus(settings.overlap()).toLocalDate() + "");
              }
              params.put(WAITING, batch.state().getOrDefault(WAITING, ""));
            });
    if (request.mode() == PlanRequest.Mode.BACKFILL && request.from() != null) {
      params.put(SINCE, request.from().toString());
    }
    return new WorkUnit(LISTING, params);
  }

  /** Records whose state is not the one that landed; those that could not be asked come last. */
  private static List<WorkUnit> records(PlanRequest request, Map<String, String> listed) {
    Map<String, String> landed = new LinkedHashMap<>();
    for (BatchManifest batch : request.manifests()) {
      if (batch.state().containsKey(RECORD) && batch.state().containsKey(STAMP)) {
        landed.put(batch.state().get(RECORD), batch.state().get(STAMP));
      }
    }
    List<WorkUnit> units = new ArrayList<>();
    List<WorkUnit> last = new ArrayList<>();
    listed.forEach(
        (key, stamp) -> {
          if (!key.startsWith(STATE_OF)) {
            return;
          }
          String record = key.substring(STATE_OF.length());
          WorkUnit unit = new WorkUnit("record-" + record, Map.of(RECORD, record));
          if (stamp.equals(UNREACHED)) {
            last.add(unit);
          } else if (isWanted(request, stamp, landed.get(record))) {
            units.add(unit);
          }
        });
    units.addAll(last);
    return units;
  }

  private static boolean isWanted(PlanRequest request, String stamp, String landed) {
    return switch (request.mode()) {
      case FULL -> true;
      case INCREMENTAL -> !stamp.equals(landed);
      case BACKFILL -> isBetween(request, stamp.substring(stamp.indexOf('|') + 1));
    };
  }

  private static boolean isBetween(PlanRequest request, String lastUpdated) {
    try {
      LocalDateTime updated = LocalDateTime.parse(lastUpdated);
      return (request.from() == null || !updated.toLocalDate().isBefore(request.from()))
          && (request.until() == null || !updated.toLocalDate().isAfter(request.until()));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    sink.restart();
    if (unit.id().equals(LISTING)) {
      new HepDataListing(settings, searches, most, client, sink).harvest(unit);
    } else {
      new HepDataFetch(settings, client, sink).harvest(unit.param(RECORD));
    }
  }

  @Override
  public List<ImportFile> companions(ImportFile file) throws IOException {
    return new HepDataImport(settings, file).companions();
  }

  /**
   * Reads what people have of HEPData: archives of submissions, their folders, single tables. They
   * never count as complete.
   */
  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    return new HepDataImport(settings, file).run(sink);
  }
}

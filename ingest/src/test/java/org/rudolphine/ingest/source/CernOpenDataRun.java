package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;

/** Nights of harvesting a {@link CernOpenDataPortal}, as the harvest stage runs them. */
final class CernOpenDataRun {
  final CernOpenDataPortal portal;
  final int window;
  final Map<String, Serializable> overrides = new HashMap<>();
  final List<BatchManifest> manifests = new ArrayList<>();
  Instant now = Instant.parse("2026-11-01T02:00:00Z");
  private int runs;

  CernOpenDataRun(CernOpenDataPortal portal, int window) {
    this.portal = portal;
    this.window = window;
  }

  /**
   * What a night brought.
   *
   * @param units units that landed, in order, with their sinks
   * @param failures messages of those that failed
   */
  record Night(Map<String, CollectingSink> units, List<String> failures) {
    List<PageRecord> records() {
      return units.values().stream().flatMap(sink -> sink.records().stream()).toList();
    }

    List<PageRecord> records(String kind) {
      return records().stream().filter(record -> record.kind().equals(kind)).toList();
    }

    List<String> ids(String kind) {
      return records(kind).stream().map(PageRecord::nativeId).toList();
    }
  }

  SourceSettings settings() {
    Map<String, Serializable> values = new HashMap<>();
    values.put("route", "api");
    values.put("types", new ArrayList<>(List.of("Dataset")));
    values.put("oai-sets", new ArrayList<>(List.of("records-Dataset")));
    values.put("page-size", 10L);
    values.put("full-listing-every", "P30D");
    values.put("changes-at-most", 100L);
    values.put("files", "none");
    values.put("details-per-run", 5000L);
    values.put("max-attempts", 1L);
    values.putAll(overrides);
    return portal.provider.settings("cernopendata", values);
  }

  CernOpenDataSource source() {
    return new CernOpenDataSource(settings(), Clock.fixed(now, ZoneOffset.UTC), window);
  }

  Night night() throws IOException {
    return night(PlanRequest.Mode.INCREMENTAL, null, null);
  }

  Night night(PlanRequest.Mode mode, LocalDate from, LocalDate until) throws IOException {
    String run = "run-" + ++runs;
    Night night = new Night(new TreeMap<>(), new ArrayList<>());
    Set<String> tried = new HashSet<>();
    try (PoliteClient client = PoliteClient.open(settings(), new Pace(Duration.ZERO))) {
      for (int round = 0; round < 10; round++) {
        List<WorkUnit> units =
            source().plan(new PlanRequest(run, mode, from, until, manifests)).stream()
                .filter(unit -> tried.add(unit.id()))
                .toList();
        if (units.isEmpty()) {
          return night;
        }
        for (WorkUnit unit : units) {
          harvest(unit, client, run, mode, night);
        }
      }
    }
    throw new AssertionError("The plan never ends");
  }

  private void harvest(
      WorkUnit unit, PoliteClient client, String run, PlanRequest.Mode mode, Night night) {
    CollectingSink sink = new CollectingSink();
    try {
      source().harvest(unit, client, sink);
    } catch (IOException e) {
      night.failures().add(unit.id() + ": " + e.getMessage());
      return;
    }
    night.units().put(unit.id(), sink);
    String origin = mode == PlanRequest.Mode.BACKFILL ? "backfill" : "harvest";
    manifests.add(sink.manifest("cernopendata", unit.id(), run, origin));
  }
}

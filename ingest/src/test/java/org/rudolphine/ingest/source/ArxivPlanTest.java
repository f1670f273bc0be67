package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.source.PlanRequest.Mode;

/** Nights of a harvest without a network: what is planned, and what is planned after that. */
class ArxivPlanTest {
  private final List<BatchManifest> manifests = new ArrayList<>();
  private Map<String, Serializable> own = Map.of();

  private ArxivSource source() {
    Map<String, Serializable> values = new HashMap<>();
    values.put("metadata-prefix", "arXivRaw");
    values.put("set", "");
    values.put("window", "P1M");
    values.put("overlap", "P1D");
    values.putAll(own);
    return new ArxivSource(new SourceSettings("arxiv", values));
  }

  private PlanRequest request(String run, Mode mode, String from, String until) {
    return new PlanRequest(
        run,
        mode,
        from == null ? null : LocalDate.parse(from),
        until == null ? null : LocalDate.parse(until),
        manifests);
  }

  private List<WorkUnit> plan(String run, Mode mode) {
    return source().plan(request(run, mode, null, null));
  }

  private List<String> ids(String run) {
    return plan(run, Mode.INCREMENTAL).stream().map(WorkUnit::id).toList();
  }

  /** The night's first unit, at the provider's time. */
  private void identify(String run, String day) {
    land(run, "harvest", "oai-identify", day, Map.of("oai.earliest-datestamp", "2026-01-15"));
  }

  private void land(
      String run, String origin, String unit, String day, Map<String, String> params) {
    Map<String, String> state = new TreeMap<>(params);
    if (day != null) {
      state.put("oai.response-date", day + "T04:00:00Z");
    }
    String batch = "%05d".formatted(manifests.size());
    Instant now = Instant.EPOCH;
    manifests.add(
        new BatchManifest(batch, "arxiv", unit, run, origin, null, 1, now, now, state, List.of()));
  }

  /** Lands the planned units of those places. */
  private void land(String run, Mode mode, String day, int... places) {
    List<WorkUnit> units = plan(run, mode);
    String origin = mode == Mode.BACKFILL ? "backfill" : "harvest";
    for (int place : places) {
      land(run, origin, units.get(place).id(), day, units.get(place).params());
    }
  }

  private void imported(String newest) {
    land("import", "import", "import-0123", null, Map.of("newest_datestamp", newest));
  }

  @Test
  void identifyComesFirstInEveryRun() {
    assertThat(ids("r1")).containsExactly("oai-identify");
    identify("r1", "2026-03-20");
    assertThat(ids("r2")).containsExactly("oai-identify");
  }

  @Test
  void aFirstHarvestIsCutIntoWindowsUpToToday() {
    identify("r1", "2026-03-20");

    assertThat(ids("r1"))
        .containsExactly(
            "oai-2026-01-15-2026-02-14",
            "oai-2026-02-15-2026-03-14",
            "oai-2026-03-15-2026-04-14",
            "oai-from-2026-03-19");
    assertThat(plan("r1", Mode.INCREMENTAL).get(0).params())
        .isEqualTo(
            Map.of(
                "oai.scope", "arXivRaw|",
                "oai.from", "2026-01-15",
                "oai.until", "2026-02-14",
                "oai.list-day", "2026-03-20"));
    land("r1", Mode.INCREMENTAL, "2026-03-20", 0, 1, 2, 3);
    assertThat(ids("r1")).isEmpty();
  }

  @Test
  void theNextNightReadsFromTheDayBeforeTheFirstListBegan() {
    identify("r1", "2026-03-20");
    land("r1", Mode.INCREMENTAL, "2026-03-21", 0, 1, 2);
    identify("r2", "2026-03-22");

    assertThat(plan("r2", Mode.INCREMENTAL))
        .containsExactly(
            new WorkUnit(
                "oai-from-2026-03-19", Map.of("oai.scope", "arXivRaw|", "oai.from", "2026-03-19")));
    land("r2", Mode.INCREMENTAL, "2026-03-22", 0);
    assertThat(ids("r2")).isEmpty();

    identify("r3", "2026-03-23");
    assertThat(ids("r3"))
        .as("the answer of r2, not the night")
        .containsExactly("oai-from-2026-03-21");
  }

  @Test
  void aFailedTailIsPlannedAgainFromTheSameDay() {
    identify("r1", "2026-03-20");
    land("r1", Mode.INCREMENTAL, "2026-03-20", 0, 1, 2);
    identify("r2", "2026-03-21");
    identify("r3", "2026-04-30");

    assertThat(ids("r3")).containsExactly("oai-from-2026-03-19");
  }

  @Test
  void aFirstHarvestThatBrokeOffGoesOnAndNewPapersComeFirst() {
    identify("r1", "2026-03-20");
    land("r1", Mode.INCREMENTAL, "2026-03-20", 0);
    identify("r2", "2026-03-22");

    assertThat(ids("r2"))
        .containsExactly(
            "oai-from-2026-03-19", "oai-2026-02-15-2026-03-14", "oai-2026-03-15-2026-04-14");
    land("r2", Mode.INCREMENTAL, "2026-03-22", 0, 1);
    assertThat(ids("r2")).containsExactly("oai-2026-03-15-2026-04-14");

    identify("r3", "2026-03-23");
    assertThat(ids("r3")).containsExactly("oai-from-2026-03-21", "oai-2026-03-15-2026-04-14");
    land("r3", Mode.INCREMENTAL, "2026-03-23", 0, 1);
    identify("r4", "2026-03-24");
    assertThat(ids("r4")).containsExactly("oai-from-2026-03-22");
  }

  @Test
  void anotherWindowLengthKeepsWhatIsComplete() {
    identify("r1", "2026-03-20");
    land("r1", Mode.INCREMENTAL, "2026-03-20", 1);
    own = Map.of("window", "P1Y");
    identify("r2", "2026-03-20");

    assertThat(ids("r2"))
        .containsExactly(
            "oai-from-2026-03-19", "oai-2026-01-15-2027-01-14", "oai-2026-03-15-2027-01-14");
    assertThat(plan("r2", Mode.INCREMENTAL).get(1).params())
        .containsEntry("oai.until", "2026-02-14");
  }

  @Test
  void anotherSetOrFormatStartsAnew() {
    identify("r1", "2026-01-20");
    land("r1", Mode.INCREMENTAL, "2026-01-20", 0);
    identify("r2", "2026-01-20");

    own = Map.of("set", "physics:astro-ph:HE");
    assertThat(ids("r2"))
        .containsExactly(
            "oai-set-physics.astro-ph.he-2026-01-15-2026-02-14",
            "oai-set-physics.astro-ph.he-from-2026-01-19");
    own = Map.of("metadata-prefix", "arXiv", "set", "cs");
    assertThat(ids("r2"))
        .containsExactly(
            "oai-arxiv-set-cs-2026-01-15-2026-02-14", "oai-arxiv-set-cs-from-2026-01-19");
    own = Map.of();
    assertThat(ids("r2")).containsExactly("oai-from-2026-01-19");
  }

  @Test
  void afterABulkSnapshotOnlyWhatIsNewerIsAsked() {
    imported("2026-03-01");
    imported("2026-02-01");
    identify("r1", "2026-03-20");

    assertThat(ids("r1")).containsExactly("oai-from-2026-02-28");
    land("r1", Mode.INCREMENTAL, "2026-03-20", 0);
    identify("r2", "2026-03-21");
    assertThat(ids("r2")).containsExactly("oai-from-2026-03-19");
  }

  @Test
  void aSnapshotImportedLaterFillsWhatIsMissingAndMovesNothingBack() {
    identify("r1", "2026-03-20");
    land("r1", Mode.INCREMENTAL, "2026-03-20", 2);
    imported("2026-02-20");
    identify("r2", "2026-03-21");

    assertThat(ids("r2")).containsExactly("oai-from-2026-03-19", "oai-2026-02-19-2026-03-14");
  }

  @Test
  void anImportedPageSaysNothingAboutCompleteness() {
    land("import", "import", "import-4567", null, Map.of());
    identify("r1", "2026-01-20");

    assertThat(ids("r1")).containsExactly("oai-2026-01-15-2026-02-14", "oai-from-2026-01-19");
  }

  @Test
  void aFullHarvestReadsEverythingAgainAndItsDayCounts() {
    identify("r1", "2026-02-20");
    land("r1", Mode.INCREMENTAL, "2026-02-20", 0, 1);
    identify("r2", "2026-02-25");
    assertThat(plan("r2", Mode.FULL))
        .extracting(WorkUnit::id)
        .containsExactly(
            "oai-2026-01-15-2026-02-14", "oai-2026-02-15-2026-03-14", "oai-from-2026-02-24");
    land("r2", Mode.FULL, "2026-02-25", 0);
    assertThat(plan("r2", Mode.FULL)).hasSize(2);

    identify("r3", "2026-02-26");
    assertThat(ids("r3"))
        .as("the days that neither the first list nor the tail covers")
        .containsExactly("oai-from-2026-02-24", "oai-2026-02-19-2026-03-14");
  }

  @Test
  void aBackfillIsCutToo() {
    identify("r1", "2026-03-20");
    PlanRequest request = request("r1", Mode.BACKFILL, "2020-01-01", "2026-02-20");

    assertThat(source().plan(request))
        .extracting(WorkUnit::id)
        .containsExactly("oai-2026-01-15-2026-02-14", "oai-2026-02-15-2026-03-14");
    assertThat(source().plan(request("r1", Mode.BACKFILL, "2026-03-10", null)))
        .extracting(WorkUnit::id)
        .containsExactly("oai-2026-03-10-2026-04-09", "oai-from-2026-03-19");
    assertThat(source().plan(request("r1", Mode.BACKFILL, null, "2026-01-14"))).isEmpty();
  }

  @Test
  void aBackfillMovesNoWatermark() {
    identify("r1", "2026-02-01");
    land("r1", Mode.BACKFILL, "2026-02-01", 0, 1);
    assertThat(plan("r1", Mode.BACKFILL)).isEmpty();
    identify("r2", "2026-02-10");

    assertThat(ids("r2")).containsExactly("oai-2026-01-15-2026-02-14", "oai-from-2026-02-09");
  }

  /** arXiv's answer to Identify may come out of a cache that keeps it for a year. */
  @Test
  void aClockOutOfACacheHidesNothing() {
    identify("r1", "2026-02-01");
    assertThat(ids("r1")).containsExactly("oai-2026-01-15-2026-02-14", "oai-from-2026-01-31");
    land("r1", Mode.INCREMENTAL, "2026-11-20", 0, 1);
    identify("r2", "2026-02-01");
    assertThat(ids("r2")).containsExactly("oai-from-2026-11-19");
    assertThat(source().plan(request("r2", Mode.BACKFILL, "2026-06-01", null)))
        .extracting(WorkUnit::id)
        .containsExactly("oai-from-2026-06-01");
    assertThat(source().plan(request("r2", Mode.BACKFILL, "2026-06-01", "2026-06-30")))
        .extracting(WorkUnit::id)
        .containsExactly("oai-2026-06-01-2026-06-30");
  }

  @Test
  void theProvidersClockMayStandStill() {
    identify("r1", "2026-02-01");
    land("r1", Mode.INCREMENTAL, "2026-02-01", 0);
    identify("r2", "2026-02-01");
    assertThat(ids("r2")).containsExactly("oai-from-2026-01-31");
    land("r2", Mode.INCREMENTAL, "2026-02-01", 0);
    identify("r3", "2026-02-01");
    assertThat(ids("r3")).containsExactly("oai-from-2026-01-31");
  }
}

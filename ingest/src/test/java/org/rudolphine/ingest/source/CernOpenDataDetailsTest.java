package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.raw.PageRecord;

class CernOpenDataDetailsTest {
  private static final int WINDOW = 400;
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00.25Z");

  private final CernOpenDataPortal portal = new CernOpenDataPortal(WINDOW);
  private final CernOpenDataRun run = new CernOpenDataRun(portal, WINDOW);

  @BeforeEach
  void wantRecords() {
    run.overrides.put("files", "records");
    run.overrides.put("page-size", 100L);
  }

  @AfterEach
  void close() {
    portal.close();
  }

  private static ObjectNode dataset() {
    return CernOpenDataPortal.record("Dataset", "Collision");
  }

  private void putDatasets(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> portal.put(i, DAY, dataset()));
  }

  private List<String> asked(String pathStart) {
    return portal.provider.targets().stream()
        .filter(target -> target.startsWith(pathStart) && !target.contains("?"))
        .toList();
  }

  @Test
  void everyListedRecordIsAskedForOnce() throws IOException {
    putDatasets(1, 30);

    CernOpenDataRun.Night first = run.night();
    CernOpenDataRun.Night second = run.night();

    assertThat(first.failures()).isEmpty();
    assertThat(first.ids("record")).containsExactlyInAnyOrderElementsOf(recids(1, 30));
    assertThat(first.units().keySet()).containsExactly("details-0001", "listing");
    CollectingSink.Page page = first.units().get("details-0001").pages().get(7);
    PageRecord record = page.records().get(0);
    assertThat(page.url()).endsWith("/api/records/" + record.nativeId());
    assertThat(record.datestamp()).isEqualTo(DAY);
    assertThat(new String(record.payload(), UTF_8))
        .isEqualTo(portal.items().get(record.nativeId()).envelope(true).toString());
    assertThat(second.records()).isEmpty();
    assertThat(second.units().keySet()).containsExactly("changes");
    assertThat(asked("/api/records/")).hasSize(30);
  }

  private static List<String> recids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void noMoreAreAskedForThanANightMayAndTheRestFollows() throws IOException {
    run.overrides.put("details-per-run", 300L);
    putDatasets(1, 390);

    CernOpenDataRun.Night first = run.night();
    CernOpenDataRun.Night second = run.night();

    assertThat(first.ids("record")).containsExactlyInAnyOrderElementsOf(recids(1, 300));
    assertThat(first.units().keySet()).containsExactly("details-0001", "details-0002", "listing");
    assertThat(second.ids("record")).containsExactlyInAnyOrderElementsOf(recids(301, 390));
  }

  @Test
  void oneRecordThatCannotBeHadKeepsNobodyWaiting() throws IOException {
    putDatasets(1, 5);
    portal.answer(2, Step.reply(500, "application/json", "{\"message\": \"No object assigned\"}"));
    portal.answer(3, Step.hangUp());
    portal.answer(4, Step.reply(200, "application/json", "<html>sorry</html>"));

    CernOpenDataRun.Night first = run.night();
    List.of(2, 3, 4).forEach(portal::answerTruly);
    CernOpenDataRun.Night second = run.night();

    assertThat(first.failures()).isEmpty();
    assertThat(first.ids("record")).containsExactlyInAnyOrder("1", "5");
    assertThat(first.units().get("details-0001").state())
        .containsEntry("failed.0", "2 500, 3 no answer, 4 is no JSON");
    assertThat(second.ids("record")).containsExactlyInAnyOrder("2", "3", "4");
    assertThat(run.night().records()).isEmpty();
  }

  @Test
  void whatFailedBeforeComesAfterWhatDidNot() throws IOException {
    run.overrides.put("details-per-run", 2L);
    putDatasets(1, 4);
    portal.answer(1, Step.status(500));
    portal.answer(2, Step.status(500));

    assertThat(run.night().ids("record")).isEmpty();
    assertThat(run.night().ids("record")).containsExactlyInAnyOrder("3", "4");
  }

  @Test
  void aRowOfFailuresFailsTheUnit() throws IOException {
    putDatasets(1, 30);
    IntStream.rangeClosed(1, 30).forEach(i -> portal.answer(i, Step.status(500)));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures())
        .singleElement()
        .asString()
        .contains("details-0001", "20 records in a row", "500");
    assertThat(asked("/api/records/")).hasSize(20);
  }

  /** As when a whole release is broken: its records are neighbours. */
  @Test
  void manyBrokenNeighboursKeepNobodyWaiting() throws IOException {
    putDatasets(1, 60);
    IntStream.rangeClosed(10, 40).forEach(i -> portal.answer(i, Step.status(500)));

    CernOpenDataRun.Night first = run.night();
    portal.put(61, Instant.parse("2026-11-01T20:00:00Z"), dataset());
    int asked = asked("/api/records/").size();
    CernOpenDataRun.Night second = run.night();

    assertThat(first.failures()).isEmpty();
    assertThat(first.ids("record")).hasSize(29);
    assertThat(second.failures()).isEmpty();
    assertThat(second.ids("record")).containsExactly("61");
    assertThat(asked("/api/records/")).as("one, and 20 of the broken").hasSize(asked + 21);
    IntStream.rangeClosed(10, 40).forEach(portal::answerTruly);
    assertThat(run.night().ids("record")).hasSize(31);
  }

  @Test
  void anInterruptedUnitGoesOnWithWhatItLacks() throws IOException {
    putDatasets(1, 4);
    run.night();
    CollectingSink sink = new CollectingSink(Set.of("1", "3"));
    int before = portal.provider.targets().size();
    WorkUnit unit =
        run
            .source()
            .plan(
                new PlanRequest(
                    "x", PlanRequest.Mode.INCREMENTAL, null, null, run.manifests.subList(0, 1)))
            .stream()
            .filter(planned -> planned.id().startsWith("details-"))
            .findFirst()
            .orElseThrow();

    try (PoliteClient client = PoliteClient.open(run.settings(), new Pace(Duration.ZERO))) {
      run.source().harvest(unit, client, sink);
    }

    assertThat(sink.records()).extracting(PageRecord::nativeId).containsExactlyInAnyOrder("2", "4");
    assertThat(sink.restarts()).isZero();
    assertThat(portal.provider.targets()).hasSize(before + 2);
  }

  @Test
  void goneIsWhatThePortalSaysIsGone() throws IOException {
    putDatasets(1, 3);
    portal.answer(2, Step.reply(410, "application/json", "{\"status\": 410}"));
    portal.answer(3, Step.reply(404, "application/json", "{\"status\": 404}"));

    CernOpenDataRun.Night night = run.night();

    PageRecord gone =
        night.records("record").stream().filter(PageRecord::deleted).findFirst().orElseThrow();
    assertThat(gone.nativeId()).isEqualTo("2");
    assertThat(gone.datestamp()).isNull();
    assertThat(new String(gone.payload(), UTF_8)).isEqualTo("{\"recid\":\"2\",\"status\":410}");
    assertThat(night.units().get("details-0001").state()).containsEntry("failed.0", "3 404");
    int asked = asked("/api/records/2").size();
    run.night();
    assertThat(asked("/api/records/2")).as("not asked for again").hasSize(asked);
  }

  @Test
  void whatACompleteListingLacksIsAskedForAndThen404MeansGone() throws IOException {
    putDatasets(1, 3);
    run.night();
    portal.remove(2);
    run.now = run.now.plus(Duration.ofDays(30));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.records("record"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.nativeId()).isEqualTo("2");
              assertThat(record.deleted()).isTrue();
            });
    assertThat(run.night().records()).isEmpty();
  }

  @Test
  void aRecordThatAnswersAsAnotherIsNotLanded() throws IOException {
    putDatasets(1, 2);
    String other = portal.items().get("1").envelope(true).toString();
    portal.answer(2, Step.reply(200, "application/json", other));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.ids("record")).containsExactlyInAnyOrder("1");
    assertThat(night.units().get("details-0001").state())
        .containsEntry("failed.0", "2 answered as 1");
  }

  @Test
  void anUnchangedRecordIsAskedForWithItsTagAndNotLandedAgain() throws IOException {
    portal.put(1, DAY, dataset());
    run.night();
    // The search knows of a change that the record itself does not show.
    portal.answer(1, Step.tagged("\"1\"", "application/json", "{}"));
    portal.put(1, Instant.parse("2026-11-01T20:00:00Z"), dataset());

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.records()).isEmpty();
    assertThat(run.night().records()).isEmpty();
    assertThat(asked("/api/records/1")).hasSize(2);
  }

  // ---- file indices
  // ------------------------------------------------------------------------------

  private static ObjectNode withIndex(String key, int announced, int listed) {
    ObjectNode dataset = dataset();
    ObjectNode index = dataset.putArray("_file_indices").addObject();
    index.put("key", key).put("number_files", announced);
    var files = index.putArray("files");
    IntStream.range(0, listed).forEach(i -> files.addObject().put("uri", "root://x//" + i));
    return dataset;
  }

  @Test
  void fileIndicesLandBesideTheirRecord() throws IOException {
    run.overrides.put("files", "indices");
    portal.put(1, DAY, withIndex("CMS_AOD_file_index.json", 2, 2));
    portal.put(2, DAY, withIndex("CMS_RAW_file_index.json", 2, 0));
    portal.put(3, DAY, withIndex("lost.json", 1, 1));
    portal.provider.reply("/record/3/file_index/lost.json", 404, "text/html", "no");

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.ids("record")).containsExactlyInAnyOrder("1", "3");
    assertThat(night.records("file-index"))
        .singleElement()
        .satisfies(
            index -> {
              assertThat(index.nativeId()).isEqualTo("1#CMS_AOD_file_index.json");
              assertThat(new String(index.payload(), UTF_8))
                  .isEqualTo(portal.items().get("1").metadata().at("/_file_indices/0").toString());
            });
    assertThat(night.units().get("details-0001").state())
        .containsEntry("failed.0", "2 file index announces 2 files and lists none")
        .containsEntry("missing-indices.0", "3#lost.json");
  }

  @ParameterizedTest
  @CsvSource({"410, 1 record", "500, 1 file index 500"})
  void anIndexThatIsGoneIsNotItsRecord(int status, String outcome) throws IOException {
    run.overrides.put("files", "indices");
    portal.put(1, DAY, withIndex("a.json", 1, 1));
    portal.provider.reply("/record/1/file_index/a.json", status, "text/html", "no");

    CernOpenDataRun.Night night = run.night();

    String failed = night.units().get("details-0001").state().get("failed.0");
    assertThat(night.records()).noneMatch(PageRecord::deleted);
    assertThat(failed == null ? night.ids("record").get(0) + " record" : failed).isEqualTo(outcome);
  }

  @Test
  void indicesTurnedOnLaterAskForTheRecordsAgain() throws IOException {
    portal.put(1, DAY, withIndex("a.json", 1, 1));
    run.night();
    run.overrides.put("files", "indices");

    assertThat(run.night().ids("file-index")).containsExactly("1#a.json");
    assertThat(run.night().records()).isEmpty();
  }

  // ---- changes between complete listings
  // ----------------------------------------------------------

  @Test
  void changesAreNamedByOaiPmhAndAskedForOneByOne() throws IOException {
    putDatasets(1, 30);
    run.night();
    portal.put(7, Instant.parse("2026-11-01T20:00:00.75Z"), dataset());
    portal.put(31, Instant.parse("2026-11-01T21:00:00Z"), dataset());
    run.now = run.now.plus(Duration.ofDays(1));
    int searches = searches();

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.ids("record")).containsExactlyInAnyOrder("7", "31");
    assertThat(night.records()).hasSize(2);
    assertThat(searches()).isEqualTo(searches);
    assertThat(portal.provider.targets())
        .anyMatch(
            target ->
                target.startsWith("/oai2d?verb=ListIdentifiers&metadataPrefix=oai_dc")
                    && target.contains("from=2026-10-31T02%3A00%3A00Z"));
    assertThat(run.night().records()).isEmpty();
  }

  private int searches() {
    return (int)
        portal.provider.targets().stream().filter(t -> t.startsWith("/api/records/?")).count();
  }

  @Test
  void tooManyChangesAreListedAnew() throws IOException {
    run.overrides.put("changes-at-most", 20L);
    putDatasets(1, 60);
    run.night();
    IntStream.rangeClosed(1, 50)
        .forEach(i -> portal.put(i, Instant.parse("2026-11-01T20:00:00Z"), dataset()));
    run.now = run.now.plus(Duration.ofDays(1));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.ids("listing")).hasSize(50);
    assertThat(night.ids("seen")).hasSize(10);
    assertThat(night.ids("record")).containsExactlyInAnyOrderElementsOf(recids(1, 50));
    assertThat(portal.provider.targets().stream().filter(t -> t.startsWith("/oai2d"))).hasSize(3);
  }

  @Test
  void authorListsAreNeverAskedFor() throws IOException {
    run.overrides.put("types", new ArrayList<>(List.of("Documentation")));
    run.overrides.put("oai-sets", new ArrayList<>(List.of("records-Documentation")));
    portal.put(1, DAY, CernOpenDataPortal.record("Documentation", "Policy"));
    portal.put(2, DAY, CernOpenDataPortal.record("Documentation", "Authors"));
    run.night();
    Instant later = Instant.parse("2026-11-01T20:00:00Z");
    portal.put(2, later, CernOpenDataPortal.record("Documentation", "Authors"));
    portal.put(3, later, CernOpenDataPortal.record("Documentation", "Authors"));

    assertThat(run.night().records()).isEmpty();
    assertThat(asked("/api/records/2")).isEmpty();
    assertThat(run.night().records()).as("a new one is looked at once").isEmpty();
    assertThat(asked("/api/records/3")).hasSize(1);
  }

  @Test
  void fullAsksForEverythingAgainOverAsManyNightsAsItTakes() throws IOException {
    run.overrides.put("details-per-run", 3L);
    putDatasets(1, 5);
    run.night();
    run.night();

    CernOpenDataRun.Night full = run.night(PlanRequest.Mode.FULL, null, null);

    assertThat(full.ids("listing")).hasSize(5);
    assertThat(full.ids("record")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(run.night().ids("record")).containsExactlyInAnyOrder("4", "5");
    assertThat(run.night().records()).isEmpty();
  }

  @Test
  void aBackfillAsksForWhatChangedInItsDaysAndMovesNothing() throws IOException {
    putDatasets(1, 3);
    portal.put(4, Instant.parse("2026-10-05T23:59:59Z"), dataset());
    run.night();
    LocalDate day = LocalDate.of(2026, 10, 5);

    CernOpenDataRun.Night backfill = run.night(PlanRequest.Mode.BACKFILL, day, day);

    assertThat(backfill.ids("record")).containsExactlyInAnyOrder("4");
    assertThat(backfill.units().get("changes").listing()).isNull();
    assertThat(run.night().records()).isEmpty();
  }

  // ---- the export route
  // ---------------------------------------------------------------------------

  private void wantExport() {
    run.overrides.put("route", "export");
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "2, false", "2, true"})
  void theExportRouteNeverTouchesTheApi(int forgetAfter, boolean tellsSize) throws IOException {
    wantExport();
    portal.oai.forgetAfter = forgetAfter;
    portal.oai.tellsSize = tellsSize;
    IntStream.rangeClosed(1, 30).forEach(i -> portal.put(i, DAY.plusSeconds(i), dataset()));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.failures()).isEmpty();
    assertThat(night.ids("export")).containsExactlyInAnyOrderElementsOf(recids(1, 30));
    assertThat(night.records("export").get(0).datestamp()).isNull();
    assertThat(night.units().get("listing").listing()).isNull();
    assertThat(portal.provider.targets()).noneMatch(target -> target.startsWith("/api/"));
    assertThat(run.night().records()).isEmpty();
  }

  @Test
  void theExportRouteAsksForFileIndicesToo() throws IOException {
    wantExport();
    run.overrides.put("files", "indices");
    portal.put(1, DAY, withIndex("a.json", 1, 1));

    assertThat(run.night().ids("file-index")).containsExactly("1#a.json");
  }

  @Test
  void anEmptyExportIsAFailureAndNotARecord() throws IOException {
    wantExport();
    portal.put(1, DAY, dataset());
    portal.answer(1, Step.reply(200, "application/json", "{}"));

    CernOpenDataRun.Night night = run.night();

    assertThat(night.records()).isEmpty();
    assertThat(night.units().get("details-0001").state())
        .containsEntry("failed.0", "1 empty record");
  }

  @Test
  void onTheExportRouteWhatOaiPmhNoLongerHasIsAskedForBeforeItIsGone() throws IOException {
    wantExport();
    putDatasets(1, 3);
    run.night();
    portal.remove(3);
    run.now = run.now.plus(Duration.ofDays(30));

    assertThat(run.night().records("export"))
        .singleElement()
        .satisfies(record -> assertThat(record.deleted()).isTrue());
  }

  @Test
  void anEmptySetFails() throws IOException {
    wantExport();
    portal.put(1, DAY, CernOpenDataPortal.record("Software", "Tool"));

    assertThat(run.night().failures())
        .singleElement()
        .asString()
        .contains("no record of any of", "oai-sets");
  }

  // ---- waits
  // ---------------------------------------------------------------------------------------

  @Test
  void aBusyPortalIsAskedAgain() throws IOException {
    run.overrides.put("max-attempts", 3L);
    portal.put(1, DAY, dataset());
    String body = portal.items().get("1").envelope(true).toString();
    portal.provider.script(
        "/api/records/1",
        Step.retryAfterSeconds(503, 0),
        Step.status(500),
        Step.reply(200, "application/json", body).after(Duration.ofMillis(50)));

    assertThat(run.night().ids("record")).containsExactlyInAnyOrder("1");
  }

  @ParameterizedTest
  @CsvSource({
    "route, web, api or export",
    "files, all, 'records, indices or none'",
    "full-listing-every, monthly, 'period such as P30D, not: monthly'"
  })
  void unknownChoicesAreRefused(String key, String value, String message) {
    run.overrides.put(key, value);
    assertThatThrownBy(run::source).hasMessageContaining(message);
  }

  @Test
  void settingsThatAskForNothingAreRefused() {
    run.overrides.putAll(Map.of("route", "export", "files", "none"));
    assertThatThrownBy(run::source).hasMessageContaining("files is none");
    run.overrides.putAll(Map.of("route", "api", "page-size", 401L));
    assertThatThrownBy(run::source).hasMessageContaining("1 to 400, not 401");
  }
}

package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;

class GwoscSourceTest {
  private static final String CSV =
      "/api/v2/event-versions?include-default-parameters=true&format=csv";
  private static final String JSON =
      "/api/v2/event-versions?include-default-parameters=true&format=json";
  private static final String ALL = "/eventapi/json/allevents/";
  private static final String HEADER = "name,shortName,gps,version,catalog,doi,detail_url\r\n";
  private static final String ROW_A = "GW1,GW1-v1,1126259462.4,1,GWTC-1-confident,,";
  private static final String ROW_B = "GW2,GW2-v3,1187008882.4,3,GWTC-2.1-confident,,";

  private final FakeProvider provider = FakeProvider.start();
  private final List<BatchManifest> manifests = new ArrayList<>();

  @AfterEach
  void close() {
    provider.close();
  }

  private SourceSettings settings(Map<String, ? extends Serializable> overrides) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("route", "v2-csv");
    values.put("details", "v1");
    values.put("details-per-run", 400L);
    values.put("bulk-details-from", 25L);
    values.put("asset-events", new ArrayList<String>());
    values.put("strain-rate-hz", 4096L);
    values.put("strain-duration-s", 32L);
    values.putAll(overrides);
    return provider.settings("gwosc", values);
  }

  private CollectingSink harvest(WorkUnit unit, CollectingSink sink, SourceSettings settings)
      throws IOException {
    try (PoliteClient client = PoliteClient.open(settings, new Pace(Duration.ZERO))) {
      new GwoscSource(settings).harvest(unit, client, sink);
    }
    return sink;
  }

  private CollectingSink listing(Map<String, ? extends Serializable> overrides) throws IOException {
    SourceSettings settings = settings(overrides);
    WorkUnit unit = new GwoscSource(settings).plan(request("run")).get(0);
    return harvest(unit, new CollectingSink(), settings);
  }

  private PlanRequest request(String run) {
    return new PlanRequest(run, PlanRequest.Mode.INCREMENTAL, null, null, manifests);
  }

  /** A whole harvest, as the harvest stage does it: plan, fetch, land, until nothing is planned. */
  private List<CollectingSink> run(PlanRequest.Mode mode, String run) throws IOException {
    return run(new PlanRequest(run, mode, null, null, List.of()), settings(Map.of()));
  }

  private List<CollectingSink> run(PlanRequest template, SourceSettings settings)
      throws IOException {
    String origin = template.mode() == PlanRequest.Mode.BACKFILL ? "backfill" : "harvest";
    List<CollectingSink> sinks = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      PlanRequest request =
          new PlanRequest(
              template.runId(), template.mode(), template.from(), template.until(), manifests);
      List<WorkUnit> units = new GwoscSource(settings).plan(request);
      if (units.isEmpty()) {
        return sinks;
      }
      for (WorkUnit unit : units) {
        CollectingSink sink = harvest(unit, new CollectingSink(), settings);
        sinks.add(sink);
        manifests.add(sink.manifest("gwosc", unit.id(), template.runId(), origin));
      }
    }
    throw new AssertionError("The plan never ends");
  }

  private static List<String> ids(CollectingSink sink) {
    return sink.records().stream().map(PageRecord::nativeId).toList();
  }

  private static String detail(String id, String name, int version) {
    return """
        {"events": {"%s": {"commonName": "%s", "version": %d, "GPS": 1.0,
          "catalog.shortName": "C", "parameters": {}, "strain": []}}}"""
        .formatted(id, name, version);
  }

  private String page(int number, int total, String next, String... rows) {
    return """
        {"next": %s, "previous": null, "results_count": %d, "page_number": %d, "results": [%s]}"""
        .formatted(
            next == null ? "null" : "\"" + next + "\"", total, number, String.join(",", rows));
  }

  private static String row(String name, int version) {
    return """
        {"name": "%s", "shortName": "%s-v%d", "gps": 1.50, "version": %d, "catalog": "GWTC-2"}"""
        .formatted(name, name, version, version);
  }

  private void serveList(String... rows) {
    provider.reply(CSV, 200, "text/csv", HEADER + String.join("\r\n", rows) + "\r\n");
  }

  @Test
  void csvListingLandsEveryRowByteForByte() throws IOException {
    serveList(ROW_A, ROW_B, ",,,,,,");

    CollectingSink sink = listing(Map.of());

    assertThat(provider.targets()).containsExactly(CSV);
    assertThat(ids(sink)).containsExactly("GW1-v1", "GW2-v3", "row-3");
    assertThat(new String(sink.records().get(1).payload(), UTF_8))
        .isEqualTo(HEADER.strip() + "\n" + ROW_B);
    assertThat(sink.records()).extracting(PageRecord::kind).containsOnly("v2-csv");
    assertThat(sink.listing()).isEqualTo("event-versions");
    assertThat(sink.restarts()).isEqualTo(1);
  }

  @Test
  void pagesAreFollowedOnTheBaseUrlWithoutBrowsableFormat() throws IOException {
    provider.reply(
        JSON,
        200,
        "application/json",
        page(
            1,
            3,
            "http://gwosc.org/api/v2/event-versions?page=2&format=api",
            row("GW1", 1),
            row("GW2", 1)));
    provider.reply(
        "/api/v2/event-versions?page=2", 200, "application/json", page(2, 3, null, row("GW3", 2)));

    CollectingSink sink = listing(Map.of("route", "v2-json"));

    assertThat(provider.targets()).containsExactly(JSON, "/api/v2/event-versions?page=2");
    assertThat(ids(sink)).containsExactly("GW1-v1", "GW2-v1", "GW3-v2");
    assertThat(sink.pages()).hasSize(2);
    assertThat(new String(sink.records().get(2).payload(), UTF_8)).isEqualTo(row("GW3", 2));
    assertThat(sink.listing()).isEqualTo("event-versions");
  }

  @Test
  void jsonThatComesWhereCsvWasAskedForIsReadAsJson() throws IOException {
    provider.reply(CSV, 200, "text/csv", page(1, 2, "/p2", row("GW1", 1)));
    provider.reply("/p2", 200, "application/json", page(2, 2, null, row("GW2", 1)));

    assertThat(ids(listing(Map.of()))).containsExactly("GW1-v1", "GW2-v1");
  }

  @Test
  void unknownRoutesFallBackInOrder() throws IOException {
    provider.reply(
        ALL,
        200,
        "application/json",
        "{\"events\": {\"GW1-v1\": {\"commonName\": \"GW1\", \"version\": 1, \"x\": NaN}}}");

    CollectingSink sink = listing(Map.of());

    assertThat(provider.targets()).containsExactly(CSV, JSON, ALL);
    assertThat(sink.records()).extracting(PageRecord::kind).containsExactly("v1-list");
    assertThat(sink.listing()).isEqualTo("event-versions");
  }

  @Test
  void noRouteAtAllFailsTheUnit() {
    assertThatThrownBy(() -> listing(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none of its routes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<!DOCTYPE html><html></html>",
        "{\"detail\": \"throttled\"}",
        "{\"results_count\": 2, \"next\": null, \"results\": [{\"shortName\": \"GW1-v1\"}",
        "{\"results_count\": 2, \"next\": null, \"results\": [{\"shortName\": \"GW1-v1\"}]}",
        "{\"results_count\": 2, \"next\": \"https://example.org/\", \"results\": []}",
        "name,gps\nGW1,1.0\n",
        "name,shortName,gps,version,catalog\nGW1,GW1-v1,1.0\n",
        "name,shortName,gps,version,catalog\nGW1,\"GW1-v1,1.0,1,C\n"
      })
  void aDocumentThatIsNotAWholeListFailsTheUnit(String body) {
    provider.reply(CSV, 200, "text/csv", body);

    assertThatThrownBy(() -> listing(Map.of())).isInstanceOf(IOException.class);
  }

  @Test
  void aListThatChangesWhileItIsReadFails() {
    provider.reply(CSV, 200, "application/json", page(1, 2, "/p2", row("GW1", 1)));
    provider.reply("/p2", 200, "application/json", page(2, 3, null, row("GW2", 1)));

    assertThatThrownBy(() -> listing(Map.of()))
        .hasMessageContaining("results_count was 2 and is 3");
  }

  @Test
  void pagesThatLeadBackFail() {
    provider.reply(CSV, 200, "application/json", page(1, 9, "/p2", row("GW1", 1)));
    provider.reply("/p2", 200, "application/json", page(2, 9, "/p2", row("GW2", 1)));

    assertThatThrownBy(() -> listing(Map.of())).hasMessageContaining("never end");
  }

  @Test
  void aRowThatComesTwiceMakesTheListIncomplete() throws IOException {
    provider.reply(CSV, 200, "application/json", page(1, 2, "/p2", row("GW1", 1)));
    provider.reply("/p2", 200, "application/json", page(2, 2, null, row("GW1", 1)));

    CollectingSink sink = listing(Map.of());

    assertThat(ids(sink)).containsExactly("GW1-v1", "GW1-v1");
    assertThat(sink.listing()).isNull();
  }

  @Test
  void aMissingSecondPageFailsTheUnitInsteadOfFallingBack() {
    provider.reply(CSV, 200, "application/json", page(1, 2, "/p2", row("GW1", 1)));

    assertThatThrownBy(() -> listing(Map.of())).isInstanceOf(HttpFailure.class);
  }

  @Test
  void detailsFollowTheListAndAreNotAskedForAgain() throws IOException {
    serveList(ROW_A, ROW_B);
    provider.reply(
        "/eventapi/json/GWTC-1-confident/GW1/v1/",
        200,
        "application/json",
        detail("GW1-v1", "GW1", 1));
    provider.reply(
        "/api/v2/event-versions/GW2-v3?format=json",
        200,
        "application/json",
        "{\"name\": \"GW2\", \"shortName\": \"GW2-v3\", \"gps\": 2, \"version\": 3,"
            + " \"parameters\": []}");

    List<CollectingSink> first = run(PlanRequest.Mode.INCREMENTAL, "night-1");
    List<CollectingSink> second = run(PlanRequest.Mode.INCREMENTAL, "night-2");

    assertThat(first).hasSize(2);
    assertThat(first.get(1).records())
        .extracting(record -> record.kind() + " " + record.nativeId())
        .containsExactlyInAnyOrder("v1-detail GW1-v1", "v2-detail GW2-v3");
    assertThat(new String(first.get(1).records().get(1).payload(), UTF_8)).startsWith("{\"common");
    assertThat(first.get(1).listing()).isNull();
    assertThat(second).as("the list alone").hasSize(1);
  }

  @Test
  void onlyAnEditedRowsDetailIsAskedForAgain() throws IOException {
    serveList(ROW_A, ROW_B);
    provider.reply(
        "/eventapi/json/GWTC-1-confident/GW1/v1/",
        200,
        "application/json",
        detail("GW1-v1", "GW1", 1));
    provider.reply(
        "/eventapi/json/GWTC-2.1-confident/GW2/v3/",
        200,
        "application/json",
        detail("GW2-v3", "GW2", 3));
    run(PlanRequest.Mode.INCREMENTAL, "night-1");
    serveList(ROW_A, ROW_B.replace("882.4", "882.5"));

    List<CollectingSink> second = run(PlanRequest.Mode.INCREMENTAL, "night-2");

    assertThat(ids(second.get(1))).containsExactly("GW2-v3");
  }

  @Test
  void aDetailThatNobodyHasIsRememberedUntilTheRowChanges() throws IOException {
    serveList(ROW_A);
    List<CollectingSink> first = run(PlanRequest.Mode.INCREMENTAL, "night-1");
    assertThat(first.get(1).records()).isEmpty();
    assertThat(first.get(1).state()).containsKey("missing.GW1-v1");
    assertThat(provider.targets()).hasSize(3);

    assertThat(run(PlanRequest.Mode.INCREMENTAL, "night-2")).hasSize(1);

    serveList(ROW_A.replace("462.4", "462.5"));
    assertThat(run(PlanRequest.Mode.INCREMENTAL, "night-3")).hasSize(2);
  }

  @Test
  void detailsOfNumberedCatalogsComeFirstAndTheRestNextNight() throws IOException {
    serveList(ROW_A.replace("GWTC-1-confident", "GWTC-1-marginal"), ROW_B);
    provider.reply(
        "/eventapi/json/GWTC-1-marginal/GW1/v1/",
        200,
        "application/json",
        detail("GW1-v1", "GW1", 1));
    provider.reply(
        "/eventapi/json/GWTC-2.1-confident/GW2/v3/",
        200,
        "application/json",
        detail("GW2-v3", "GW2", 3));
    SourceSettings one = settings(Map.of("details-per-run", 1L));

    List<List<String>> nights = new ArrayList<>();
    for (String night : List.of("night-1", "night-2")) {
      nights.add(ids(run(request(night), one).get(1)));
    }

    assertThat(nights).containsExactly(List.of("GW2-v3"), List.of("GW1-v1"));
    assertThat(run(request("night-3"), one)).hasSize(1);
  }

  @Test
  void manyDetailsComeInOneDocument() throws IOException {
    serveList(ROW_A, ROW_B);
    String all = detail("GW1-v1", "GW1", 1).strip();
    provider.reply(
        "/eventapi/jsonfull/allevents/",
        200,
        "application/json",
        all.substring(0, all.length() - 2) + ", \"GW9-v9\": {\"parameters\": {}}}}");
    provider.reply(
        "/eventapi/json/GWTC-2.1-confident/GW2/v3/",
        200,
        "application/json",
        detail("GW2-v3", "GW2", 3));

    List<CollectingSink> sinks = run(request("night-1"), settings(Map.of("bulk-details-from", 2L)));

    assertThat(ids(sinks.get(1))).containsExactly("GW1-v1", "GW2-v3");
    assertThat(provider.targets())
        .containsExactly(
            CSV, "/eventapi/jsonfull/allevents/", "/eventapi/json/GWTC-2.1-confident/GW2/v3/");
  }

  @Test
  void detailsGoByTheNameAndLandUnderTheShortName() throws IOException {
    // As in the real list: the short name has the long form of the name, the addresses have not.
    serveList(
        "GW190412,GW190412_053044-v4,1239082262.1,4,GWTC-2.1-confident,,",
        "GW190521,GW190521_030229-v4,1242442967.4,4,GWTC-2.1-confident,,");
    provider.reply(
        "/eventapi/json/GWTC-2.1-confident/GW190412/v4/",
        200,
        "application/json",
        detail("GW190412-v4", "GW190412", 4));
    provider.reply(
        "/api/v2/event-versions/GW190521-v4?format=json",
        200,
        "application/json",
        "{\"name\": \"GW190521\", \"gps\": 2, \"version\": 4, \"parameters\": []}");

    List<CollectingSink> sinks = run(PlanRequest.Mode.INCREMENTAL, "night-1");

    assertThat(ids(sinks.get(1)))
        .containsExactlyInAnyOrder("GW190412_053044-v4", "GW190521_030229-v4");
    assertThat(run(PlanRequest.Mode.INCREMENTAL, "night-2")).hasSize(1);
  }

  @Test
  void aRestartedUnitSkipsWhatHasLandedButRemembersIt() throws IOException {
    serveList(ROW_A, ROW_B);
    CollectingSink list = listing(Map.of());
    manifests.add(list.manifest("gwosc", "event-versions", "run", "harvest"));
    provider.reply(
        "/eventapi/json/GWTC-1-confident/GW1/v1/",
        200,
        "application/json",
        detail("GW1-v1", "GW1", 1));
    WorkUnit details = new GwoscSource(settings(Map.of())).plan(request("run")).get(0);

    CollectingSink sink =
        harvest(details, new CollectingSink(Set.of("GW2-v3")), settings(Map.of()));

    assertThat(ids(sink)).containsExactly("GW1-v1");
    assertThat(sink.state()).containsKeys("detail.GW1-v1", "detail.GW2-v3");
  }

  @Test
  void namesFromOutsideStaySegmentsOfThePath() throws IOException {
    serveList("a/../b c,a/../b c-v1,1.0,1,..,,", "GW é,GW é-v1,2.0,1,C/D,,");

    run(PlanRequest.Mode.INCREMENTAL, "night-1");

    assertThat(provider.targets())
        .containsExactlyInAnyOrder(
            CSV,
            "/api/v2/event-versions/a%2F..%2Fb%20c-v1?format=json",
            "/eventapi/json/C%2FD/GW%20%C3%A9/v1/",
            "/api/v2/event-versions/GW%20%C3%A9-v1?format=json");
  }

  @Test
  void aFailureOtherThanAbsenceFailsTheDetails() {
    serveList(ROW_A);
    provider.reply("/eventapi/json/GWTC-1-confident/GW1/v1/", 403, "text/html", "no");

    assertThatThrownBy(() -> run(PlanRequest.Mode.INCREMENTAL, "night-1"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anotherEventsDetailFailsTheDetails() {
    serveList(ROW_A);
    provider.reply(
        "/eventapi/json/GWTC-1-confident/GW1/v1/",
        200,
        "application/json",
        detail("GW7-v1", "GW7", 1));

    assertThatThrownBy(() -> run(PlanRequest.Mode.INCREMENTAL, "night-1"))
        .hasMessageContaining("Not the detail of GW1-v1");
  }

  @Test
  void anUnchangedListLeavesAnEmptyBatchAndEverythingElseAsItWas() throws IOException {
    provider.script(CSV, Step.tagged("\"a\"", "text/csv", HEADER + ROW_A + "\n"));
    run(PlanRequest.Mode.INCREMENTAL, "night-1");

    List<CollectingSink> second = run(PlanRequest.Mode.INCREMENTAL, "night-2");
    List<CollectingSink> third = run(PlanRequest.Mode.INCREMENTAL, "night-3");
    List<CollectingSink> full = run(PlanRequest.Mode.FULL, "night-4");

    assertThat(second).hasSize(1);
    assertThat(second.get(0).records()).isEmpty();
    assertThat(second.get(0).listing()).isNull();
    assertThat(third.get(0).state()).containsEntry("not-modified", "true");
    assertThat(ids(full.get(0))).as("a full harvest asks unconditionally").hasSize(1);
    assertThat(full).as("and for every detail").hasSize(2);
  }

  @Test
  void aBackfillReadsItsDaysAndLeavesTheWatermark() throws IOException {
    serveList(ROW_A, ROW_B);
    // GPS 1126259462 is 2015-09-14, GPS 1187008882 is 2017-08-17 (the dates in the events' names).
    PlanRequest days =
        new PlanRequest(
            "backfill",
            PlanRequest.Mode.BACKFILL,
            LocalDate.of(2017, 8, 17),
            LocalDate.of(2017, 8, 17),
            List.of());
    provider.reply(
        "/eventapi/json/GWTC-2.1-confident/GW2/v3/",
        200,
        "application/json",
        detail("GW2-v3", "GW2", 3));

    List<CollectingSink> sinks = run(days, settings(Map.of()));
    List<WorkUnit> next = new GwoscSource(settings(Map.of())).plan(request("night-1"));

    assertThat(sinks.get(0).listing()).isNull();
    assertThat(ids(sinks.get(1))).containsExactly("GW2-v3");
    assertThat(next.get(0).params()).doesNotContainKey("url");
    assertThat(run(PlanRequest.Mode.INCREMENTAL, "night-1")).as("both details").hasSize(2);
  }

  @Test
  void withoutDetailsTheListIsAll() throws IOException {
    serveList(ROW_A);

    assertThat(run(request("night-1"), settings(Map.of("details", "none")))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"route", "details"})
  void unknownChoicesAreNamed(String setting) {
    assertThatThrownBy(() -> new GwoscSource(settings(Map.of(setting, "v3"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sources.gwosc." + setting)
        .hasMessageContaining("v3");
  }
}

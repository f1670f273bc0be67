package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;

class HepDataSourceTest {
  private static final String SUBMISSION =
      """
      comment: about all tables
      hepdata_doi: 10.17182/hepdata.7.v1
      data_license: {name: cc-by-4.0}
      modifications: [{action: Encoded, who: Somebody}]
      ---
      name: "Table 1"
      data_file: one.yaml
      additional_resources: [{location: image.png}]
      ---
      name: "Table 2"
      data_file: two.yaml
      """;
  private static final String ONE = "independent_variables: []\ndependent_variables: []  # ü\n";

  private final FakeProvider provider = FakeProvider.start();
  private final List<BatchManifest> manifests = new ArrayList<>();
  private final List<CollectingSink> sinks = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aRecordCostsThreeRequestsAndLandsWithAllItsTables() throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");

    harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("7")));

    assertThat(provider.targets())
        .containsExactly(about("ins7"), about("ins7"), "/download/submission/ins7/1/yaml");
    assertThat(records())
        .extracting(record -> record.kind() + " " + record.nativeId() + " " + record.datestamp())
        .containsExactly(
            "submission ins7/v1 2024-02-03T04:05:06Z",
            "table ins7/v1/Table 1 2024-02-03T04:05:06Z",
            "table ins7/v1/Table 2 2024-02-03T04:05:06Z");
    assertThat(new String(records().get(0).payload(), UTF_8)).isEqualTo(SUBMISSION);
    assertThat(new String(records().get(1).payload(), UTF_8))
        .contains("\"data\":\"independent_variables: []\\ndependent_variables: []  # ü\\n\"")
        .contains("\"collaborations\":[\"ATLAS\"]")
        .contains("\"arxiv_id\":\"arXiv:2107.09330\"")
        .doesNotContain("Somebody", "image.png", "about all tables", "A. Author");
    assertThat(new String(records().get(2).payload(), UTF_8)).contains("\"data\":null");
    assertThat(sinks.get(1).listing()).isEqualTo("ins7/v1");
    assertThat(failures).isEmpty();
  }

  @Test
  void whatHasNotChangedIsNotFetchedAgain() throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");
    Map<String, Serializable> settings = Map.of("records", list("ins7"));
    harvest("run-1", PlanRequest.Mode.INCREMENTAL, settings);
    int before = provider.targets().size();

    harvest("run-2", PlanRequest.Mode.INCREMENTAL, settings);

    assertThat(provider.targets().subList(before, provider.targets().size()))
        .containsExactly(about("ins7"));
  }

  @Test
  void aNewVersionOrDateIsFetched() throws IOException {
    Map<String, Serializable> settings = Map.of("records", list("ins7"));
    site("ins7", 1, "2024-02-03T04:05:06");
    harvest("run-1", PlanRequest.Mode.INCREMENTAL, settings);

    site("ins7", 2, "2024-05-01T00:00:00");
    harvest("run-2", PlanRequest.Mode.INCREMENTAL, settings);
    assertThat(records()).extracting(PageRecord::nativeId).contains("ins7/v1", "ins7/v2");

    site("ins7", 2, "2024-06-01T00:00:00");
    harvest("run-3", PlanRequest.Mode.INCREMENTAL, settings);
    assertThat(provider.targets().stream().filter(target -> target.startsWith("/download")))
        .containsExactly(
            "/download/submission/ins7/1/yaml",
            "/download/submission/ins7/2/yaml",
            "/download/submission/ins7/2/yaml");
  }

  @Test
  void aFullHarvestFetchesAllAndABackfillWhatChangedInItsDays() throws IOException {
    Map<String, Serializable> settings = Map.of("records", list("ins7", "ins8"));
    site("ins7", 1, "2024-02-03T04:05:06");
    site("ins8", 1, "2024-03-03T04:05:06");
    harvest("run-1", PlanRequest.Mode.INCREMENTAL, settings);
    harvest("run-2", PlanRequest.Mode.FULL, settings);
    assertThat(records()).hasSize(12);

    HepDataSource source = source(settings);
    PlanRequest backfill =
        new PlanRequest(
            "run-3",
            PlanRequest.Mode.BACKFILL,
            LocalDate.of(2024, 3, 1),
            LocalDate.of(2024, 3, 31),
            withListing("run-3"));
    assertThat(source.plan(backfill)).extracting(WorkUnit::id).containsExactly("record-ins8");
  }

  private List<BatchManifest> withListing(String run) {
    List<BatchManifest> all = new ArrayList<>(manifests);
    CollectingSink listing = new CollectingSink();
    listing.state("state.ins7", "1|2024-02-03T04:05:06");
    listing.state("state.ins8", "1|2024-03-03T04:05:06");
    all.add(listing.manifest("hepdata", HepDataSource.LISTING, run, "backfill"));
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | text/html | <h1>Not Found</h1> | answered 404",
        "200 | application/json | {\"error\": \"no such record\"} | is an error: no such record",
        "200 | text/html | <html>HEPData</html> | is not JSON",
        "200 | application/json | {\"record\": {}} | names no record with a version",
        "200 | application/json | {\"record\": {\"inspire_id\": 9}, \"version\": 1}"
            + " | is of another record, ins9"
      })
  void aRecordThatCannotBeAskedFailsItsOwnUnitAndNoOther(
      int status, String type, String body, String message) throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");
    provider.reply(about("ins8"), status, type, body);

    harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("ins8", "ins7")));

    assertThat(records()).hasSize(3);
    assertThat(failures).singleElement().asString().contains("record-ins8").contains(message);
  }

  @Test
  void whatIsNoWholeArchiveFailsTheUnitWithItsAddress() throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");
    byte[] whole = zip(Map.of("a/submission.yaml", SUBMISSION, "a/one.yaml", ONE));
    Map<String, byte[]> bodies =
        Map.of(
            "it is no archive", "<html>error</html>".getBytes(UTF_8),
            "is damaged or cut off", java.util.Arrays.copyOf(whole, whole.length / 2),
            "has no submission.yaml", zip(Map.of("other.yaml", "a: 1")),
            "it announces no table", zip(Map.of("submission.yaml", "comment: none")),
            "no YAML", zip(Map.of("submission.yaml", "a: [1")));
    for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
      provider.reply("/download/submission/ins7/1/yaml", 200, "application/zip", body.getValue());
      failures.clear();
      manifests.clear();

      harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("ins7")));

      assertThat(failures).as(body.getKey()).hasSize(1);
      assertThat(failures.get(0))
          .contains("/download/submission/ins7/1/yaml (application/zip): ")
          .contains(body.getKey());
    }
  }

  @Test
  void namesInArchivesAreNeverPathsAndOtherFilesAreLeftAlone() throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");
    String two = "independent_variables: []\n";
    provider.reply(
        "/download/submission/ins7/1/yaml",
        200,
        "application/gzip",
        tarGz(
            Map.of(
                "x/submission.yaml", SUBMISSION,
                "x/one.yaml", ONE,
                "../../two.yaml", two,
                "/tmp/two.yaml", two,
                "x/image.png", "no text")));

    harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("ins7")));

    assertThat(failures).isEmpty();
    assertThat(new String(records().get(1).payload(), UTF_8)).contains("independent_variables");
    assertThat(new String(records().get(2).payload(), UTF_8)).contains("\"data\":null");
  }

  @Test
  void anArchiveThatGrowsBeyondItsBoundsIsRefused() throws IOException {
    byte[] bomb = zip(Map.of("submission.yaml", "a".repeat(40 << 20)));

    assertThatThrownBy(() -> HepDataArchive.of(bomb, 1L << 40))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("grows more than 500 times");
    assertThatThrownBy(() -> HepDataArchive.of(bomb, 1 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than max-body-bytes, 1048576");
  }

  @Test
  void aSearchTellsWhatElseIsWantedAndTheRestWaits() throws IOException {
    for (String record : List.of("ins7", "ins8", "ins9")) {
      site(record, 1, "2024-02-03T04:05:06");
    }
    provider.reply(
        "/search/ids?inspire_ids=true&sort_by=latest", 200, "application/json", "[9, 8]");
    Map<String, Serializable> settings =
        Map.of("list", "search", "records", list("ins7"), "records-per-run", 2L);

    harvest("run-1", PlanRequest.Mode.INCREMENTAL, settings);
    assertThat(manifests.get(0).state()).containsEntry("waiting", "ins8");
    assertThat(records()).extracting(PageRecord::nativeId).contains("ins7/v1", "ins9/v1");

    String since = Instant.parse(manifests.get(0).state().get("asked-at")).toString();
    LocalDate day = LocalDate.parse(since.substring(0, 10)).minusDays(1);
    provider.reply(
        "/search/ids?inspire_ids=true&sort_by=latest&last_updated=" + day,
        200,
        "application/json",
        "[]");
    harvest("run-2", PlanRequest.Mode.INCREMENTAL, settings);
    assertThat(records()).extracting(PageRecord::nativeId).contains("ins8/v1");
    assertThat(failures).isEmpty();
  }

  @Test
  void aSearchThatAnswersWithAnErrorFailsTheListing() throws IOException {
    provider.reply(
        "/search/ids", 200, "application/json", "{\"error\": \"last_updated is no date\"}");

    harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("list", "search", "records", list()));

    assertThat(failures).singleElement().asString().contains("last_updated is no date");
    assertThat(provider.targets()).hasSize(1);
  }

  @Test
  void aProviderThatThrottlesIsAskedAgainAndOneThatRefusesIsNot() throws IOException {
    site("ins7", 1, "2024-02-03T04:05:06");
    provider.script(
        about("ins7"),
        Step.retryAfterSeconds(429, 0),
        Step.reply(200, "application/json", record("ins7", 1, "2024-02-03T04:05:06")));
    harvest("run-1", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("ins7")));
    assertThat(records()).hasSize(3);

    provider.reply(about("ins8"), 403, "text/plain", "go away");
    harvest("run-2", PlanRequest.Mode.INCREMENTAL, Map.of("records", list("ins8", "ins7")));
    assertThat(failures).singleElement().asString().contains("listing").contains("403");
  }

  @Test
  void nothingIsPlannedWhenNothingIsWanted() {
    assertThat(source(Map.of()).plan(request("run-1", PlanRequest.Mode.INCREMENTAL))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "list, pages, list is settings or search",
    "records-per-run, 0, records-per-run is 1"
  })
  void settingsAreChecked(String key, String value, String message) {
    Serializable given = value.matches("\\d+") ? (Serializable) Long.valueOf(value) : value;

    assertThatThrownBy(() -> source(Map.of(key, given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sources.hepdata." + message)
        .hasMessageContaining(value);
    assertThatThrownBy(() -> source(Map.of("records", list("arXiv:2107.09330"))))
        .hasMessageContaining("sources.hepdata.records holds INSPIRE ids");
  }

  private void site(String record, int version, String updated) throws IOException {
    provider.reply(about(record), 200, "application/json", record(record, version, updated));
    provider.reply(
        "/download/submission/" + record + "/" + version + "/yaml",
        200,
        "application/zip",
        zip(Map.of("folder/submission.yaml", SUBMISSION, "folder/one.yaml", ONE)));
  }

  private static String about(String record) {
    return "/record/" + record + "?format=json&light=1";
  }

  private static String record(String record, int version, String updated) {
    return """
    {"recid": 1, "version": %d, "version_count": %d, "status": "finished",
     "record": {"inspire_id": "%s", "last_updated": "%s", "collaborations": ["ATLAS"],
                "arxiv_id": "arXiv:2107.09330", "authors": [{"full_name": "A. Author"}]}}
    """
        .formatted(version, version, record.substring(3), updated);
  }

  private List<PageRecord> records() {
    return sinks.stream().flatMap(sink -> sink.records().stream()).toList();
  }

  private static ArrayList<String> list(String... texts) {
    return new ArrayList<>(List.of(texts));
  }

  private HepDataSource source(Map<String, ? extends Serializable> own) {
    return new HepDataSource(settings(own));
  }

  private SourceSettings settings(Map<String, ? extends Serializable> own) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("list", "settings");
    values.put("records", list());
    values.put("records-per-run", 100L);
    values.put("max-attempts", 2L);
    values.putAll(own);
    return provider.settings("hepdata", values);
  }

  private PlanRequest request(String run, PlanRequest.Mode mode) {
    return new PlanRequest(run, mode, null, null, manifests);
  }

  /** As the harvest does: plans again until nothing new is planned, and goes on after a failure. */
  private void harvest(String run, PlanRequest.Mode mode, Map<String, ? extends Serializable> own)
      throws IOException {
    HepDataSource source = source(own);
    List<String> tried = new ArrayList<>();
    try (PoliteClient client = PoliteClient.open(settings(own), new Pace(Duration.ZERO))) {
      for (boolean more = true; more; ) {
        more = false;
        for (WorkUnit unit : source.plan(request(run, mode))) {
          if (tried.contains(unit.id())) {
            continue;
          }
          tried.add(unit.id());
          more = true;
          CollectingSink sink = new CollectingSink();
          try {
            source.harvest(unit, client, sink);
            sinks.add(sink);
            manifests.add(sink.manifest("hepdata", unit.id(), run, "harvest"));
          } catch (IOException e) {
            failures.add(unit.id() + ": " + e.getMessage());
            more = !unit.id().equals(HepDataSource.LISTING);
          }
        }
      }
    }
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tarGz(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}

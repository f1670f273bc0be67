package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.harvest.LaneHarvest;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.raw.RawRecord;

/** Whole harvests with {@code --assets} against a provider that lists strain files. */
class GwoscStrainTest {
  private static final String LIST =
      "/api/v2/event-versions?include-default-parameters=true&format=csv";
  private static final String HEADER = "name,shortName,gps,version,catalog,doi,detail_url\r\n";
  private static final String ROW = "GW1,GW1-v3,1126259462.4,3,GWTC-1-confident,,\r\n";
  private static final String DETAIL = "/eventapi/json/GWTC-1-confident/GW1/v3/";
  private static final String OTHER_ROW = "GW2,GW2-v1,1187008882.4,1,GWTC-2.1-confident,,\r\n";
  private static final String H1 = "H-H1_GWOSC_4KHZ_R1-1126259447-32.hdf5";
  private static final String L1 = "L-L1_GWOSC_4KHZ_R1-1126259447-32.hdf5";
  private static final byte[] H1_BODY = hdf5("H1");
  private static final byte[] L1_BODY = hdf5("L1");

  @TempDir Path folder;
  private FakeProvider provider;
  private Lake lake;
  private int runs;

  /** The signature and a text: enough for what a harvest looks at. */
  private static byte[] hdf5(String text) {
    return ("\u0089HDF\r\n\u001a\n" + text).getBytes(StandardCharsets.ISO_8859_1);
  }

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
    lake = Lake.at(folder);
    serve("www.gw-openscience.org", ROW);
    provider.reply(DETAIL + H1, 200, "application/octet-stream", H1_BODY);
    provider.reply(DETAIL + L1, 200, "application/octet-stream", L1_BODY);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  /** A list with that row of GW1, and a detail whose files lie at that host. */
  private void serve(String host, String... rows) {
    provider.reply(LIST, 200, "text/csv", HEADER + String.join("", rows));
    provider.reply(DETAIL, 200, "application/json", detail("GW1", 3, host, DETAIL));
  }

  private static String detail(String name, int version, String host, String path) {
    List<String> files = new ArrayList<>();
    for (String detector : List.of("H1", "L1")) {
      for (int rate : List.of(4, 16)) {
        for (String format : List.of("gwf", "hdf5", "txt")) {
          files.add(
              """
              {"GPSstart": 1126259447, "detector": "%s", "sampling_rate": %d, "duration": 32,
               "format": "%s", "url": "https://%s%s%s-%s_GWOSC_%dKHZ_R1-1126259447-32.%s"}"""
                  .formatted(
                      detector,
                      rate * 1024,
                      format,
                      host,
                      path,
                      detector.charAt(0),
                      detector,
                      rate,
                      format));
        }
      }
    }
    return """
        {"events": {"%s-v%d": {"commonName": "%s", "version": %d, "GPS": 1.0,
          "catalog.shortName": "C", "parameters": {}, "strain": [%s]}}}"""
        .formatted(name, version, name, version, String.join(",", files));
  }

  private SourceHarvest harvest(
      PlanRequest.Mode mode, PlanRequest.Extent extent, Map<String, ? extends Serializable> more) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("source-class", GwoscSource.class.getName());
    values.put("route", "v2-csv");
    values.put("details", "v1");
    values.put("details-per-run", 400L);
    values.put("bulk-details-from", 25L);
    values.put("asset-events", new ArrayList<String>());
    values.put("strain-rate-hz", 4096L);
    values.put("strain-duration-s", 32L);
    values.put("assets-per-run", 100L);
    values.put("max-attempts", 2L);
    values.putAll(more);
    SourceJob job = new SourceJob(provider.settings("gwosc", values));
    String run = "run-" + ++runs;
    return new LaneHarvest(lake, "gwosc", List.of(job), run, mode, extent, null, null).run().get(0);
  }

  private SourceHarvest harvest(Map<String, ? extends Serializable> more) {
    return harvest(PlanRequest.Mode.INCREMENTAL, PlanRequest.Extent.RECORDS_AND_FILES, more);
  }

  private SourceHarvest harvest() {
    return harvest(Map.of());
  }

  /** Last parts of the addresses of files that were asked for since the last call. */
  private List<String> asked() {
    List<String> names = new ArrayList<>();
    for (String target : provider.targets().subList(seen, provider.targets().size())) {
      if (target.endsWith(".hdf5")) {
        names.add(target.substring(target.lastIndexOf('/') + 1));
      }
    }
    seen = provider.targets().size();
    return names;
  }

  private int seen;

  private List<Map<String, Object>> landed() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (BatchManifest batch : lake.batches("gwosc")) {
      if (batch.unit().equals("strain-files") && batch.records() > 0) {
        ParquetRows.read(
                lake.batchFolder("gwosc", batch.batch()).parquet(batch.files().get(0).path()))
            .forEach(rows::add);
      }
    }
    return rows;
  }

  private List<Object> names() throws IOException {
    return landed().stream().map(row -> row.get("native_id")).toList();
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new HashMap<>();
    for (BatchManifest batch : lake.batches("gwosc")) {
      state.putAll(batch.state());
    }
    return state;
  }

  private static Asset asset(byte[] body) {
    return new Asset(RawRecord.sha256(body), body.length);
  }

  @Test
  void eachChosenFileIsFetchedOnceFromTheBaseUrl() throws IOException {
    SourceHarvest first = harvest();

    assertThat(first.failures()).isEmpty();
    assertThat(provider.targets()).containsExactly(LIST, DETAIL, DETAIL + H1, DETAIL + L1);
    assertThat(names()).containsExactly(H1, L1);
    assertThat(lake.assets().list()).containsExactlyInAnyOrder(asset(H1_BODY), asset(L1_BODY));
    Map<String, Object> row = landed().get(0);
    String url = provider.url() + DETAIL + H1;
    assertThat(row)
        .containsEntry("kind", "strain-file")
        .containsEntry("media_type", "application/json")
        .containsEntry("url", url);
    assertThat(new String((byte[]) row.get("payload"), UTF_8))
        .isEqualTo(
            ("{\"file\":\"%s\",\"sha256\":\"%s\",\"bytes\":10,\"url\":\"%s\",\"detector\":\"H1\","
                    + "\"duration_s\":32,\"event_name\":\"GW1\",\"event_version_id\":\"GW1-v3\","
                    + "\"gps_start_s\":1.126259447E9,\"release\":\"GWOSC R1\","
                    + "\"sample_rate_hz\":4096}")
                .formatted(H1, asset(H1_BODY).sha256(), url));
    assertThat(provider.requests().get(2).header("Accept-Encoding")).isEqualTo("identity");
    assertThat(lake.batches("gwosc").get(2).assets())
        .isEqualTo(Map.of(asset(H1_BODY).sha256(), H1, asset(L1_BODY).sha256(), L1));

    asked();
    harvest();
    assertThat(asked()).as("a second run asks for no file").isEmpty();
    assertThat(names()).hasSize(2);
  }

  @Test
  void withoutAssetsNoFileIsAskedFor() throws IOException {
    harvest(PlanRequest.Mode.INCREMENTAL, PlanRequest.Extent.RECORDS, Map.of());
    assertThat(asked()).isEmpty();
    assertThat(lake.assets().list()).isEmpty();

    harvest();
    assertThat(asked()).as("known from the detail, which is not asked for again").hasSize(2);
    assertThat(provider.targets()).filteredOn(DETAIL::equals).hasSize(1);
  }

  @Test
  void aFileWhoseHostHasChangedIsTheSameFileAndARevisionIsAnother() throws IOException {
    harvest();
    asked();
    String edited = ROW.replace("GWTC-1-confident,,", "GWTC-1-confident,10.7935/x,");
    serve("gwosc.org", edited);

    harvest();
    assertThat(provider.targets()).filteredOn(DETAIL::equals).hasSize(2);
    assertThat(asked()).isEmpty();

    String revised = H1.replace("R1", "R2");
    serve("gwosc.org", ROW.replace("GWTC-1-confident,,", "GWTC-1-confident,10.7935/y,"));
    provider.reply(
        DETAIL,
        200,
        "application/json",
        detail("GW1", 3, "gwosc.org", DETAIL).replace(H1, revised));
    provider.reply(DETAIL + revised, 200, "application/octet-stream", hdf5("revised"));
    harvest();
    assertThat(asked()).containsExactly(revised);
  }

  @Test
  void whatTheProviderDoesNotHaveIsAskedForOnce() throws IOException {
    provider.reply(DETAIL + H1, 404, "text/html", "gone");

    assertThat(harvest().failures()).isEmpty();
    assertThat(asked()).containsExactly(H1, L1);
    assertThat(names()).containsExactly(L1);

    harvest();
    assertThat(asked()).isEmpty();
  }

  /** Answers that are no strain file, or none that may be taken. */
  enum Fault {
    HTML(Step.reply(200, "text/html", "<html>please log in</html>"), "no HDF5 file"),
    EMPTY(Step.status(200), "no HDF5 file"),
    CUT_BY_ITS_OWN_HEAD(Step.reply(200, null, longerThanItIs()), "it is cut"),
    TOO_LARGE(Step.unannounced(40_000), "max-asset-bytes"),
    TOO_LARGE_AS_ANNOUNCED(Step.reply(200, null, new byte[40_000]), "max-asset-bytes"),
    CODED(Step.gzipped("application/octet-stream", hdf5("x")), "Content-Encoding"),
    TRUNCATED(Step.truncated(null + "/x", "0123456789", 4), "given up after 2 attempts"),
    PARTIAL(Step.reply(206, null, hdf5("part")), "206"),
    ELSEWHERE(Step.redirect(302, "https://files.example.org/x"), "allowed-hosts");

    private final Step step;
    private final String reason;

    Fault(Step step, String reason) {
      this.step = step;
      this.reason = reason;
    }

    private static byte[] longerThanItIs() {
      byte[] head = new byte[100];
      System.arraycopy(hdf5(""), 0, head, 0, 8);
      head[13] = 8;
      head[40] = 101;
      return head;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatCannotBeHadDoesNotKeepTheOthersWaiting(Fault fault) throws IOException {
    provider.script(DETAIL + H1, fault.step);
    Map<String, Serializable> small = Map.of("max-asset-bytes", 20_000L);

    assertThat(harvest(small).failures()).isEmpty();

    assertThat(names()).containsExactly(L1);
    assertThat(lake.assets().list()).containsExactly(asset(L1_BODY));
    assertThat(leftovers()).as("no scratch file stays").isEmpty();
    assertThat(state().get("failed-file.GW1-v3|H1|4096|32|1126259447|GWOSC R1"))
        .contains(fault.reason);
    asked();

    provider.reply(DETAIL + H1, 200, "application/octet-stream", H1_BODY);
    harvest(small);
    assertThat(asked()).as("asked for again").containsExactly(H1);
    harvest(small);
    assertThat(asked()).isEmpty();
    assertThat(names()).containsExactly(L1, H1);
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("assets"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(".tmp-")).toList();
    }
  }

  @Test
  void aCutOrSlowBodyIsAskedForAgainAtOnce() throws IOException {
    Step whole = Step.reply(200, "application/octet-stream", H1_BODY);
    provider.script(DETAIL + H1, Step.truncated("x/y", "0123456789", 4), whole);
    Step wholeL1 = Step.reply(200, "application/octet-stream", L1_BODY);
    provider.script(DETAIL + L1, Step.stalledBody("x/y", "0123456789", 4), wholeL1);

    assertThat(harvest(Map.of("read-timeout", "PT0.5S")).failures()).isEmpty();

    assertThat(asked()).containsExactly(H1, H1, L1, L1);
    assertThat(lake.assets().list()).containsExactlyInAnyOrder(asset(H1_BODY), asset(L1_BODY));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aProviderThatAsksForTimeIsGivenIt() throws IOException {
    provider.script(
        DETAIL + H1,
        Step.retryAfterSeconds(429, 0),
        Step.reply(200, "application/octet-stream", H1_BODY));
    assertThat(harvest().failures()).isEmpty();
    assertThat(names()).containsExactly(H1, L1);
  }

  /** What an interrupted unit has landed is not asked for again. */
  @ParameterizedTest
  @CsvSource({"429", "503", "403"})
  void aRunThatWasEndedGoesOnWithTheNextFile(int status) throws IOException {
    provider.reply(DETAIL + L1, status, "text/plain", "not now");

    SourceHarvest ended = harvest();
    assertThat(ended.failures()).anyMatch(failure -> failure.contains(Integer.toString(status)));
    assertThat(names()).as("no batch counts yet").isEmpty();
    assertThat(lake.assets().list()).containsExactly(asset(H1_BODY));
    asked();

    provider.reply(DETAIL + L1, 200, "application/octet-stream", L1_BODY);
    assertThat(harvest().failures()).isEmpty();
    assertThat(asked()).containsExactly(L1);
    assertThat(names()).containsExactly(H1, L1);
    harvest();
    assertThat(asked()).isEmpty();
  }

  @Test
  void aRunFetchesSoManyFilesAndTheNextTheOthers() throws IOException {
    harvest(Map.of("assets-per-run", 1L));
    assertThat(asked()).containsExactly(H1);
    harvest(Map.of("assets-per-run", 1L));
    assertThat(asked()).containsExactly(L1);
  }

  @Test
  void whereTheDetailTellsNoFilesTheListOfTheNewerInterfaceDoes() throws IOException {
    String list = "/api/v2/event-versions/GW1-v3/strain-files";
    String query = "?sample-rate=4&duration=32&file-format=hdf5";
    provider.reply(
        list + query,
        200,
        "application/json",
        files("\"http://gwosc.org" + list + query + "&page=2\"", "H1", H1));
    provider.reply(list + query + "&page=2", 200, "application/json", files("null", "L1", L1));

    harvest(Map.of("details", "none"));

    assertThat(provider.targets())
        .containsExactly(LIST, list + query, list + query + "&page=2", DETAIL + H1, DETAIL + L1);
    assertThat(names()).containsExactly(H1, L1);
    harvest(Map.of("details", "none"));
    assertThat(provider.targets()).hasSize(6).endsWith(LIST);
  }

  /** One event whose list is broken does not keep the files of the others waiting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{",
        "{\"next\": \"https://example.org/2\", \"results\": []}",
        "{\"next\": \"/api/v2/event-versions/GW2-v1/strain-files\", \"results\": []}"
      })
  void aListThatCannotBeReadIsAskedForAgain(String body) throws IOException {
    serve("gwosc.org", ROW, OTHER_ROW);
    String list = "/api/v2/event-versions/GW2-v1/strain-files";
    provider.reply(list, 200, "application/json", body);
    String whole = "/api/v2/event-versions/GW1-v3/strain-files";
    provider.reply(whole, 200, "application/json", files("null", "H1", H1));

    assertThat(harvest(Map.of("details", "none")).failures()).isEmpty();
    assertThat(names()).containsExactly(H1);

    provider.reply(list, 200, "application/json", files("null", "L1", L1));
    harvest(Map.of("details", "none"));
    assertThat(names()).containsExactly(H1, L1);
  }

  private static String files(String next, String detector, String name) {
    return """
        {"next": %s, "results": [
          {"gps_start": 1126259447, "detector": "%s", "sample_rate_kHz": 4, "duration": 32,
           "file_format": "TXT", "download_url": "http://gwosc.org%sx.txt.gz"},
          {"gps_start": 1126259447, "detector": "%s", "sample_rate_kHz": 4, "duration": 32,
           "file_format": "HDF", "download_url": "http://gwosc.org%s%s"}]}"""
        .formatted(next, detector, DETAIL, detector, DETAIL, name);
  }

  @Test
  void otherStrainIsFetchedWhenTheSettingsAskForIt() throws IOException {
    harvest();
    asked();
    provider.reply(DETAIL + H1.replace("4K", "16K"), 200, "x/y", hdf5("16"));
    harvest(Map.of("strain-rate-hz", 16384L));
    assertThat(asked()).containsExactly(H1.replace("4K", "16K"), L1.replace("4K", "16K"));
    assertThatThrownBy(
            () -> new GwoscSource(provider.settings("gwosc", wrong("strain-rate-hz", 8192L))))
        .hasMessageContaining("strain-rate-hz is 4096 or 16384, not: 8192");
    assertThatThrownBy(
            () -> new GwoscSource(provider.settings("gwosc", wrong("strain-duration-s", 64L))))
        .hasMessageContaining("strain-duration-s is 32 or 4096, not: 64");
  }

  private static Map<String, Serializable> wrong(String key, long value) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("route", "v2-csv");
    values.put("details", "v1");
    values.put("strain-rate-hz", 4096L);
    values.put("strain-duration-s", 32L);
    values.put("asset-events", new ArrayList<String>());
    values.put(key, value);
    return values;
  }

  @Test
  void onlyTheCurrentVersionOfTheChosenEvents() throws IOException {
    String old = "GW1,GW1-v2,1126259462.4,2,O1_O2-Preliminary,,\r\n";
    String marginal = "GW1,GW1-v9,1126259462.4,9,GWTC-3-marginal,,\r\n";
    serve("gwosc.org", old, marginal, ROW, OTHER_ROW);
    String other = "/eventapi/json/GWTC-2.1-confident/GW2/v1/";
    provider.reply(other, 200, "application/json", detail("GW2", 1, "gwosc.org", other));
    String before = "/eventapi/json/O1_O2-Preliminary/GW1/v2/";
    provider.reply(before, 200, "application/json", detail("GW1", 2, "gwosc.org", before));

    harvest(Map.of("asset-events", new ArrayList<>(List.of("GW1"))));
    assertThat(askedPaths()).containsExactly(DETAIL + H1, DETAIL + L1);
    harvest(Map.of("asset-events", new ArrayList<>(List.of("GW1-v2"))));
    assertThat(askedPaths()).containsExactly(before + H1, before + L1);
    harvest();
    assertThat(askedPaths()).containsExactly(other + H1, other + L1);
  }

  private List<String> askedPaths() {
    List<String> paths =
        provider.targets().subList(seen, provider.targets().size()).stream()
            .filter(target -> target.endsWith(".hdf5"))
            .toList();
    seen = provider.targets().size();
    return paths;
  }

  @Test
  void aFullHarvestAsksWhetherFilesHaveChangedAndBringsBackWhatWasLost() throws IOException {
    provider.script(
        DETAIL + H1,
        (exchange, shutdown) -> {
          boolean has = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          Step step = has ? Step.status(304) : Step.reply(200, "x/y", H1_BODY);
          step.with("ETag", "\"1\"").answer(exchange, shutdown);
        });
    harvest();
    asked();

    harvest(PlanRequest.Mode.FULL, PlanRequest.Extent.RECORDS_AND_FILES, Map.of());
    assertThat(asked()).containsExactly(H1, L1);
    assertThat(names()).as("the first is unchanged, the second came again").hasSize(3);

    Files.delete(folder.resolve("assets").resolve(path(asset(H1_BODY))));
    harvest(PlanRequest.Mode.FULL, PlanRequest.Extent.RECORDS_AND_FILES, Map.of());
    assertThat(lake.assets().read(asset(H1_BODY).sha256(), 100)).isEqualTo(H1_BODY);
  }

  private static String path(Asset asset) {
    return asset.sha256().substring(0, 2) + "/" + asset.sha256();
  }
}

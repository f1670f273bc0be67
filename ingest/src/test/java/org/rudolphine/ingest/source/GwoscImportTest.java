package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;

class GwoscImportTest {
  private static final SourceSettings SETTINGS =
      new SourceSettings(
          "gwosc", Map.of("route", "v2-csv", "details", "v1", "max-body-bytes", 1_000_000L));
  private static final String LIST =
      "{\"events\": {\"GW1-v1\": {\"commonName\": \"GW1\", \"version\": 1, \"GPS\": 1126259462.4}}}";

  private static ImportFile file(String path, byte[] body) {
    return new ImportFile(path, body.length, Instant.now(), () -> new ByteArrayInputStream(body));
  }

  private static boolean imported(ImportFile file, CollectingSink sink) throws IOException {
    return new GwoscSource(SETTINGS).importFile(file, sink);
  }

  @ParameterizedTest
  @CsvSource({
    "GWTC.json, 2015-09-14",
    "2021-12/GWTC.json, 2021-12-01",
    "2021-12/GWTC-2022-02-27.json, 2022-02-27",
    "2999-01/GWTC.json, 2015-09-14",
    "2021-13-40/GWTC.json, 2015-09-14"
  })
  void aSnapshotIsOfTheDayItsNameSaysOrOfItsNewestEvent(String path, String day)
      throws IOException {
    CollectingSink sink = new CollectingSink();

    assertThat(imported(file(path, LIST.getBytes(UTF_8)), sink)).isTrue();
    assertThat(sink.records())
        .extracting(PageRecord::datestamp)
        .containsExactly(Instant.parse(day + "T00:00:00Z"));
    assertThat(sink.listing()).isNull();
  }

  @Test
  void aDetailIsOfTheDayItsNewestSetWasAdded() throws IOException {
    String detail =
        LIST.replace(
            "1126259462.4",
            "1126259462.4, \"parameters\": {\"a\": {\"date_added\": \"2020-02-19\"},"
                + " \"b\": {\"date_added\": \"2018-12-01\"}}");
    CollectingSink sink = new CollectingSink();

    assertThat(imported(file("e.json", detail.getBytes(UTF_8)), sink)).isTrue();
    assertThat(sink.records().get(0).datestamp()).isEqualTo(Instant.parse("2020-02-19T00:00:00Z"));
    assertThat(sink.records().get(0).kind()).isEqualTo("v1-detail");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0089HDF\r\n\u001a\n",
        "{}",
        "{\"events\": {}}",
        "{\"results\": [{\"download_url\": \"x\"}], \"results_count\": 1, \"next\": null}",
        "{\"name\": \"GW1\", \"versions\": []}",
        "{\"a\": 1}\n{\"b\": 2}\n",
        "{\"a\": ",
        "name,mass\nGW1,3\n"
      })
  void otherFilesAreLeftAlone(String body) throws IOException {
    CollectingSink sink = new CollectingSink();

    assertThat(imported(file("x", body.getBytes(UTF_8)), sink)).isFalse();
    assertThat(sink.pages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"events\": {\"GW1-v1\": {", "name,shortName,gps,catalog\nGW1,GW1-v1\n"})
  void aBrokenFileFailsWithItsName(String body) {
    assertThatThrownBy(() -> imported(file("dump.x", body.getBytes(UTF_8)), new CollectingSink()))
        .isInstanceOf(BrokenFile.class)
        .hasMessageContaining("dump.x")
        .hasMessageNotContaining("\n");
  }

  /** Synthetic, in the layout of the lists that were served before May 2022. */
  @Test
  void dumpsThatNameVersionsAreReadAndOthersAreNot() throws IOException {
    String dump =
        """
        {"data": {"GW150914%s": {"tc": {"best": 1126259462.4}, "mass1": {"best": 35.6, "err": [-3.1,
        4.7]}}}}""";
    CollectingSink sink = new CollectingSink();

    assertThat(imported(file("a.json", dump.formatted("-v3").getBytes(UTF_8)), sink)).isTrue();
    assertThat(sink.records().get(0).kind()).isEqualTo("v0-dump");
    assertThat(sink.records().get(0).nativeId()).isEqualTo("GW150914-v3");
    assertThat(imported(file("b.json", dump.formatted("").getBytes(UTF_8)), sink)).isFalse();
  }

  @Test
  void aHugeFileFailsBeforeItIsRead() {
    ImportFile huge =
        new ImportFile(
            "huge.json",
            2_000_000,
            Instant.now(),
            () -> new ByteArrayInputStream(LIST.getBytes(UTF_8)));

    assertThatThrownBy(() -> imported(huge, new CollectingSink()))
        .isInstanceOf(BrokenFile.class)
        .hasMessageContaining("sources.gwosc.max-body-bytes = 1000000");
  }

  /** Counts by an independent count of lines and keys (wc -l less the header; grep of "-v"). */
  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
  void realFilesAreRecognised() throws IOException {
    Path folder = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "gwosc");
    Map<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        CollectingSink sink = new CollectingSink();
        String name = path.getFileName().toString();
        byte[] body = Files.readAllBytes(path);
        if (imported(file(name, body), sink)) {
          counts.put(name, sink.records().size());
        }
      }
    }
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "allevents_legacy_2023-08.csv", 132,
                "api_v2_GWTC-1-confident.csv", 11,
                "api_v2_GWTC-2.1-confident.csv", 44,
                "api_v2_event-versions_page19.transcribed.json", 5,
                "eventapi_json_GWTC-1-confident.derived.json", 11,
                "eventapi_json_GWTC-2.1-confident.derived.json", 44,
                "eventapi_json_event_GW150914-v3.transcribed.json", 1));
  }
}

package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.raw.PageRecord;

class CernOpenDataImportTest {
  private static final String FIXTURE =
      "{\"recid\": \"7\", \"title\": \"A\", \"experiment\": \"CMS\"}";
  private static final String AUTHORS =
      "{\"recid\":\"9\",\"title\":\"L\",\"type\":{\"primary\":\"Documentation\",\"secondary\":[\"Authors\"]}}";
  private static final long MAX_BYTES = 64L << 20;

  private static ImportFile file(String path, byte[] body) {
    return new ImportFile(path, body.length, Instant.now(), () -> new ByteArrayInputStream(body));
  }

  private static boolean imported(String path, byte[] body, CollectingSink sink)
      throws IOException {
    return new CernOpenDataImport(MAX_BYTES, file(path, body), sink).run();
  }

  private static List<PageRecord> records(String path, String body) throws IOException {
    CollectingSink sink = new CollectingSink();
    assertThat(imported(path, body.getBytes(UTF_8), sink)).isTrue();
    assertThat(sink.listing()).isNull();
    return sink.records();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> kindsAndIds(List<PageRecord> records) {
    return records.stream().map(record -> record.kind() + " " + record.nativeId()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut.jsonl.gz", "cut.json.gz"})
  void aPackedFileThatIsCutOffIsNotTakenForSomebodyElses(String name) throws IOException {
    String text = ("[" + (FIXTURE + ",\n").repeat(2000) + FIXTURE + "]");
    byte[] whole = gzip(name.contains("jsonl") ? (FIXTURE + "\n").repeat(2000) : text);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);

    assertThatThrownBy(() -> imported(name, cut, new CollectingSink()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name + ": The packed document is cut off after");
  }

  @Test
  void anArrayOfTheRepositoryLandsElementByElement() throws IOException {
    String skeleton = "{\"recid\":32000,\"doi\":\"10.7483/X\",\"title\":\"/B/C/D\"}";
    List<PageRecord> records =
        records(
            "data/records/cms.json",
            "[\n  "
                + FIXTURE
                + ",\n  "
                + skeleton
                + ",\n  {\"title\": \"none\"},\n"
                + AUTHORS
                + "]");

    assertThat(kindsAndIds(records))
        .containsExactly("fixture 7", "skeleton 32000", "fixture unidentified:3");
    assertThat(new String(records.get(0).payload(), UTF_8)).isEqualTo(FIXTURE);
    assertThat(records.get(0).datestamp()).isNull();
  }

  @Test
  void aBadLineCostsOnlyItself() throws IOException {
    CollectingSink sink = new CollectingSink();
    String lines = FIXTURE + "\r\n{\"recid\": \"8\", \"ti\n\n" + FIXTURE.replace("7", "8");

    assertThat(imported("snapshot-2024-09-02.jsonl.gz", gzip(lines), sink)).isTrue();
    assertThat(kindsAndIds(sink.records()))
        .containsExactly("fixture 7", "fixture unidentified:2", "fixture 8");
    assertThat(sink.records())
        .extracting(PageRecord::datestamp)
        .containsOnly(Instant.parse("2024-09-02T00:00:00Z"));
  }

  @Test
  void aTableOfSkeletonsBecomesObjects() throws IOException {
    List<PageRecord> records =
        records("s.csv", "recid,doi,title\n32000,10.7483/X,\"/A, B/C\"\n,10.7483/Y,/Z\n");

    assertThat(kindsAndIds(records)).containsExactly("skeleton 32000", "skeleton unidentified:2");
    assertThat(new String(records.get(0).payload(), UTF_8))
        .isEqualTo("{\"recid\":\"32000\",\"doi\":\"10.7483/X\",\"title\":\"/A, B/C\"}");
  }

  @Test
  void savedRepliesAreRecognised() throws IOException {
    String envelope =
        "{\"id\":\"7\",\"updated\":\"2025-06-06T08:39:27.820913+00:00\",\"metadata\":{\"recid\":7,\"title\":\"A\"%s}}";
    String listing = envelope.formatted("");
    String record = envelope.formatted(",\"_files\":[]");
    String news = "{\"id\":\"about\",\"updated\":null,\"metadata\":{\"slug\":\"about\"}}";

    List<PageRecord> page =
        records(
            "p.json",
            "{\"hits\":{\"hits\":[" + listing + "," + record + "," + news + "],\"total\":3}}");
    assertThat(kindsAndIds(page)).containsExactly("listing 7", "record 7");
    assertThat(page.get(0).datestamp()).isEqualTo(Instant.parse("2025-06-06T08:39:27.820913Z"));
    assertThat(new String(page.get(1).payload(), UTF_8)).isEqualTo(record);
    assertThat(kindsAndIds(records("r.json", record))).containsExactly("record 7");
    assertThat(
            kindsAndIds(
                records(
                    "e.json", "{\"recid\":7,\"title\":\"A\",\"files\":[{\"filename\":\"f\"}]}")))
        .containsExactly("export 7");
  }

  @ParameterizedTest
  @CsvSource({
    "12351/CMS_AOD_file_index.json, 12351#k.json",
    "clone/12351#k.json, 12351#k.json",
    "k.json, unidentified:1"
  })
  void aFileIndexIsOfTheRecordThatItsPathNames(String path, String id) throws IOException {
    String index = "{\"key\":\"k.json\",\"number_files\":1,\"files\":[{\"uri\":\"root://x\"}]}";

    assertThat(kindsAndIds(records(path, index))).containsExactly("file-index " + id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[1, 2]",
        "{\"recid\":",
        "[{\"name\": \"no record\"}]",
        "recid\tfile\n1\tx\n",
        "Run,Event,pt1\n1,2,3\n",
        "root\u0000\u0001"
      })
  void otherFilesAreLeftAlone(String body) throws IOException {
    CollectingSink sink = new CollectingSink();

    assertThat(imported("x.json", body.getBytes(UTF_8), sink)).isFalse();
    assertThat(imported("x.jsonl", body.getBytes(UTF_8), sink)).isFalse();
    assertThat(sink.pages()).isEmpty();
  }

  @Test
  void aFileThatIsCutFailsWithItsName() {
    assertThatThrownBy(
            () ->
                imported("cms.json", ("[" + FIXTURE + ",{").getBytes(UTF_8), new CollectingSink()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cms.json");
  }

  @Test
  void aLargeFileIsHandedOverInPages() throws IOException {
    StringBuilder array = new StringBuilder("[");
    for (int i = 1; i <= 1200; i++) {
      array.append(i > 1 ? "," : "").append(FIXTURE.replace("7", Integer.toString(i)));
    }
    CollectingSink sink = new CollectingSink();

    assertThat(imported("a.json", array.append("]").toString().getBytes(UTF_8), sink)).isTrue();
    assertThat(sink.pages())
        .extracting(page -> page.records().size())
        .containsExactly(500, 500, 200);
  }

  /** Counts are those of the folder's PROVENANCE.md and of {@code zcat | wc -l}. */
  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
  void realFilesAreRecognised() throws IOException {
    Path folder = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "cernopendata");
    Map<String, String> counts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        CollectingSink sink = new CollectingSink();
        String name = folder.relativize(path).toString();
        if (imported(name, Files.readAllBytes(path), sink)) {
          Map<String, Integer> kinds = new TreeMap<>();
          sink.records().forEach(record -> kinds.merge(record.kind(), 1, Integer::sum));
          assertThat(sink.records())
              .as(name)
              .noneMatch(record -> record.nativeId().startsWith("unidentified"));
          counts.put(name, kinds.toString());
        }
      }
    }
    assertThat(counts)
        .isEqualTo(
            Map.ofEntries(
                entry("api-record-partial-capture.json", "{record=1}"),
                entry("api-search-page-constructed.json", "{record=3}"),
                entry("cms-2016-sim-skeletons.csv.gz", "{skeleton=28883}"),
                entry("event-data/2e2mu_2011.csv", "{events=1}"),
                entry("event-data/4e_2011.csv", "{events=1}"),
                entry("event-data/4mu_2011.csv", "{events=1}"),
                entry("event-data/Zmumu_Run2011A.csv", "{events=1}"),
                entry("event-data/h4l-2012-histograms.csv.gz", "{histograms=9}"),
                entry("event-data/h4l-2012-samples.csv", "{samples=9}"),
                entry("records-datasets.jsonl.gz", "{fixture=1504}"),
                entry("records-other.jsonl.gz", "{fixture=228}"),
                entry("records-legacy-shape.jsonl.gz", "{fixture=266}"),
                entry("records-legacy-shape-2018.jsonl.gz", "{fixture=20}"),
                entry("snapshot-2024-09-02.jsonl.gz", "{fixture=73}"),
                entry("snapshot-2026-06-30.jsonl.gz", "{fixture=73}")));
  }
}

package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;

class ArxivOaiFileTest {
  private static final String RECORD =
      "<record><header><identifier>oai:arXiv.org:0704.0001</identifier>"
          + "<datestamp>2008-11-26</datestamp></header><metadata><arXivRaw><id>0704.0001</id>"
          + "</arXivRaw></metadata></record>";
  private static final String DELETED =
      "<record><header status=\"deleted\"><identifier>oai:arXiv.org:0704.0002</identifier>"
          + "<datestamp>2008-11-27</datestamp></header></record>";
  private static final SourceSettings SETTINGS =
      new SourceSettings(
          "arxiv", Map.of("metadata-prefix", "arXivRaw", "set", "", "max-body-bytes", 1L << 20));

  private final CollectingSink sink = new CollectingSink();

  private static String page(String verb, String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH><responseDate>"
        + "2026-11-22T07:10:02Z</responseDate><request metadataPrefix=\"arXiv\"/><"
        + verb
        + ">"
        + content
        + "</"
        + verb
        + "></OAI-PMH>";
  }

  private static ImportFile file(String name, byte[] bytes) {
    return new ImportFile(name, bytes.length, Instant.EPOCH, () -> new ByteArrayInputStream(bytes));
  }

  private boolean imported(String text) throws IOException {
    return imported("kept/page.xml", text.getBytes(UTF_8));
  }

  private boolean imported(String name, byte[] bytes) throws IOException {
    return new ArxivSource(SETTINGS).importFile(file(name, bytes), sink);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void aKeptPageIsLandedLikeAHarvestedOne() throws IOException {
    assertThat(imported(page("ListRecords", RECORD + DELETED))).isTrue();

    assertThat(sink.pages()).hasSize(1);
    assertThat(sink.pages().get(0).url()).isEqualTo("import:kept/page.xml");
    PageRecord first = sink.records().get(0);
    assertThat(first.kind()).isEqualTo("oai-arXivRaw");
    assertThat(first.nativeId()).isEqualTo("oai:arXiv.org:0704.0001");
    assertThat(first.datestamp()).isEqualTo("2008-11-26T00:00:00Z");
    assertThat(first.mediaType()).isEqualTo("text/xml; charset=UTF-8");
    assertThat(new String(first.payload(), UTF_8)).isEqualTo(RECORD);
    assertThat(sink.records().get(1).deleted()).isTrue();
    assertThat(sink.state()).isEmpty();
  }

  @Test
  void whatIsPackedIsUnpackedWhateverItsName() throws IOException {
    byte[] packed = gzip(page("GetRecord", RECORD).getBytes(UTF_8));

    assertThat(imported("page.xml.gz", packed)).isTrue();
    assertThat(imported("page", packed)).isTrue();
    assertThat(sink.records()).hasSize(2);
  }

  @Test
  void deletedRecordsAloneAreOfTheFormatThatTheRequestNamed() throws IOException {
    assertThat(imported(page("ListRecords", DELETED))).isTrue();
    assertThat(sink.records().get(0).kind()).isEqualTo("oai-arXiv");
  }

  @Test
  void manyRecordsAreSeveralPages() throws IOException {
    assertThat(imported(page("ListRecords", DELETED.repeat(2_501)))).isTrue();

    assertThat(sink.pages()).extracting(page -> page.records().size()).containsExactly(2_500, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><p>unclosed</html>",
        "<svg/>",
        "<OAI-PMH><error code='noRecordsMatch'>none</error></OAI-PMH>",
        "<OAI-PMH><ListRecords/></OAI-PMH>",
        "<OAI-PMH><ListIdentifiers><header><identifier>a</identifier></header></ListIdentifiers>"
            + "</OAI-PMH>",
        "<OAI-PMH><ListRecords><record><header><identifier>a</identifier></header><metadata>"
            + "<oai_dc:dc/></metadata></record></ListRecords></OAI-PMH>",
        "just text",
        ""
      })
  void otherFilesAreNotOfThisSource(String text) throws IOException {
    assertThat(imported(text)).isFalse();
    assertThat(sink.pages()).isEmpty();
  }

  @Test
  void aDamagedPackingIsNotOfThisSource() throws IOException {
    byte[] packed = gzip(page("ListRecords", RECORD).getBytes(UTF_8));

    assertThat(imported("cut.gz", Arrays.copyOf(packed, 9))).isFalse();
  }

  @Test
  void aDamagedPageFailsAndNamesTheFile() {
    String page = page("ListRecords", RECORD);

    assertThatThrownBy(() -> imported(page.substring(0, page.length() - 5)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kept/page.xml")
        .hasMessageContaining("breaks off");
  }

  @Test
  void aPageLargerThanAllowedFails() {
    String page = page("ListRecords", RECORD + " ".repeat(1 << 20));

    assertThatThrownBy(() -> imported(page))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("max-body-bytes");
  }

  @Test
  void aBulkSnapshotIsStillRead() throws IOException {
    String line =
        "{\"id\":\"0704.0001\",\"title\":\"t\",\"update_date\":\"2008-11-26\","
            + "\"authors\":\"a\",\"categories\":\"hep-ph\",\"versions\":[],\"abstract\":\"x\"}\n";

    assertThat(imported("snapshot.json", line.getBytes(UTF_8))).isTrue();
    assertThat(sink.records()).singleElement().extracting(PageRecord::kind).isEqualTo("snapshot");
    assertThat(sink.state()).containsEntry("newest_datestamp", "2008-11-26");
  }

  /** Numbers of records as Python's ElementTree counts them, lines of the snapshot by wc -l. */
  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
  void realFilesAreRecognised() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of(System.getenv("RUDOLPHINE_CORPUS"), "arxiv"))) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        CollectingSink each = new CollectingSink();
        byte[] body = Files.readAllBytes(path);
        String name = path.getFileName().toString();
        if (body.length <= 1 << 20
            && new ArxivSource(SETTINGS).importFile(file(name, body), each)) {
          counts.put(name, each.records().size());
        }
      }
    }
    Map<String, Integer> expected = new TreeMap<>();
    expected.put("arxiv-metadata-oai-snapshot.first100.jsonl", 100);
    for (int page = 1; page <= 4; page++) {
      expected.put("list_records_arXivRaw_p" + page + ".xml", 60);
    }
    expected.put("list_records_arXivRaw_p5.xml", 33);
    expected.put("list_records_arXiv_physics_p1.xml", 60);
    expected.put("list_records_arXiv_physics_p2.xml", 60);
    expected.put("list_records_arXiv_physics_p3.xml", 31);
    expected.put("list_records_arXiv_physics_hep-th_2017-12-14.xml", 3);
    expected.put("get_record_cs_0001024_arXivRaw.xml", 1);
    expected.put("get_record_cs_0001024_arXiv.xml", 1);
    expected.put("get_record_withdrawn_1101.6031_arXivRaw.xml", 1);
    for (int sample : new int[] {0, 1, 2, 4, 6}) {
      expected.put("get_record_arXiv_sample" + sample + ".xml", 1);
    }
    assertThat(counts).isEqualTo(expected);
  }
}

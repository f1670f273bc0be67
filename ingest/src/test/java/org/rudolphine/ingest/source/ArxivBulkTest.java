package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;

class ArxivBulkTest {
  private static final int MAX_BYTES = 2_000;
  private static final String NEW =
      "{\"id\":\"0704.0001\",\"title\":\"Light\\n  curves\",\"categories\":\"hep-ph gr-qc\","
          + "\"license\":null,\"versions\":[{\"version\":\"v1\",\"created\":\"Mon, 2 Apr 2007"
          + " 19:18:42 GMT\"}],\"update_date\":\"2008-11-26\",\"authors_parsed\":[[\"M\",\"J.\"]]}";
  private static final String OLD =
      "{\"id\":\"math/0309136\",\"title\":\"Knots\",\"categories\":[\"math.GT math.AG\"],"
          + "\"versions\":[\"Mon, 8 Sep 2003 10:00:00 GMT\"],\"update_date\":\"2009-11-10\"}";

  private final CollectingSink sink = new CollectingSink();

  private boolean land(byte[] content) throws IOException {
    ImportFile file =
        new ImportFile(
            "some/papers.json",
            content.length,
            Instant.EPOCH,
            () -> new ByteArrayInputStream(content));
    SourceSettings settings =
        new SourceSettings("arxiv", Map.of("max-body-bytes", (long) MAX_BYTES));
    return ArxivBulk.importFile(file, sink, settings);
  }

  private boolean land(String content) throws IOException {
    return land(content.getBytes(UTF_8));
  }

  private List<String> ids() {
    return sink.records().stream().map(PageRecord::nativeId).toList();
  }

  private List<String> payloads() {
    return sink.records().stream().map(record -> new String(record.payload(), UTF_8)).toList();
  }

  @Test
  void landsBothGenerationsLineByLine() throws IOException {
    assertThat(land(NEW + "\n" + OLD + "\n")).isTrue();
    assertThat(payloads()).containsExactly(NEW, OLD);
    assertThat(ids()).containsExactly("0704.0001", "math/0309136");
    assertThat(sink.records())
        .extracting(PageRecord::datestamp)
        .containsExactly(
            Instant.parse("2008-11-26T00:00:00Z"), Instant.parse("2009-11-10T00:00:00Z"));
    assertThat(sink.records()).extracting(PageRecord::kind).containsOnly("snapshot");
    assertThat(sink.records()).extracting(PageRecord::mediaType).containsOnly("application/json");
    assertThat(sink.pages()).hasSize(1);
    assertThat(sink.pages().get(0).url()).isEqualTo("import:some/papers.json");
    assertThat(sink.state()).containsExactly(Map.entry("newest_datestamp", "2009-11-10"));
    assertThat(sink.listing()).as("a snapshot may lag behind").isNull();
  }

  @Test
  void landsWhatIsNoRecordUnderItsLineNumber() throws IOException {
    List<String> odd =
        List.of(
            "no JSON",
            "[" + NEW + "]",
            NEW + NEW,
            "{\"title\":\"no id\"}",
            "{\"id\":704.0001}",
            "{\"id\":\"  \"}",
            "{\"id\":null,\"versions\":[{\"id\":\"inner\"}]}",
            NEW.substring(0, 60));
    assertThat(land("\n" + NEW + "\n \t\n" + String.join("\n", odd))).isTrue();
    assertThat(ids())
        .containsExactly(
            "0704.0001",
            "line:4",
            "line:5",
            "line:6",
            "line:7",
            "line:8",
            "line:9",
            "line:10",
            "line:11");
    assertThat(payloads().subList(1, 9)).isEqualTo(odd);
    assertThat(sink.records().subList(1, 9)).extracting(PageRecord::datestamp).containsOnlyNulls();
  }

  @Test
  void takesMarkAndReturnsAway() throws IOException {
    assertThat(land("\uFEFF" + NEW + "\r\n\r\n" + OLD + "\r\n")).isTrue();
    assertThat(payloads()).containsExactly(NEW, OLD);
  }

  @Test
  void landsBytesThatAreNoUtf8() throws IOException {
    byte[] bytes = (NEW + "\n" + NEW.replace("Light", "Li?ht")).getBytes(UTF_8);
    int mark = new String(bytes, UTF_8).lastIndexOf("Li?ht") + 2;
    bytes[mark] = (byte) 0xff;
    assertThat(land(bytes)).isTrue();
    assertThat(ids()).containsExactly("0704.0001", "0704.0001");
    assertThat(sink.records().get(1).payload()[mark - NEW.length() - 1]).isEqualTo((byte) 0xff);
  }

  @Test
  void takesTheFirstOfSeveralIdentifiers() throws IOException {
    assertThat(land(NEW.replace("\"license\":null", "\"id\":\"0704.9999\""))).isTrue();
    assertThat(ids()).as("as the reader of the record does").containsExactly("0704.0001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2008", "2008-13-40", "+99999-01-01", "26 Nov 2008"})
  void hasNoDatestampWhenTheDateIsNone(String date) throws IOException {
    assertThat(land(NEW.replace("2008-11-26", date))).isTrue();
    assertThat(sink.records().get(0).datestamp()).isNull();
    assertThat(sink.records().get(0).nativeId()).isEqualTo("0704.0001");
    assertThat(sink.state()).isEmpty();
  }

  @Test
  void doesNotRememberADateInTheFutureAsNewest() throws IOException {
    String slip = NEW.replace("2008-11-26", LocalDate.now().plusYears(1).toString());
    assertThat(land(OLD + "\n" + slip)).isTrue();
    assertThat(sink.state()).containsEntry("newest_datestamp", "2009-11-10");
    assertThat(sink.records().get(1).datestamp()).as("as given").isAfter(Instant.now());
  }

  @Test
  void namesTheLineThatIsTooLong() {
    String wide = NEW.replace("Light", "L".repeat(MAX_BYTES));
    assertThatThrownBy(() -> land(NEW + "\n" + OLD + "\n" + wide + "\n" + OLD))
        .isInstanceOf(IOException.class)
        .hasMessage("The file some/papers.json: Line 3 is longer than 2000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "no JSON\n",
        "{\"id\":\"0704.0001\",\"title\":\"of another kind\"}",
        "{\"categories\":\"hep-ph\",\"versions\":[]}",
        "{\n  \"id\": \"0704.0001\",\n  \"categories\": \"hep-ph\"\n}\n",
        "[{\"id\":\"0704.0001\",\"categories\":\"hep-ph\"}]",
        "PK\u0003\u0004 no archive",
      })
  void leavesFilesOfOtherKindsAlone(String content) throws IOException {
    assertThat(land(content)).isFalse();
    assertThat(sink.pages()).isEmpty();
    assertThat(sink.state()).isEmpty();
  }

  @Test
  void looksAtAHundredLinesBeforeItLeavesAFileAlone() throws IOException {
    assertThat(land("odd\n".repeat(99) + NEW)).isTrue();
    assertThat(sink.records()).hasSize(100);
    sink.restart();
    assertThat(land("odd\n".repeat(100) + NEW)).isFalse();
    assertThat(sink.records()).isEmpty();
  }

  @Test
  void readsPackedSnapshots() throws IOException {
    byte[] lines = (NEW + "\n" + OLD + "\n").getBytes(UTF_8);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      try (OutputStream out = new GZIPOutputStream(members)) {
        out.write(lines);
      }
    }
    assertThat(land(members.toByteArray())).isTrue();
    assertThat(payloads()).containsExactly(NEW, OLD, NEW, OLD);

    sink.restart();
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(archive)) {
      out.putNextEntry(new ZipEntry("arxiv-metadata-oai-snapshot.json"));
      out.write(lines);
    }
    assertThat(land(archive.toByteArray())).isTrue();
    assertThat(payloads()).containsExactly(NEW, OLD);
  }

  @Test
  void failsOnAPackedSnapshotThatIsCut() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write((NEW + "\n").repeat(1_000).getBytes(UTF_8));
    }
    byte[] cut = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 4);
    assertThatThrownBy(() -> land(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("some/papers.json");
  }

  @Test
  void cutsPagesByRecords() throws IOException {
    assertThat(land((OLD + "\n").repeat(20_001))).isTrue();
    assertThat(sink.pages())
        .extracting(page -> page.records().size())
        .containsExactly(10_000, 10_000, 1);
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange('\u0000', '\uD7FF')
            .excludeChars('\n', '\r')
            .ofMaxLength(60);
    Arbitrary<String> damaged =
        Arbitraries.integers().between(0, NEW.length()).map(end -> NEW.substring(0, end));
    return Arbitraries.oneOf(text, damaged, Arbitraries.of(NEW, OLD)).list().ofMaxSize(20);
  }

  @Property(tries = 300)
  void losesNoLine(@ForAll("lines") List<String> lines) throws IOException {
    sink.restart();
    List<String> all = new ArrayList<>(List.of(NEW));
    all.addAll(lines);
    assertThat(land(String.join("\n", all))).isTrue();
    assertThat(payloads()).isEqualTo(all.stream().filter(line -> !line.matches("[ \t]*")).toList());
  }

  /**
   * Counted with {@code jq -r .id | sort -u | wc -l} and {@code jq -r .update_date | sort | tail
   * -1}.
   */
  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
  void landsTheFirstHundredOfTheRealSnapshot() throws IOException {
    Path path =
        Path.of(
            System.getenv("RUDOLPHINE_CORPUS"),
            "arxiv/kaggle/arxiv-metadata-oai-snapshot.first100.jsonl");
    ImportFile file =
        new ImportFile(
            path.getFileName().toString(),
            Files.size(path),
            Instant.EPOCH,
            () -> Files.newInputStream(path));
    SourceSettings settings = new SourceSettings("arxiv", Map.of("max-body-bytes", 1L << 28));
    assertThat(ArxivBulk.importFile(file, sink, settings)).isTrue();
    assertThat(sink.records()).hasSize(100);
    assertThat(ids()).doesNotHaveDuplicates().startsWith("0704.0001", "0704.0002");
    assertThat(sink.records()).extracting(PageRecord::datestamp).doesNotContainNull();
    assertThat(String.join("\n", payloads()).concat("\n").getBytes(UTF_8))
        .isEqualTo(Files.readAllBytes(path));
    assertThat(sink.state()).containsEntry("newest_datestamp", "2022-03-31");
  }
}

package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;

class HepDataImportTest {
  private static final String SUBMISSION =
      """
      comment: c
      ---
      name: A
      data_file: a.yaml
      ---
      name: B
      data_file: b.yaml
      ---
      name: B
      data_file: a.yaml
      """;
  private static final String TABLE = "independent_variables: []\ndependent_variables: []\n";

  private final Map<String, byte[]> files = new TreeMap<>();
  private final CollectedPages pages = new CollectedPages();

  @Test
  void tablesOfAFolderLandWithWhatTheSubmissionSaysOfThem() throws IOException {
    put("x/ins77-name/submission.yaml", SUBMISSION);
    put("x/ins77-name/a.yaml", TABLE);
    put("x/ins77-name/image.png", "\u0000\u0001");

    importAll();

    assertThat(pages.records)
        .extracting(record -> record.kind() + " " + record.nativeId() + " " + hasData(record))
        .containsExactlyInAnyOrder(
            "submission ins77/v1 false",
            "table ins77/v1/A true",
            "table ins77/v1/B false",
            "table ins77/v1/B#2 true");
    assertThat(pages.urls)
        .containsExactlyInAnyOrder(
            "import:x/ins77-name/a.yaml", "import:x/ins77-name/submission.yaml");
  }

  @Test
  void aTablesFileIsOfItsSubmissionToo() throws IOException {
    put("d/submission.yaml", SUBMISSION);
    put("d/a.yaml", TABLE);
    put("d/other.yaml", TABLE);
    put("e/a.yaml", TABLE);
    HepDataSource source = source();

    assertThat(source.companions(file("d/a.yaml")))
        .extracting(ImportFile::relativePath)
        .containsExactly("d/submission.yaml");
    assertThat(source.companions(file("d/other.yaml"))).isEmpty();
    assertThat(source.companions(file("d/submission.yaml"))).isEmpty();
    assertThat(source.companions(file("e/a.yaml"))).isEmpty();
  }

  @Test
  void dataFilesOutsideOfTheFolderAreNotOpened() throws IOException {
    put("d/submission.yaml", "comment: c\n---\nname: A\ndata_file: ../e/secret.yaml\n");
    put("e/secret.yaml", "password: 1\n");

    importAll();

    assertThat(pages.records)
        .extracting(record -> record.nativeId() + " " + hasData(record))
        .containsExactly("file:d/v1 false", "file:d/v1/A false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEPData-ins1810913-v2-Figure_17a.yaml | ins1810913/v2/Figure_17a",
        "BELLE_2017_I1512299/d01-x01-y01.yaml | ins1512299/v1/d01-x01-y01",
        "rhs1.yaml | file:rhs1/v1/rhs1",
        "commondata/ins42/v3/t.yml | ins42/v3/t",
        "Inside1234/t.yml | file:t/v1/t"
      })
  void aTableAloneIsNamedByItsPath(String path, String nativeId) throws IOException {
    put(path, TABLE);

    importAll();

    assertThat(pages.records).extracting(PageRecord::nativeId).containsExactly(nativeId);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record_ids: [{type: INSPIRE, id: '1221113'}, {type: HEPData, id: ins9}] | ins1221113/v1",
        "record_ids: [{id: 944911, type: inspire}] | ins944911/v1",
        "record_ids: [{type: HEPData, id: ins1226111}] | ins1226111/v1",
        "hepdata_doi: 10.17182/hepdata.104925.v3 | ins55/v3",
        "record_ids: [{type: inspire, id: none}] | ins55/v1",
        "comment: nothing | ins55/v1"
      })
  void aSubmissionSaysWhoseItIsOrElseItsPathDoes(String head, String nativeId) throws IOException {
    put("ins55/submission.yaml", head + "\n---\nname: A\ndata_file: a.yaml\n");

    importAll();

    assertThat(pages.records.get(0).nativeId()).isEqualTo(nativeId);
  }

  @Test
  void anArchiveLandsWhole() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> one :
          Map.of("f/submission.yaml", SUBMISSION, "f/a.yaml", TABLE).entrySet()) {
        zip.putNextEntry(new ZipEntry(one.getKey()));
        zip.write(one.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    files.put("HEPData-ins77-v2-yaml.zip", bytes.toByteArray());
    files.put("other.zip", java.util.Arrays.copyOf(bytes.toByteArray(), 100));

    importAll();

    assertThat(pages.records)
        .extracting(record -> record.nativeId() + " " + hasData(record))
        .containsExactly(
            "ins77/v2 false", "ins77/v2/A true", "ins77/v2/B false", "ins77/v2/B#2 true");
  }

  @Test
  void whatIsOfHepDataButCannotBeReadIsBrokenAndSaysWhy() {
    put("d/submission.yaml", "a: [1");
    files.put("HEPData-ins77-v2-yaml.zip", new byte[] {'P', 'K', 3, 4, 0, 0});

    assertThatThrownBy(() -> source().importFile(file("d/submission.yaml"), pages))
        .isInstanceOf(BrokenFile.class)
        .hasMessageContaining("the submission is no YAML")
        .hasMessageContaining("line");
    assertThatThrownBy(() -> source().importFile(file("HEPData-ins77-v2-yaml.zip"), pages))
        .isInstanceOf(BrokenFile.class);
    assertThat(pages.records).isEmpty();
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    put("a.yaml", "sources: 1\n");
    put("analyses.json", "{\"analyses\": []}");
    put("b.txt", "hello");
    put("c.yaml", "comment: [");

    for (String path : files.keySet()) {
      assertThat(source().importFile(file(path), pages)).as(path).isFalse();
    }
    assertThat(pages.urls).isEmpty();
  }

  @Test
  void aFileThatIsNotUtf8LosesNothing() throws IOException {
    files.put("t.yaml", (TABLE + "# \u00fc\n").getBytes(ISO_8859_1));

    importAll();

    assertThat(new String(pages.records.get(0).payload(), UTF_8)).contains("# \u00fc");
  }

  private static boolean hasData(PageRecord record) {
    String payload = new String(record.payload(), UTF_8);
    return payload.startsWith("{\"record\"") && !payload.endsWith("\"data\":null}");
  }

  private void put(String path, String text) {
    files.put(path, text.getBytes(UTF_8));
  }

  private void importAll() throws IOException {
    for (String path : files.keySet()) {
      source().importFile(file(path), pages);
    }
  }

  private ImportFile file(String path) {
    byte[] content = files.get(path);
    return new ImportFile(
        path,
        content.length,
        Instant.EPOCH,
        () -> new ByteArrayInputStream(content),
        other -> files.containsKey(other) ? Optional.of(file(other)) : Optional.empty());
  }

  private static HepDataSource source() {
    Map<String, Serializable> values =
        Map.of(
            "list",
            "settings",
            "records",
            new ArrayList<String>(),
            "records-per-run",
            10L,
            "max-body-bytes",
            1_048_576L);
    return new HepDataSource(new SourceSettings("hepdata", values));
  }
}

package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;

class ReleaseVerifierTest {
  private static final String EVENTS = "data/gw_events/gw_events-00000-of-00001.parquet";

  @TempDir static Path good;
  @TempDir Path temp;
  private Path release;

  @BeforeAll
  static void buildOnce() throws IOException {
    build(good, SampleTables.of());
  }

  private static Path build(Path lake, SampleTables tables) throws IOException {
    new ReleaseBuilder(
            SampleTables.SPARK, tables, Lake.at(lake), tables.request(Profile.LINKED, "1.0.0"))
        .build();
    return lake.resolve("releases/1.0.0");
  }

  @BeforeEach
  void copy() throws IOException {
    release = temp.resolve("release");
    Path from = good.resolve("releases/1.0.0");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path to = release.resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private static List<Finding> verify(Path folder) throws IOException {
    return ReleaseVerifier.verify(Folder.open(folder.toString()));
  }

  /** Makes manifest and checksums agree with a file again, as someone who forges would. */
  private void forge(String path) throws IOException {
    byte[] bytes = Files.readAllBytes(release.resolve(path));
    Path file = release.resolve("MANIFEST.json");
    ObjectNode manifest = (ObjectNode) ReleaseJson.tree(Files.readAllBytes(file));
    String before = "";
    for (JsonNode entry : manifest.get("files")) {
      if (entry.get("path").asText().equals(path)) {
        before = entry.get("sha256").asText();
        ObjectNode totals = (ObjectNode) manifest.get("totals");
        long grown = bytes.length - entry.get("bytes").asLong();
        totals.put("bytes", totals.get("bytes").asLong() + grown);
        ((ObjectNode) entry).put("bytes", bytes.length).put("sha256", Digests.sha256(bytes));
      }
    }
    Files.write(file, ReleaseJson.bytes(manifest));
    if (!path.equals("SHA256SUMS")) {
      Path sums = release.resolve("SHA256SUMS");
      Files.writeString(sums, Files.readString(sums).replace(before, Digests.sha256(bytes)));
      forge("SHA256SUMS");
    }
  }

  private void replace(String path, String from, String to) throws IOException {
    String text = Files.readString(release.resolve(path));
    assertThat(text).contains(from);
    Files.writeString(release.resolve(path), text.replace(from, to));
  }

  @Test
  void anUndamagedReleaseKeepsItsPromises() throws IOException {
    assertThat(verify(release)).isEmpty();
  }

  @Test
  void namesAFileWithAChangedByte() throws IOException {
    byte[] bytes = Files.readAllBytes(release.resolve(EVENTS));
    bytes[bytes.length / 2] ^= 1;
    Files.write(release.resolve(EVENTS), bytes);
    assertThat(verify(release))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(EVENTS);
              assertThat(finding.message()).startsWith("has changed");
              assertThat(finding.damages()).isTrue();
            });
  }

  @Test
  void namesATruncatedFile() throws IOException {
    byte[] bytes = Files.readAllBytes(release.resolve(EVENTS));
    Files.write(release.resolve(EVENTS), Arrays.copyOf(bytes, 100));
    assertThat(verify(release))
        .singleElement()
        .hasToString("ERROR " + EVENTS + ": has 100 bytes instead of " + bytes.length);
  }

  @Test
  void namesMissingAndExtraFiles() throws IOException {
    Files.delete(release.resolve("CITATION.cff"));
    Files.writeString(release.resolve("data/notes.txt"), "hello");
    assertThat(verify(release))
        .extracting(Finding::toString)
        .containsExactly(
            "ERROR CITATION.cff: is missing", "ERROR data/notes.txt: is not in the manifest");
  }

  @Test
  void aMissingOrDamagedManifestIsAFinding() throws IOException {
    Files.writeString(release.resolve("MANIFEST.json"), "{\"format\": 1, ");
    assertThat(verify(release))
        .singleElement()
        .satisfies(f -> assertThat(f.message()).startsWith("cannot be read"));
    Files.writeString(release.resolve("MANIFEST.json"), "{\"format\": 99}");
    assertThat(verify(release))
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("format 99"));
    Files.delete(release.resolve("MANIFEST.json"));
    assertThat(verify(release)).singleElement().hasToString("ERROR MANIFEST.json: is missing");
  }

  @Test
  void aManifestCannotLeadOutOfTheFolder() throws IOException {
    Files.writeString(temp.resolve("outside.txt"), "outside");
    replace("MANIFEST.json", "\"path\" : \"CITATION.cff\"", "\"path\" : \"../outside.txt\"");
    assertThat(verify(release))
        .extracting(Finding::toString)
        .contains("ERROR ../outside.txt: is missing", "ERROR CITATION.cff: is not in the manifest");
  }

  @Test
  void aForgedParquetFileIsAFindingAndNoStackTrace() throws IOException {
    Files.write(release.resolve(EVENTS), "PAR1 this is none PAR1".getBytes(StandardCharsets.UTF_8));
    forge(EVENTS);
    assertThat(verify(release))
        .anySatisfy(
            f -> {
              assertThat(f.path()).isEqualTo(EVENTS);
              assertThat(f.message()).startsWith("cannot be read as Parquet");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "croissant.json | \"cr:Float64\" | \"\" | has no dataType",
        "croissant.json | \"column\" : \"event_name\" | \"column\" : \"name\" | fields of RecordSet",
        "croissant.json | http://mlcommons.org/croissant/1.1 | http://mlcommons.org/croissant/9 | conformsTo",
        "croissant.json | \"sha256\" : \" | \"sha256\" : \"0 | another sha256",
        "README.md | name: event_name | name: nom | features of gw_events",
        "README.md | num_examples: 3 | num_examples: 4 | rows or bytes of gw_events",
        "README.md | config_name: links | config_name: link | no config and dataset_info of table links",
        "QUALITY.json | { | [ | cannot be read",
      })
  void documentsThatDoNotDescribeTheFilesAreFound(
      String path, String from, String to, String message) throws IOException {
    replace(path, from, to);
    forge(path);
    assertThat(verify(release))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.path()).isEqualTo(path))
        .anySatisfy(f -> assertThat(f.message()).contains(message));
  }

  @Test
  void checksumsThatDisagreeWithTheManifestAreFound() throws IOException {
    Files.writeString(release.resolve("SHA256SUMS"), "0000  README.md\n");
    forge("SHA256SUMS");
    assertThat(verify(release))
        .singleElement()
        .satisfies(f -> assertThat(f.path()).isEqualTo("SHA256SUMS"));
  }

  @Test
  void rowsThatBreakPromisesAreFound() throws IOException {
    SampleTables tables = SampleTables.of();
    List<Map<String, Object>> events = tables.rows("gw_events");
    events.get(0).put("mass_1_source_msun", Double.NaN);
    events.get(1).put("gps_s", -999.0);
    events.get(1).put("raw_sha256", null);
    events.get(2).put("mass_1_source_msun_lower", 1000.0);
    tables.event(SampleTables.EVENTS.get("test"), 70, "attribution");
    List<Map<String, Object>> pairs = tables.rows("pairs");
    pairs.get(0).put("predicted", new Double[] {1.0, 2.0});
    pairs.get(1).put("split", "test");

    List<Finding> findings = verify(build(temp.resolve("bad"), tables));

    String event = SampleTables.EVENTS.get("test") + "-v1";
    assertThat(findings)
        .extracting(Finding::path, f -> f.message().replaceAll(": 1 rows, first .*", ""))
        .contains(
            tuple(EVENTS, "duplicate key"),
            tuple(EVENTS, "column mass_1_source_msun holds NaN or an infinity"),
            tuple(EVENTS, "column gps_s holds the sentinel -999.0"),
            tuple(EVENTS, "provenance column raw_sha256 is null or missing"),
            tuple("data/pairs/train-00000-of-00001.parquet", "arrays of unequal length"),
            tuple(
                "data/pairs/test-00000-of-00001.parquet",
                "split is not the one that group_id gives"));
    assertThat(findings)
        .filteredOn(f -> f.message().startsWith("duplicate key"))
        .allSatisfy(f -> assertThat(f.message()).endsWith("first " + event));
    assertThat(findings).anySatisfy(f -> assertThat(f.message()).startsWith("group in two splits"));
    assertThat(findings)
        .filteredOn(f -> f.severity() == Finding.Severity.WARNING)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.message()).contains("mass_1_source_msun lies outside its interval");
              assertThat(f.damages()).isFalse();
            });
  }

  /** Python: int.from_bytes(sha256(b"rudolphine-split-v1|" + g).digest()[:8], "big") / 2**64. */
  @ParameterizedTest
  @CsvSource({
    "GW151012,train",
    "GW170729,train",
    "GW170817,validation",
    "GW170809,test",
    "GW150914,test"
  })
  void splitIsWorkedOutFromTheGroup(String group, String split) {
    assertThat(RowChecks.splitOf(group)).isEqualTo(split);
  }
}

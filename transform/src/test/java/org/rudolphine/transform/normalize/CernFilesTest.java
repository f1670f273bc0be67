package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rudolphine.transform.normalize.CernRecords.facet;
import static org.rudolphine.transform.normalize.CernRecords.fixture;
import static org.rudolphine.transform.normalize.CernRecords.rows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CernFilesTest {
  private static final String ROOT = "root://eospublic.cern.ch//eos/opendata/lab/";

  private static List<Map<String, Object>> files(String members) {
    return rows(fixture("\"Collision\"", members), "hep_files").stream()
        .map(NormalizedRow::values)
        .toList();
  }

  private static String sha256(String members) {
    return (String) facet(fixture("\"Collision\"", members), "files").values().get("files_sha256");
  }

  @Test
  void fileOfARecord() {
    assertThat(
            files(
                """
                "files": [{"uri": "%sdir/a.root", "size": 9247252629,
                           "checksum": "adler32:dfd0d57c"}]"""
                    .formatted(ROOT)))
        .singleElement()
        .satisfies(
            file ->
                assertThat(file)
                    .containsOnly(
                        entry("record_id", "1"),
                        entry("uri", ROOT + "dir/a.root"),
                        entry("url", "https://opendata.cern.ch/eos/opendata/lab/dir/a.root"),
                        entry("file_name", "a.root"),
                        entry("kind", "data"),
                        entry("side", "data"),
                        entry("size_bytes", 9247252629L),
                        entry("checksum", "adler32:dfd0d57c")));
  }

  @ParameterizedTest
  @CsvSource({
    "adler32:fd0d57c, adler32:0fd0d57c",
    "alder32:0FD0D57C, adler32:0fd0d57c",
    "sha1:107B1F, sha1:107b1f",
    "nothing, nothing"
  })
  void checksums(String given, String checksum) {
    assertThat(
            files(
                "\"files\": [{\"uri\": \"%sa.root\", \"checksum\": \"%s\"}]"
                    .formatted(ROOT, given)))
        .extracting(file -> file.get("checksum"))
        .containsExactly(checksum);
  }

  @Test
  void indexInTwoFormatsIsOneIndex() {
    String index = "{\"uri\": \"%sx_file_index.%s\", \"type\": \"index.%s\", \"size\": 7}";

    assertThat(
            files(
                "\"files\": [%s, %s, %s]"
                    .formatted(
                        index.formatted(ROOT, "txt", "txt"),
                        index.formatted(ROOT, "json", "json"),
                        index.formatted(ROOT + "other", "txt", "txt"))))
        .extracting(file -> file.get("file_name"), file -> file.get("kind"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x_file_index.json", "index"),
            org.assertj.core.groups.Tuple.tuple("otherx_file_index.txt", "index"));
  }

  @Test
  void indicesOfTheInterfaceUnfold() {
    List<Map<String, Object>> files =
        files(
            """
            "files": [{"key": "readme.pdf", "uri": "%sreadme.pdf"}],
            "_files": [{"key": "readme.pdf", "uri": "%sreadme.pdf"}],
            "_file_indices": [{"key": "x_file_index.json", "number_files": 2, "size": 11,
              "files": [{"key": "a.root", "uri": "%sa.root", "size": 5},
                        {"key": "b.root", "uri": "%sb.root", "size": 6}]}]"""
                .formatted(ROOT, ROOT, ROOT, ROOT));

    assertThat(files)
        .extracting(file -> file.get("kind"))
        .containsExactly("document", "index", "data", "data");
    assertThat(files.get(1))
        .contains(
            entry("uri", "https://opendata.cern.ch/record/1/file_index/x_file_index.json"),
            entry("number_files", 2L))
        .doesNotContainKey("size_bytes");
    assertThat(files.get(3))
        .contains(entry("index_key", "x_file_index.json"), entry("size_bytes", 6L));
  }

  @Test
  void exportNamesItsFilesAndIndices() {
    assertThat(
            files(
                """
                "files": [{"filename": "a.root", "size": 5}],
                "index_files": [{"filename": "x_file_index.json", "uri": "%sx_file_index.json"}]"""
                    .formatted(ROOT)))
        .extracting(file -> file.get("uri"), file -> file.get("kind"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "https://opendata.cern.ch/record/1/files/a.root", "data"),
            org.assertj.core.groups.Tuple.tuple(ROOT + "x_file_index.json", "index"));
  }

  @Test
  void hashIsOfWhatTheFilesAreNotOfTheirOrderOrServer() {
    String one = "{\"uri\": \"%s/eos/a.root\", \"size\": 5, \"checksum\": \"adler32:00000001\"}";
    String two = "{\"uri\": \"root://x//eos/b.root\", \"size\": \"6\"}";
    String first = "\"files\": [" + one.formatted("root://x/") + ", " + two + "]";
    String second = "\"files\": [" + two + ", " + one.formatted("https://y") + "]";

    assertThat(sha256(first)).isEqualTo(sha256(second));
    assertThat(sha256(first)).isNotEqualTo(sha256(first.replace("00000001", "00000002")));
    assertThat(sha256(first)).isNotEqualTo(sha256(first.replace("\"6\"", "7")));
  }

  @Test
  void campaignOfAtlasStandsInTheFolders() {
    String folder = "\"files\": [{\"uri\": \"" + ROOT + "rucio/%s/a.root\"}]";

    assertThat(facet(fixture("\"Simulated\"", folder.formatted("mc20_13TeV")), "files").values())
        .containsEntry("campaign", "mc20_13TeV");
    assertThat(facet(fixture("\"Simulated\"", folder.formatted("other")), "files").values())
        .doesNotContainKey("campaign");
  }
}

package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.ArxivRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.ArxivRecords.only;
import static org.rudolphine.transform.normalize.ArxivRecords.page;
import static org.rudolphine.transform.normalize.ArxivRecords.snapshotLines;
import static org.rudolphine.transform.normalize.ArxivRecords.values;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.mention.Mention;
import org.rudolphine.transform.mention.MentionGrammar;

/**
 * Real answers and lines of the provider. Numbers were counted with Python's ElementTree and json
 * on the same files.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class ArxivCorpusTest {

  private static Map<String, NormalizedRow> rows(String prefix, int pages, String kind)
      throws IOException {
    Map<String, NormalizedRow> rows = new TreeMap<>();
    for (int page = 1; page <= pages; page++) {
      for (RawRecord record : page("oai/current/" + prefix + "_p" + page + ".xml", kind)) {
        NormalizedRow row = only(record);
        rows.put(row.key(), row);
      }
    }
    return rows;
  }

  private static Map<String, NormalizedRow> raw() throws IOException {
    return rows("list_records_arXivRaw", 5, "oai-arXivRaw");
  }

  @Test
  void everyRecordOfEveryPageBecomesARowWithoutIssues() throws IOException {
    Map<String, NormalizedRow> rows = raw();
    assertThat(rows).hasSize(273);
    assertThat(rows.values())
        .allSatisfy(
            row -> {
              assertThat(row.issues()).as(row.key()).isEmpty();
              assertThat(row.values())
                  .as(row.key())
                  .containsKeys(
                      "title",
                      "abstract",
                      "authors_parsed",
                      "primary_group",
                      "submitted_at",
                      "updated_on",
                      "versions");
            });
    assertThat(rows.values().stream().filter(row -> row.values().get("withdrawn").equals(true)))
        .extracting(NormalizedRow::key)
        .containsExactly("0901.3666", "0903.0442", "1101.6031", "1102.0219", "cond-mat/0703772");
    assertThat(rows.values().stream().map(row -> row.values().get("dois")))
        .contains(
            List.of("10.1002/andp.201000099", "10.1002/andp.201200739"),
            List.of("10.1007/jhep12(2010)070", "10.1007/jhep02(2011)044"));
  }

  /** All columns but those that one format lacks, and TeX that the other converts. */
  @Test
  void bothFormatsOfOnePaperAgree() throws IOException {
    Map<String, NormalizedRow> raw = raw();
    Map<String, NormalizedRow> listed = rows("list_records_arXiv_physics", 3, "oai-arXiv");
    assertThat(listed).hasSize(151);
    List<String> otherNames = new ArrayList<>();
    for (NormalizedRow row : listed.values()) {
      Map<String, Object> one = raw.get(row.key()).values();
      Map<String, Object> other = row.values();
      for (String column :
          List.of(
              "doi_given",
              "dois",
              "journal_ref",
              "report_no",
              "categories",
              "primary_group",
              "archives",
              "msc_class",
              "acm_class",
              "proxy",
              "paper_licence",
              "updated_on",
              "withdrawn")) {
        assertThat(other.get(column)).as(row.key() + " " + column).isEqualTo(one.get(column));
      }
      for (String column : List.of("title", "comments", "abstract")) {
        Object text = one.get(column);
        if (text != null && text.toString().indexOf('\\') < 0) {
          assertThat(other.get(column)).as(row.key() + " " + column).isEqualTo(text);
        }
      }
      if (!names(one).equals(names(other))) {
        otherNames.add(row.key());
      }
    }
    assertThat(otherNames)
        .as("one of 238 names there: 'de los Reyes', of which the provider makes 'Reyes'")
        .containsExactly("1101.3650");
  }

  private static List<String> names(Map<String, Object> values) {
    List<String> names = new ArrayList<>();
    for (Object author : (List<?>) values.get("authors_parsed")) {
      Map<?, ?> one = (Map<?, ?>) author;
      names.add(one.get("keyname") + ", " + one.get("forenames") + ", " + one.get("suffix"));
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "get_record_cs_0001024_arXivRaw.xml, oai-arXivRaw",
    "get_record_cs_0001024_arXiv.xml, oai-arXiv"
  })
  void acmClassNoneIsMissing(String file, String kind) throws IOException {
    Map<String, Object> paper = values(page("oai/current/" + file, kind).get(0));
    assertThat(paper)
        .containsEntry("paper_id", "cs/0001024")
        .containsEntry("report_no", "Los Alamos Preprint LA-UR-00-309")
        .containsEntry("primary_group", "cs")
        .doesNotContainKeys("acm_class", "msc_class", "paper_licence");
  }

  @Test
  void withdrawnPaperOfTheSample() throws IOException {
    Map<String, Object> paper =
        values(
            page("oai/current/get_record_withdrawn_1101.6031_arXivRaw.xml", "oai-arXivRaw").get(0));
    assertThat(paper)
        .containsEntry("withdrawn", true)
        .containsEntry("withdrawn_basis", "source_type")
        .containsEntry("version_count", 2);
  }

  @ParameterizedTest
  @CsvSource({
    "get_record_arXiv_sample0.xml, 1",
    "get_record_arXiv_sample1.xml, 1",
    "get_record_arXiv_sample2.xml, 1",
    "get_record_arXiv_sample4.xml, 1",
    "get_record_arXiv_sample6.xml, 1",
    "list_records_arXiv_physics_hep-th_2017-12-14.xml, 3"
  })
  void theOldServiceIsRead(String file, int records) throws IOException {
    List<RawRecord> page = page("oai/legacy/" + file, "oai-arXiv");
    assertThat(page).hasSize(records);
    for (RawRecord record : page) {
      assertThat(only(record).values()).containsKeys("title", "authors_parsed", "categories");
    }
  }

  @Test
  void everyLineOfTheSnapshotBecomesARow() throws IOException {
    List<RawRecord> lines = snapshotLines();
    assertThat(lines).hasSize(100);
    List<String> otherwise = new ArrayList<>();
    for (RawRecord line : lines) {
      NormalizedRow row = only(line);
      assertThat(row.issues()).as(row.key()).isEmpty();
      List<Map<String, Object>> parsed =
          ArxivAuthors.parse((String) row.values().get("authors")).stream()
              .map(PersonName::struct)
              .toList();
      if (!parsed.equals(row.values().get("authors_parsed"))) {
        otherwise.add(row.key());
      }
      assertThat(NORMALIZER.combine(List.of(row))).isEqualTo(row.values());
    }
    assertThat(otherwise)
        .as("our reading of the line is the provider's, but for '(1 and 2)' left unresolved there")
        .containsExactly("0704.0025");
  }

  /** Found with grep and regular expressions of Python in the same texts, each looked at. */
  @Test
  void identifiersInTheMetadataOfAllPapers() throws IOException {
    List<NormalizedRow> rows = new ArrayList<>(raw().values());
    for (RawRecord line : snapshotLines()) {
      rows.add(only(line));
    }
    MentionGrammar grammar = new MentionGrammar(Set.of());
    List<String> found = new ArrayList<>();
    for (NormalizedRow row : rows) {
      for (String part : List.of("title", "abstract", "comments", "journal_ref")) {
        for (Mention mention : grammar.find((String) row.values().get(part))) {
          found.add(row.key() + " " + part + " " + mention.canonicalId());
        }
      }
    }
    assertThat(found.stream().filter(one -> one.endsWith("comments 1011.6606")))
        .as("the proceedings of 13 of them, 12 by address")
        .hasSize(13);
    assertThat(found.stream().filter(one -> !one.endsWith("comments 1011.6606")))
        .containsExactlyInAnyOrder(
            "1002.4256 abstract math/0612561",
            "1009.1098 abstract 0909.1125",
            "0903.4627 abstract math/0402228",
            "0704.0034 abstract q-bio/0701050",
            "0704.0066 comments hep-th/0402006",
            "0704.0066 comments hep-th/0405008",
            "0704.0066 comments hep-th/0505007",
            "1102.0389 comments 10.3150/10-bej265",
            "1102.0488 comments 10.1039/c1sc00070e",
            "0704.0086 comments 10.1214/07-aap481");
  }
}

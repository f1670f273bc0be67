package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.rudolphine.transform.normalize.CernRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.CernRecords.dataset;
import static org.rudolphine.transform.normalize.FamilyHistory.Folded.value;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.link.HepStatedRule;
import org.rudolphine.transform.link.LinkedTables;
import org.rudolphine.transform.link.Linker;
import org.rudolphine.transform.link.RuleSettings;
import org.rudolphine.transform.table.Table;

/** What the portal's records no longer say, from one harvest to the next. */
class CernAbsenceTest {
  private static final String RELATIONS = "hep_relations";
  private static final String FILES = "hep_files";
  private static final String DATASETS = "hep_datasets";
  private static final String LISTED = "https://opendata.cern.ch/record/1/file_index/";

  private static FamilyHistory history() {
    return new FamilyHistory(NORMALIZER);
  }

  private static String collision(String members) {
    return "{\"metadata\": " + dataset("\"Collision\"", members) + "}";
  }

  private static String childOf(int... parents) {
    List<String> relations = new ArrayList<>();
    for (int parent : parents) {
      relations.add("{\"type\": \"isChildOf\", \"recid\": \"%d\"}".formatted(parent));
    }
    return "\"relations\": " + relations;
  }

  private static String files(String... uris) {
    List<String> files = new ArrayList<>();
    for (String uri : uris) {
      files.add("{\"uri\": \"%s\", \"size\": 1}".formatted(uri));
    }
    return files.toString();
  }

  @Test
  void statementThatIsNoLongerMadeIsGoneUntilItComesBack() {
    FamilyHistory history =
        history()
            .says(1, "record", "1", collision(childOf(8, 9)))
            .says(2, "listing", "1", collision(childOf(9)));
    assertThat(history.fold().gone(RELATIONS))
        .containsExactly(entry("isChildOf recid:8", at(2)), entry("isChildOf recid:9", null));
    assertThat(history.says(3, "export", "1", dataset("", childOf(8))).fold().gone(RELATIONS))
        .containsExactly(entry("isChildOf recid:8", null), entry("isChildOf recid:9", at(3)));
    Row back = history.fold().newest(RELATIONS).get("isChildOf recid:8");
    assertThat(value(RELATIONS, back, "revision")).isEqualTo(3);
  }

  @Test
  void fileThatIsNoLongerListedIsGoneButNotByAListing() {
    FamilyHistory history =
        history()
            .says(1, "record", "1", collision("\"files\": " + files("a", "b")))
            .says(2, "listing", "1", collision(""))
            .says(3, "record", "1", collision("\"files\": " + files("b")));
    assertThat(history.fold().gone(FILES)).containsExactly(entry("a", at(3)), entry("b", null));
  }

  @Test
  void indexTellsItsFilesAndTheRecordWhichIndicesThereAre() {
    String named = "\"index_files\": [{\"filename\": \"x_file_index.json\", \"uri\": \"r/%s\"}]";
    String index = "{\"key\": \"x_file_index.json\", \"number_files\": %d, \"files\": %s}";
    FamilyHistory history =
        history()
            .says(1, "export", "1", dataset("", named.formatted("x_file_index.json")))
            .says(2, "file-index", "1#x_file_index.json", index.formatted(2, files("a", "b")))
            .says(3, "export", "1", dataset("", named.formatted("x_file_index.json")));
    assertThat(history.fold().gone(FILES))
        .as("the record says nothing of the files in the index")
        .hasSize(4)
        .containsEntry("a", null)
        .containsEntry("b", null)
        .containsEntry(LISTED + "x_file_index.json", null);

    history.says(4, "file-index", "1#x_file_index", index.formatted(3, files("b")));
    assertThat(history.fold().gone(FILES)).as("a list cut short").containsEntry("a", null);
    history.says(5, "file-index", "1#x_file_index", index.formatted(1, files("b")));
    assertThat(history.fold().gone(FILES)).containsEntry("a", at(5)).containsEntry("b", null);

    history.says(6, "record", "1", collision("\"_file_indices\": [], \"files\": []"));
    assertThat(history.fold().gone(FILES))
        .containsEntry("b", at(6))
        .containsEntry(LISTED + "x_file_index.json", at(6))
        .doesNotContainValue(null);
  }

  @Test
  void recordThatIsDeletedTakesAllItsRowsWithIt() {
    String payload = collision(childOf(9) + ", \"files\": " + files("a", "b"));
    FamilyHistory history = history().says(1, "record", "1", payload).deletes(2, "1");
    assertThat(history.fold().gone(DATASETS)).containsExactly(entry("1", at(2)));
    assertThat(history.fold().gone(RELATIONS)).containsExactly(entry("isChildOf recid:9", at(2)));
    assertThat(history.fold().gone(FILES)).containsExactly(entry("a", at(2)), entry("b", at(2)));

    FamilyHistory.Folded back =
        history.says(3, "record", "1", collision("\"files\": " + files("b"))).fold();
    assertThat(back.gone(DATASETS)).containsExactly(entry("1", null));
    assertThat(back.gone(RELATIONS)).containsExactly(entry("isChildOf recid:9", at(2)));
    assertThat(back.gone(FILES)).containsExactly(entry("a", at(2)), entry("b", null));
  }

  @Test
  void recordThatTurnsOutToBeNoDatasetKeepsItsStatementsOnly() {
    String software =
        """
        {"recid": "1", "type": {"primary": "Software"}, "use_with": {"links": [{"recid": 5}]}}""";
    FamilyHistory.Folded folded =
        history()
            .says(1, "skeleton", "1", "{\"recid\": 1, \"title\": \"A program\"}")
            .says(2, "record", "1", collision(childOf(9) + ", \"files\": " + files("a")))
            .says(3, "fixture", "1", software)
            .fold();
    assertThat(folded.gone(DATASETS)).containsExactly(entry("1", at(3)));
    assertThat(folded.gone(FILES)).containsExactly(entry("a", at(3)));
    assertThat(folded.gone(RELATIONS))
        .containsExactly(entry("isChildOf recid:9", at(3)), entry("use_with recid:5", null));
  }

  @Test
  void whatATitleLeftOpenIsSettledByTheRecord() {
    String title =
        """
        {"recid": 1, "doi": "10.7483/OPENDATA.CMS.A1", "title": "/A/B-v1/NANOAODSIM"}""";
    FamilyHistory history = history().says(1, "skeleton", "1", title);
    assertThat(issues(history)).containsExactly("side", "experiment");
    history.says(2, "listing", "1", collision("\"date_created\": [\"soon\"]"));
    assertThat(issues(history))
        .as("the record names no experiment")
        .containsExactly("years", "experiment");
    history.says(3, "listing", "1", collision("\"experiment\": \"CMS\""));
    assertThat(issues(history)).isEmpty();
    assertThat(issues(history().says(1, "record", "2", collision("\"files\": []"))))
        .as("its facet of files has the key too")
        .containsExactly("record_id");
  }

  private static List<Object> issues(FamilyHistory history) {
    Row row = history.fold().newest(DATASETS).values().iterator().next();
    List<Object> fields = new ArrayList<>();
    for (Object issue : (Object[]) value(DATASETS, row, "issues")) {
      fields.add(((Row) issue).get(0));
    }
    return fields;
  }

  /** Two programs name data and simulation; the second no longer names the simulation. */
  @Test
  void droppedStatementMakesNoLink() {
    String program = "{\"type\": {\"primary\": \"Software\"}, \"use_with\": {\"links\": [%s]}}";
    String beams =
        """
        "experiment": "CMS", "date_created": ["2012"],
        "collision_information": {"energy": "8TeV", "type": "pp"}""";
    String uses = "{\"recid\": %d}, {\"recid\": %d}";
    List<FamilyHistory.Folded> records =
        List.of(
            history().says(1, "fixture", "1", dataset("\"Collision\"", beams)).fold(),
            history().says(1, "fixture", "2", dataset("\"Simulated\"", beams)).fold(),
            history().says(1, "fixture", "3", dataset("\"Collision\"", beams)).fold(),
            history().says(1, "fixture", "4", dataset("\"Simulated\"", beams)).fold(),
            history().says(1, "record", "10", program.formatted(uses.formatted(1, 2))).fold(),
            history()
                .says(1, "record", "11", program.formatted(uses.formatted(3, 4)))
                .says(2, "record", "11", program.formatted("{\"recid\": 3}"))
                .fold());
    RuleSettings settings =
        new RuleSettings(
            "hep-stated",
            Map.of(
                "score-hub", 0.95,
                "score-umbrella", 0.9,
                "score-shared", 0.8,
                "score-files", 1.0,
                "lift-factor", 0.9,
                "max-group-records", 30L));
    Linker linker =
        new Linker(
            SparkSessions.shared(),
            table -> {
              List<Row> rows =
                  records.stream()
                      .flatMap(record -> record.newest(table).values().stream())
                      .toList();
              Dataset<Row> current =
                  SparkSessions.shared().createDataFrame(rows, Table.named(table).schema());
              return NORMALIZER.finish(table, current);
            });
    try (LinkedTables linked = linker.link(List.of(new HepStatedRule(settings)))) {
      assertThat(linked.links().select("left_id", "right_id").collectAsList())
          .extracting(Row::toString)
          .as("%s", linked.unmatched().select("id", "reason").collectAsList())
          .containsExactly("[1,2]");
    }
  }
}

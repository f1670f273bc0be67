package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rudolphine.transform.normalize.LabLake.deleted;
import static org.rudolphine.transform.normalize.LabLake.word;
import static org.rudolphine.transform.normalize.LabLake.words;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.SparkSessions;

class NormalizationTest {
  @TempDir Path folder;
  private LabLake lab;

  @BeforeEach
  void openLake() {
    lab = new LabLake(folder.resolve("a lake, spaced"));
  }

  private static Accounting counts(
      int read, int written, int unchanged, int duplicate, int gone, int rejected, int skipped) {
    return new Accounting(
        LabLake.SOURCE, read, written, unchanged, duplicate, gone, rejected, skipped, 0);
  }

  /** Values of one column by key. */
  private static Map<String, Object> column(Dataset<Row> rows, String key, String column) {
    Map<String, Object> values = new TreeMap<>();
    rows.select(key, column)
        .collectAsList()
        .forEach(row -> values.put(row.getString(0), row.get(1)));
    return values;
  }

  private static Map<String, Object> runs(Normalized normalized, String column) {
    return column(normalized.tables().get("nr_simulations"), "simulation_id", column);
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  @Test
  void everyRecordIsAccountedForOnce() throws IOException {
    lab.land(
        1,
        word("a", "run 1.0"),
        word("a", "run 2.0"),
        word("b", "both 1.0"),
        word("c", "event 1.0"),
        word("d", "bad"),
        word("e", "skip"),
        word("f", "gibberish"),
        deleted("g"));
    Normalized normalized = lab.normalize();
    assertThat(normalized.accounting()).isEqualTo(counts(8, 3, 0, 1, 1, 2, 1));
    assertThat(normalized.publishable()).isTrue();
    assertThat(normalized.refusals()).isEmpty();
    assertThat(runs(normalized, "mass_ratio")).isEqualTo(Map.of("a", 2.0, "b", 1.0));
    assertThat(column(normalized.tables().get("gw_events"), "event_version_id", "gps_s"))
        .isEqualTo(Map.of("b", 1.0, "c", 1.0));
    assertThat(column(normalized.rejects(), "native_id", "reason"))
        .containsOnlyKeys("d", "f")
        .containsEntry("d", "a bad word");
    normalized.release().run();
  }

  @Test
  void secondLookAtTheSameIsUnchangedAndThirdIsNothing() throws IOException {
    lab.land(1, word("a", "run 1.0"), word("b", "both 1.0"));
    lab.normalize();
    lab.land(2, word("a", "run 1.0"), word("b", "both 1.0"), word("b", "both 1.0"));
    Normalized again = lab.normalize();
    assertThat(again.accounting()).isEqualTo(counts(3, 0, 2, 1, 0, 0, 0));
    assertThat(runs(again, "revision")).isEqualTo(Map.of("a", 1, "b", 1));
    assertThat(runs(again, "retrieved_at")).isEqualTo(Map.of("a", at(1), "b", at(1)));

    Normalized nothing = lab.normalize();
    assertThat(nothing.accounting()).isEqualTo(Accounting.nothing(LabLake.SOURCE));
    assertThat(nothing.tables()).isEmpty();
    assertThat(nothing.publishable()).isFalse();
  }

  @Test
  void rebuildGivesTheContentOfTheIncrementalWay() throws IOException {
    lab.landList(1, "runs", word("a", "run 1.0"), word("b", "run 1.0"), word("c", "bad"));
    lab.normalize();
    lab.land(2, word("a", "detail 0.3"), word("b", "run 3.0"), deleted("c"));
    Normalized step = lab.normalize();
    Normalized rebuilt = lab.run(Normalization.Mode.REBUILD);
    assertThat(step.accounting()).isEqualTo(counts(3, 2, 0, 0, 1, 0, 0));
    assertThat(rebuilt.accounting()).isEqualTo(counts(6, 4, 0, 0, 1, 1, 0));
    assertThat(json(rebuilt.histories().get("nr_simulations")))
        .hasSize(4)
        .isEqualTo(json(step.histories().get("nr_simulations")));
    assertThat(json(rebuilt.tables().get("nr_simulations")))
        .isEqualTo(json(step.tables().get("nr_simulations")));
    assertThat(json(rebuilt.rejects())).isEqualTo(json(step.rejects())).isEmpty();
  }

  @Test
  void foldingAgainGivesTheSameRowsAndCountsNothing() throws IOException {
    lab.land(1, word("a", "run 1.0"), word("b", "bad"));
    Normalized first = lab.normalize();
    lab.land(2);
    Normalized again = lab.run(Normalization.Mode.REFOLD);
    assertThat(again.accounting()).isEqualTo(Accounting.nothing(LabLake.SOURCE));
    assertThat(again.publishable()).isTrue();
    assertThat(again.batches()).hasSize(2);
    assertThat(json(again.tables().get("nr_simulations")))
        .hasSize(1)
        .isEqualTo(json(first.tables().get("nr_simulations")));
    assertThat(json(again.rejects())).hasSize(1).isEqualTo(json(first.rejects()));
  }

  /** A window in which the provider has nothing new. */
  @Test
  void batchWithoutRecordsIsNoNews() throws IOException {
    lab.land(1, word("a", "run 1.0"));
    lab.normalize();
    lab.land(2);
    assertThat(lab.normalize().tables()).isEmpty();
  }

  @Test
  void deletedFlagMarksTheRowAndKeepsItsContent() throws IOException {
    lab.land(1, word("a", "run 1.0"), word("b", "run 1.0"));
    lab.normalize();
    lab.land(2, deleted("a"));
    Normalized normalized = lab.normalize();
    assertThat(normalized.accounting()).isEqualTo(counts(1, 0, 0, 0, 1, 0, 0));
    assertThat(runs(normalized, "mass_ratio")).isEqualTo(Map.of("a", 1.0, "b", 1.0));
    assertThat(runs(normalized, "deleted_at")).containsEntry("a", at(2)).containsEntry("b", null);
    assertThat(runs(normalized, "revision")).isEqualTo(Map.of("a", 2, "b", 1));
  }

  @Test
  void whatACompleteListingLacksIsMarkedUnlessItIsAThird() throws IOException {
    List<String> ids = IntStream.range(0, 9).mapToObj(i -> "r" + i).toList();
    lab.landList(1, "runs", words(ids.stream(), "run 1.0"));
    lab.normalize();
    lab.landList(2, "runs", words(ids.stream().skip(1), "run 1.0"));
    Normalized one = lab.normalize();
    assertThat(one.accounting().tombstoned()).isEqualTo(1);
    assertThat(one.accounting().unchanged()).isEqualTo(8);
    assertThat(one.refusals()).isEmpty();
    assertThat(runs(one, "deleted_at")).containsEntry("r0", at(2)).containsEntry("r1", null);

    lab.landList(3, "runs", words(ids.stream().skip(4), "run 1.0"));
    Normalized third = lab.normalize();
    assertThat(third.accounting().tombstoned()).isZero();
    assertThat(third.refusals()).singleElement().asString().contains("lacks 3 of 8");
    assertThat(runs(third, "deleted_at")).containsEntry("r0", at(2)).containsEntry("r1", null);
  }

  @Test
  void laterGoodRecordOfTheSameKindSupersedesAReject() throws IOException {
    lab.land(1, word("a", "bad"), word("b", "bad"), word("c", "bad"));
    lab.normalize();
    lab.land(
        2,
        word("a", "run 1.0"),
        word("c", "event 1.0"),
        PageRecord.of("other-kind", "b", "text/plain", "run 1.0"));
    assertThat(column(lab.normalize().rejects(), "native_id", "reason"))
        .as("a list row that reads well says nothing of a detail that does not")
        .containsOnlyKeys("b");
  }

  @Test
  void rejectThatRepeatsKeepsItsFirstReferenceAndANewReasonReplacesIt() throws IOException {
    lab.with("reject-threshold", 1.0);
    String first = lab.land(1, word("a", "bad")).batch();
    lab.normalize();
    lab.land(2, word("a", "bad"));
    Normalized again = lab.normalize();
    assertThat(column(again.rejects(), "native_id", "raw_ref"))
        .isEqualTo(Map.of("a", "lab/" + first + "#1/0"));
    assertThat(column(again.rejects(), "native_id", "retrieved_at")).isEqualTo(Map.of("a", at(1)));

    String third = lab.land(3, word("a", "gibberish")).batch();
    Normalized other = lab.normalize();
    assertThat(column(other.rejects(), "native_id", "raw_ref"))
        .isEqualTo(Map.of("a", "lab/" + third + "#1/0"));
    assertThat(column(other.rejects(), "native_id", "excerpt")).isEqualTo(Map.of("a", "gibberish"));
  }

  @Test
  void aboveTheRejectThresholdNothingMayBePublished() throws IOException {
    lab.with("reject-threshold", 0.29);
    String[] names = IntStream.range(0, 100).mapToObj(i -> "r" + i).toArray(String[]::new);
    PageRecord[] page =
        Stream.concat(
                Stream.of(words(Stream.of(names).limit(29), "bad")),
                Stream.of(words(Stream.of(names).skip(29), "run 1.0")))
            .toArray(PageRecord[]::new);
    lab.land(1, page);
    assertThat(lab.run(Normalization.Mode.INCREMENTAL).publishable()).isTrue();

    lab.land(2, word("x", "bad"), word("y", "bad"), word("z", "run 1.0"));
    Normalized refused = lab.normalize();
    assertThat(refused.publishable()).isFalse();
    assertThat(refused.refusals())
        .singleElement()
        .asString()
        .contains("lab", "31 of 103", "sources.lab.reject-threshold=0.29");
  }

  @Test
  void listAndDetailOfOneCycleAreOneRevision() throws IOException {
    lab.landInCycle(1, "night", word("a", "run 1.0"));
    lab.landInCycle(2, "night", word("a", "detail 0.3"));
    Normalized normalized = lab.normalize();
    assertThat(normalized.accounting()).isEqualTo(counts(2, 2, 0, 0, 0, 0, 0));
    assertThat(runs(normalized, "revision")).isEqualTo(Map.of("a", 1));
    assertThat(runs(normalized, "mass_ratio")).isEqualTo(Map.of("a", 1.0));
    assertThat(runs(normalized, "chi_eff")).isEqualTo(Map.of("a", 0.3));
  }

  @Test
  void snapshotThatIsOlderNeverWins() throws IOException {
    lab.land(5, word("a", "run 2.0"));
    lab.normalize();
    lab.land(6, word("a", "run 1.0").datedAt(at(1)));
    Normalized normalized = lab.normalize();
    assertThat(runs(normalized, "mass_ratio")).isEqualTo(Map.of("a", 2.0));
    assertThat(runs(normalized, "revision")).isEqualTo(Map.of("a", 2));
  }

  @Test
  void emptyBatchIsReadAndGivesNoRows() throws IOException {
    lab.land(1);
    Normalized normalized = lab.normalize();
    assertThat(normalized.accounting()).isEqualTo(counts(0, 0, 0, 0, 0, 0, 0));
    assertThat(normalized.batches()).hasSize(1);
  }

  @Test
  void classThatIsNoNormalizerIsNamed() {
    SourceSettings wrong =
        new SourceSettings("lab", Map.of("normalizer-class", "java.lang.String"));
    assertThatThrownBy(() -> new Normalization(SparkSessions.shared(), lab.lake(), wrong))
        .hasMessageContaining("sources.lab.normalizer-class")
        .hasMessageContaining("java.lang.String");
  }
}

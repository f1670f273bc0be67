package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What {@code hep-conditions} finds among the portal's records, beside what they state. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class HepConditionsCorpusTest {
  private static final HepCorpus CORPUS = HepCorpus.linked();
  private static final List<Row> ALL = CORPUS.links("hep-conditions");

  private static List<Row> accepted() {
    return ALL.stream().filter(row -> row.<String>getAs("decision").equals("accepted")).toList();
  }

  private static Map<String, Long> byExperiment(List<Row> links) {
    return links.stream()
        .collect(
            Collectors.groupingBy(
                row -> CORPUS.raw(row.getAs("left_id")).get("experiment").get(0).asText(),
                TreeMap::new,
                Collectors.counting()));
  }

  /** Pairs of two different records: one that holds both sides is no pair of conditions. */
  private static Set<String> stated() {
    return CORPUS.links("hep-stated").stream()
        .filter(row -> !row.getAs("left_id").equals(row.getAs("right_id")))
        .map(row -> row.getAs("left_id") + "|" + row.getAs("right_id"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Counted with a separate Python program on the raw JSON and the tables of the settings, without
   * this project's code.
   */
  @Test
  void findsWhatAnotherProgramFinds(TestReporter reporter) {
    reporter.publishEntry("links", ALL.size() + " " + byExperiment(ALL));
    reporter.publishEntry("accepted", accepted().size() + " " + byExperiment(accepted()));
    reporter.publishEntry("report", CORPUS.tables().report().rules().toString());
    assertThat(byExperiment(ALL)).isEqualTo(Map.of("CMS", 8_331L, "DELPHI", 536L, "ATLAS", 40L));
    assertThat(byExperiment(accepted()))
        .isEqualTo(Map.of("CMS", 1_359L, "DELPHI", 430L, "ATLAS", 37L));
  }

  /**
   * What records state is not read by the rule: it finds all 59 pairs whose records say energy and
   * year, and accepts 56. The other three are of muons beside the electron and photon stream. The
   * 14 pairs that it does not find inherit energy and year from records that are not among these
   * files.
   */
  @Test
  void findsTheStatedPairsWithoutReadingThem() {
    Set<String> missed = stated();
    missed.removeAll(HepCorpus.pairs(ALL));
    assertThat(missed).hasSize(14).allMatch(pair -> pair.matches("1235[89]\\|1235[1-7]"));
    Set<String> notAccepted = stated();
    notAccepted.removeAll(missed);
    assertThat(notAccepted).hasSize(59);
    notAccepted.removeAll(HepCorpus.pairs(accepted()));
    assertThat(notAccepted).containsExactly("390|3821", "390|3831", "390|3839");
  }

  /** Top pairs to jets among jets (21, 1544) are not stated, and right. */
  @Test
  void acceptedPairsOfStatedRecordsAreTheStatedOnes() {
    Set<String> within = withinStatedRecords();
    assertThat(within).hasSize(57);
    within.removeAll(stated());
    assertThat(within).containsExactly("21|1544");
  }

  /** LHCb, ALICE and JADE released no simulation: "no simulation exists" is the right answer. */
  @Test
  void experimentsWithoutSimulationSaySo() {
    List<Row> unmatched =
        CORPUS.tables().unmatched().where("rule = 'hep-conditions'").collectAsList();
    Map<String, Long> experiments = new TreeMap<>();
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : unmatched) {
      String reason = row.getAs("reason");
      reasons.put(row.getAs("id"), reason);
      if (reason.startsWith("no simulation of ")) {
        experiments.merge(reason.split(" ")[3], 1L, Long::sum);
      }
    }
    assertThat(experiments)
        .containsEntry("ALICE", 105L)
        .containsEntry("LHCb", 71L)
        .containsEntry("JADE", 1L);
    assertThat(reasons.get("36")).startsWith("minimum-bias or pileup");
    assertThat(reasons.get("84000")).startsWith("the record does not say whether it holds data");
    assertThat(accepted())
        .noneMatch(row -> reasons.containsKey(row.<String>getAs("left_id")))
        .noneMatch(row -> reasons.containsKey(row.<String>getAs("right_id")));
  }

  /** Accepted pairs of two records that both stand in stated pairs. */
  private static Set<String> withinStatedRecords() {
    Set<String> lefts = new HashSet<>();
    Set<String> rights = new HashSet<>();
    for (String pair : stated()) {
      lefts.add(pair.substring(0, pair.indexOf('|')));
      rights.add(pair.substring(pair.indexOf('|') + 1));
    }
    return HepCorpus.pairs(
        accepted().stream()
            .filter(
                row ->
                    lefts.contains(row.<String>getAs("left_id"))
                        && rights.contains(row.<String>getAs("right_id")))
            .toList());
  }

  /** Straight from the raw records. */
  @Test
  void nothingIsAcceptedAcrossExperimentsBeamsOrEnergies() {
    int compared = 0;
    for (Row row : accepted()) {
      JsonNode left = CORPUS.raw(row.getAs("left_id"));
      JsonNode right = CORPUS.raw(row.getAs("right_id"));
      assertThat(left.get("experiment")).isEqualTo(right.get("experiment"));
      if (left.has("collision_information") && right.has("collision_information")) {
        assertThat(left.at("/collision_information/energy"))
            .isEqualTo(right.at("/collision_information/energy"));
        assertThat(left.at("/collision_information/type"))
            .isEqualTo(right.at("/collision_information/type"));
        compared++;
      }
      assertThat(row.getList(row.fieldIndex("mismatches"))).isEmpty();
    }
    assertThat(compared).isEqualTo(accepted().size());
  }

  /** A drawn sample, for people to judge. */
  @Test
  void aSampleIsWrittenForJudgement() throws IOException {
    StringBuilder text = new StringBuilder();
    List<Row> rejected = new ArrayList<>(ALL);
    rejected.removeIf(row -> row.<String>getAs("decision").equals("accepted"));
    sample("accepted", accepted(), text);
    sample("candidate", rejected, text);
    Path folder = Files.createDirectories(Path.of("target", "hep-conditions"));
    Files.writeString(folder.resolve("sample.txt"), text);
    assertThat(text.toString().lines().count()).isGreaterThanOrEqualTo(40);
  }

  private static void sample(String name, List<Row> links, StringBuilder text) {
    Map<String, List<Row>> byExperiment = new TreeMap<>();
    for (Row row : links) {
      byExperiment
          .computeIfAbsent(
              CORPUS.raw(row.getAs("left_id")).get("experiment").get(0).asText(),
              key -> new ArrayList<>())
          .add(row);
    }
    Map<String, Integer> shares = Map.of("ATLAS", 3, "CMS", 12, "DELPHI", 5);
    Random random = new Random(20);
    byExperiment.forEach(
        (experiment, rows) -> {
          rows.sort(
              Comparator.comparing((Row row) -> row.<String>getAs("left_id"))
                  .thenComparing(row -> row.<String>getAs("right_id")));
          Collections.shuffle(rows, random);
          rows.stream()
              .limit(shares.getOrDefault(experiment, 0))
              .forEach(row -> describe(name, experiment, row, text));
        });
  }

  private static void describe(String name, String experiment, Row row, StringBuilder text) {
    text.append(
        String.format(
            "%s %s %s [%s] x %s [%s] score %s: %s%n",
            name,
            experiment,
            row.getAs("left_id"),
            CORPUS.raw(row.getAs("left_id")).get("title").asText(),
            row.getAs("right_id"),
            CORPUS.raw(row.getAs("right_id")).get("title").asText(),
            row.<Double>getAs("score"),
            row.getList(row.fieldIndex("mismatches"))));
  }
}

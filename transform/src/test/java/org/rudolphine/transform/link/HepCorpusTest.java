package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What the portal's records state about pairs. The expected pairs were found with a separate Python
 * program on the raw JSON, without this project's code: members of each software record's {@code
 * use_with} (either direction) and of each umbrella ({@code isParentOf}, {@code isPartOf}), sides
 * by the portal's types, formats and titles, conditions own or of the nearest {@code isChildOf}
 * parent in the files, pairs without a contradiction in experiment, beams, energy or year.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class HepCorpusTest {
  private static final HepCorpus CORPUS = HepCorpus.linked();

  private static Set<String> product(List<String> left, List<String> right) {
    Set<String> pairs = new TreeSet<>();
    left.forEach(one -> right.forEach(other -> pairs.add(one + "|" + other)));
    return pairs;
  }

  private static List<String> range(int first, int last) {
    List<String> ids = new ArrayList<>();
    for (int id = first; id <= last; id++) {
      ids.add(String.valueOf(id));
    }
    return ids;
  }

  /** 14 pairs of Higgs to tau tau: derived records, whose parents are not among these files. */
  private static Set<String> withoutConditions() {
    return product(range(12358, 12359), range(12351, 12357));
  }

  private static Set<String> hubs() {
    Set<String> hubs = new TreeSet<>(withoutConditions());
    hubs.addAll(
        product(
            List.of("16", "17", "25"), List.of("1544", "1638", "1355", "1633", "1393", "1395")));
    hubs.add("21|1562");
    return hubs;
  }

  private static Set<String> umbrellas() {
    Set<String> umbrellas = new TreeSet<>(product(range(80000, 80001), range(80010, 80018)));
    umbrellas.add("80036|80037");
    // Of the release of 2016 (3860) this half has one dataset of data and 21 simulations.
    umbrellas.addAll(
        product(
            List.of("390"),
            List.of(
                "3801", "3802", "3803", "3804", "3805", "3806", "3814", "3816", "3819", "3821",
                "3823", "3824", "3826", "3827", "3829", "3831", "3833", "3836", "3839", "3840",
                "3841")));
    return umbrellas;
  }

  private static Set<String> statedPairs() {
    return HepCorpus.pairs(stated());
  }

  @Test
  void findsExactlyThePairsThatTheRecordsState(TestReporter reporter) {
    Set<String> mixed = new TreeSet<>();
    // Files below Data/ and MC/; in 15001 data_A.1lep.root and others beside
    // mc_301322.ZPrime400_tt.1lep.root.
    for (String id : List.of("15000", "15001", "15003", "15004", "15005", "15006", "15007")) {
      mixed.add(id + "|" + id);
    }
    Set<String> expected = new TreeSet<>(mixed);
    expected.addAll(hubs());
    expected.addAll(umbrellas());
    assertThat(statedPairs()).isEqualTo(expected);
    assertThat(expected).hasSize(33 + 40 + 7);
    reporter.publishEntry("stated pairs by score", byScore().toString());
    assertThat(byScore()).isEqualTo(Map.of(0.95, 33L, 0.9, 40L, 1.0, 7L));
  }

  private static List<Row> stated() {
    return CORPUS.links("hep-stated");
  }

  private static Map<Double, Long> byScore() {
    return stated().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<Double>getAs("score"), TreeMap::new, Collectors.counting()));
  }

  /** Straight from the raw records: where both sides give an energy, it is the same text. */
  @Test
  void noStatedPairIsAcrossEnergies() {
    int compared = 0;
    for (Row row : stated()) {
      String left = energy(row.getAs("left_id"));
      String right = energy(row.getAs("right_id"));
      if (!left.isEmpty() && !right.isEmpty()) {
        assertThat(left).isEqualTo(right);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(stated().size() - withoutConditions().size());
  }

  private static String energy(String recid) {
    return CORPUS.raw(recid).path("collision_information").path("energy").asText();
  }

  @Test
  void everyStatedPairCanBeExplained() {
    assertThat(stated())
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("statement"))
                  .contains("https://opendata.cern.ch/record");
              assertThat(row.getList(row.fieldIndex("evidence"))).isNotEmpty();
              assertThat(row.<String>getAs("source")).isEqualTo("cernopendata");
            });
  }
}

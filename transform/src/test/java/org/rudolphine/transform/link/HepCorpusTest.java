package org.rudolphine.transform.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.normalize.CernOpenDataNormalizer;
import org.rudolphine.transform.normalize.NormalizedRow;
import org.rudolphine.transform.normalize.Outcome;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/**
 * The portal's records, normalized and linked. The expected pairs were found with a separate Python
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
  private static final CernOpenDataNormalizer NORMALIZER =
      new CernOpenDataNormalizer(new SourceSettings("cernopendata", Map.of()));
  private static final Map<String, JsonNode> RAW = new HashMap<>();
  private static LinkedTables linked;
  private static List<Row> stated;
  private static Set<String> candidates;

  @BeforeAll
  static void link() throws IOException {
    Map<String, List<Row>> rows = new TreeMap<>();
    Map<String, RowCodec> codecs = new HashMap<>();
    for (String table : List.of("hep_datasets", "hep_relations", "hep_files")) {
      rows.put(table, new ArrayList<>());
      codecs.put(table, new RowCodec(Table.named(table).schema()));
    }
    for (String file : List.of("records-datasets.jsonl.gz", "records-other.jsonl.gz")) {
      read(file, rows, codecs);
    }
    Map<String, Dataset<Row>> tables = new HashMap<>();
    rows.forEach(
        (table, list) ->
            tables.put(
                table,
                NORMALIZER.finish(
                    table,
                    SparkSessions.shared().createDataFrame(list, Table.named(table).schema()))));
    Function<String, Dataset<Row>> current = tables::get;
    linked =
        new Linker(SparkSessions.shared(), current)
            .link(
                List.of(
                    new HepStatedRule(HepSamples.stated()),
                    new HepConditionsRule(HepSamples.conditions(2_000_000))));
    stated = linked.links().where("rule = 'hep-stated'").collectAsList();
    candidates =
        linked
            .links()
            .where("rule = 'hep-conditions'")
            .select(functions.concat_ws("|", functions.col("left_id"), functions.col("right_id")))
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static void read(String file, Map<String, List<Row>> rows, Map<String, RowCodec> codecs)
      throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), UTF_8))) {
      ObjectMapper json = new ObjectMapper();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode record = json.readTree(line);
        RAW.put(record.get("recid").asText(), record);
        normalize(record.get("recid").asText(), line)
            .forEach((table, values) -> add(rows.get(table), codecs.get(table), values));
      }
    }
  }

  private static void add(List<Row> rows, RowCodec codec, List<Map<String, Object>> all) {
    for (Map<String, Object> values : all) {
      values.put("source", "cernopendata");
      values.put("revision", 1);
      values.put("retrieved_at", Instant.EPOCH);
      values.put("raw_sha256", "0");
      values.put("raw_ref", "test");
      values.put("content_sha256", "0");
      values.put("licence", "CC0-1.0");
      values.put("redistribute", "yes");
      rows.add(codec.row(values));
    }
  }

  /** Rows of the three tables; files only where a record has both sides' types (of 40,000). */
  private static Map<String, List<Map<String, Object>>> normalize(String recid, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    Outcome outcome =
        Outcome.of(
            NORMALIZER,
            new RawRecord(
                "cernopendata",
                "fixture",
                recid,
                null,
                false,
                "https://opendata.cern.ch/",
                "application/json",
                Instant.EPOCH,
                RawRecord.sha256(bytes),
                1,
                0,
                bytes));
    boolean mixed = types(recid).containsAll(Set.of("Derived", "Simulated"));
    Map<String, List<NormalizedRow>> byKey = new TreeMap<>();
    for (NormalizedRow row : outcome.rows()) {
      if (mixed || !row.table().equals("hep_files")) {
        byKey.computeIfAbsent(row.table() + "|" + row.key(), key -> new ArrayList<>()).add(row);
      }
    }
    Map<String, List<Map<String, Object>>> rows = new TreeMap<>();
    for (List<NormalizedRow> facets : byKey.values()) {
      facets.sort((a, b) -> b.precedence() - a.precedence());
      rows.computeIfAbsent(facets.get(0).table(), table -> new ArrayList<>())
          .add(new TreeMap<>(NORMALIZER.combine(facets)));
    }
    return rows;
  }

  private static Set<String> types(String recid) {
    Set<String> types = new TreeSet<>();
    RAW.get(recid).path("type").path("secondary").forEach(type -> types.add(type.asText()));
    return types;
  }

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
    return stated.stream()
        .map(row -> row.getAs("left_id") + "|" + row.getAs("right_id"))
        .collect(Collectors.toCollection(TreeSet::new));
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

  private static Map<Double, Long> byScore() {
    return stated.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<Double>getAs("score"), TreeMap::new, Collectors.counting()));
  }

  /** Straight from the raw records: where both sides give an energy, it is the same text. */
  @Test
  void noStatedPairIsAcrossEnergies() {
    int compared = 0;
    for (Row row : stated) {
      String left = energy(row.getAs("left_id"));
      String right = energy(row.getAs("right_id"));
      if (!left.isEmpty() && !right.isEmpty()) {
        assertThat(left).isEqualTo(right);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(stated.size() - withoutConditions().size());
  }

  private static String energy(String recid) {
    return RAW.get(recid).path("collision_information").path("energy").asText();
  }

  @Test
  void everyStatedPairCanBeExplained() {
    assertThat(stated)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("statement"))
                  .contains("https://opendata.cern.ch/record");
              assertThat(row.getList(row.fieldIndex("evidence"))).isNotEmpty();
              assertThat(row.<String>getAs("source")).isEqualTo("cernopendata");
            });
  }

  /**
   * Counted with the same program: 16,891 pairs of equal experiment, beams, overlapping energies
   * and a common year, 15,269 of them of CMS, 1,582 of DELPHI, 40 of ATLAS. They hold every stated
   * pair whose conditions are known: 59 of 59; the 14 others say neither energy nor year.
   */
  @Test
  void candidatesHoldEveryStatedPairOfKnownConditions(TestReporter reporter) {
    Set<String> missed = new TreeSet<>(hubs());
    missed.addAll(umbrellas());
    int all = missed.size();
    missed.removeAll(candidates);
    reporter.publishEntry("recall", (all - missed.size()) + " of " + all);
    reporter.publishEntry("report", linked.report().rules().toString());
    assertThat(missed).isEqualTo(withoutConditions());
    assertThat(candidates).hasSize(16_891);
    Map<String, Long> experiments =
        candidates.stream()
            .map(pair -> RAW.get(pair.substring(0, pair.indexOf('|'))).get("experiment").get(0))
            .collect(Collectors.groupingBy(JsonNode::asText, Collectors.counting()));
    assertThat(experiments).isEqualTo(Map.of("CMS", 15_269L, "DELPHI", 1_582L, "ATLAS", 40L));
  }

  /** LHCb, ALICE and JADE released no simulation: "no simulation exists" is the right answer. */
  @Test
  void experimentsWithoutSimulationSaySo() {
    List<Row> reasons =
        linked
            .unmatched()
            .where("rule = 'hep-conditions' and reason like 'no simulation of %'")
            .collectAsList();
    Map<String, Long> experiments =
        reasons.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.<String>getAs("reason").split(" ")[3], Collectors.counting()));
    assertThat(experiments).isEqualTo(Map.of("ALICE", 105L, "LHCb", 71L, "CMS", 93L, "JADE", 1L));
    assertThat(linked.unmatched().where("rule = 'hep-conditions' and id = '36'").first())
        .matches(row -> row.<String>getAs("reason").startsWith("minimum-bias or pileup"));
  }
}

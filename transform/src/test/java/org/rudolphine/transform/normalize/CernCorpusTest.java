package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.CernRecords.NORMALIZER;
import static org.rudolphine.transform.normalize.CernRecords.combined;
import static org.rudolphine.transform.normalize.CernRecords.corpus;
import static org.rudolphine.transform.normalize.CernRecords.facet;
import static org.rudolphine.transform.normalize.CernRecords.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/**
 * Real records of the portal. The expected counts were made with Python from the same files: types,
 * formats, titles and file addresses compared as the source contract says, parents followed with a
 * recursive function, statements collected in sets, the two snapshots compared subtree by subtree.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class CernCorpusTest {
  private static final String DATASETS = "records-datasets.jsonl.gz";
  private static final List<String> PHYSICS =
      List.of(
          "experiments",
          "side",
          "collision_type",
          "energy_gev_low",
          "energy_gev_high",
          "years",
          "run_periods",
          "campaign",
          "data_tier",
          "process",
          "global_tag",
          "release",
          "partner_years",
          "number_events",
          "number_files",
          "size_bytes");

  private static List<Outcome> outcomes(String file) throws IOException {
    return corpus(file).values().stream().map(raw -> Outcome.of(NORMALIZER, raw)).toList();
  }

  private static Map<String, Long> counts(
      Collection<Map<String, Object>> rows, Function<Map<String, Object>, String> name) {
    return rows.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
  }

  @ParameterizedTest
  @CsvSource({
    "records-datasets.jsonl.gz, 1504",
    "records-legacy-shape.jsonl.gz, 266",
    "records-legacy-shape-2018.jsonl.gz, 20"
  })
  void everyDatasetOfEveryGenerationBecomesItsRow(String file, int count) throws IOException {
    Map<String, RawRecord> records = corpus(file);

    assertThat(records).hasSize(count);
    records.forEach(
        (recid, raw) -> {
          Outcome outcome = Outcome.of(NORMALIZER, raw);
          NormalizedRow row = facet(outcome, "metadata");
          assertThat(row.key()).isEqualTo(recid);
          assertThat(row.values()).containsKeys("title", "experiment", "side", "url");
          assertThat(outcome.rows())
              .allSatisfy(part -> assertThat(part.values()).containsEntry("record_id", recid))
              .allSatisfy(CernCorpusTest::hasFiniteNumbers);
          assertThat(row.issues().isEmpty()).as(recid).isEqualTo(!recid.equals("14023"));
        });
  }

  private static void hasFiniteNumbers(NormalizedRow row) {
    assertThat(row.values().values())
        .allMatch(value -> !(value instanceof Double number) || Double.isFinite(number));
  }

  @Test
  void recordsThatAreNoDatasetsStateRelationsOrAreSkipped() throws IOException {
    List<Outcome> outcomes = outcomes("records-other.jsonl.gz");

    assertThat(outcomes).hasSize(228).noneMatch(Outcome::rejected);
    assertThat(outcomes.stream().filter(Outcome::skipped)).hasSize(186);
    assertThat(outcomes.stream().flatMap(outcome -> outcome.rows().stream()))
        .extracting(NormalizedRow::table)
        .containsOnly("hep_relations");
  }

  @Test
  void sidesByExperimentAndRule() throws IOException {
    List<Map<String, Object>> rows =
        outcomes(DATASETS).stream().map(CernRecords::combined).toList();
    assertThat(
            counts(rows, r -> r.get("experiment") + " " + r.get("side") + " " + r.get("side_rule")))
        .isEqualTo(sides("CMS unknown g", 71L));
    RowCodec codec = new RowCodec(Table.named("hep_datasets").schema());

    List<Row> finished =
        NORMALIZER
            .finish(
                "hep_datasets",
                SparkSessions.shared()
                    .createDataFrame(
                        rows.stream().map(codec::row).toList(),
                        Table.named("hep_datasets").schema()))
            .collectAsList();
    List<Map<String, Object>> known = finished.stream().map(codec::values).toList();

    assertThat(
            counts(
                known, r -> r.get("experiment") + " " + r.get("side") + " " + r.get("side_rule")))
        .isEqualTo(sides("CMS unknown g", 29L, "CMS data f", 40L, "CMS simulation f", 2L));
    assertThat(known.stream().filter(r -> r.containsKey("energy_gev_low"))).hasSize(1341);
    assertThat(known.stream().filter(r -> r.containsKey("conditions_energy_gev_low")))
        .hasSize(1349);
    assertThat(known.stream().filter(r -> r.containsKey("years"))).hasSize(1487);
    assertThat(known.stream().filter(r -> r.containsKey("conditions_years"))).hasSize(1489);
    assertThat(known)
        .filteredOn(r -> r.get("record_id").equals("12358"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("conditions_from", "6024")
                    .containsEntry("conditions_energy_gev_low", 8000.0)
                    .containsEntry("conditions_years", List.of(2012)));
  }

  private static Map<String, Long> sides(Object... differing) {
    Map<String, Long> sides = new TreeMap<>();
    sides.put("ALICE data c", 105L);
    sides.put("ATLAS both files", 7L);
    sides.put("ATLAS data c", 3L);
    sides.put("ATLAS simulation b", 35L);
    sides.put("ATLAS umbrella a", 2L);
    sides.put("ATLAS unknown g", 43L);
    sides.put("CMS data c", 209L);
    sides.put("CMS data e", 32L);
    sides.put("CMS simulation b", 340L);
    sides.put("CMS simulation d", 10L);
    sides.put("CMS simulation e", 8L);
    sides.put("DELPHI data c", 32L);
    sides.put("DELPHI simulation b", 471L);
    sides.put("JADE data c", 1L);
    sides.put("LHCb data c", 73L);
    sides.put("LHCb unknown g", 1L);
    sides.put("OPERA unknown g", 59L);
    sides.put("PHENIX unknown g", 1L);
    sides.put("TOTEM unknown g", 1L);
    for (int i = 0; i < differing.length; i += 2) {
      sides.put((String) differing[i], (Long) differing[i + 1]);
    }
    return sides;
  }

  @Test
  void energiesAndBeams() throws IOException {
    List<Map<String, Object>> rows =
        outcomes(DATASETS).stream().map(CernRecords::combined).toList();

    assertThat(counts(rows, r -> r.get("energy_gev_low") + " " + r.get("energy_gev_high")))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("7000.0 7000.0", 440L),
                    Map.entry("89.0 94.0", 414L),
                    Map.entry("8000.0 8000.0", 166L),
                    Map.entry("5020.0 5020.0", 130L),
                    Map.entry("13000.0 13000.0", 94L),
                    Map.entry("161.0 174.0", 72L),
                    Map.entry("2760.0 2760.0", 19L),
                    Map.entry("5000.0 5000.0", 3L),
                    Map.entry("900.0 900.0", 2L),
                    Map.entry("12.0 12.0", 1L),
                    Map.entry("null null", 163L))));
    assertThat(counts(rows, r -> String.valueOf(r.get("collision_type"))))
        .isEqualTo(
            new TreeMap<>(Map.of("pp", 740L, "e+e-", 504L, "PbPb", 107L, "pPb", 7L, "null", 146L)));
    assertThat(counts(rows, r -> String.valueOf(r.get("partner_years"))))
        .containsEntry("[2010]", 60L)
        .containsEntry("[2011]", 252L)
        .containsEntry("[2012]", 25L)
        .containsEntry("[2016]", 15L)
        .hasSize(5);
  }

  @Test
  void statementsAndFiles() throws IOException {
    Map<String, Long> relations = new TreeMap<>();
    Map<String, Long> files = new TreeMap<>();
    List<Outcome> outcomes = new ArrayList<>(outcomes(DATASETS));
    outcomes.addAll(outcomes("records-other.jsonl.gz"));
    for (Outcome outcome : outcomes) {
      rows(outcome, "hep_relations")
          .forEach(row -> relations.merge((String) row.values().get("relation"), 1L, Long::sum));
      rows(outcome, "hep_files")
          .forEach(
              row ->
                  files.merge(
                      row.values().get("kind").equals("index") ? "index" : "file", 1L, Long::sum));
    }

    assertThat(relations)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "usage", 3554L,
                    "pileup", 257L,
                    "isChildOf", 191L,
                    "isPartOf", 126L,
                    "use_with", 79L,
                    "isRelatedTo", 44L,
                    "isParentOf", 42L,
                    "isSiblingOf", 7L,
                    "isProducedBy", 2L)));
    assertThat(files).isEqualTo(new TreeMap<>(Map.of("file", 34338L, "index", 3067L)));
  }

  /** 69 of the 73 records are datasets; of the others only relations are kept. */
  @Test
  void kindsOfChangeBetweenTwoSnapshots() throws IOException {
    Map<String, RawRecord> before = corpus("snapshot-2024-09-02.jsonl.gz");
    Map<String, Long> kinds = new TreeMap<>();
    corpus("snapshot-2026-06-30.jsonl.gz")
        .forEach(
            (recid, raw) -> {
              Map<String, Object> old = combined(Outcome.of(NORMALIZER, before.get(recid)));
              Map<String, Object> now = combined(Outcome.of(NORMALIZER, raw));
              if (now.isEmpty()) {
                return;
              }
              boolean same = old.get("metadata_sha256").equals(now.get("metadata_sha256"));
              List<String> found = CernChanges.kinds(old, now);
              assertThat(same).as(recid).isEqualTo(found.isEmpty());
              kinds.merge(found.toString(), 1L, Long::sum);
              if (recid.equals("15005")) {
                assertThat(found).containsExactly("licence", "files", "physics", "text");
              }
            });

    assertThat(kinds)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "[]", 10L,
                    "[licence]", 57L,
                    "[licence, text]", 1L,
                    "[licence, files, physics, text]", 1L)));
  }

  @Test
  void twoGenerationsOfTheSameRecordsAgreeOnPhysics() throws IOException {
    Map<String, RawRecord> later = corpus("records-legacy-shape.jsonl.gz");
    Map<String, RawRecord> in2018 = corpus("records-legacy-shape-2018.jsonl.gz");

    assertThat(in2018).hasSize(20);
    in2018.forEach(
        (recid, raw) -> {
          Map<String, Object> old = new TreeMap<>(combined(Outcome.of(NORMALIZER, raw)));
          Map<String, Object> now =
              new TreeMap<>(combined(Outcome.of(NORMALIZER, later.get(recid))));
          old.keySet().retainAll(PHYSICS);
          now.keySet().retainAll(PHYSICS);
          assertThat(old).as(recid).isEqualTo(now).hasSize(PHYSICS.size());
        });
  }

  @Test
  void recordHashesAlikeFromListingAndFixture() throws IOException {
    Path page =
        Path.of(
            System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", "api-search-page-constructed.json");
    Map<String, RawRecord> fixtures = corpus(DATASETS);
    int compared = 0;
    for (JsonNode hit : new ObjectMapper().readTree(Files.readAllBytes(page)).at("/hits/hits")) {
      String recid = hit.get("id").asText();
      Outcome listing = CernRecords.outcome("listing", recid, hit.toString());
      Outcome fixture = Outcome.of(NORMALIZER, fixtures.get(recid));
      assertThat(facet(listing, "metadata").values())
          .as(recid)
          .containsEntry(
              "metadata_sha256", facet(fixture, "metadata").values().get("metadata_sha256"));
      assertThat(listing.rows()).extracting(NormalizedRow::facet).containsOnly("metadata");
      compared++;
    }
    assertThat(compared).isEqualTo(3);
  }

  @Test
  void skeletonsAreSimulationsByTheirTier() throws IOException {
    Path file =
        Path.of(
            System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", "cms-2016-sim-skeletons.csv.gz");
    Map<String, Long> tiers = new TreeMap<>();
    for (String line : CernRecords.lines(file)) {
      String[] cells = line.split(",", 3);
      if (cells[0].equals("recid")) {
        continue;
      }
      String payload =
          "{\"recid\": %s, \"doi\": \"%s\", \"title\": \"%s\"}".formatted((Object[]) cells);
      Map<String, Object> row =
          facet(CernRecords.outcome("skeleton", cells[0], payload), "skeleton").values();
      tiers.merge(row.get("side") + " " + row.get("data_tier"), 1L, Long::sum);
      assertThat(row).containsEntry("experiment", "CMS").containsKeys("process", "campaign");
    }

    assertThat(tiers)
        .isEqualTo(
            new TreeMap<>(
                Map.of("simulation MINIAODSIM", 14347L, "simulation NANOAODSIM", 14536L)));
  }
}

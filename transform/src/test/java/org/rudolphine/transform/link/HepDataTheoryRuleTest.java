package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.normalize.HepDataNormalizer;
import org.rudolphine.transform.normalize.HepDataRecords;
import org.rudolphine.transform.normalize.NormalizedRow;
import org.rudolphine.transform.normalize.Outcome;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

class HepDataTheoryRuleTest {
  private static final HepDataNormalizer NORMALIZER =
      new HepDataNormalizer(HepDataRecords.SETTINGS);

  @Test
  void columnsOfTheNewestVersionAreLinkedWithTheirEvidence() {
    String table =
        """
        independent_variables: []
        dependent_variables:
        - header: {name: Measured SIG, units: pb}
          values: [{value: 3}]
        - header: {name: NLO SIG, units: pb}
          qualifiers: [{name: SQRT(S), value: 7000, units: GEV}]
          values: [{value: 4}]
        - header: {name: Expected SIG from POWHEG, units: pb}
          values: [{value: 5}]
        """;
    String submission = "hepdata_doi: 10.1/x.v%d\n---\nname: T\ndata_file: t.yaml\n";
    List<RawRecord> records =
        new ArrayList<>(
            HepDataRecords.of(
                "ins42/submission.yaml", submission.formatted(1), "ins42/t.yaml", table));
    records.addAll(
        HepDataRecords.of("ins42/submission.yaml", submission.formatted(2), "ins42/t.yaml", table));

    LinkedTables linked = link(records);

    List<Row> links = linked.links().orderBy("rank").collectAsList();
    assertThat(links)
        .extracting(
            row -> row.getAs("left_id"),
            row -> row.getAs("right_id"),
            row -> row.getAs("rank"),
            row -> row.getAs("decision"),
            row -> row.getAs("relation"),
            row -> row.getAs("score"),
            row -> row.getAs("source"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hepdata/ins42/v2/T|0|Measured SIG",
                "hepdata/ins42/v2/T|0|Expected SIG from POWHEG",
                1,
                "accepted",
                "same_table",
                0.8,
                "rudolphine"),
            org.assertj.core.groups.Tuple.tuple(
                "hepdata/ins42/v2/T|0|Measured SIG",
                "hepdata/ins42/v2/T|0|NLO SIG",
                2,
                "candidate",
                "same_table",
                0.8,
                "rudolphine"));
    assertThat(links.get(1).<String>getList(links.get(1).fieldIndex("mismatches")))
        .containsExactly("sqrt_s_gev: not stated against 7000.0");
    assertThat(links.get(0).<Row>getList(links.get(0).fieldIndex("evidence")))
        .extracting(row -> row.getAs("quantity") + ": " + row.getAs("note"))
        .contains(
            "measured header: Measured SIG",
            "measured because: the header says Measured (confidence 0.8)",
            "predicted because: the header says Expected, POWHEG (confidence 0.8)",
            "tied by: the only measured column in pb");
    assertThat(reasons(linked))
        .hasSize(3)
        .allSatisfy(
            (id, reason) -> {
              assertThat(id).startsWith("hepdata/ins42/v1/");
              assertThat(reason).isEqualTo("a newer version of its record is there");
            });
  }

  @Test
  void theThresholdIsAFraction() {
    assertThatThrownBy(
            () -> new HepDataTheoryRule(new RuleSettings("x", Map.of("accept-score", 7.0))))
        .hasMessageContaining("link.rules.x.accept-score");
  }

  /**
   * What a reader of the files' headers finds: five predictions in each of the two tables of
   * ins1887997 whose files are here, one in that of ins1810913, none elsewhere.
   */
  @Test
  @Tag("corpus")
  @EnabledIfEnvironmentVariable(
      named = "RUDOLPHINE_CORPUS",
      matches = ".+",
      disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
  void predictionsOfRealTablesAreLinkedToTheirMeasurement() throws IOException {
    Path corpus = Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve("hepdata");
    List<RawRecord> records = new ArrayList<>();
    for (String folder :
        List.of(
            "ins1887997-atlas-diphoton-13tev",
            "nnpdf-ins1810913",
            "BELLE_2017_I1512299",
            "TestHEPSubmission",
            "format-cases")) {
      records.addAll(HepDataRecords.below(corpus.resolve(folder)));
    }

    LinkedTables linked = link(records);

    List<Row> links = linked.links().collectAsList();
    assertThat(links).hasSize(11).allMatch(row -> row.getAs("decision").equals("accepted"));
    assertThat(links)
        .filteredOn(row -> row.<String>getAs("left_id").contains("ins1887997"))
        .hasSize(10)
        .allMatch(row -> row.<Double>getAs("score") == 0.95);
    assertThat(links)
        .filteredOn(row -> row.<String>getAs("left_id").contains("ins1810913"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<Double>getAs("score")).isEqualTo(0.8);
              assertThat(row.<String>getAs("right_id"))
                  .endsWith("|0|Expected differential cross section from aMC@NLO");
            });
    List<Row> pairs = linked.pairs().collectAsList();
    assertThat(pairs).hasSize(11).allMatch(row -> row.getAs("domain").equals("hep"));
    assertThat(pairs)
        .filteredOn(row -> row.getAs("pair_type").equals("experiment-simulation"))
        .hasSize(3);
    Row sherpa =
        pairs.stream()
            .filter(row -> row.<String>getAs("theory_id").contains("yy_xs|0|SHERPA"))
            .findFirst()
            .orElseThrow();
    assertThat(sherpa.<Double>getList(sherpa.fieldIndex("observed"))).containsExactly(31.438);
    assertThat(sherpa.<Double>getList(sherpa.fieldIndex("predicted"))).containsExactly(33.16);
    assertThat(sherpa.<String>getAs("case_id")).isEqualTo("ins1887997");
    Row bins =
        pairs.stream()
            .filter(row -> row.<String>getAs("theory_id").contains("ph2_pt|0|NNLO"))
            .findFirst()
            .orElseThrow();
    assertThat(bins.getList(bins.fieldIndex("observed"))).hasSize(39);
    Map<String, String> reasons = reasons(linked);
    // 34 columns, of which 14 are in links
    assertThat(reasons).hasSize(20);
    assertThat(reasons)
        .containsEntry(
            "hepdata/ins1810913/v1/Figure_17a|0|Expected differential cross section from aMC@NLO"
                + " (partial uncertainty)",
            "the same prediction as \"Expected differential cross section from aMC@NLO\", with"
                + " other errors")
        .containsEntry("hepdata/ins1512299/v1/Table 5|0|Correlation", "it holds a correlation");
    assertThat(reasons.values().stream().filter("no column of its table is a prediction"::equals))
        .hasSize(18);
  }

  private static LinkedTables link(List<RawRecord> records) {
    Table series = Table.named("series");
    RowCodec codec = new RowCodec(series.schema());
    List<Row> rows = new ArrayList<>();
    for (RawRecord record : records) {
      for (NormalizedRow row : Outcome.of(NORMALIZER, record).rows()) {
        Map<String, Object> values = new TreeMap<>(row.values());
        values.put("source", "hepdata");
        values.put("revision", 1);
        values.put("retrieved_at", Instant.EPOCH);
        values.put("raw_sha256", "0");
        values.put("raw_ref", "test");
        values.put("content_sha256", "0");
        values.putIfAbsent("licence", "CC0-1.0");
        values.putIfAbsent("redistribute", "attribution");
        rows.add(codec.row(values));
      }
    }
    Dataset<Row> table =
        NORMALIZER.finish("series", SparkSessions.shared().createDataFrame(rows, series.schema()));
    RuleSettings settings = new RuleSettings("hepdata-theory", Map.of("accept-score", 0.7));
    RuleSettings pairs =
        new RuleSettings(
            "hepdata-pairs",
            Map.of(
                "basis",
                "hepdata-theory",
                "domain",
                "hep",
                "contours",
                new ArrayList<String>(),
                "on-predicted-abscissa",
                new ArrayList<String>()));
    return new Linker(SparkSessions.shared(), name -> table)
        .link(List.of(new HepDataTheoryRule(settings), new SeriesPairRule(pairs)));
  }

  private static Map<String, String> reasons(LinkedTables linked) {
    Map<String, String> reasons = new TreeMap<>();
    for (Row row : linked.unmatched().where("rule = 'hepdata-theory'").collectAsList()) {
      assertThat(reasons.put(row.getAs("id"), row.getAs("reason"))).as("one row each").isNull();
    }
    return reasons;
  }
}

package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.normalize.NormalizedRow;
import org.rudolphine.transform.normalize.Outcome;
import org.rudolphine.transform.normalize.TmrNormalizer;
import org.rudolphine.transform.normalize.TmrRecords;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/**
 * Real tables, normalized, linked and paired. EXPECTED.json beside them was computed from the same
 * files by a separate program, without this project's code.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class SeriesCorpusTest {
  private static final String STEP = "tmr/Backstep_validation/";
  private static final String WING = "tmr/NACA0012_validation/";
  private static final Map<String, Row> PAIRS = new TreeMap<>();
  private static final Map<String, Row> LINKS = new TreeMap<>();
  private static final Map<String, String> REASONS = new TreeMap<>();
  private static final Map<String, Row> SERIES = new TreeMap<>();
  private static LinkedTables linked;
  private static JsonNode step;
  private static JsonNode wing;

  @BeforeAll
  static void link() throws IOException {
    Map<String, Dataset<Row>> raw = normalized();
    TmrNormalizer normalizer = new TmrNormalizer(TmrRecords.SETTINGS);
    Dataset<Row> series = normalizer.finish("series", raw.get("series"), raw).persist();
    series.collectAsList().forEach(row -> SERIES.put(row.getAs("series_id"), row));
    Function<String, Dataset<Row>> tables =
        table -> table.equals("series") ? series : raw.get(table);
    linked =
        new Linker(SparkSessions.shared(), tables)
            .link(
                LinkRules.of(
                        List.of(
                            SeriesSamples.curves(1_000_000),
                            SeriesSamples.correlations(1_000_000),
                            SeriesSamples.profiles("tmr-profiles", "tmr-curves"),
                            SeriesSamples.profiles("tmr-theory", "tmr-correlations")))
                    .all());
    for (Row pair : linked.pairs().collectAsList()) {
      PAIRS.put(pair.getAs("experiment_id") + " ~ " + pair.getAs("theory_id"), pair);
    }
    for (Row link : linked.links().collectAsList()) {
      LINKS.put(link.getAs("left_id") + " ~ " + link.getAs("right_id"), link);
    }
    for (Row row : linked.unmatched().collectAsList()) {
      REASONS.put(row.getAs("rule") + " " + row.getAs("id"), row.getAs("reason"));
    }
    JsonNode expected =
        new ObjectMapper().readTree(TmrRecords.corpus().resolve("EXPECTED.json").toFile());
    step = expected.get(0);
    wing = expected.get(1);
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static Map<String, Dataset<Row>> normalized() throws IOException {
    TmrNormalizer normalizer = new TmrNormalizer(TmrRecords.SETTINGS);
    Map<String, List<Row>> rows = new TreeMap<>();
    Map<String, RowCodec> codecs = new HashMap<>();
    for (String table : normalizer.tables()) {
      rows.put(table, new ArrayList<>());
      codecs.put(table, new RowCodec(Table.named(table).schema()));
    }
    for (RawRecord record : TmrRecords.corpusRecords()) {
      for (NormalizedRow row : Outcome.of(normalizer, record).rows()) {
        Map<String, Object> values = new TreeMap<>(row.values());
        values.put("source", "tmr");
        values.put("revision", 1);
        values.put("retrieved_at", record.fetchedAt());
        values.put("raw_sha256", record.sha256());
        values.put("raw_ref", "test");
        values.put("content_sha256", "0");
        values.put("licence", "CC0-1.0");
        values.put("redistribute", "yes");
        rows.get(row.table()).add(codecs.get(row.table()).row(values));
      }
    }
    Map<String, Dataset<Row>> tables = new HashMap<>();
    rows.forEach(
        (table, list) ->
            tables.put(
                table, SparkSessions.shared().createDataFrame(list, Table.named(table).schema())));
    return tables;
  }

  private static Row pair(String experiment, String theory) {
    String key = experiment + " ~ " + theory;
    assertThat(PAIRS).containsKey(key);
    return PAIRS.get(key);
  }

  private static double metric(Row pair, String name) {
    return pair.<String, Double>getJavaMap(pair.fieldIndex("metrics")).get(name);
  }

  private static double number(Row pair, String column) {
    return SeriesCurve.numbers(pair, column)[0];
  }

  /** EXPECTED.json gives six digits after the point, so half of the last one is the tolerance. */
  @Test
  void profilesOfTheStepDifferByTheExpectedAmounts(TestReporter reporter) {
    double worst = 0;
    int compared = 0;
    for (Map.Entry<String, JsonNode> model : step.get("u_profile_rms").properties()) {
      int zone = 0;
      for (Map.Entry<String, JsonNode> station : model.getValue().properties()) {
        Row pair =
            pair(
                STEP + "profiles.exp.dat|" + zone + "|u",
                STEP + "backstep_cfl3d_vel_" + model.getKey() + ".dat|" + zone + "|u/Uref");
        assertThat(pair.<String, String>getJavaMap(pair.fieldIndex("conditions_text")))
            .containsEntry("station", station.getKey());
        worst = Math.max(worst, Math.abs(metric(pair, "rms") - station.getValue().doubleValue()));
        zone++;
        compared++;
      }
    }
    reporter.publishEntry("u/Uref rms", compared + " profiles, largest difference " + worst);
    assertThat(compared).isEqualTo(25);
    assertThat(worst).isLessThanOrEqualTo(5.0001e-7);

    double shear = 0;
    int zone = 0;
    for (Map.Entry<String, JsonNode> station : step.get("uv_profile_rms_sa").properties()) {
      Row pair =
          pair(
              STEP + "profiles.exp.dat|" + zone + "|uv",
              STEP + "backstep_cfl3d_uv_sa.dat|" + zone++ + "|u'v'/(Uref^2)");
      shear = Math.max(shear, Math.abs(metric(pair, "rms") - station.getValue().doubleValue()));
    }
    reporter.publishEntry("uv/Uref^2 rms", zone + " profiles, largest difference " + shear);
    assertThat(zone).isEqualTo(5);
    assertThat(shear).isLessThanOrEqualTo(5.0001e-8);
  }

  @Test
  void reattachmentOfTheStep(TestReporter reporter) {
    JsonNode lengths = step.get("reattachment_x_over_H");
    double worst = 0;
    for (Map.Entry<String, JsonNode> model : lengths.get("cfd").properties()) {
      Row pair =
          pair(
              STEP + "cf.exp.dat|0|reattachment_x_over_h",
              STEP + "backstep_cfl3d_cf_" + model.getKey() + ".dat|0|reattachment_x_over_h");
      double expected =
          lengths.get("exp_from_cf_table").doubleValue() - model.getValue().doubleValue();
      worst = Math.max(worst, Math.abs(number(pair, "residual") - expected));
      assertThat(pair.<Object>getAs("abscissa")).isNull();
    }
    reporter.publishEntry("reattachment", "5 models, largest difference " + worst);
    assertThat(worst).as("two numbers of four digits").isLessThanOrEqualTo(1.0001e-4);
  }

  @Test
  void forceCoefficientsOfTheWing(TestReporter reporter) {
    double worst = 0;
    int compared = 0;
    String[] grits = {"80 grit", "120 grit", "180 grit"};
    for (int zone = 0; zone < grits.length; zone++) {
      JsonNode measured = wing.get("exp").get(grits[zone]);
      for (Map.Entry<String, JsonNode> model : wing.get("cfd").properties()) {
        for (String name : List.of("cl", "cd")) {
          Row curve =
              pair(
                  WING + "CLCD_Ladson_expdata.dat|" + zone + "|" + name,
                  WING + "n0012clcd_cfl3d_" + model.getKey() + ".dat|0|" + name);
          double[] alphas = SeriesCurve.numbers(curve, "abscissa");
          assertThat(alphas).containsExactly(0, 10, 15);
          for (int i = 0; i < alphas.length; i++) {
            String alpha = Integer.toString((int) alphas[i]);
            double expected = model.getValue().get(alpha).get(name).doubleValue();
            assertThat(SeriesCurve.numbers(curve, "predicted")[i]).isEqualTo(expected);
            double off =
                SeriesCurve.numbers(curve, "observed")[i]
                    - measured.get(name + "@" + alpha).doubleValue();
            worst = Math.max(worst, Math.abs(off));
            Row scalar =
                pair(
                    curve.getAs("experiment_id") + "_alpha_" + alpha,
                    curve.getAs("theory_id") + "_alpha_" + alpha);
            assertThat(number(scalar, "observed"))
                .isEqualTo(SeriesCurve.numbers(curve, "observed")[i]);
            assertThat(number(scalar, "predicted")).isEqualTo(expected);
            compared++;
          }
        }
      }
    }
    reporter.publishEntry("cl, cd", compared + " numbers, largest difference " + worst);
    assertThat(compared).isEqualTo(3 * 7 * 2 * 3);
    assertThat(worst).isLessThanOrEqualTo(5.0001e-6);
  }

  /** M = 0.3 or Re = 2.88 million against M = 0.15 and Re = 6 million. */
  @Test
  void otherConditionsOfTheWingAreCandidatesOnly() {
    assertThat(PAIRS.keySet()).noneMatch(pair -> pair.contains("CP_Ladson"));
    assertThat(PAIRS.keySet()).noneMatch(pair -> pair.contains("_Gregory"));
    List<String> ladson =
        LINKS.entrySet().stream()
            .filter(link -> link.getKey().contains("CP_Ladson"))
            .flatMap(
                link ->
                    link
                        .getValue()
                        .<String>getList(link.getValue().fieldIndex("mismatches"))
                        .stream())
            .distinct()
            .toList();
    assertThat(ladson).contains("mach 0.3 beside 0.15");
    List<String> gregory =
        LINKS.entrySet().stream()
            .filter(link -> link.getKey().contains("CP_Gregory"))
            .flatMap(
                link ->
                    link
                        .getValue()
                        .<String>getList(link.getValue().fieldIndex("mismatches"))
                        .stream())
            .distinct()
            .toList();
    assertThat(gregory).contains("reynolds 2.880e+06 beside 6.000e+06");
  }

  @Test
  void casesWithoutAnExperimentHaveNone(TestReporter reporter) {
    Map<String, Long> types =
        PAIRS.values().stream()
            .collect(
                Collectors.groupingBy(
                    pair -> pair.getAs("case_id") + " " + pair.getAs("pair_type"),
                    TreeMap::new,
                    Collectors.counting()));
    types.forEach((type, count) -> reporter.publishEntry(type, count + " pairs"));
    assertThat(types.keySet()).noneMatch(type -> type.startsWith("2DZP experiment"));
    assertThat(types).containsKey("2DZP simulation-theory");
    assertThat(REASONS.get("tmr-curves tmr/FlatPlate_validation/sa-cf_cfl3d.dat|0|cf"))
        .startsWith("no experiment of cf of 2DZP");
  }

  @Test
  void everySeriesIsInALinkOrSaysWhyNot(TestReporter reporter) {
    TreeSet<String> named = new TreeSet<>();
    for (Row link : LINKS.values()) {
      if (link.getAs("rule").equals("tmr-curves")) {
        named.add(link.getAs("left_id"));
        named.add(link.getAs("right_id"));
      }
    }
    reporter.publishEntry("series", SERIES.size() + ", in links " + named.size());
    for (String id : SERIES.keySet()) {
      assertThat(named.contains(id) ^ REASONS.containsKey("tmr-curves " + id)).as(id).isTrue();
    }
  }
}

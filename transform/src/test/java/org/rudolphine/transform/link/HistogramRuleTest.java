package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;
import scala.jdk.javaapi.CollectionConverters;

/** Histograms of collisions beside a stack: two bins of 3 GeV from 70 GeV. */
class HistogramRuleTest {
  private final List<Row> series = new ArrayList<>();
  private final List<Row> datasets = new ArrayList<>();

  private static HistogramRule rule() {
    return new HistogramRule(
        new RuleSettings(
            "hep-distributions",
            Map.<String, Serializable>of(
                "compared", new ArrayList<>(List.of("mass4mu_*=DoubleMu*")),
                "score-compared", 0.95,
                "score-other", 0.2)));
  }

  /** A histogram; counts have entries, weighted ones a scale, stacks neither. */
  private void add(
      String provider, String side, double year, double[] low, double[] values, double[] sigmas) {
    Map<String, Object> row = new TreeMap<>();
    boolean measured = side.equals("experiment");
    boolean stack = provider.equals("stack");
    String name = "mass4mu_low";
    row.put("series_id", "cernopendata/5500/" + provider + "-" + (int) year + "|1|" + name);
    row.put("source", "cernopendata");
    row.put("form", "counts");
    row.put("case_id", "5500");
    row.put("side", side);
    row.put("provider", provider);
    row.put("quantity", "mass4mu");
    row.put("quantity_given", name);
    row.put("abscissa_unit", "GeV");
    Map<String, Double> conditions = new TreeMap<>(Map.of("year", year, "luminosity_inv_pb", 10.0));
    if (!measured && !stack) {
      conditions.put("cross_section_pb", 0.5);
      row.put("scale_applied", 0.25);
    }
    row.put("conditions", CollectionConverters.asScala(conditions));
    if (!stack) {
      String record = measured ? "6004" : "9356";
      row.put("conditions_text", CollectionConverters.asScala(Map.of("records", record)));
    }
    row.put("abscissa_low", boxed(low));
    double[] high = low.clone();
    for (int i = 0; i < high.length; i++) {
      high[i] += 3;
    }
    row.put("abscissa_high", boxed(high));
    row.put("value", boxed(values));
    row.put("sigma_low", boxed(sigmas));
    row.put("underflow", 0.0);
    row.put("overflow", measured ? 2.0 : 1.5);
    row.put("overflow_sigma", 1.0);
    if (measured) {
      row.put("entries", values[0] + 2);
    }
    series.add(Rows.of("series", row));
  }

  private static Object[] boxed(double[] values) {
    Object[] boxed = new Object[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  private void example(String sample, double year) {
    add(
        sample,
        "experiment",
        year,
        new double[] {70, 73},
        new double[] {9, 0},
        new double[] {3, 0});
    predict(year, 70);
  }

  private void predict(double year, double from) {
    double[] low = {from, from + 3};
    add("HZZ", "simulation", year, low, new double[] {5, 1}, new double[] {2, 0.5});
    add("stack", "simulation", year, low, new double[] {5, 1}, new double[] {2, 0.5});
  }

  private void dataset(String id, double energy) {
    datasets.add(
        Rows.of(
            "hep_datasets",
            Map.of(
                "record_id", id,
                "title", "title of " + id,
                "conditions_energy_gev_low", energy,
                "conditions_energy_gev_high", energy)));
  }

  private JointRule.Found found() {
    SparkSession spark = SparkSessions.shared();
    Function<String, Dataset<Row>> tables =
        name ->
            spark.createDataFrame(
                name.equals("series") ? series : datasets, Table.named(name).schema());
    return rule().find(spark, tables, spark.emptyDataFrame());
  }

  @Test
  void dataStandBesideTheStackAndEachProcess() {
    example("DoubleMu12", 2012);
    dataset("6004", 8000);
    dataset("9356", 8000);
    JointRule.Found found = found();

    Row pair = found.pairs().collectAsList().get(0);
    // (9 - 5)^2 / (9 + 4) + (0 - 1)^2 / (1 + 0.25)
    assertThat(pair.<Double>getAs("chi2")).isCloseTo(16 / 13.0 + 0.8, within(1e-12));
    assertThat(pair.<Integer>getAs("ndf")).isEqualTo(2);
    Map<String, Double> metrics = pair.getJavaMap(pair.fieldIndex("metrics"));
    assertThat(metrics)
        .containsEntry("yield_HZZ", 7.5)
        .containsEntry("yield_in_range_HZZ", 6.0)
        .containsEntry("observed_overflow", 2.0)
        .containsEntry("bins_used", 2.0);
    // 2 (5 - 9 + 9 ln(9 / 5) + 1)
    assertThat(metrics.get("deviance")).isCloseTo(4.580159964, within(1e-8));
    assertThat(pair.<String>getAs("group_id")).isEqualTo("cernopendata 5500 2012");
    assertThat(pair.getJavaMap(pair.fieldIndex("conditions")))
        .isEqualTo(Map.of("luminosity_inv_pb", 10.0, "sqrt_s_gev", 8000.0, "year", 2012.0));
    assertThat(pair.getList(pair.fieldIndex("observed_upper"))).isEqualTo(List.of(12.0, 0.0));
    assertThat(pair.getList(pair.fieldIndex("predicted_lower"))).isEqualTo(List.of(3.0, 0.5));
    List<Row> links = found.links().orderBy("rank").collectAsList();
    assertThat(links)
        .extracting(row -> row.<String>getAs("relation") + " " + row.getAs("decision"))
        .containsExactly("same_observable accepted", "contributes accepted");
    assertThat(links.get(0).getList(links.get(0).fieldIndex("evidence")).toString())
        .contains("HZZ cross_section_pb", "record 6004 (title of 6004)");
    assertThat(found.unmatched().collectAsList()).isEmpty();
    found.held().forEach(Dataset::unpersist);
  }

  @Test
  void whatDoesNotBelongTogetherGivesNoPair() {
    example("DoubleE12", 2012);
    example("DoubleMu11", 2011);
    add(
        "DoubleMu10",
        "experiment",
        2010,
        new double[] {70, 73},
        new double[] {9, 0},
        new double[] {3, 0});
    add(
        "DoubleMu15",
        "experiment",
        2015,
        new double[] {70, 73},
        new double[] {9, 0},
        new double[] {3, 0});
    predict(2015, 71);
    dataset("6004", 7000);
    dataset("9356", 8000);
    series.add(
        Rows.of(
            "series",
            Map.of(
                "series_id", "cernopendata/4mu.csv|0|mass4mu",
                "source", "cernopendata",
                "form", "counts",
                "side", "experiment")));
    JointRule.Found found = found();

    assertThat(found.pairs().collectAsList()).isEmpty();
    assertThat(found.links().orderBy("left_id").collectAsList())
        .extracting(row -> row.getAs("decision") + " " + row.getList(row.fieldIndex("mismatches")))
        .containsExactly(
            "candidate [the settings do not compare mass4mu_low with events of DoubleE12, energies"
                + " of collision differ: 7000.0 and 8000.0 GeV]",
            "candidate [energies of collision differ: 7000.0 and 8000.0 GeV]");
    assertThat(found.unmatched().orderBy("id").collectAsList())
        .extracting(row -> row.<String>getAs("reason"))
        .containsExactly(
            "no luminosity is known, so that no prediction can be weighted for it",
            "no simulated histogram of this name, case, year and luminosity",
            "the bins of the stacked prediction are others",
            "no histogram of collisions of this name has events beside it");
    found.held().forEach(Dataset::unpersist);
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of the table {@code series}, written by hand for tests. */
final class SeriesSamples {
  private final List<Row> rows = new ArrayList<>();

  /** Settings of rules as {@code conf/link.yaml} has them for wind tunnels, but for the cap. */
  static RuleSettings curves(long maxPairsPerBlock) {
    return curves(
        "tmr-curves", List.of("experiment"), List.of("simulation", "theory"), maxPairsPerBlock);
  }

  static RuleSettings correlations(long maxPairsPerBlock) {
    return curves("tmr-correlations", List.of("simulation"), List.of("theory"), maxPairsPerBlock);
  }

  private static RuleSettings curves(
      String id, List<String> leftSides, List<String> rightSides, long maxPairsPerBlock) {
    Map<String, Serializable> values = new TreeMap<>();
    values.put("class", SeriesRule.class.getName());
    values.put("sources", new ArrayList<>(List.of("tmr")));
    values.put("left-sides", new ArrayList<>(leftSides));
    values.put("right-sides", new ArrayList<>(rightSides));
    values.put("left-out", new ArrayList<>(List.of("*_old", "*_bad", "*/Plots/*", "*_orig*")));
    values.put("required", new ArrayList<>(List.of("alpha_deg=0.05")));
    values.put("decisive", new ArrayList<>(List.of("mach=0.02", "reynolds=0.02")));
    values.put("other-conditions", 0.02);
    values.put("texts", new ArrayList<>(List.of("transition")));
    values.put("station-relative", 0.001);
    values.put("station-absolute", 0.000001);
    values.put("differ-factor", 0.5);
    values.put("told-factor", 0.95);
    values.put("unstated-factor", 0.98);
    values.put("accept-score", 0.7);
    values.put("max-pairs-per-block", maxPairsPerBlock);
    return new RuleSettings(id, values);
  }

  static RuleSettings profiles(String id, String basis) {
    return new RuleSettings(
        id,
        Map.of(
            "class",
            SeriesPairRule.class.getName(),
            "basis",
            basis,
            "domain",
            "fluids",
            "contours",
            new ArrayList<>(List.of("cp")),
            "on-predicted-abscissa",
            new ArrayList<>(List.of("cl", "cd"))));
  }

  /** Values of one series. */
  static final class Series {
    private final Map<String, Object> values = new TreeMap<>();
    private final TreeMap<String, Double> conditions = new TreeMap<>();
    private final TreeMap<String, String> texts = new TreeMap<>();

    private Series(String id, String side, String provider) {
      values.put("series_id", id);
      values.put("side", side);
      values.put("provider", provider);
      values.put("source", "tmr");
      values.put("file_name", id);
      values.put("form", "points");
    }

    static Series experiment(String id) {
      return new Series(id, "experiment", "exp");
    }

    /** The provider is {@code code_model}. */
    static Series simulation(String id, String code, String model) {
      return new Series(id, "simulation", code + "_" + model).put("code", code).put("model", model);
    }

    static Series theory(String id, String provider) {
      return new Series(id, "theory", provider);
    }

    Series of(String caseId, String quantity) {
      return put("case_id", caseId).put("quantity", quantity).put("unit", "1");
    }

    Series over(String abscissa, double... places) {
      return put("abscissa_name", abscissa)
          .put("abscissa_unit", "1")
          .put("abscissa", boxed(places));
    }

    Series bins(String abscissa, double... edges) {
      double[] low = Arrays.copyOf(edges, edges.length - 1);
      double[] high = Arrays.copyOfRange(edges, 1, edges.length);
      double[] middle = new double[low.length];
      Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
      return over(abscissa, middle)
          .put("form", "bins")
          .put("abscissa_low", boxed(low))
          .put("abscissa_high", boxed(high));
    }

    Series values(double... numbers) {
      return put("value", boxed(numbers)).put("n_points", numbers.length);
    }

    Series scalar(double number) {
      return put("form", "scalar").values(number);
    }

    Series sigma(double... sizes) {
      return put("sigma_low", boxed(sizes)).put("sigma_high", boxed(sizes));
    }

    Series at(String axis, double value) {
      return put("station", axis + "=" + value)
          .put("station_axis", axis)
          .put("station_value", value);
    }

    Series on(String surface) {
      return put("surface", surface);
    }

    Series with(String condition, double value) {
      conditions.put(condition, value);
      return this;
    }

    Series with(String condition, String text) {
      texts.put(condition, text);
      return this;
    }

    Series put(String column, Object value) {
      values.put(column, value);
      return this;
    }

    Row row() {
      if (!conditions.isEmpty()) {
        values.put("conditions", CollectionConverters.asScala(conditions));
      }
      if (!texts.isEmpty()) {
        values.put("conditions_text", CollectionConverters.asScala(texts));
      }
      return Rows.of("series", values);
    }

    /** The row as Spark gives it to a rule: with its schema, arrays as sequences. */
    Row read() {
      Row row = row();
      Object[] columns = new Object[row.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] =
            row.get(i) instanceof Object[] array
                ? CollectionConverters.asScala(Arrays.asList(array)).toSeq()
                : row.get(i);
      }
      return new GenericRowWithSchema(columns, Table.named("series").schema());
    }

    private static Double[] boxed(double[] numbers) {
      return Arrays.stream(numbers)
          .mapToObj(number -> Double.isNaN(number) ? null : (Double) number)
          .toArray(Double[]::new);
    }
  }

  SeriesSamples add(Series... all) {
    for (Series one : all) {
      rows.add(one.row());
    }
    return this;
  }

  Function<String, Dataset<Row>> tables(int partitions) {
    return name ->
        SparkSessions.shared()
            .createDataFrame(
                name.equals("series") ? rows : List.<Row>of(), Table.named(name).schema())
            .repartition(partitions);
  }
}

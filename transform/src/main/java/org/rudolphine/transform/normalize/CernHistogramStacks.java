package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.histogram.Histogram;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/**
 * Finishes the histograms of {@code series}: counts learn their side and conditions from the row of
 * their sample; counts of simulations are weighted into rows of their own; and the weighted
 * histograms of one name, case, year and luminosity are stacked into one. Rows made here are made
 * anew each time, from rows as their files have them.
 */
final class CernHistogramStacks implements Serializable {
  private static final long serialVersionUID = 1L;
  static final String STACK = "stack";
  static final String WEIGHTED = "counts x luminosity x cross section x scale / generated events";
  static final String STACKED =
      "sum over the simulated processes, by name, of counts x luminosity x cross section x scale /"
          + " generated events";

  private static final int DERIVED_ZONE = 1;
  private static final String GROUP = "__stack";
  private static final String UNKNOWN = "unknown";

  private final RowCodec codec = new RowCodec(Table.named(CernHistogramRows.TABLE).schema());
  private final HashMap<String, Map<String, Object>> samples = new HashMap<>();

  private CernHistogramStacks(List<Row> rows) {
    for (Row row : rows) {
      Map<String, Object> values = codec.values(row);
      samples.put(family(values), values);
    }
  }

  static Dataset<Row> apply(Dataset<Row> rows) {
    Column computed = col("method").isin(WEIGHTED, STACKED);
    Dataset<Row> read = rows.filter(col("method").isNull().or(not(computed)));
    Column ofSample =
        col("form")
            .equalTo("scalar")
            .and(
                col("quantity").isin(CernHistogramRows.CROSS_SECTION, CernHistogramRows.LUMINOSITY))
            .and(col("deleted_at").isNull());
    return new CernHistogramStacks(read.filter(ofSample).collectAsList()).finish(read);
  }

  private Dataset<Row> finish(Dataset<Row> rows) {
    Column isHistogram = col("form").equalTo("counts").and(col("method").isNull());
    Dataset<Row> others = rows.filter(not(isHistogram));
    Dataset<Row> counts =
        rows.filter(isHistogram)
            .map((MapFunction<Row, Row>) this::told, Encoders.row(rows.schema()));
    if (samples.isEmpty()) {
      return others.unionByName(counts);
    }
    Dataset<Row> simulated =
        counts
            .filter(col("deleted_at").isNull().and(col("side").equalTo("simulation")))
            .withColumn(
                GROUP,
                functions.concat_ws(
                    "|",
                    col("case_id"),
                    functions.element_at(col("conditions"), CernHistogramRows.YEAR),
                    functions.element_at(col("conditions"), CernHistogramRows.LUMINOSITY_INV_PB),
                    col("quantity_given")));
    Dataset<Row> derived =
        simulated
            .groupBy(GROUP)
            .as(Encoders.STRING(), Encoders.row(simulated.schema()))
            .flatMapGroups(
                (FlatMapGroupsFunction<String, Row, Row>) (name, group) -> derived(group),
                Encoders.row(rows.schema()));
    return others.unionByName(counts).unionByName(derived);
  }

  /** What ids of a family begin with. */
  private static String family(Map<String, Object> values) {
    String id = (String) values.get("series_id");
    return id.substring(0, id.indexOf('|'));
  }

  /** A histogram with what its sample says of it. */
  private Row told(Row row) {
    Map<String, Object> values = codec.values(row);
    Map<String, Object> sample = samples.getOrDefault(family(values), Map.of());
    values.put("side", sample.getOrDefault("side", UNKNOWN));
    for (String column : List.of("model", "conditions", "conditions_text")) {
      values.put(column, sample.get(column));
    }
    return codec.row(values);
  }

  // ---- weights ---------------------------------------------------------------------------------

  private Iterator<Row> derived(Iterator<Row> group) {
    List<Map<String, Object>> rows = new ArrayList<>();
    group.forEachRemaining(row -> rows.add(codec.values(row)));
    rows.sort(Comparator.comparing(values -> (String) values.get("series_id")));
    List<Row> made = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Map<String, Object>> from = new ArrayList<>();
    Histogram sum = null;
    boolean stackable = true;
    for (Map<String, Object> values : rows) {
      Map<String, Object> sample = samples.get(family(values));
      double weight = conditions(sample).get(CernHistogramRows.WEIGHT);
      Histogram weighted = histogram(values).times(weight);
      Map<String, Object> row = weighted(values, sample, weight, weighted);
      made.add(codec.row(row));
      ids.add((String) row.get("series_id"));
      from.add(row);
      stackable &= sum == null || sum.agreesWith(weighted);
      sum = sum == null || !stackable ? weighted : sum.plus(weighted);
    }
    if (stackable) {
      made.add(codec.row(stack(from, ids, sum)));
    }
    return made.iterator();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Double> conditions(Map<String, Object> values) {
    return (Map<String, Double>) values.get("conditions");
  }

  private static Map<String, Object> weighted(
      Map<String, Object> values, Map<String, Object> sample, double weight, Histogram weighted) {
    Map<String, Double> factors = conditions(sample);
    Map<String, Object> row = new HashMap<>(values);
    row.put("method", WEIGHTED);
    row.put("scale_applied", weight);
    row.put(
        "scale_reason",
        String.format(
            Locale.ROOT,
            "%s pb^-1 x %s pb x %s / %s generated events, as %s says",
            factors.get(CernHistogramRows.LUMINOSITY_INV_PB),
            factors.get(CernHistogramRows.CROSS_SECTION_PB),
            factors.get(CernHistogramRows.SCALE),
            factors.get(CernHistogramRows.GENERATED_EVENTS),
            sample.get("file_name")));
    String id =
        CernTableNames.id(family(values), DERIVED_ZONE, (String) values.get("quantity_given"));
    derive(row, id, weighted, List.of(values, sample));
    return row;
  }

  private static Map<String, Object> stack(
      List<Map<String, Object>> from, List<String> ids, Histogram sum) {
    Map<String, Object> row = new HashMap<>(from.get(0));
    Map<String, Double> conditions = new TreeMap<>();
    for (String shared : List.of(CernHistogramRows.YEAR, CernHistogramRows.LUMINOSITY_INV_PB)) {
      Double value = conditions(row).get(shared);
      if (value != null) {
        conditions.put(shared, value);
      }
    }
    row.put("provider", STACK);
    row.put("method", STACKED);
    row.put("conditions", conditions);
    for (String ofOne :
        List.of("model", "conditions_text", "scale_applied", "scale_reason", "issues")) {
      row.remove(ofOne);
    }
    Double year = conditions.get(CernHistogramRows.YEAR);
    String family =
        family(row).substring(0, family(row).lastIndexOf('/') + 1)
            + STACK
            + (year == null ? "" : "-" + year.longValue());
    derive(
        row,
        CernTableNames.id(family, DERIVED_ZONE, (String) row.get("quantity_given")),
        sum,
        from);
    row.put("derived_from", ids);
    return row;
  }

  /** Sets id, numbers and where a computed row comes from. */
  private static void derive(
      Map<String, Object> row, String id, Histogram histogram, List<Map<String, Object>> from) {
    row.put("series_id", id);
    row.put("zone_index", DERIVED_ZONE);
    row.put("derived_from", from.stream().map(values -> values.get("series_id")).toList());
    numbers(row, histogram);
    row.put("retrieved_at", newest(from));
    row.put("raw_sha256", combined(from, "raw_sha256", ""));
    row.put("content_sha256", combined(from, "content_sha256", id));
    row.put("revision", 1);
  }

  private static Instant newest(List<Map<String, Object>> from) {
    return from.stream()
        .map(values -> (Instant) values.get("retrieved_at"))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static String combined(List<Map<String, Object>> from, String column, String start) {
    StringBuilder all = new StringBuilder(start);
    from.forEach(values -> all.append('|').append(values.get(column)));
    return RawRecord.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  // ---- numbers ---------------------------------------------------------------------------------

  /** The histogram of a row of counts. */
  static Histogram histogram(Map<String, Object> values) {
    double[] lows = numbers(values, "abscissa_low");
    double[] highs = numbers(values, "abscissa_high");
    double[] edges = new double[lows.length + 1];
    System.arraycopy(lows, 0, edges, 0, lows.length);
    edges[lows.length] = lows.length == 0 ? Double.NaN : highs[lows.length - 1];
    double[] contents = numbers(values, "value");
    // Of counts, the squares are the counts; the root that the row holds has been rounded.
    boolean counts = values.get("entries") != null;
    return new Histogram(
        (String) values.get("quantity_given"),
        (String) values.getOrDefault("zone", ""),
        edges,
        contents,
        counts ? contents : squares(numbers(values, "sigma_low")),
        outside(values, "underflow", counts),
        outside(values, "overflow", counts),
        counts ? (Double) values.get("entries") : Double.NaN);
  }

  private static Histogram.Outside outside(
      Map<String, Object> values, String column, boolean counts) {
    double content = (Double) values.get(column);
    Double sigma = (Double) values.get(column + "_sigma");
    return new Histogram.Outside(
        content, counts ? content : sigma == null ? Double.NaN : sigma * sigma);
  }

  private static double[] squares(double[] sigmas) {
    double[] squares = new double[sigmas.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = sigmas[i] * sigmas[i];
    }
    return squares;
  }

  @SuppressWarnings("unchecked")
  private static double[] numbers(Map<String, Object> values, String column) {
    return ((List<Double>) values.get(column))
        .stream().mapToDouble(value -> value == null ? Double.NaN : value).toArray();
  }

  private static void numbers(Map<String, Object> row, Histogram histogram) {
    List<Double> sigmas = new Doubles(histogram.sigmas());
    row.put("abscissa", new Doubles(histogram.middles()));
    row.put("abscissa_low", new Doubles(histogram.lows()));
    row.put("abscissa_high", new Doubles(histogram.highs()));
    row.put("value", new Doubles(histogram.contents()));
    row.put("sigma_low", sigmas);
    row.put("sigma_high", sigmas);
    row.put("underflow", histogram.underflow().content());
    row.put("overflow", histogram.overflow().content());
    row.put("underflow_sigma", known(histogram.underflow().sigma()));
    row.put("overflow_sigma", known(histogram.overflow().sigma()));
    row.put("entries", known(histogram.entries()));
    row.put("n_points", histogram.bins());
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}

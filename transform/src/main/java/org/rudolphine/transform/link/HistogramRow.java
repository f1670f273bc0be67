package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.rudolphine.transform.histogram.Histogram;

/**
 * A histogram of the table {@code series}.
 *
 * @param id its series
 * @param caseId the published example that it is of
 * @param provider sample, or {@code stack}
 * @param process physics process of the sample, or null
 * @param quantity observable
 * @param name name of the histogram: observable and binning
 * @param unit unit of the abscissa
 * @param conditions numeric conditions, factors of a sample among them
 * @param records records of the portal whose events were counted
 * @param histogram the numbers
 * @param provenance where they come from
 */
record HistogramRow(
    String id,
    String caseId,
    String provider,
    String process,
    String quantity,
    String name,
    String unit,
    Map<String, Double> conditions,
    List<String> records,
    Histogram histogram,
    Provenance provenance)
    implements Serializable {
  static final String TABLE = "series";
  static final String STACK = "stack";
  static final String YEAR = "year";
  static final String LUMINOSITY = "luminosity_inv_pb";

  static final List<String> COLUMNS =
      List.of(
          "series_id",
          "case_id",
          "side",
          "provider",
          "model",
          "quantity",
          "quantity_given",
          "abscissa_unit",
          "conditions",
          "conditions_text",
          "abscissa_low",
          "abscissa_high",
          "value",
          "sigma_low",
          "underflow",
          "underflow_sigma",
          "overflow",
          "overflow_sigma",
          "entries",
          "scale_applied");

  static HistogramRow read(Row row) {
    Map<String, String> texts = map(row, "conditions_text");
    String records = texts.getOrDefault("records", "");
    return new HistogramRow(
        row.getAs("series_id"),
        row.getAs("case_id"),
        row.getAs("provider"),
        row.getAs("model"),
        row.getAs("quantity"),
        row.getAs("quantity_given"),
        row.getAs("abscissa_unit"),
        map(row, "conditions"),
        Arrays.stream(records.split("\\s+")).filter(id -> !id.isEmpty()).toList(),
        histogram(row),
        Provenance.of(row));
  }

  private static <V> Map<String, V> map(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? Map.of() : new TreeMap<>(row.<String, V>getJavaMap(at));
  }

  private static Histogram histogram(Row row) {
    double[] lows = numbers(row, "abscissa_low");
    double[] highs = numbers(row, "abscissa_high");
    double[] edges = Arrays.copyOf(lows, lows.length + 1);
    edges[lows.length] = lows.length == 0 ? Double.NaN : highs[lows.length - 1];
    double[] sigmas = numbers(row, "sigma_low");
    double[] squares = new double[sigmas.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = sigmas[i] * sigmas[i];
    }
    double[] values = numbers(row, "value");
    Double entries = row.getAs("entries");
    // Of counts the squares are the counts themselves; their roots were rounded.
    boolean counts = entries != null && row.isNullAt(row.fieldIndex("scale_applied"));
    boolean plain = counts && !STACK.equals(row.getAs("provider"));
    return new Histogram(
        row.getAs("quantity_given"),
        "",
        edges,
        values,
        plain ? values : squares,
        outside(row, "underflow"),
        outside(row, "overflow"),
        entries == null ? Double.NaN : entries);
  }

  private static Histogram.Outside outside(Row row, String column) {
    Double content = row.getAs(column);
    Double sigma = row.getAs(column + "_sigma");
    return new Histogram.Outside(
        content == null ? 0 : content, sigma == null ? Double.NaN : sigma * sigma);
  }

  private static double[] numbers(Row row, String column) {
    int at = row.fieldIndex(column);
    List<Double> values = row.isNullAt(at) ? List.of() : row.getList(at);
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i) == null ? Double.NaN : values.get(i);
    }
    return numbers;
  }

  boolean isStack() {
    return provider.equals(STACK);
  }

  /** Sum of the weights inside the bins. */
  double inRange() {
    double sum = 0;
    for (double content : histogram.contents()) {
      sum += content;
    }
    return sum;
  }
}

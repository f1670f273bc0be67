package org.rudolphine.transform.histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.protocol.CsvRows;

/**
 * Histograms of one sample as a table with a row per bin: {@code histogram, title, bin, bin_low,
 * bin_high, content}, and {@code sum_of_squared_weights} where events have weights. Bin 0 is what
 * lies below; a bin with {@code inf} as upper edge is what lies above. Rows of empty bins may be
 * left out: their edges follow from the others where all bins are of equal width. A histogram of
 * which only what lies on one side is told has no bins.
 */
public final class HistogramTable {
  private static final String SQUARES = "sum_of_squared_weights";

  /** Part of a bin's width by which printed edges may be off. */
  private static final double ROUNDING = 1e-6;

  private static final int MOST_BINS = 1_000_000;

  private HistogramTable() {}

  /**
   * A histogram and what had to be supplied.
   *
   * @param histogram the histogram
   * @param suppliedBins number of bins that the table leaves out
   */
  public record Read(Histogram histogram, int suppliedBins) {}

  private record Bin(double low, double high, double content, double squares) {}

  /**
   * Reads a table.
   *
   * @throws MalformedTable when a number is none, a bin stands twice, or bins that are left out
   *     cannot be supplied
   * @throws IOException when it is no CSV
   */
  public static List<Read> read(byte[] table) throws IOException {
    CsvRows rows = CsvRows.parse(table);
    Map<String, TreeMap<Integer, Bin>> bins = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    for (CsvRows.Row row : rows.rows()) {
      Map<String, String> cells = rows.named(row);
      String name = cells.get("histogram").strip();
      if (name.isEmpty()) {
        throw new MalformedTable("histogram", "a bin of no histogram", "line " + row.line());
      }
      titles.putIfAbsent(name, cells.getOrDefault("title", "").strip());
      int number = number(cells.get("bin"));
      Bin before =
          bins.computeIfAbsent(name, key -> new TreeMap<>()).putIfAbsent(number, bin(cells));
      if (before != null) {
        throw new MalformedTable("bin", "a bin stands twice", name + " bin " + number);
      }
    }
    List<Read> histograms = new ArrayList<>();
    for (Map.Entry<String, TreeMap<Integer, Bin>> entry : bins.entrySet()) {
      histograms.add(histogram(entry.getKey(), titles.get(entry.getKey()), entry.getValue()));
    }
    return histograms;
  }

  private static int number(String text) throws MalformedTable {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 0 && number <= MOST_BINS) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new MalformedTable("bin", "not the number of a bin", text);
    }
    throw new MalformedTable("bin", "not the number of a bin, 0 to " + MOST_BINS, text);
  }

  private static Bin bin(Map<String, String> cells) throws MalformedTable {
    double low = edge(cells, "bin_low", "-inf", Double.NEGATIVE_INFINITY);
    double high = edge(cells, "bin_high", "inf", Double.POSITIVE_INFINITY);
    double content = finite(cells, "content");
    if (!(low < high)) {
      throw new MalformedTable("bin_low", "a bin without width", low + " to " + high);
    }
    double squares = cells.containsKey(SQUARES) ? finite(cells, SQUARES) : ofCount(content);
    return new Bin(low, high, content, squares);
  }

  /** A whole number is a count; of anything else the squares are not known. */
  private static double ofCount(double content) {
    return content >= 0 && content == Math.rint(content) ? content : Double.NaN;
  }

  private static double edge(
      Map<String, String> cells, String column, String outside, double infinity)
      throws MalformedTable {
    String text = cells.get(column).strip();
    return text.equalsIgnoreCase(outside) ? infinity : finite(cells, column);
  }

  private static double finite(Map<String, String> cells, String column) throws MalformedTable {
    String text = cells.get(column).strip();
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new MalformedTable(column, "not a number", text);
    }
    throw new MalformedTable(column, "not a finite number", text);
  }

  private static Read histogram(String name, String title, TreeMap<Integer, Bin> rows)
      throws MalformedTable {
    Bin last = rows.lastEntry().getValue();
    boolean above = last.high() == Double.POSITIVE_INFINITY;
    boolean onlyOutside = rows.size() == (above ? 1 : 0) + (rows.containsKey(0) ? 1 : 0);
    if (onlyOutside && rows.size() == 1) {
      return outsideOnly(name, title, rows.get(0), above ? last : null);
    }
    int bins = above ? rows.lastKey() - 1 : rows.lastKey();
    double[] edges = edges(name, rows, bins);
    double[] contents = new double[bins];
    double[] squares = new double[bins];
    double entries = 0;
    int given = 0;
    for (Map.Entry<Integer, Bin> row : rows.entrySet()) {
      int bin = row.getKey() - 1;
      entries += row.getValue().content();
      if (bin >= 0 && bin < bins) {
        contents[bin] = row.getValue().content();
        squares[bin] = row.getValue().squares();
        given++;
      }
    }
    return new Read(
        new Histogram(
            name,
            title,
            edges,
            contents,
            squares,
            outside(rows.get(0)),
            outside(above ? last : null),
            allCounts(rows) ? entries : Double.NaN),
        bins - given);
  }

  /**
   * All entries lie on one side, and the table has left out the bins: no edges but one are told.
   */
  private static Read outsideOnly(String name, String title, Bin below, Bin above) {
    Bin only = below == null ? above : below;
    Histogram histogram =
        new Histogram(
            name,
            title,
            new double[] {Double.NaN},
            new double[0],
            new double[0],
            outside(below),
            outside(above),
            ofCount(only.content()) == only.squares() ? only.content() : Double.NaN);
    return new Read(histogram, 0);
  }

  private static boolean allCounts(TreeMap<Integer, Bin> rows) {
    return rows.values().stream().allMatch(row -> ofCount(row.content()) == row.squares());
  }

  private static Histogram.Outside outside(Bin bin) {
    return bin == null
        ? new Histogram.Outside(0, 0)
        : new Histogram.Outside(bin.content(), bin.squares());
  }

  private static double[] edges(String name, TreeMap<Integer, Bin> rows, int bins)
      throws MalformedTable {
    double[] edges = new double[bins + 1];
    Arrays.fill(edges, Double.NaN);
    for (Map.Entry<Integer, Bin> row : rows.entrySet()) {
      place(name, edges, row.getKey() - 1, row.getValue().low());
      place(name, edges, row.getKey(), row.getValue().high());
    }
    supply(name, edges);
    for (int i = 0; i < bins; i++) {
      if (!(edges[i] < edges[i + 1])) {
        throw new MalformedTable("bin_low", "edges of bins do not ascend", name + " bin " + i);
      }
    }
    return edges;
  }

  private static void place(String name, double[] edges, int at, double edge)
      throws MalformedTable {
    if (Double.isInfinite(edge)) {
      return;
    }
    if (at < 0 || at >= edges.length) {
      throw new MalformedTable(
          "bin", "a bin outside of the others has finite edges", name + " " + edge);
    }
    if (Double.isNaN(edges[at])) {
      edges[at] = edge;
    } else if (Math.abs(edges[at] - edge) > ROUNDING * Math.max(1e-300, Math.abs(edge))) {
      throw new MalformedTable(
          "bin_low", "bins do not touch", name + " at " + edges[at] + " and " + edge);
    }
  }

  /** Edges that no row gives, where the given ones have equal distances. */
  private static void supply(String name, double[] edges) throws MalformedTable {
    int first = -1;
    int last = -1;
    boolean whole = true;
    for (int i = 0; i < edges.length; i++) {
      if (Double.isNaN(edges[i])) {
        whole = false;
      } else {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (whole) {
      return;
    }
    if (last <= first) {
      throw new MalformedTable("bin", "bins are left out and too few given", name);
    }
    double width = (edges[last] - edges[first]) / (last - first);
    for (int i = 0; i < edges.length; i++) {
      double equal = edges[first] + (i - first) * width;
      if (Double.isNaN(edges[i])) {
        edges[i] = equal;
      } else if (Math.abs(edges[i] - equal) > ROUNDING * Math.abs(width) * edges.length) {
        throw new MalformedTable(
            "bin", "bins are left out and the others are not of equal width", name);
      }
    }
  }
}

package org.rudolphine.transform.histogram;

import java.io.Serializable;
import java.util.Locale;

/**
 * Bins of equal width.
 *
 * @param low lower edge of the first bin
 * @param high upper edge of the last
 * @param bins how many there are
 */
public record Binning(double low, double high, int bins) implements Serializable {
  private static final int MOST_BINS = 10_000;

  public Binning {
    if (!(low < high) || !Double.isFinite(high - low) || bins < 1 || bins > MOST_BINS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "No binning: %s to %s in %d bins (1 to %d)",
              low,
              high,
              bins,
              MOST_BINS));
    }
  }

  /**
   * Reads {@code low:high:bins}.
   *
   * @throws IllegalArgumentException naming the text when it is not of that form
   */
  public static Binning of(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3) {
        return new Binning(
            Double.parseDouble(parts[0].strip()),
            Double.parseDouble(parts[1].strip()),
            Integer.parseInt(parts[2].strip()));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A binning is low:high:bins, not " + text, e);
    }
    throw new IllegalArgumentException("A binning is low:high:bins, not " + text);
  }

  /** Edge number {@code i}, from 0 to {@code bins}. */
  double edge(int i) {
    return i == bins ? high : low + i * (high - low) / bins;
  }

  /** Bin of a value, from 0; -1 below the first, {@code bins} from the last one's upper edge on. */
  int bin(double value) {
    if (value < low) {
      return -1;
    }
    if (value >= high) {
      return bins;
    }
    int bin = Math.min(bins - 1, (int) ((value - low) / (high - low) * bins));
    if (value < edge(bin)) {
      return bin - 1;
    }
    return value >= edge(bin + 1) ? bin + 1 : bin;
  }

  /** Counts of some values. */
  public Histogram counts(String name, String title, double[] values) {
    double[] counts = new double[bins];
    double[] outside = new double[2];
    for (double value : values) {
      int bin = bin(value);
      if (bin < 0) {
        outside[0]++;
      } else if (bin == bins) {
        outside[1]++;
      } else {
        counts[bin]++;
      }
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = edge(i);
    }
    return Histogram.ofCounts(name, title, edges, counts, outside[0], outside[1]);
  }
}

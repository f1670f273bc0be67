package org.rudolphine.transform.histogram;

import java.util.Arrays;
import java.util.Objects;

/**
 * A histogram in one dimension. Arrays are not copied.
 *
 * @param name name in its file
 * @param title its title, which is no unit; may be empty
 * @param edges edges of the bins, ascending, one more than there are bins; NaN where there are none
 * @param contents sum of weights in each bin
 * @param squares sum of squared weights in each bin
 * @param underflow what lies below the first bin
 * @param overflow what lies from the last bin's upper edge on
 * @param entries number of entries, those outside among them; unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // a value in transit, never compared
public record Histogram(
    String name,
    String title,
    double[] edges,
    double[] contents,
    double[] squares,
    Outside underflow,
    Outside overflow,
    double entries) {

  /**
   * What lies outside of the bins on one side.
   *
   * @param content sum of weights
   * @param squares sum of squared weights
   */
  public record Outside(double content, double squares) {
    Outside times(double weight) {
      return new Outside(content * weight, squares * weight * weight);
    }

    Outside plus(Outside other) {
      return new Outside(content + other.content, squares + other.squares);
    }

    /** One standard deviation. */
    public double sigma() {
      return Math.sqrt(squares);
    }
  }

  public Histogram {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    if (edges.length != contents.length + 1 || squares.length != contents.length) {
      throw new IllegalArgumentException(
          String.format(
              "Histogram %s has %d edges, %d contents and %d sums of squares",
              name, edges.length, contents.length, squares.length));
    }
  }

  /** A histogram of counts: the square of every weight is the weight, 1. */
  static Histogram ofCounts(
      String name,
      String title,
      double[] edges,
      double[] counts,
      double underflow,
      double overflow) {
    double entries = underflow + overflow;
    for (double count : counts) {
      entries += count;
    }
    return new Histogram(
        name,
        title,
        edges,
        counts,
        counts,
        new Outside(underflow, underflow),
        new Outside(overflow, overflow),
        entries);
  }

  public int bins() {
    return contents.length;
  }

  /** One standard deviation of each bin: root of the sum of squared weights. */
  public double[] sigmas() {
    double[] sigmas = new double[squares.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = Math.sqrt(squares[i]);
    }
    return sigmas;
  }

  public double[] lows() {
    return Arrays.copyOf(edges, bins());
  }

  public double[] highs() {
    return Arrays.copyOfRange(edges, 1, edges.length);
  }

  /** Middle of each bin. */
  public double[] middles() {
    double[] middles = new double[bins()];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (edges[i] + edges[i + 1]) / 2;
    }
    return middles;
  }

  /** Sum of weights, those outside among them. */
  public double total() {
    double total = underflow.content();
    for (double content : contents) {
      total += content;
    }
    return total + overflow.content();
  }

  /** The same histogram by another name. */
  public Histogram named(String other) {
    return new Histogram(other, title, edges, contents, squares, underflow, overflow, entries);
  }

  /** The same histogram with all weights multiplied. */
  public Histogram times(double weight) {
    double[] scaled = new double[bins()];
    double[] variances = new double[bins()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = contents[i] * weight;
      variances[i] = squares[i] * weight * weight;
    }
    return new Histogram(
        name,
        title,
        edges,
        scaled,
        variances,
        underflow.times(weight),
        overflow.times(weight),
        entries);
  }

  /**
   * The sum with another one of the same name. Tables leave out empty bins at the end, so one of
   * the two may be shorter: what it lacks is zero.
   *
   * @throws IllegalArgumentException when the bins that both have differ
   */
  public Histogram plus(Histogram other) {
    if (other.bins() > bins()) {
      return other.plus(this);
    }
    checkSameBins(other);
    double[] sums = contents.clone();
    double[] variances = squares.clone();
    for (int i = 0; i < other.bins(); i++) {
      sums[i] += other.contents[i];
      variances[i] += other.squares[i];
    }
    return new Histogram(
        name,
        title,
        edges,
        sums,
        variances,
        underflow.plus(other.underflow),
        overflow.plus(other.overflow),
        entries + other.entries);
  }

  /** Whether the bins that both have are the same, but for rounding. */
  public boolean agreesWith(Histogram other) {
    if (bins() == 0 || other.bins() == 0) {
      return true;
    }
    int common = Math.min(edges.length, other.edges.length);
    for (int i = 0; i < common; i++) {
      double width = edges[Math.min(i + 1, edges.length - 1)] - edges[Math.max(i - 1, 0)];
      if (Math.abs(edges[i] - other.edges[i]) > 1e-6 * width) {
        return false;
      }
    }
    return true;
  }

  private void checkSameBins(Histogram other) {
    if (!agreesWith(other)) {
      throw new IllegalArgumentException("Histograms called " + name + " have different bins");
    }
  }
}

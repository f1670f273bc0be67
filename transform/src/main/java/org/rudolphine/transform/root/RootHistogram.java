package org.rudolphine.transform.root;

import java.util.Arrays;
import org.rudolphine.transform.histogram.Histogram;

/**
 * A histogram as ROOT streams it: {@code TH1} with its axis and the sums of squared weights, then
 * the contents of all cells, the first and the last of which lie outside of the bins.
 */
final class RootHistogram {
  private static final int MOST_CELLS = 1_000_000;
  private static final int REFERENCED = 1 << 4;

  private final RootBuffer in;
  private String name;
  private String title;
  private int bins;
  private double[] edges;

  private RootHistogram(RootBuffer in) {
    this.in = in;
  }

  static Histogram read(byte[] object, String type) throws MalformedRootFile {
    return new RootHistogram(new RootBuffer(object, 0)).read(type);
  }

  private Histogram read(String type) throws MalformedRootFile {
    in.end();
    int end = in.end();
    String[] named = named();
    name = named[0];
    title = named[1];
    for (int attributes = 0; attributes < 3; attributes++) {
      in.skipObject(); // of line, filling and marker
    }
    int cells = in.i32();
    axis();
    in.skipObject();
    in.skipObject();
    in.skip(2 + 2); // offset and width of bars
    double entries = in.f64();
    in.skip(7 * 8L); // sums of weights and moments, extremes, norm
    in.doubles(MOST_CELLS); // contours
    double[] squares = in.doubles(MOST_CELLS);
    in.seek(end);
    double[] contents = contents(type);
    if (cells != bins + 2 || contents.length != cells) {
      throw new MalformedRootFile(
          "histogram %s has %d bins and %d cells".formatted(name, bins, contents.length));
    }
    return histogram(contents, squares, entries);
  }

  private Histogram histogram(double[] contents, double[] squares, double entries)
      throws MalformedRootFile {
    if (squares.length != 0 && squares.length != contents.length) {
      throw new MalformedRootFile("histogram " + name + " has squares of other cells");
    }
    double[] sums = squares.length == 0 ? contents : squares;
    for (double content : contents) {
      if (!Double.isFinite(content)) {
        throw new MalformedRootFile("histogram " + name + " holds a content that is no number");
      }
    }
    int last = bins + 1;
    return new Histogram(
        name,
        title,
        edges,
        Arrays.copyOfRange(contents, 1, last),
        Arrays.copyOfRange(sums, 1, last),
        new Histogram.Outside(contents[0], sums[0]),
        new Histogram.Outside(contents[last], sums[last]),
        squares.length == 0 ? entries : Double.NaN);
  }

  /** A TNamed: name and title. */
  private String[] named() throws MalformedRootFile {
    int end = in.end();
    in.skip(2 + 4); // version and number of the TObject
    int bits = in.i32();
    if ((bits & REFERENCED) != 0) {
      in.skip(2);
    }
    String[] named = {in.text(), in.text()};
    in.seek(end);
    return named;
  }

  private void axis() throws MalformedRootFile {
    int end = in.end();
    named();
    in.skipObject(); // attributes
    bins = in.i32();
    double low = in.f64();
    double high = in.f64();
    double[] given = in.doubles(MOST_CELLS + 1);
    in.seek(end);
    if (bins < 1 || bins > MOST_CELLS || given.length != 0 && given.length != bins + 1) {
      throw new MalformedRootFile("histogram " + name + " has an axis of " + bins + " bins");
    }
    edges = given.length == 0 ? equal(low, high) : given;
    for (int i = 0; i < bins; i++) {
      if (!(edges[i] < edges[i + 1])) {
        throw new MalformedRootFile("histogram " + name + " has edges that do not ascend");
      }
    }
  }

  private double[] equal(double low, double high) {
    double[] equal = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      equal[i] = i == bins ? high : low + i * ((high - low) / bins);
    }
    return equal;
  }

  private double[] contents(String type) throws MalformedRootFile {
    if (type.equals("TH1D")) {
      return in.doubles(MOST_CELLS);
    }
    double[] contents = new double[in.length(MOST_CELLS, Float.BYTES)];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = type.equals("TH1F") ? in.f32() : in.i32();
    }
    return contents;
  }
}

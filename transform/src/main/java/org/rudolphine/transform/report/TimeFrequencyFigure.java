package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.transform.signal.ConstantQ;

/** Energy of the whitened strain by time and frequency, as one small picture for each detector. */
final class TimeFrequencyFigure {
  /** The windows' Q: short enough for a merger, long enough to tell frequencies apart. */
  static final double Q = 6;

  private static final double LOWEST_HZ = 20;
  private static final double HIGHEST_HZ = 1024;
  private static final int COLUMNS = 160;
  private static final int ROWS = 80;
  private static final int HEIGHT = 236;
  private static final int BOTTOM = 192;
  private static final int KEY_WIDTH = 300;

  /** Noise alone reaches this in a picture now and then; so it never fills the scale. */
  private static final double LEAST_TOP = 10;

  private final List<StrainCurve> curves;
  private final List<double[][]> maps = new ArrayList<>();
  private final double top;

  /** Colours mean the same for all detectors of a card. */
  TimeFrequencyFigure(List<StrainCurve> curves) {
    this.curves = curves;
    double largest = LEAST_TOP;
    for (StrainCurve curve : curves) {
      double[][] map = map(curve);
      maps.add(map);
      for (double[] row : map) {
        for (double energy : row) {
          largest = Math.max(largest, energy);
        }
      }
    }
    top = Math.ceil(largest);
  }

  private static double lowHz(StrainCurve curve) {
    return Math.min(Math.max(LOWEST_HZ, curve.lowHz()), highHz(curve) / 2);
  }

  private static double highHz(StrainCurve curve) {
    return Math.min(HIGHEST_HZ, curve.highHz());
  }

  /** Mean energy in each place, the highest frequency first; negative where there are no data. */
  private static double[][] map(StrainCurve curve) {
    ConstantQ transform = new ConstantQ(curve.observed(), curve.rateHz());
    double ratio = lowHz(curve) / highHz(curve);
    double[][] map = new double[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      double frequency = highHz(curve) * StrictMath.pow(ratio, (row + 0.5) / ROWS);
      map[row] = columns(curve, transform.energy(frequency, Q, curve.bandwidthHz()));
    }
    return map;
  }

  private static double[] columns(StrainCurve curve, double[] energy) {
    double[] columns = new double[COLUMNS];
    double first = curve.timeS()[0];
    double width = (StrainCurve.UNTIL_S - StrainCurve.FROM_S) / COLUMNS;
    for (int column = 0; column < COLUMNS; column++) {
      double from = StrainCurve.FROM_S + column * width;
      int begin = (int) Math.ceil((from - first) * curve.rateHz());
      int end = (int) Math.ceil((from + width - first) * curve.rateHz());
      if (begin == end) {
        // Samples farther apart than columns: the nearest one.
        begin = (int) Math.round((from + width / 2 - first) * curve.rateHz());
        end = begin + 1;
      }
      columns[column] = mean(energy, Math.max(0, begin), Math.min(energy.length, end));
    }
    return columns;
  }

  private static double mean(double[] energy, int begin, int end) {
    if (begin >= end) {
      return -1;
    }
    double sum = 0;
    for (int i = begin; i < end; i++) {
      sum += energy[i];
    }
    return sum / (end - begin);
  }

  void write(Markup out, String id, int place) {
    StrainCurve curve = curves.get(place);
    Frame frame =
        new Frame(
            Scale.linear(
                StrainCurve.FROM_S, StrainCurve.UNTIL_S, StrainFigure.LEFT, StrainFigure.RIGHT),
            Scale.logarithmic(lowHz(curve), highHz(curve), BOTTOM, 8),
            "time after the waveform's t = 0 / s",
            "frequency / Hz",
            8,
            6);
    String title = "Time and frequency in " + curve.detector();
    Svg.open(out, id, "chart", StrainFigure.WIDTH, HEIGHT, title, words(curve, maps.get(place)));
    frame.draw(out);
    picture(
        out,
        StrainFigure.LEFT,
        8,
        StrainFigure.RIGHT - StrainFigure.LEFT,
        BOTTOM - 8,
        coloured(maps.get(place)));
    out.closeLine();
  }

  private static String words(StrainCurve curve, double[][] map) {
    int bestRow = 0;
    int bestColumn = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if (map[row][column] > map[bestRow][bestColumn]) {
          bestRow = row;
          bestColumn = column;
        }
      }
    }
    double ratio = lowHz(curve) / highHz(curve);
    double frequency = highHz(curve) * StrictMath.pow(ratio, (bestRow + 0.5) / ROWS);
    double width = (StrainCurve.UNTIL_S - StrainCurve.FROM_S) / COLUMNS;
    double time = StrainCurve.FROM_S + (bestColumn + 0.5) * width;
    return "Most energy, %s times the mean of the noise, at %s Hz and %s s."
        .formatted(
            Measured.fixed(map[bestRow][bestColumn], 1),
            Measured.fixed(frequency, 0),
            Measured.fixed(time, 3));
  }

  private byte[][] coloured(double[][] map) {
    byte[][] places = new byte[map.length][map[0].length];
    for (int row = 0; row < map.length; row++) {
      for (int column = 0; column < map[row].length; column++) {
        double energy = map[row][column];
        places[row][column] = energy < 0 ? Png.CLEAR : Viridis.place(energy / top);
      }
    }
    return places;
  }

  private static void picture(
      Markup out, double x, double y, double width, double height, byte[][] places) {
    out.empty(
            "image",
            "class",
            "picture",
            "x",
            x,
            "y",
            y,
            "width",
            width,
            "height",
            height,
            "preserveAspectRatio",
            "none",
            "href",
            Png.address(places, Viridis.palette()))
        .line();
  }

  /** What the colours mean. */
  void key(Markup out, String id) {
    Scale x = Scale.linear(0, top, 8, KEY_WIDTH - 8);
    List<BigDecimal> ticks = x.ticks(7);
    List<String> labels = Ticks.labels(ticks);
    String words = "From dark, 0, to light, %s.".formatted(Measured.fixed(top, 0));
    Svg.open(out, id, "scale", KEY_WIDTH, 50, "Colours of energy", words);
    byte[][] row = new byte[1][COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      row[0][i] = Viridis.place(i / (COLUMNS - 1.0));
    }
    picture(out, x.from(), 0, x.to() - x.from(), 10, row);
    for (int i = 0; i < ticks.size(); i++) {
      double at = x.at(ticks.get(i).doubleValue());
      Svg.line(out, "axis", at, 10, at, 14);
      Svg.text(out, "tick", at, 27, "middle", labels.get(i));
    }
    Svg.text(out, "axis-title", KEY_WIDTH / 2.0, 45, "middle", "energy / mean of the noise");
    out.closeLine();
  }
}

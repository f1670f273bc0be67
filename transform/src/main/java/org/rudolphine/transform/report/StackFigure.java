package org.rudolphine.transform.report;

import java.util.List;
import java.util.Locale;

/** Stacked processes with the data over them, and below the ratio of data and prediction. */
final class StackFigure {
  static final int WIDTH = 460;

  /** From so many events in a bin on, the axis counts thousands. */
  private static final double MANY = 10_000;

  private static final int HEIGHT = 412;
  private static final int LEFT = 62;
  private static final int RIGHT = WIDTH - 10;
  private static final int TOP = 10;
  private static final int BOTTOM = 262;
  private static final int RATIO_TOP = 278;
  private static final int RATIO_BOTTOM = 366;
  private static final double MOST_RATIO = 4;

  private final StackPair pair;
  private final List<StackData.Process> processes;
  private final StackFills fills;
  private final Frame main;
  private final Frame ratio;
  private final double unit;

  StackFigure(StackPair pair, List<StackData.Process> processes, StackFills fills) {
    this.pair = pair;
    this.processes = processes;
    this.fills = fills;
    double top = 0;
    double ratioTop = 2;
    for (int i = 0; i < pair.bins(); i++) {
      top = Math.max(top, Math.max(pair.observedUpper()[i], pair.predictedUpper()[i]));
      if (pair.predicted()[i] > 0 && pair.observed()[i] > 0) {
        ratioTop = Math.max(ratioTop, pair.observed()[i] / pair.predicted()[i] * 1.1);
      }
    }
    Scale x = Scale.linear(pair.edge(0), pair.edge(pair.bins()), LEFT, RIGHT);
    String per = pair.unit().equals("unknown") ? "" : " / " + pair.unit();
    this.unit = top >= MANY ? 1000 : 1;
    this.main =
        new Frame(
            x,
            Scale.linear(0, top > 0 ? top * 1.08 / unit : 1, BOTTOM, TOP),
            null,
            unit > 1 ? "thousand events per bin" : "events per bin",
            8,
            7);
    this.ratio =
        new Frame(
            x,
            Scale.linear(0, Math.min(ratioTop, MOST_RATIO), RATIO_BOTTOM, RATIO_TOP),
            pair.quantity() + per,
            "data / prediction",
            8,
            5);
  }

  void write(Markup out, String id) {
    String title = pair.histogram() + ": " + pair.sample() + " beside simulation";
    String words =
        String.format(
            Locale.ROOT,
            "Events of %s in %d bins of %s as points over %d stacked processes; below the ratio.",
            pair.sample(),
            pair.bins(),
            pair.quantity(),
            processes.size());
    Svg.open(out, id, "chart", WIDTH, HEIGHT, title, words);
    main.draw(out);
    ratio.draw(out);
    stack(out);
    band(out, main, true);
    points(out);
    band(out, ratio, false);
    Svg.line(out, "diagonal", LEFT, ratio.y().at(1), RIGHT, ratio.y().at(1));
    ratios(out);
    out.closeLine();
  }

  /** Rare processes lie on top of frequent ones, where they are seen. */
  private void stack(Markup out) {
    double[] below = new double[pair.bins()];
    for (int p = 0; p < processes.size(); p++) {
      StackData.Process process = processes.get(p);
      double[] above = below.clone();
      for (int i = 0; i < above.length; i++) {
        above[i] += process.at(i) / unit;
      }
      String style = fills.style(process);
      out.empty("path", "class", style, "d", area(main, below, above)).line();
      below = above;
    }
  }

  /** An area between two step lines. */
  private String area(Frame frame, double[] below, double[] above) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < above.length; i++) {
      String y = Svg.number(frame.y().clamped(above[i]));
      path.append(i == 0 ? "M" : "L")
          .append(Svg.number(frame.x().at(pair.edge(i))))
          .append(' ')
          .append(y)
          .append('H')
          .append(Svg.number(frame.x().at(pair.edge(i + 1))));
    }
    for (int i = below.length - 1; i >= 0; i--) {
      path.append('V')
          .append(Svg.number(frame.y().clamped(below[i])))
          .append('H')
          .append(Svg.number(frame.x().at(pair.edge(i))));
    }
    return path.append('Z').toString();
  }

  /** One standard deviation of the prediction, in events or as part of it. */
  private void band(Markup out, Frame frame, boolean inEvents) {
    double[] low = new double[pair.bins()];
    double[] high = new double[pair.bins()];
    for (int i = 0; i < low.length; i++) {
      double value = pair.predicted()[i];
      double sigma = pair.predictedUpper()[i] - value;
      double centre = inEvents ? value / unit : 1;
      double half = inEvents ? sigma / unit : value > 0 ? sigma / value : 0;
      low[i] = centre - half;
      high[i] = centre + half;
    }
    out.empty("path", "class", "uncertain", "d", area(frame, low, high)).line();
  }

  private void points(Markup out) {
    for (int i = 0; i < pair.bins(); i++) {
      if (pair.observed()[i] > 0) {
        double sigma = pair.observedUpper()[i] - pair.observed()[i];
        point(out, main, pair.middles()[i], pair.observed()[i] / unit, sigma / unit);
      }
    }
  }

  private void ratios(Markup out) {
    for (int i = 0; i < pair.bins(); i++) {
      double predicted = pair.predicted()[i];
      if (pair.observed()[i] > 0 && predicted > 0) {
        double sigma = (pair.observedUpper()[i] - pair.observed()[i]) / predicted;
        point(out, ratio, pair.middles()[i], pair.observed()[i] / predicted, sigma);
      }
    }
  }

  /** A point that lies outside is an arrow at the edge. */
  private static void point(Markup out, Frame frame, double x, double y, double sigma) {
    double at = frame.x().at(x);
    double low = frame.y().clamped(y - sigma);
    double high = frame.y().clamped(y + sigma);
    Svg.line(out, "error", at, low, at, high);
    if (frame.y().contains(y)) {
      out.empty("circle", "class", "datum", "cx", at, "cy", frame.y().at(y), "r", "2.6").line();
    } else {
      out.empty("path", "class", "datum", "d", Svg.mark(2, at, frame.y().to() + 4, 3)).line();
    }
  }
}

package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A measured curve with its errors, and the lines of models over it. */
final class ProfileFigure {
  /** Models with a line of their own; they differ in colour and in dashes. */
  static final int MODELS = 8;

  private static final int WIDTH = 340;
  private static final int HEIGHT = 262;
  private static final int LEFT = 68;
  private static final int TITLE = 12;
  private static final int RIGHT = WIDTH - 10;
  private static final int BOTTOM = 214;
  private static final int TOP = 8;
  private static final double MARK = 2.4;
  private static final double ROOM = 0.05;
  private static final double TENTHS = 10;

  private final Map<String, ProfileCurve> models;
  private final List<String> drawn;
  private final ProfileCurve measured;
  private final boolean upright;

  /** -1 for pressure on an airfoil, which is drawn with suction upwards, as aerodynamicists do. */
  private final double sign;

  private final Frame frame;

  /**
   * A figure.
   *
   * @param models curves of one measured series by model
   * @param drawn the case's models with a line, in the order of their styles
   * @param values smallest and largest value on the axis, one for all figures of a quantity
   */
  ProfileFigure(Map<String, ProfileCurve> models, List<String> drawn, double[] values) {
    this.models = models;
    this.drawn = drawn.stream().filter(models::containsKey).toList();
    this.measured =
        models.values().stream()
            .max(
                Comparator.comparingInt((ProfileCurve curve) -> curve.observed().length)
                    .thenComparing(ProfileCurve::model))
            .orElseThrow();
    this.upright = measured.isUpright();
    this.sign = sign(measured);
    this.frame = frame(values);
  }

  private static double sign(ProfileCurve curve) {
    return curve.quantity().equals("cp") && curve.abscissaName().equals("x/c") ? -1 : 1;
  }

  /** Smallest and largest value of figures that share their axis, measured or drawn. */
  static double[] values(Collection<Map<String, ProfileCurve>> figures, List<String> drawn) {
    List<double[]> values = new ArrayList<>();
    double sign = 1;
    for (Map<String, ProfileCurve> models : figures) {
      for (ProfileCurve curve : models.values()) {
        sign = sign(curve);
        values.add(curve.observed());
        values.add(curve.lower());
        values.add(curve.upper());
        if (drawn.contains(curve.model())) {
          values.add(curve.predicted());
        }
      }
    }
    return range(values, sign);
  }

  private Frame frame(double[] y) {
    double[] x =
        range(
            Stream.concat(
                    Stream.of(measured.x()), drawn.stream().map(model -> models.get(model).x()))
                .toList(),
            1);
    if (upright) {
      return new Frame(
          Scale.linear(y[0], y[1], LEFT, RIGHT),
          Scale.linear(x[0], x[1], BOTTOM, TOP),
          quantity(),
          null,
          5,
          6);
    }
    return new Frame(
        Scale.linear(x[0], x[1], LEFT, RIGHT),
        Scale.linear(y[0], y[1], BOTTOM, TOP),
        places(),
        null,
        6,
        6);
  }

  private String places() {
    return axis(measured.abscissaName(), measured.abscissaUnit());
  }

  private String quantity() {
    return (sign < 0 ? "\u2212" : "") + axis(measured.quantity(), measured.unit());
  }

  private static String axis(String name, String unit) {
    // An underscore would lower what follows it: u_over_uref is told as u/uref.
    String words = name.replace("_over_", "/").replace('_', ' ');
    return unit.equals("1") || unit.equals("unknown") ? words : words + " / " + unit;
  }

  /** Smallest and largest number with some room; numbers that are all equal get some too. */
  private static double[] range(List<double[]> all, double sign) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] numbers : all) {
      for (double number : numbers) {
        if (Double.isFinite(number)) {
          low = Math.min(low, sign * number);
          high = Math.max(high, sign * number);
        }
      }
    }
    double room = high > low ? ROOM * (high - low) : Math.max(Math.abs(high) * ROOM, 1e-6);
    return new double[] {low - room, high + room};
  }

  void write(Markup out, String id) {
    String words =
        "%s measured values of %s, and what %s give there."
            .formatted(
                measured.observed().length,
                measured.quantity(),
                drawn.size() == 1 ? "one model does" : drawn.size() + " models");
    String title = measured.quantity() + " of " + measured.caseId();
    Svg.open(
        out,
        id,
        "chart",
        WIDTH,
        HEIGHT,
        measured.place().isEmpty() ? title : title + ", " + measured.place(),
        words);
    frame.draw(out);
    Svg.upward(out, "axis-title", TITLE, (TOP + BOTTOM) / 2.0, upright ? places() : quantity());
    for (int i = drawn.size() - 1; i >= 0; i--) {
      ProfileCurve curve = models.get(drawn.get(i));
      out.empty("path", "class", "model m" + i, "d", path(curve)).line();
    }
    measurements(out);
    out.closeLine();
  }

  private String path(ProfileCurve curve) {
    int[] order =
        IntStream.range(0, curve.x().length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> curve.x()[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    StringBuilder path = new StringBuilder();
    for (int i : order) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(tenths(across(curve.x()[i], curve.predicted()[i])))
          .append(' ')
          .append(tenths(up(curve.x()[i], curve.predicted()[i])));
    }
    return path.toString();
  }

  private double across(double x, double value) {
    return frame.x().at(upright ? sign * value : x);
  }

  private double up(double x, double value) {
    return frame.y().at(upright ? x : sign * value);
  }

  private static String tenths(double number) {
    return Svg.number(Math.rint(number * TENTHS) / TENTHS);
  }

  private void measurements(Markup out) {
    StringBuilder bars = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < measured.observed().length; i++) {
      double x = measured.x()[i];
      double from = measured.lower()[i];
      double to = measured.upper()[i];
      if (Double.isFinite(from) && Double.isFinite(to)) {
        bars.append('M').append(tenths(across(x, from))).append(' ').append(tenths(up(x, from)));
        bars.append('L').append(tenths(across(x, to))).append(' ').append(tenths(up(x, to)));
      }
      double value = measured.observed()[i];
      marks.append(Svg.mark(0, across(x, value), up(x, value), MARK));
    }
    if (!bars.isEmpty()) {
      out.empty("path", "class", "bar", "d", bars.toString()).line();
    }
    out.empty("path", "class", "of-data", "d", marks.toString()).line();
  }
}

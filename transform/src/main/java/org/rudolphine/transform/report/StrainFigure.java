package org.rudolphine.transform.report;

import java.util.List;
import org.rudolphine.transform.signal.WhitenedSnr;

/** Of one detector the strain with the waveform over it, what is left, and the SNR over time. */
final class StrainFigure {
  static final int WIDTH = 420;
  static final int LEFT = 56;
  static final int RIGHT = WIDTH - 10;

  private static final int OVERLAY_HEIGHT = 318;
  private static final int SNR_HEIGHT = 210;

  /** How far the series goes to either side (s). */
  private static final double LAG_S = 0.05;

  private static final double ROOM = 1.05;

  private final double reach;
  private final double snrTop;

  /** Axes hold the curves of all detectors of a card. */
  StrainFigure(List<StrainCurve> curves) {
    double largest = curves.stream().mapToDouble(StrainCurve::largest).max().orElse(0);
    reach = largest > 0 ? largest * ROOM : 1;
    double top = 1;
    for (StrainCurve curve : curves) {
      top = Math.max(top, curve.snr() == null ? 0 : curve.snr());
      for (double snr : series(curve)) {
        top = Math.max(top, snr);
      }
    }
    snrTop = top * 1.18;
  }

  /** The SNR of a pair's own samples at lags of up to {@code LAG_S} to either side. */
  static double[] series(StrainCurve curve) {
    int lags = Math.min(curve.timeS().length - 1, (int) Math.floor(LAG_S * curve.rateHz()));
    return WhitenedSnr.series(
        curve.observed(), curve.predicted(), curve.rateHz(), curve.bandwidthHz(), lags);
  }

  void overlay(Markup out, String id, StrainCurve curve, String waveform) {
    Scale x = Scale.linear(StrainCurve.FROM_S, StrainCurve.UNTIL_S, LEFT, RIGHT);
    Frame main =
        new Frame(x, Scale.linear(-reach, reach, 158, 8), null, "whitened strain / σ", 8, 6);
    Frame rest =
        new Frame(
            x,
            Scale.linear(-reach, reach, 274, 172),
            "time after the waveform's t = 0 / s",
            "residual / σ",
            8,
            5);
    String words =
        "Whitened strain of %s with %s over it; below what is left when the waveform is subtracted."
            .formatted(curve.detector(), waveform);
    String title = "Strain of " + curve.detector() + " and waveform";
    Svg.open(out, id, "chart", WIDTH, OVERLAY_HEIGHT, title, words);
    main.draw(out);
    rest.draw(out);
    Svg.line(out, "diagonal", LEFT, rest.y().at(0), RIGHT, rest.y().at(0));
    trace(out, "trace observed", main, curve, curve.observed());
    trace(out, "trace predicted", main, curve, curve.predicted());
    trace(out, "trace left-over", rest, curve, curve.residual());
    out.closeLine();
  }

  private static void trace(
      Markup out, String style, Frame frame, StrainCurve curve, double[] values) {
    String path = Trace.path(frame, curve.timeS(), values, curve::shows);
    out.empty("path", "class", style, "d", path).line();
  }

  void snr(Markup out, String id, StrainCurve curve) {
    double[] snr = series(curve);
    double[] lagMs = new double[snr.length];
    for (int i = 0; i < snr.length; i++) {
      lagMs[i] = (i - snr.length / 2) / curve.rateHz() * 1000;
    }
    Frame frame =
        new Frame(
            Scale.linear(-LAG_S * 1000, LAG_S * 1000, LEFT, RIGHT),
            Scale.linear(0, snrTop, 166, 8),
            "shift of the waveform / ms",
            "SNR",
            7,
            6);
    String title = "SNR in " + curve.detector();
    Svg.open(out, id, "chart", WIDTH, SNR_HEIGHT, title, words(curve, snr));
    frame.draw(out);
    String path = Trace.path(frame, lagMs, snr, i -> frame.x().contains(lagMs[i]));
    out.empty("path", "class", "trace predicted", "d", path).line();
    level(out, frame, curve.snr(), "filter");
    level(out, frame, curve.backgroundSnr(), "off-source");
    out.closeLine();
  }

  private static String words(StrainCurve curve, double[] snr) {
    double largest = 0;
    for (double value : snr) {
      largest = Math.max(largest, value);
    }
    String found =
        curve.snr() == null
            ? ""
            : "; the filter found %s".formatted(Measured.fixed(curve.snr(), 1));
    return "SNR of the pair's own samples against the shift of the waveform: at most %s%s."
        .formatted(Measured.fixed(largest, 1), found);
  }

  /** A level that the filter stated, with its name at the left end, where the series is low. */
  private static void level(Markup out, Frame frame, Double snr, String name) {
    if (snr == null || !frame.y().contains(snr)) {
      return;
    }
    double y = frame.y().at(snr);
    Svg.line(out, "level", LEFT, y, RIGHT, y);
    Svg.text(out, "label", LEFT + 6, y - 5, "start", name + " " + Measured.fixed(snr, 1));
    out.line();
  }
}

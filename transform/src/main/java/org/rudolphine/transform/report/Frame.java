package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.util.List;

/** Two axes with their grid, ticks and titles. */
record Frame(Scale x, Scale y, String xTitle, String yTitle, int xTicks, int yTicks) {
  /** Draws grid and axes; titles that are null are left out, as are the ticks' labels of x then. */
  void draw(Markup out) {
    double left = x.from();
    double right = x.to();
    double bottom = y.from();
    double top = y.to();
    out.open("g", "class", "axes", "aria-hidden", "true");
    List<BigDecimal> xs = x.ticks(xTicks);
    List<String> xLabels = Ticks.labels(xs);
    for (int i = 0; i < xs.size(); i++) {
      double at = x.at(xs.get(i).doubleValue());
      Svg.line(out, "grid", at, top, at, bottom);
      if (xTitle != null) {
        Svg.text(out, "tick", at, bottom + 17, "middle", xLabels.get(i));
      }
    }
    List<BigDecimal> ys = y.ticks(yTicks);
    List<String> yLabels = Ticks.labels(ys);
    for (int i = 0; i < ys.size(); i++) {
      double at = y.at(ys.get(i).doubleValue());
      Svg.line(out, "grid", left, at, right, at);
      Svg.text(out, "tick", left - 7, at + 4, "end", yLabels.get(i));
    }
    Svg.line(out, "axis", left, bottom, right, bottom);
    Svg.line(out, "axis", left, top, left, bottom);
    if (xTitle != null) {
      Svg.text(out, "axis-title", (left + right) / 2, bottom + 37, "middle", xTitle);
    }
    if (yTitle != null) {
      Svg.upward(out, "axis-title", left - 42, (top + bottom) / 2, yTitle);
    }
    out.closeLine();
  }
}

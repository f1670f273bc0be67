package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Published against predicted remnants, with the diagonal and the residuals below. */
final class RemnantFigure {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 510;
  private static final int NAMES = 10;

  /** Ratio of largest to smallest value from which the axes are logarithmic. */
  private static final double WIDE = 4;

  private final ReleaseData data;

  RemnantFigure(ReleaseData data) {
    this.data = data;
  }

  void write(Markup out) {
    List<Remnant> masses = data.remnants("final_mass_source");
    List<Remnant> spins = data.remnants("final_spin");
    if (masses.isEmpty() && spins.isEmpty()) {
      out.nothing("There is nothing to draw: the release holds no remnant pairs.");
      return;
    }
    out.open("p", "class", "remark");
    out.element("strong", "Consistency check: observed values were inferred with waveform models.");
    out.text(
        " Those models were themselves calibrated to simulations, so agreement here is no"
            + " independent test of theory and no χ² is given.");
    out.closeLine();
    out.open("figure", "class", "remnants").line();
    out.open("ul", "class", "legend");
    PlaneFigure.entry(out, "event current", 0, 4, "best-ranked simulation of each current event");
    PlaneFigure.entry(out, "other", 0, 3, "lower ranks and former versions");
    out.closeLine();
    out.open("div", "class", "pair").line();
    panel(out, masses, "final mass", "M_f", "M_☉");
    panel(out, spins, "final spin", "a_f", "");
    out.closeLine();
    out.open("figcaption");
    out.symbols(
        "Bars are the published intervals (vertical) and the intervals of the prediction"
            + " (horizontal). Residual = observed − predicted; its bars combine both in quadrature"
            + " and so overstate the error where the two are correlated.");
    out.closeLine().closeLine();
  }

  private void panel(Markup out, List<Remnant> pairs, String name, String symbol, String unit) {
    out.open("div", "class", "panel");
    out.element("h3", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    if (pairs.isEmpty()) {
      out.nothing("No pairs of this quantity.").closeLine();
      return;
    }
    List<Remnant> best = best(pairs);
    List<Remnant> others = new ArrayList<>(pairs);
    others.removeAll(best);
    String id = "remnant-" + Svg.token(name);
    String words =
        "%s pairs of %s events; residuals below."
            .formatted(Measured.count(pairs.size()), Measured.count(best.size()));
    Svg.open(out, id, "chart", WIDTH, HEIGHT, "Observed and predicted " + name, words);
    String suffix = unit.isEmpty() ? "" : " / " + unit;
    Frame main = frame(best, others, "observed " + symbol + suffix);
    Frame rest = residuals(best, main.x(), symbol, suffix);
    main.draw(out);
    rest.draw(out);
    diagonal(out, main);
    Svg.line(out, "diagonal", rest.x().from(), rest.y().at(0), rest.x().to(), rest.y().at(0));
    scatter(out, main, others, r -> r.observed().value());
    scatter(out, rest, others, Remnant::residual);
    best.forEach(r -> point(out, main, r));
    best.forEach(r -> residual(out, rest, r));
    names(out, main, best);
    out.closeLine();
    out.closeLine();
  }

  /**
   * One pair of each current event version: the best-ranked one, which comes first. When no version
   * is marked as current, all of them count.
   */
  private List<Remnant> best(List<Remnant> pairs) {
    Map<String, Remnant> first = new LinkedHashMap<>();
    pairs.forEach(pair -> first.putIfAbsent(pair.eventVersion(), pair));
    Map<String, Remnant> current = new LinkedHashMap<>(first);
    current.keySet().retainAll(data.currentEvents().stream().map(Event::id).toList());
    return List.copyOf(current.isEmpty() ? first.values() : current.values());
  }

  private static Frame frame(List<Remnant> best, List<Remnant> others, String yTitle) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Remnant pair : best) {
      Measured o = pair.observed();
      Measured p = pair.predicted();
      low = Math.min(low, Math.min(o.value() - o.down(), p.value() - p.down()));
      high = Math.max(high, Math.max(o.value() + o.up(), p.value() + p.up()));
    }
    for (Remnant pair : others) {
      low = Math.min(low, Math.min(pair.observed().value(), pair.predicted().value()));
      high = Math.max(high, Math.max(pair.observed().value(), pair.predicted().value()));
    }
    if (low > 0 && high > WIDE * low) {
      Scale x = Scale.logarithmic(low / 1.06, high * 1.06, 60, WIDTH - 8);
      Scale y = Scale.logarithmic(low / 1.06, high * 1.06, 332, 10);
      return new Frame(x, y, null, yTitle, 10, 10);
    }
    double room = high > low ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.1, 0.1);
    Scale x = Scale.linear(low - room, high + room, 60, WIDTH - 8);
    Scale y = Scale.linear(low - room, high + room, 332, 10);
    return new Frame(x, y, null, yTitle, 10, 10);
  }

  private static Frame residuals(List<Remnant> best, Scale x, String symbol, String suffix) {
    double reach = 0;
    for (Remnant pair : best) {
      double widest = Math.max(up(pair), down(pair));
      reach = Math.max(reach, Math.abs(pair.residual()) + widest);
    }
    reach = reach > 0 ? reach * 1.05 : 0.1;
    Scale y = Scale.linear(-reach, reach, 466, 352);
    return new Frame(x, y, "predicted " + symbol + suffix, "residual" + suffix, 10, 6);
  }

  private static double up(Remnant pair) {
    return Math.hypot(pair.observed().up(), pair.predicted().down());
  }

  private static double down(Remnant pair) {
    return Math.hypot(pair.observed().down(), pair.predicted().up());
  }

  private static void diagonal(Markup out, Frame frame) {
    double low = frame.x().low();
    double high = frame.x().high();
    Svg.line(
        out,
        "diagonal",
        frame.x().at(low),
        frame.y().at(low),
        frame.x().at(high),
        frame.y().at(high));
  }

  private static void scatter(
      Markup out, Frame frame, List<Remnant> pairs, ToDoubleFunction<Remnant> ordinate) {
    StringBuilder path = new StringBuilder();
    for (Remnant pair : pairs) {
      double y = ordinate.applyAsDouble(pair);
      if (frame.x().contains(pair.predicted().value()) && frame.y().contains(y)) {
        path.append(Svg.mark(0, frame.x().at(pair.predicted().value()), frame.y().at(y), 2));
      }
    }
    if (!path.isEmpty()) {
      out.empty("path", "class", "other", "d", path).line();
    }
  }

  private static void point(Markup out, Frame frame, Remnant pair) {
    Measured o = pair.observed();
    Measured p = pair.predicted();
    double x = frame.x().at(p.value());
    double y = frame.y().at(o.value());
    if (p.hasInterval()) {
      Svg.line(out, "bar", frame.x().at(p.lower()), y, frame.x().at(p.upper()), y);
    }
    if (o.hasInterval()) {
      Svg.line(out, "bar", x, frame.y().at(o.lower()), x, frame.y().at(o.upper()));
    }
    out.open("path", "class", "event current", "d", Svg.mark(0, x, y, 3.6));
    out.element(
        "title",
        pair.eventVersion()
            + " and "
            + pair.simulation()
            + ": observed "
            + o.text()
            + ", predicted "
            + p.text());
    out.closeLine();
  }

  private static void residual(Markup out, Frame frame, Remnant pair) {
    double x = frame.x().at(pair.predicted().value());
    double from = frame.y().clamped(pair.residual() - down(pair));
    double to = frame.y().clamped(pair.residual() + up(pair));
    if (pair.observed().hasInterval()) {
      Svg.line(out, "bar", x, from, x, to);
    }
    double y = frame.y().at(pair.residual());
    out.empty("path", "class", "event current", "d", Svg.mark(0, x, y, 3.2)).line();
  }

  private void names(Markup out, Frame frame, List<Remnant> best) {
    Map<String, String> names = PlaneFigure.shortNames(data.currentEvents());
    Labels labels = new Labels(frame);
    best.forEach(
        r -> labels.avoid(frame.x().at(r.predicted().value()), frame.y().at(r.observed().value())));
    Map<String, Double> loudness = new HashMap<>();
    data.events().forEach(e -> loudness.put(e.id(), e.loudness()));
    List<Remnant> loudest = new ArrayList<>(best);
    loudest.sort(
        Comparator.comparing((Remnant r) -> loudness.getOrDefault(r.eventVersion(), -1.0))
            .reversed()
            .thenComparing(Remnant::eventVersion));
    int placed = 0;
    for (Remnant pair : loudest) {
      double x = frame.x().at(pair.predicted().value());
      double y = frame.y().at(pair.observed().value());
      String name = names.getOrDefault(pair.eventVersion(), pair.event());
      if (placed < NAMES && labels.place(out, "label", x, y, name)) {
        placed++;
      }
    }
    out.line();
  }
}

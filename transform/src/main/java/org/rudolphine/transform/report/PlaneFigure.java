package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * The plane of mass ratio and effective spin: where simulations exist and where events fell. Drawn
 * twice, for wide and for narrow screens; the style sheet shows one of them.
 */
final class PlaneFigure {
  private static final int MANY = 1500;

  private final List<Event> events;
  private final List<Simulation> simulations;
  private final Map<String, Integer> catalogs = new TreeMap<>();
  private final Map<String, String> shortNames;
  private final double lowSpin;
  private final double highSpin;
  private final double highRatio;

  PlaneFigure(ReleaseData data) {
    events = data.events().stream().filter(Event::inPlane).toList();
    simulations = data.simulations().stream().filter(Simulation::inPlane).toList();
    simulations.forEach(s -> catalogs.put(s.catalog(), 0));
    int next = 0;
    for (Map.Entry<String, Integer> catalog : catalogs.entrySet()) {
      catalog.setValue(next++);
    }
    shortNames = shortNames(data.currentEvents());
    double low = spins(Event::current).min().orElse(0);
    double high = spins(Event::current).max().orElse(0);
    lowSpin = Math.max(-1.05, Math.min(-0.2, low - 0.06));
    highSpin = Math.min(1.05, Math.max(0.2, high + 0.06));
    highRatio = highRatio();
  }

  private DoubleStream spins(Predicate<Event> shown) {
    DoubleStream theirs =
        events.stream()
            .filter(shown)
            .map(Event::chiEff)
            .flatMapToDouble(c -> DoubleStream.of(c.value() - c.down(), c.value() + c.up()));
    return DoubleStream.concat(theirs, simulations.stream().mapToDouble(Simulation::chiEff));
  }

  /**
   * End of the axis: all events and at least 99 % of the simulations lie below it, so that a few
   * extreme runs do not squeeze everything else; the caption counts those.
   */
  private double highRatio() {
    double[] runs = simulations.stream().mapToDouble(Simulation::massRatio).sorted().toArray();
    double most = runs.length == 0 ? 1 : runs[(runs.length - 1) * 99 / 100];
    double far = events.stream().mapToDouble(e -> e.massRatio().value()).max().orElse(1);
    return Math.max(2, Math.max(most, far)) * 1.15;
  }

  /** Names without the time of day, where they stay unique without it. */
  static Map<String, String> shortNames(List<Event> events) {
    Map<String, Integer> uses = new HashMap<>();
    events.forEach(e -> uses.merge(day(e.name()), 1, Integer::sum));
    Map<String, String> names = new HashMap<>();
    events.forEach(e -> names.put(e.id(), uses.get(day(e.name())) == 1 ? day(e.name()) : e.name()));
    return names;
  }

  private static String day(String name) {
    return name.matches("GW\\d{6}_\\d{6}") ? name.substring(0, 8) : name;
  }

  void write(Markup out) {
    if (events.isEmpty() && simulations.isEmpty()) {
      out.nothing(
          "There is nothing to draw: the release holds no event and no simulation with both"
              + " mass ratio and effective spin.");
      return;
    }
    out.open("figure", "class", "plane").line();
    legend(out);
    draw(
        out,
        "plane-wide",
        "wide",
        new Frame(
            Scale.logarithmic(1 / 1.06, highRatio, 62, 1062),
            Scale.linear(lowSpin, highSpin, 532, 12),
            "mass ratio q = m₁ / m₂",
            "effective spin χ_eff",
            16,
            13),
        1080,
        582,
        14);
    draw(
        out,
        "plane-narrow",
        "narrow",
        new Frame(
            Scale.logarithmic(1 / 1.06, highRatio, 52, 372),
            Scale.linear(lowSpin, highSpin, 372, 10),
            "mass ratio q = m₁ / m₂",
            "effective spin χ_eff",
            8,
            8),
        380,
        420,
        5);
    caption(out);
    out.closeLine();
  }

  private void legend(Markup out) {
    out.open("ul", "class", "legend").line();
    entry(out, "event current", 0, 4.2, "event, current version (with interval)");
    if (events.stream().anyMatch(e -> !e.current())) {
      entry(out, "event former", 0, 3, "event, other version");
    }
    catalogs.forEach(
        (name, series) -> {
          if (any(name, false)) {
            entry(out, "run s" + series % 4, series, 3.4, name + " simulation");
          }
          if (any(name, true)) {
            entry(out, "run hollow s" + series % 4, series, 3.4, name + ", deprecated");
          }
        });
    out.closeLine();
  }

  private boolean any(String catalog, boolean deprecated) {
    return simulations.stream()
        .anyMatch(s -> s.catalog().equals(catalog) && s.deprecated() == deprecated);
  }

  static void entry(Markup out, String style, int shape, double size, String words) {
    out.open("li").open("svg", "viewBox", "0 0 14 14", "class", "key", "aria-hidden", "true");
    out.empty("path", "class", style, "d", Svg.mark(shape, 7, 7, size)).close();
    out.text(words).closeLine();
  }

  private void draw(
      Markup out, String id, String style, Frame frame, int width, int height, int labels) {
    String words =
        "Logarithmic mass ratio from 1 to %s against effective spin: %s simulations and %s event versions."
            .formatted(
                Measured.fixed(highRatio, 0),
                Measured.count(simulations.size()),
                Measured.count(events.size()));
    Svg.open(out, id, "chart " + style, width, height, "Mass ratio and effective spin", words);
    frame.draw(out);
    Svg.line(out, "zero", frame.x().from(), frame.y().at(0), frame.x().to(), frame.y().at(0));
    runs(out, frame);
    events.stream().filter(e -> !e.current()).forEach(e -> former(out, frame, e));
    List<Event> current = events.stream().filter(Event::current).toList();
    current.forEach(e -> bars(out, frame, e));
    current.forEach(e -> mark(out, frame, e));
    names(out, frame, current, labels);
    out.closeLine();
  }

  private void runs(Markup out, Frame frame) {
    double size = simulations.size() > MANY ? 1.5 : 2.3;
    catalogs.forEach(
        (name, series) -> {
          runs(out, frame, name, series, size, "run s");
          runs(out, frame, name, series, size, "run hollow s");
        });
  }

  private void runs(
      Markup out, Frame frame, String catalog, int series, double size, String style) {
    boolean deprecated = style.contains("hollow");
    StringBuilder path = new StringBuilder();
    for (Simulation run : simulations) {
      boolean shown =
          run.catalog().equals(catalog)
              && run.deprecated() == deprecated
              && frame.x().contains(run.massRatio())
              && frame.y().contains(run.chiEff());
      if (shown) {
        double x = frame.x().at(run.massRatio());
        path.append(Svg.mark(series, x, frame.y().at(run.chiEff()), size));
      }
    }
    if (!path.isEmpty()) {
      out.empty("path", "class", style + series % 4, "d", path).line();
    }
  }

  private static void former(Markup out, Frame frame, Event event) {
    if (frame.x().contains(event.massRatio().value())
        && frame.y().contains(event.chiEff().value())) {
      double x = frame.x().at(event.massRatio().value());
      double y = frame.y().at(event.chiEff().value());
      out.empty("path", "class", "event former", "d", Svg.mark(0, x, y, 3)).line();
    }
  }

  private static void bars(Markup out, Frame frame, Event event) {
    Measured q = event.massRatio();
    Measured chi = event.chiEff();
    double x = frame.x().at(q.value());
    double y = frame.y().at(chi.value());
    if (q.hasInterval()) {
      double left = frame.x().clamped(q.lower());
      Svg.line(out, "bar", left, y, frame.x().clamped(q.upper()), y);
    }
    if (chi.hasInterval()) {
      double low = frame.y().clamped(chi.lower());
      Svg.line(out, "bar", x, low, x, frame.y().clamped(chi.upper()));
    }
  }

  private static void mark(Markup out, Frame frame, Event event) {
    double x = frame.x().at(event.massRatio().value());
    double y = frame.y().at(event.chiEff().value());
    out.open("path", "class", "event current", "d", Svg.mark(0, x, y, 4));
    out.element("title", title(event)).closeLine();
  }

  private static String title(Event event) {
    return event.id() + ": q = " + event.massRatio().text() + ", χ_eff = " + event.chiEff().text();
  }

  /** The loudest events get their names first. */
  private void names(Markup out, Frame frame, List<Event> current, int most) {
    Labels labels = new Labels(frame);
    for (Event event : current) {
      labels.avoid(frame.x().at(event.massRatio().value()), frame.y().at(event.chiEff().value()));
    }
    List<Event> loudest = new ArrayList<>(current);
    loudest.sort(Comparator.comparingDouble(Event::loudness).reversed().thenComparing(Event::id));
    int placed = 0;
    for (Event event : loudest) {
      double x = frame.x().at(event.massRatio().value());
      double y = frame.y().at(event.chiEff().value());
      String name = shortNames.get(event.id());
      if (placed < most && labels.place(out, "label", x, y, name)) {
        placed++;
      }
    }
    out.line();
  }

  private void caption(Markup out) {
    long bare =
        events.stream().filter(Event::current).filter(e -> !e.massRatio().hasInterval()).count();
    out.open("figcaption");
    out.symbols(
        "Bars show the published intervals of χ_eff and the interval of q that the linking rule"
            + " derived from the published masses. The loudest events are named as far as there is"
            + " room. Simulations are exact in this plane.");
    long beyond = simulations.stream().filter(s -> s.massRatio() > highRatio).count();
    if (beyond > 0) {
      out.text(
          " Beyond q = %s lie %s more simulations."
              .formatted(Measured.fixed(highRatio, 1), Measured.count(beyond)));
    }
    if (bare > 0) {
      out.text(
          " "
              + Measured.count(bare)
              + (bare == 1 ? " current event has" : " current events have")
              + " no interval of q in this release and no horizontal bar.");
    }
    out.closeLine();
  }
}

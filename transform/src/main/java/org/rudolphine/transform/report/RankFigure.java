package org.rudolphine.transform.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Small multiples: how score and worst deviation fall off along the ranked list of an event. */
final class RankFigure {
  private static final int PANELS = 6;
  private static final int WIDTH = 340;
  private static final int HEIGHT = 270;

  private final ReleaseData data;
  private final List<Event> chosen;
  private final double topScore;
  private final double topDeviation;
  private final int lastRank;

  RankFigure(ReleaseData data) {
    this.data = data;
    chosen =
        data.currentEvents().stream()
            .filter(e -> !data.matches(e.id()).isEmpty())
            .sorted(
                Comparator.comparingLong((Event e) -> accepted(e))
                    .thenComparingDouble(Event::loudness)
                    .reversed()
                    .thenComparing(Event::id))
            .limit(PANELS)
            .toList();
    topScore =
        matches().map(Match::score).filter(s -> s != null).mapToDouble(s -> s).max().orElse(1);
    topDeviation = matches().mapToDouble(m -> m.worstDeviation().orElse(0)).max().orElse(0);
    lastRank = matches().mapToInt(Match::rank).max().orElse(1);
  }

  private Stream<Match> matches() {
    return chosen.stream().flatMap(e -> data.matches(e.id()).stream());
  }

  private long accepted(Event event) {
    return data.matches(event.id()).stream().filter(Match::accepted).count();
  }

  void write(Markup out) {
    if (chosen.isEmpty()) {
      out.nothing("There is nothing to draw: no current event has a ranked list of simulations.");
      return;
    }
    out.open("figure", "class", "ranks").line();
    out.open("ul", "class", "legend");
    PlaneFigure.entry(out, "match", 0, 3.8, "accepted");
    PlaneFigure.entry(out, "match candidate", 0, 3.8, "candidate");
    PlaneFigure.entry(out, "column", 3, 4.2, "largest deviation of a compared quantity");
    out.closeLine();
    out.open("div", "class", "multiples").line();
    chosen.forEach(event -> panel(out, event));
    out.closeLine();
    out.open("figcaption");
    out.text(
        "Score (above) and largest absolute deviation in standard deviations (below) along the"
            + " ranked list, all panels on the same axes. Shown are the events with the most"
            + " accepted simulations, the louder one first among equals. A flat profile means that"
            + " many runs are admissible: the published intervals do not single out one.");
    out.closeLine().closeLine();
  }

  private void panel(Markup out, Event event) {
    List<Match> matches = data.matches(event.id());
    String id = "rank-" + Svg.token(event.id());
    String words =
        "%s ranked simulations, %s accepted; best %s."
            .formatted(matches.size(), accepted(event), matches.get(0).simulation());
    out.open("div", "class", "panel");
    out.element("h3", event.name());
    out.open("p", "class", "panel-note").text("best: " + matches.get(0).simulation());
    out.close();
    Svg.open(out, id, "chart", WIDTH, HEIGHT, "Rank profile of " + event.name(), words);
    double end = Math.max(2, lastRank) + 0.7;
    Scale x = Scale.linear(0.3, end, 52, WIDTH - 8);
    double scoreTop = topScore > 0 ? topScore * 1.08 : 1;
    Frame score = new Frame(x, Scale.linear(0, scoreTop, 138, 8), null, "score", 6, 6);
    double sigmaTop = Math.max(1, topDeviation * 1.1);
    Frame sigma = new Frame(x, Scale.linear(0, sigmaTop, 226, 156), "rank", "max |Δ| / σ", 6, 4);
    score.draw(out);
    sigma.draw(out);
    columns(out, sigma, matches);
    profile(out, score, matches);
    out.closeLine();
    out.closeLine();
  }

  private static void columns(Markup out, Frame frame, List<Match> matches) {
    for (Match match : matches) {
      match
          .worstDeviation()
          .ifPresent(
              deviation -> {
                double x = frame.x().at(match.rank());
                double top = frame.y().at(deviation);
                Svg.line(out, "column", x, frame.y().from(), x, top);
              });
    }
    out.line();
  }

  private static void profile(Markup out, Frame frame, List<Match> matches) {
    List<Match> scored = matches.stream().filter(m -> m.score() != null).toList();
    StringBuilder path = new StringBuilder();
    for (Match match : scored) {
      path.append(path.isEmpty() ? "M" : "L").append(Svg.number(frame.x().at(match.rank())));
      path.append(' ').append(Svg.number(frame.y().clamped(match.score())));
    }
    if (!path.isEmpty()) {
      out.empty("path", "class", "profile", "d", path);
    }
    for (Match match : scored) {
      double x = frame.x().at(match.rank());
      double y = frame.y().clamped(match.score());
      String style = match.accepted() ? "match" : "match candidate";
      out.open("path", "class", style, "d", Svg.mark(0, x, y, 3.4));
      out.element(
          "title",
          match.rank() + ". " + match.simulation() + ", score " + Measured.fixed(match.score(), 3));
      out.close();
    }
    out.line();
  }
}

package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The best simulation of every current event, with what agrees and what does not. */
final class MatchSection {
  /** How the compared quantities are written; a quantity that is not here keeps its own name. */
  private static final Map<String, String> SYMBOLS =
      Map.of(
          "mass_ratio", "q",
          "chi_eff", "χ_eff",
          "chi_p", "χ_p",
          "chi_perp", "χ_p",
          "eccentricity", "e");

  private final ReleaseData data;

  MatchSection(ReleaseData data) {
    this.data = data;
  }

  void write(Markup out) {
    List<Event> events = data.currentEvents();
    if (events.isEmpty()) {
      out.nothing("There is nothing to list: the release holds no current event.");
      return;
    }
    List<Event> matched = new ArrayList<>(events);
    matched.removeIf(e -> data.matches(e.id()).isEmpty());
    out.paragraph(
        "%s of %s current events have a ranked list. Deviations Δ are simulation minus event, in standard deviations of the event; f_start is where the run starts when scaled to the event's mass; a dash means that the quantity could not be compared."
            .formatted(Measured.count(matched.size()), Measured.count(events.size())));
    if (!matched.isEmpty()) {
      table(out, matched);
    }
    unmatched(out, events);
  }

  private void table(Markup out, List<Event> events) {
    Set<String> quantities = new LinkedHashSet<>();
    events.stream()
        .flatMap(event -> best(event).evidence().stream())
        .filter(evidence -> evidence.deviation() != null)
        .forEach(evidence -> quantities.add(evidence.quantity()));
    boolean starts = events.stream().anyMatch(e -> start(best(e)) != null);
    Tables.open(out, "Best match per current event", "sticky");
    out.open("tr");
    for (String name : List.of("event", "m₁ / M_☉", "m₂ / M_☉", "q", "χ_eff", "best run")) {
      Tables.head(out, name, null);
    }
    Tables.head(out, "score", "num");
    quantities.forEach(q -> Tables.head(out, "Δ" + symbol(q) + " / σ", "num"));
    if (starts) {
      Tables.head(out, "f_start / Hz", "num");
    }
    Tables.head(out, "decision", null);
    Tables.head(out, "differs in", "wide");
    out.closeLine();
    Tables.body(out);
    for (Event event : events) {
      out.open("tr");
      event(out, event);
      deviations(out, best(event), quantities);
      if (starts) {
        Double frequency = start(best(event));
        Tables.number(out, frequency == null ? null : Measured.fixed(frequency, 1));
      }
      decision(out, best(event));
      out.closeLine();
    }
    Tables.close(out);
  }

  private static String symbol(String quantity) {
    return SYMBOLS.getOrDefault(quantity, " " + quantity.replace('_', ' '));
  }

  private Match best(Event event) {
    return data.matches(event.id()).get(0);
  }

  /** Frequency at which the run starts when scaled to the event's mass, or null. */
  private static Double start(Match match) {
    return match.evidence("start_frequency").map(Evidence::simulation).orElse(null);
  }

  private static void event(Markup out, Event event) {
    out.open("th", "scope", "row").link(event.address(), event.id()).close();
    for (Measured value :
        new Measured[] {event.mass1(), event.mass2(), event.massRatio(), event.chiEff()}) {
      Tables.measured(out, value);
    }
  }

  private static void deviations(Markup out, Match best, Set<String> quantities) {
    out.element("td", best.simulation());
    Tables.number(out, best.score() == null ? null : Measured.fixed(best.score(), 3));
    for (String quantity : quantities) {
      Double deviation = best.evidence(quantity).map(Evidence::deviation).orElse(null);
      Tables.number(out, deviation == null ? null : Measured.sigma(deviation));
    }
  }

  private static void decision(Markup out, Match best) {
    String decision = best.accepted() ? "accepted" : "candidate";
    out.open("td").element("span", decision, "class", "badge " + decision).close();
    String mismatches = String.join("; ", best.mismatches());
    out.element("td", mismatches.isEmpty() ? "\u2013" : mismatches, "class", "wide");
  }

  private void unmatched(Markup out, List<Event> events) {
    List<Event> alone = new ArrayList<>(events);
    alone.removeIf(e -> !data.matches(e.id()).isEmpty());
    if (alone.isEmpty()) {
      return;
    }
    out.open("details", "open", alone.size() <= 12 ? "open" : null);
    out.element(
        "summary",
        Measured.count(alone.size())
            + (alone.size() == 1 ? " current event" : " current events")
            + " without a ranked simulation");
    out.open("ul", "class", "plain").line();
    for (Event event : alone) {
      String reason = data.unmatchedReason(event.id()).map(r -> " \u2013 " + r).orElse("");
      out.open("li").element("strong", event.id()).text(reason).closeLine();
    }
    out.closeLine();
    out.paragraph("Reasons are counted under \u201C" + ReasonSection.NAME + "\u201D.");
    out.closeLine();
  }
}

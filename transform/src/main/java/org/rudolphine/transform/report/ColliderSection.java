package org.rudolphine.transform.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Collider datasets: where data and simulation stand beside each other, and what joins them. */
final class ColliderSection {
  static final String NAME = "Colliders: data beside simulation";

  private static final int REASONS = 15;
  private static final Map<String, String> KINDS =
      Map.of(
          "hub", "an analysis names both",
          "umbrella", "both are parts of one release",
          "shared", "both name the same analysis",
          "files", "one record holds files of both");

  private final ColliderData data;
  private final List<ReasonCount> reasons;

  ColliderSection(ReleaseData release, ReportExtras extras) {
    this.data = release.colliders();
    List<ReasonCount> unmatched =
        extras.unmatched().isEmpty() ? release.unmatched() : extras.unmatched();
    this.reasons =
        unmatched.stream()
            .filter(reason -> reason.scope().startsWith("hep-"))
            .sorted(
                Comparator.comparing(ReasonCount::count)
                    .reversed()
                    .thenComparing(ReasonCount::scope)
                    .thenComparing(ReasonCount::reason))
            .limit(REASONS)
            .toList();
  }

  void write(Markup out) {
    out.paragraph(
        "%s pairs of data and simulation are stated by the records themselves. %s are inferred and accepted: conditions, production and physics process fit. %s more are candidates: their conditions are equal, but something else differs or is not known."
            .formatted(
                Measured.count(data.statedLinks()),
                Measured.count(data.inferred()),
                Measured.count(data.candidates())));
    new ColliderFigure(data).write(out);
    experiments(out);
    stated(out);
    reasons(out);
  }

  private void experiments(Markup out) {
    out.element("h3", "Datasets and links by experiment").line();
    Tables.open(out, "Links count at the experiment of their data", null);
    out.open("tr");
    Tables.head(out, "experiment", null);
    for (String name :
        List.of(
            "data",
            "simulation",
            "both sides",
            "umbrella or unknown",
            "stated links",
            "inferred, accepted",
            "candidates")) {
      Tables.head(out, name, "num");
    }
    out.closeLine();
    Tables.body(out);
    for (String experiment : data.experiments()) {
      out.open("tr").element("th", experiment, "scope", "row");
      for (String side : List.of("data", "simulation", "both")) {
        Tables.number(out, data.of(experiment).filter(d -> d.side().equals(side)).count());
      }
      Tables.number(
          out, data.of(experiment).filter(d -> !d.holdsData() && !d.holdsSimulation()).count());
      Tables.number(out, data.statedLinks(experiment));
      Tables.number(out, data.inferred(experiment));
      Tables.number(out, data.candidates(experiment));
      out.closeLine();
    }
    Tables.close(out);
  }

  private void stated(Markup out) {
    out.element("h3", "Stated pairs, by what states them").line();
    if (data.stated().isEmpty()) {
      out.nothing("No record of the release states a pair.");
      return;
    }
    Tables.open(out, "Links by evidence, with the strongest examples", "roomy few");
    out.open("tr");
    Tables.head(out, "evidence", null);
    Tables.head(out, "links", "num");
    Tables.head(out, "lifted to parents", "num");
    Tables.head(out, "for example", "wide");
    out.closeLine();
    Tables.body(out);
    data.stated()
        .forEach(
            (kind, count) -> {
              out.open("tr").open("th", "scope", "row").text(kind).close();
              Tables.number(out, count);
              Tables.number(out, data.lifted(kind));
              out.open("td", "class", "wide");
              out.element("p", KINDS.getOrDefault(kind, kind), "class", "kind");
              data.examples(kind).forEach(example -> example(out, example));
              out.close().closeLine();
            });
    Tables.close(out);
  }

  private void example(Markup out, StatedExample example) {
    out.open("p", "class", "example");
    dataset(out, example.left());
    if (!example.left().equals(example.right())) {
      out.text(" \u2194 ");
      dataset(out, example.right());
    }
    out.closeLine();
  }

  private void dataset(Markup out, String id) {
    ColliderDataset dataset = data.dataset(id);
    if (dataset == null) {
      out.text(id);
      return;
    }
    out.link(dataset.address(), id).text(" " + dataset.title());
  }

  private void reasons(Markup out) {
    if (reasons.isEmpty()) {
      return;
    }
    out.element("h3", "Datasets without a partner").line();
    Tables.open(out, "The most frequent reasons by rule", "roomy few");
    out.open("tr");
    Tables.head(out, "rule", null);
    Tables.head(out, "datasets", "num");
    Tables.head(out, "reason", "wide");
    out.closeLine();
    Tables.body(out);
    for (ReasonCount reason : reasons) {
      out.open("tr").element("th", reason.scope(), "scope", "row");
      Tables.number(out, reason.count());
      out.element("td", reason.reason(), "class", "wide").closeLine();
    }
    Tables.close(out);
  }
}

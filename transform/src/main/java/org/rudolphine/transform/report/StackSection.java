package org.rudolphine.transform.report;

import java.util.List;

/** Histograms of collisions over the stacked prediction, and a table of all comparisons. */
final class StackSection {
  static final String NAME = "Distributions: data over simulation";

  private static final int LISTED = 200;
  private static final int PROCESSES = 4;

  private final StackData data;

  StackSection(ReleaseData release) {
    this.data = release.stacks();
  }

  void write(Markup out) {
    List<StackPair> drawn = data.drawn();
    StackFills fills = new StackFills(drawn.stream().map(data::processes).toList());
    out.paragraph(
        "Events of collisions, counted in bins of an observable, over what simulation predicts:"
            + " counts of each simulated process times luminosity, cross section and scale over"
            + " generated events, stacked. Nothing is fitted.");
    out.open("div", "class", "pair").line();
    for (int i = 0; i < drawn.size(); i++) {
      figure(out, drawn.get(i), fills, "stack-" + (i + 1));
    }
    out.closeLine();
    out.open("p", "class", "panel-note");
    out.text(
        "Points: observed events with one standard deviation, the root of their number; bins"
            + " without events have none. Shaded: statistical uncertainty of the simulation, the root of the sum of"
            + " squared weights. Uncertainties of luminosity, cross sections and efficiencies are not"
            + " in the chi-square. An arrow marks a ratio above the panel.");
    out.closeLine();
    table(out);
  }

  private void figure(Markup out, StackPair pair, StackFills fills, String id) {
    List<StackData.Process> processes = data.processes(pair);
    out.open("figure", "class", "panel").line();
    out.element("h3", pair.histogram() + ", " + pair.sample());
    out.element("p", note(pair), "class", "panel-note").line();
    out.open("ul", "class", "legend");
    out.open("li").open("svg", "class", "key", "viewBox", "0 0 14 14", "aria-hidden", "true");
    Svg.line(out, "error", 7, 1, 7, 13);
    out.empty("circle", "class", "datum", "cx", "7", "cy", "7", "r", "3");
    out.close().text("data " + events(pair.metrics().number("observed_in_range"))).close();
    for (StackData.Process process : processes) {
      out.open("li").open("svg", "class", "key", "viewBox", "0 0 14 14", "aria-hidden", "true");
      out.empty(
          "rect", "class", fills.style(process), "x", "1", "y", "2", "width", "12", "height", "10");
      String name = process.process() == null ? process.name() : process.process();
      out.close().text(name + " " + events(process.total())).close();
    }
    out.closeLine();
    new StackFigure(pair, processes, fills).write(out, id);
    out.closeLine();
  }

  private static String note(StackPair pair) {
    Double luminosity = pair.conditions().number("luminosity_inv_pb");
    Double energy = pair.conditions().number("sqrt_s_gev");
    String note = "example " + pair.caseId();
    if (energy != null) {
      note += ", " + Measured.fixed(energy / 1000, energy % 1000 == 0 ? 0 : 2) + " TeV";
    }
    if (luminosity != null) {
      note += ", " + Measured.fixed(luminosity / 1000, 2) + " fb\u207b\u00b9";
    }
    return pair.chi2() == null
        ? note
        : note + "; χ²/ndf " + Measured.fixed(pair.chi2(), 1) + "/" + pair.ndf();
  }

  private static String events(Double number) {
    if (number == null) {
      return "";
    }
    int decimals = number < 0.01 ? 4 : number < 10 ? 2 : number < 1000 ? 1 : 0;
    return "(" + Measured.fixed(number, decimals) + ")";
  }

  private void table(Markup out) {
    List<StackPair> all = data.pairs();
    List<StackPair> listed = all.subList(0, Math.min(LISTED, all.size()));
    String caption = "All histograms that stand beside a stacked prediction, events in their bins";
    if (listed.size() < all.size()) {
      caption += "; " + Measured.count(all.size() - listed.size()) + " more are in the table pairs";
    }
    Tables.open(out, caption + ". bin/rudolphine explain ID shows all factors", "roomy few");
    out.open("tr");
    Tables.head(out, "histogram", null);
    Tables.head(out, "data", null);
    Tables.head(out, "observed", "num");
    Tables.head(out, "predicted", "num");
    Tables.head(out, "χ²/ndf", "num");
    Tables.head(out, "largest processes", "wide");
    Tables.head(out, "why", null);
    out.closeLine();
    Tables.body(out);
    for (StackPair pair : listed) {
      out.open("tr").element("th", pair.histogram(), "scope", "row");
      out.element("td", pair.sample());
      Tables.number(out, fixed(pair.metrics().number("observed_in_range"), 0));
      Tables.number(out, fixed(pair.metrics().number("predicted_in_range"), 2));
      Tables.number(
          out, pair.chi2() == null ? null : Measured.fixed(pair.chi2(), 1) + "/" + pair.ndf());
      List<StackData.Process> processes = data.processes(pair);
      out.element(
          "td",
          String.join(
              ", ",
              processes.stream()
                  .limit(PROCESSES)
                  .map(process -> process.name() + " " + events(process.total()))
                  .toList()),
          "class",
          "wide");
      out.open("td");
      String id = pair.linkId();
      out.element("code", "explain " + id.substring(0, Math.min(12, id.length()))).close();
      out.closeLine();
    }
    Tables.close(out);
  }

  private static String fixed(Double number, int decimals) {
    return number == null ? null : Measured.fixed(number, decimals);
  }
}

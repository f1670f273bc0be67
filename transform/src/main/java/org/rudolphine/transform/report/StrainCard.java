package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rudolphine.transform.report.StrainWords.Delay;

/** An event: its strain with the best waveform over it, and all waveforms that were tried. */
final class StrainCard {
  private static final int CANDIDATES = 12;
  private static final int ID_SHOWN = 12;

  private final ReleaseData release;
  private final StrainData data;
  private final String event;
  private final int place;
  private final Match best;
  private final List<StrainCurve> curves;

  /**
   * A card.
   *
   * @param place its number in the page, for ids
   */
  StrainCard(ReleaseData release, String event, int place) {
    this.release = release;
    this.data = release.strain();
    this.event = event;
    this.place = place;
    this.best = data.best(event);
    this.curves = data.curves(event);
  }

  void write(Markup out) {
    out.open("article", "class", "strain", "aria-labelledby", id("name")).line();
    out.open("h3", "id", id("name"));
    out.link(release.event(event).map(Event::address).orElse(null), event).closeLine();
    StrainWords.summary(out, best, data.waveform(best));
    figure(out);
    candidates(out);
    out.closeLine();
  }

  private String id(String part) {
    return "strain-" + place + "-" + part;
  }

  private void figure(Markup out) {
    StrainFigure lines = new StrainFigure(curves);
    TimeFrequencyFigure picture = new TimeFrequencyFigure(curves);
    out.open("figure").line();
    out.open("ul", "class", "legend");
    PlaneFigure.entry(out, "of-data", 3, 5, "whitened strain");
    PlaneFigure.entry(out, "of-simulation", 3, 5, "whitened waveform, and its SNR");
    PlaneFigure.entry(out, "of-rest", 3, 5, "residual");
    out.closeLine();
    out.open("div", "class", "pair").line();
    for (int i = 0; i < curves.size(); i++) {
      StrainCurve curve = curves.get(i);
      String name = (i + 1) + "-";
      out.open("div", "class", "panel").element("h4", curve.detector());
      out.element("p", note(curve), "class", "panel-note").line();
      lines.overlay(out, id(name + "overlay"), curve, data.waveform(best));
      picture.write(out, id(name + "energy"), i);
      lines.snr(out, id(name + "snr"), curve);
      out.closeLine();
    }
    out.closeLine();
    picture.key(out, id("colours"));
    caption(out);
    out.closeLine();
  }

  private static String note(StrainCurve curve) {
    List<String> notes = new ArrayList<>();
    if (curve.snr() != null) {
      notes.add("SNR " + Measured.fixed(curve.snr(), 1));
    }
    if (curve.backgroundSnr() != null) {
      notes.add("largest off-source " + Measured.fixed(curve.backgroundSnr(), 1));
    }
    if (curve.chiSquareReduced() != null) {
      notes.add("χ²/ndf " + Measured.fixed(curve.chiSquareReduced(), 2));
    }
    return String.join("; ", notes);
  }

  private static void caption(Markup out) {
    out.open("figcaption");
    out.symbols(
        "Above: strain and waveform at its best time, phase and amplitude; where samples are closer"
            + " than the drawing shows, their extremes. Middle: energy of the observed strain alone,"
            + " seen through Gaussian windows with Q = "
            + Measured.fixed(TimeFrequencyFigure.Q, 0)
            + " (standard deviation Q / 2πf); the mean of Gaussian noise is 1. Below: SNR for the"
            + " waveform shifted against the strain, |⟨observed, predicted + i H(predicted)⟩| over the waveform's norm with H the Hilbert"
            + " transform, from the samples of the pair alone: a waveform longer than the pair stays"
            + " below what the filter found in all of the data (dashed).");
    out.closeLine();
  }

  private void candidates(Markup out) {
    List<Match> all = data.matches(event);
    List<Match> shown = all.subList(0, Math.min(CANDIDATES, all.size()));
    Set<String> detectors = new TreeSet<>();
    Set<String> delays = new LinkedHashSet<>();
    for (Match match : shown) {
      detectors.addAll(StrainWords.detectors(match));
      Delay.of(match).forEach(delay -> delays.add(delay.heading()));
    }
    String caption = "Waveforms of " + event + " by combined score";
    if (shown.size() < all.size()) {
      caption +=
          ", the best %s of %s; the others are in the table links"
              .formatted(Measured.count(shown.size()), Measured.count(all.size()));
    }
    Tables.open(out, caption + ". bin/rudolphine explain ID shows the evidence of one", "sticky");
    head(out, detectors, delays);
    Tables.body(out);
    shown.forEach(match -> row(out, match, detectors, delays));
    Tables.close(out);
  }

  private static void head(Markup out, Set<String> detectors, Set<String> delays) {
    out.open("tr");
    Tables.head(out, "waveform", null);
    Tables.head(out, "rank", "num");
    detectors.forEach(name -> plain(out, "SNR " + name));
    Tables.head(out, "network", "num");
    delays.forEach(name -> plain(out, name + " / ms"));
    detectors.forEach(name -> plain(out, "χ²/ndf " + name));
    Tables.head(out, "M_det / M_☉", "num");
    Tables.head(out, "parameters", "num");
    Tables.head(out, "score", "num");
    Tables.head(out, "decision", null);
    Tables.head(out, "why", null);
    out.closeLine();
  }

  /** A head that holds a name from the data. */
  private static void plain(Markup out, String words) {
    out.element("th", words, "scope", "col", "class", "num");
  }

  private void row(Markup out, Match match, Set<String> detectors, Set<String> delays) {
    out.open("tr").element("th", data.waveform(match), "scope", "row");
    Tables.number(out, match.rank());
    detectors.forEach(name -> Tables.number(out, StrainWords.number(match, "snr_" + name, 1)));
    Tables.number(out, StrainWords.number(match, "snr_network", 1));
    List<Delay> found = Delay.of(match);
    for (String name : delays) {
      Tables.number(
          out,
          found.stream()
              .filter(delay -> delay.heading().equals(name))
              .map(Delay::signed)
              .findFirst()
              .orElse(null));
    }
    detectors.forEach(
        name -> Tables.number(out, StrainWords.number(match, "chisq_reduced_" + name, 2)));
    Tables.number(out, StrainWords.number(match, "total_mass_detector_msun", 1));
    Tables.number(out, StrainWords.number(match, "parameters_score", 3));
    Tables.number(out, match.score() == null ? null : Measured.fixed(match.score(), 3));
    decision(out, match);
    explain(out, match);
    out.closeLine();
  }

  static void decision(Markup out, Match match) {
    String decision = match.accepted() ? "accepted" : "candidate";
    out.open("td").element("span", decision, "class", "badge " + decision).close();
  }

  /** The command that tells why; the start of an id will do. */
  static void explain(Markup out, Match match) {
    String id = match.linkId();
    out.open("td");
    out.element("code", "explain " + id.substring(0, Math.min(ID_SHOWN, id.length()))).close();
  }
}

package org.rudolphine.transform.report;

import java.util.List;
import org.rudolphine.transform.report.StrainWords.Delay;

/** For each event whose strain is at hand a card, the loudest first; a table for those without. */
final class StrainSection {
  static final String NAME = "Strain beside waveforms";

  private static final int LISTED = 200;

  private final ReleaseData release;
  private final StrainData data;

  StrainSection(ReleaseData release) {
    this.release = release;
    this.data = release.strain();
  }

  void write(Markup out) {
    List<String> cards = data.cards();
    int all = data.events().size();
    out.open("p").text(Measured.count(all) + (all == 1 ? " event has" : " events have"));
    out.text(
        " waveforms beside their strain, found by a matched filter. Curves are the pairs with ");
    out.element("code", StrainData.QUANTITY);
    out.text(
        " of this release: both sides are divided by the noise's amplitude at each frequency, so that"
            + " noise alone has a standard deviation σ of 1.");
    out.closeLine();
    if (all > cards.size()) {
      out.paragraph(
          "Drawn are the %s with the largest network SNR, at most %s; the others stand in the table below the cards."
              .formatted(Measured.count(cards.size()), Measured.count(StrainData.CARDS)));
    }
    for (int i = 0; i < cards.size(); i++) {
      new StrainCard(release, cards.get(i), i + 1).write(out);
    }
    rest(out);
  }

  private void rest(Markup out) {
    List<String> rest = data.rest();
    if (rest.isEmpty()) {
      return;
    }
    out.element("h3", "Events without a card").line();
    List<String> listed = rest.subList(0, Math.min(LISTED, rest.size()));
    String caption = "Best waveform of each, the largest network SNR first";
    if (listed.size() < rest.size()) {
      caption +=
          "; %s more are in the table links".formatted(Measured.count(rest.size() - listed.size()));
    }
    Tables.open(
        out, caption + ". bin/rudolphine explain ID shows the evidence of one", "roomy few");
    out.open("tr");
    Tables.head(out, "event", null);
    Tables.head(out, "waveform", "wide");
    Tables.head(out, "network SNR", "num");
    Tables.head(out, "delay", null);
    Tables.head(out, "score", "num");
    Tables.head(out, "decision", null);
    Tables.head(out, "why", null);
    out.closeLine();
    Tables.body(out);
    for (String event : listed) {
      Match best = data.best(event);
      out.open("tr").element("th", event, "scope", "row");
      out.element("td", data.waveform(best), "class", "wide");
      Tables.number(out, StrainWords.number(best, "snr_network", 1));
      List<String> delays = Delay.of(best).stream().map(Delay::brief).toList();
      out.element("td", delays.isEmpty() ? "\u2013" : String.join(", ", delays));
      Tables.number(out, best.score() == null ? null : Measured.fixed(best.score(), 3));
      StrainCard.decision(out, best);
      StrainCard.explain(out, best);
      out.closeLine();
    }
    Tables.close(out);
  }
}

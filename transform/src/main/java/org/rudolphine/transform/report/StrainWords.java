package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a link between an event and a waveform found, in words. */
final class StrainWords {
  private static final Pattern DELAY = Pattern.compile("delay_([a-z0-9]+)_([a-z0-9]+)_ms");
  private static final String SNR = "snr_";
  private static final String NETWORK = "snr_network";

  private StrainWords() {}

  /**
   * Arrival at one detector minus arrival at another.
   *
   * @param ms difference in milliseconds
   * @param lightMs time that light takes from one to the other, or null
   */
  record Delay(String one, String other, double ms, Double lightMs) {
    static List<Delay> of(Match match) {
      List<Delay> delays = new ArrayList<>();
      for (Evidence evidence : match.evidence()) {
        Matcher name = DELAY.matcher(evidence.quantity());
        if (name.matches() && evidence.simulation() != null) {
          delays.add(
              new Delay(
                  name.group(1).toUpperCase(Locale.ROOT),
                  name.group(2).toUpperCase(Locale.ROOT),
                  evidence.simulation(),
                  evidence.bound()));
        }
      }
      return delays;
    }

    /** {@code H1 − L1: +7.0 ms}. */
    String brief() {
      return heading() + " " + signed() + " ms";
    }

    String heading() {
      return one + " \u2212 " + other;
    }

    String signed() {
      String text = Measured.fixed(ms, 1);
      return ms > 0 ? "+" + text : text;
    }

    String sentence() {
      String first = ms < 0 ? one : other;
      String second = ms < 0 ? other : one;
      String text =
          "The signal reached %s %s ms before %s"
              .formatted(first, Measured.fixed(Math.abs(ms), 1), second);
      if (lightMs == null) {
        return text + ".";
      }
      return text
          + "; light takes %s ms from one to the other%s."
              .formatted(
                  Measured.fixed(lightMs, 1), Math.abs(ms) > lightMs ? ", which is less" : "");
    }
  }

  /** A number of the evidence, or null. */
  static String number(Match match, String quantity, int decimals) {
    return match
        .evidence(quantity)
        .map(Evidence::simulation)
        .map(value -> Measured.fixed(value, decimals))
        .orElse(null);
  }

  /** Detectors of a link in the order of its evidence, the loudest first. */
  static List<String> detectors(Match match) {
    return match.evidence().stream()
        .filter(e -> e.quantity().startsWith(SNR) && !e.quantity().equals(NETWORK))
        .map(e -> e.quantity().substring(SNR.length()))
        .toList();
  }

  /** A paragraph on network SNR, mass and delays. */
  static void summary(Markup out, Match match, String waveform) {
    out.open("p").text(waveform).text(" explains ").text(ratio(match));
    String mass = number(match, "total_mass_detector_msun", 1);
    if (mass != null) {
      out.symbols(". It fits best at a total mass of " + mass + " M_☉ in the detector frame");
    } else if (match.evidence("time_stretch").isPresent()) {
      out.text(". It fits best with its time stretched by " + number(match, "time_stretch", 3));
    }
    out.text(".");
    Delay.of(match).forEach(delay -> out.text(" " + delay.sentence()));
    out.closeLine();
  }

  private static String ratio(Match match) {
    List<String> single = new ArrayList<>();
    for (String detector : detectors(match)) {
      single.add(number(match, SNR + detector, 1) + " in " + detector);
    }
    String network = number(match, NETWORK, 1);
    if (network == null && single.isEmpty()) {
      return "an SNR that its link does not state";
    }
    if (network == null) {
      return "an SNR of " + String.join(", ", single);
    }
    String published =
        match
            .evidence(NETWORK)
            .map(Evidence::event)
            .map(value -> "; published is " + value.text())
            .orElse("");
    return "a network SNR of " + network + " (" + String.join(", ", single) + published + ")";
  }
}

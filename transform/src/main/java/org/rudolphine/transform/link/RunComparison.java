package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts into evidence and words what the ranking found about one event and one run. */
final class RunComparison {
  private static final String NOT_BY_RUN = "not given for the run: not compared";

  /** Whether a run covers the detectors' band at the event's mass. */
  private enum Coverage {
    COVERS("covers"),
    STARTS_LATE("does not cover"),
    UNKNOWN("is not known to cover");

    private final String words;

    Coverage(String words) {
      this.words = words;
    }
  }

  private final EventSpread event;
  private final GwRun run;
  private final double score;
  private final RankingSettings settings;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> mismatches = new ArrayList<>();

  private RunComparison(EventSpread event, RunRanking.Ranked ranked, RankingSettings settings) {
    this.event = event;
    this.run = ranked.run();
    this.score = ranked.score();
    this.settings = settings;
  }

  static RunComparison of(EventSpread event, RunRanking.Ranked ranked, RankingSettings settings) {
    return new RunComparison(event, ranked, settings);
  }

  Match match() {
    if (run.deprecated()) {
      mismatches.add("deprecated run");
    }
    Double massRatio = compareMassRatio();
    Double chiEff = compareChiEff();
    compareInPlaneSpin();
    compareEccentricity();
    Coverage coverage = compareStartFrequency();
    boolean accepted =
        score >= settings.acceptScore()
            && coverage == Coverage.COVERS
            && massRatio != null
            && chiEff != null
            && !run.deprecated();
    return new Match(
        run.id(),
        score,
        accepted ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        evidence,
        mismatches,
        statement(massRatio, chiEff, coverage));
  }

  private Double compareMassRatio() {
    Double deviation = event.massRatioDeviation(run);
    String note = "m1/m2, from draws of the component masses; deviation by their density";
    if (deviation == null) {
      note = "no interval is published for the component masses: not compared";
      mismatches.add("mass ratio not compared: " + note);
    }
    add("mass_ratio", event.massRatio(), run.massRatio(), deviation, note);
    return deviation;
  }

  private Double compareChiEff() {
    EventSpread.Quantity quantity = event.chiEff();
    Double deviation = quantity.deviation(run.chiEff());
    String note = null;
    if (!quantity.compared()) {
      note = notPublished(quantity);
    } else if (run.chiEff() == null) {
      note = NOT_BY_RUN;
    }
    if (note != null) {
      mismatches.add("effective spin " + note);
    }
    add("chi_eff", quantity.published(), run.chiEff(), deviation, note);
    if (deviation != null && event.spinTrade().known()) {
      add(
          "chi_eff_at_mass_ratio",
          Measured.exactly(event.chiEffAt(run)),
          run.chiEff(),
          event.chiEffDeviation(run),
          "the spin that the inspiral's phase trades for the run's mass ratio; the score uses this");
    }
    return deviation;
  }

  private static String notPublished(EventSpread.Quantity quantity) {
    return quantity.published().known()
        ? "published without an interval: not compared"
        : "not published: not compared";
  }

  private void compareInPlaneSpin() {
    EventSpread.Quantity quantity = event.chiP();
    String note =
        quantity.compared()
            ? null
            : assumption("no in-plane spin", "in-plane-spin-width", settings.inPlaneSpinWidth());
    if (run.chiPerp() == null) {
      note = NOT_BY_RUN;
      mismatches.add("in-plane spin unknown");
    }
    add("chi_perp", quantity.published(), run.chiPerp(), event.inPlaneDeviation(run), note);
  }

  private void compareEccentricity() {
    Double deviation = event.eccentricityDeviation(run);
    Double value = run.eccentricity() != null ? run.eccentricity() : run.eccentricityLimit();
    String note =
        assumption("a quasi-circular orbit", "eccentricity-width", settings.eccentricityWidth());
    if (deviation == null) {
      note =
          value == null ? NOT_BY_RUN : "only a wide upper limit is given for the run: not compared";
      mismatches.add("eccentricity unknown");
    } else if (run.eccentricity() == null) {
      note = "the run's value is an upper limit; " + note;
    }
    add("eccentricity", Measured.ABSENT, value, deviation, note);
  }

  private static String assumption(String what, String setting, double width) {
    return "not published; the rule assumes " + what + " (" + setting + " " + width + ")";
  }

  private Coverage compareStartFrequency() {
    Measured mass = event.detectorMass();
    Double frequency = null;
    String note;
    Coverage coverage = Coverage.UNKNOWN;
    if (!mass.known()) {
      note = "no redshift is published: band coverage unknown";
      mismatches.add(note);
    } else if (run.omega() == null) {
      note = "no trustworthy start frequency is given for the run: band coverage unknown";
      mismatches.add(note);
    } else {
      frequency = GeometricUnits.waveFrequencyHz(run.omega(), mass.value());
      coverage = frequency <= settings.bandLowHz() ? Coverage.COVERS : Coverage.STARTS_LATE;
      note = atMass(mass);
      if (coverage == Coverage.STARTS_LATE) {
        mismatches.add(
            String.format(
                Locale.ROOT,
                "starts at %.1f Hz for this event's mass: does not cover %s Hz",
                frequency,
                Explanation.number(settings.bandLowHz())));
      }
    }
    evidence.add(
        new Evidence(
            "start_frequency", settings.bandLowHz(), null, null, frequency, "Hz", null, note));
    return coverage;
  }

  private static String atMass(Measured mass) {
    String text =
        String.format(Locale.ROOT, "at the detector-frame total mass of %.1f M_sun", mass.value());
    return mass.bounded()
        ? text + String.format(Locale.ROOT, " (%.1f to %.1f)", mass.lower(), mass.upper())
        : text;
  }

  private void add(String quantity, Measured left, Double right, Double deviation, String note) {
    evidence.add(
        new Evidence(
            quantity, left.value(), left.lower(), left.upper(), right, "1", deviation, note));
  }

  private String statement(Double massRatio, Double chiEff, Coverage coverage) {
    return run.id()
        + " differs from "
        + event.event().id()
        + " by "
        + sigmas(massRatio)
        + " in mass ratio and "
        + sigmas(chiEff)
        + " in effective spin and "
        + coverage.words
        + " the band from "
        + Explanation.number(settings.bandLowHz())
        + " Hz.";
  }

  private static String sigmas(Double deviation) {
    return deviation == null
        ? "an unknown amount"
        : String.format(Locale.ROOT, "%+.2f sigma", deviation + 0.0);
  }
}

package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.rudolphine.transform.signal.DetectorResult;
import org.rudolphine.transform.signal.Observatories;

/** Puts into evidence and words what the matched filter found about an event and a waveform. */
final class StrainMatch {
  private final StrainFinding finding;
  private final StrainTask task;
  private final StrainSettings settings;
  private final StrainScore score;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> mismatches = new ArrayList<>();
  private boolean injected;

  private StrainMatch(StrainFinding finding, StrainSettings settings) {
    this.finding = finding;
    this.task = finding.task();
    this.settings = settings;
    this.score = StrainScore.of(finding, settings);
  }

  static Match of(StrainFinding finding, StrainSettings settings) {
    return new StrainMatch(finding, settings).match();
  }

  private Match match() {
    network();
    finding.detectors().forEach(this::detector);
    delays();
    mass();
    add("filter_score", null, score.filter(), "1", null, "part of the published signal's power");
    parameters();
    quality();
    return new Match(
        task.waveform().id(),
        score.combined(),
        accepted() ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        evidence,
        mismatches,
        statement());
  }

  private void network() {
    if (!finding.isNetwork()) {
      mismatches.add("only one detector: no network SNR and no delay");
      return;
    }
    Measured published = task.event().networkSnr();
    evidence.add(
        new Evidence(
            "snr_network",
            published.value(),
            published.lower(),
            published.upper(),
            finding.network().snr(),
            "1",
            null,
            published.known()
                ? "left: published; right: root of the sum of the squares"
                : "no network SNR is published"));
  }

  private void detector(DetectorResult result) {
    String name = result.detector();
    String background =
        result.backgroundSnr() == null
            ? "no data away from the event"
            : String.format(
                Locale.ROOT,
                "left: largest value in %.1f s away from the event",
                result.backgroundS());
    List<String> files = finding.files(name);
    String read = files.size() > 1 ? "; strain of " + String.join(" and ", files) : "";
    add("snr_" + name, result.backgroundSnr(), result.snr(), "1", null, background + read);
    if (!result.isMaximum()) {
      mismatches.add(
          name
              + ": the SNR still rises at the end of the times that were looked at, so its peak"
              + " lies outside of them");
    }
    double sigma = Math.sqrt(2.0 / result.chiSquareNdf());
    add(
        "chisq_reduced_" + name,
        1.0,
        result.chiSquareReduced(),
        "1",
        (result.chiSquareReduced() - 1) / sigma,
        "expected in Gaussian noise: 1; " + result.chiSquareNdf() + " degrees of freedom");
    if (result.chiSquareReduced() > settings.acceptChiSquare()) {
      mismatches.add(
          String.format(
              Locale.ROOT,
              "%s: chi-square per degree of freedom is %.2f",
              name,
              result.chiSquareReduced()));
    }
    if (result.backgroundSnr() != null && result.snr() <= result.backgroundSnr()) {
      mismatches.add(
          String.format(
              Locale.ROOT,
              "%s: SNR %.1f, as large as away from the event (%.1f)",
              name,
              result.snr(),
              result.backgroundSnr()));
    }
  }

  private void delays() {
    List<String> names =
        finding.detectors().stream().map(DetectorResult::detector).sorted().toList();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        delay(names.get(i), other);
      }
    }
  }

  private void delay(String one, String other) {
    OptionalDouble light = Observatories.lightTravelS(one, other);
    Double bound = light.isPresent() ? light.getAsDouble() * 1000 : null;
    double delay = finding.network().delayMs(one, other);
    if (bound != null && Math.abs(delay) > bound) {
      mismatches.add(
          String.format(
              Locale.ROOT,
              "%.1f ms between %s and %s, longer than light takes (%.1f ms)",
              Math.abs(delay),
              one,
              other,
              bound));
    }
    evidence.add(
        new Evidence(
            "delay_" + (one + "_" + other).toLowerCase(Locale.ROOT) + "_ms",
            null,
            bound == null ? null : -bound,
            bound,
            delay,
            "ms",
            null,
            "arrival at " + one + " minus arrival at " + other + "; left: light travel time"));
  }

  private void mass() {
    Double found = finding.detectorMass();
    Measured published = task.detectorMass();
    if (found != null) {
      evidence.add(
          new Evidence(
              "total_mass_detector_msun",
              published.value(),
              published.lower(),
              published.upper(),
              found,
              "M_sun",
              deviation(published, found),
              "left: published, times 1 + z; right: at the largest network SNR"));
    }
    if (finding.isStretched()) {
      add(
          "time_stretch",
          1.0,
          finding.scan().best(),
          "1",
          null,
          "the waveform is in seconds; stretched by this its network SNR is largest");
    }
    if (finding.scan().atEdge()) {
      mismatches.add("the largest SNR lies at the edge of the scan");
    }
  }

  private Double deviation(Measured published, double found) {
    if (!task.event().event().spread(published)) {
      return null;
    }
    double z = NormalInterval.halfWidth(task.event().event().level());
    double sigma = published.sigmaTowards(found, z);
    return sigma > 0 ? (found - published.value()) / sigma : null;
  }

  private void parameters() {
    StrainTask.Parameters parameters = task.parameters();
    if (parameters == null) {
      mismatches.add("the waveform's simulation is not in the event's list by parameters");
      return;
    }
    add(
        "parameters_score",
        null,
        parameters.score(),
        "1",
        null,
        "rule "
            + parameters.rule()
            + ", place "
            + parameters.rank()
            + (parameters.accepted() ? ", accepted" : ", a candidate"));
  }

  private void quality() {
    Set<String> notes = new TreeSet<>();
    for (List<StrainPiece> pieces : finding.strain().values()) {
      for (StrainPiece piece : pieces) {
        if (!piece.unknown().isEmpty()) {
          notes.add(piece.detector() + ": no flag " + String.join(", ", piece.unknown()));
        }
        if (!piece.injections().isEmpty()) {
          notes.add(
              piece.detector()
                  + ": hardware injection around the event, "
                  + String.join(", ", piece.injections())
                  + " does not hold");
        }
        injected |= piece.injections().stream().anyMatch(settings.signalInjections()::contains);
      }
    }
    mismatches.addAll(notes);
    finding.refused().forEach(reason -> mismatches.add("not used: " + reason));
    if (task.isDeprecated()) {
      mismatches.add("deprecated run");
    }
  }

  private boolean accepted() {
    DetectorResult loudest = finding.detectors().get(0);
    return finding.isNetwork()
        && loudest.isMaximum()
        && finding.network().snr() >= settings.acceptSnr()
        && (loudest.backgroundSnr() == null || loudest.snr() > loudest.backgroundSnr())
        && finding.detectors().stream()
            .allMatch(one -> one.chiSquareReduced() <= settings.acceptChiSquare())
        && score.combined() >= settings.acceptScore()
        && !injected
        && !task.isDeprecated();
  }

  private void add(
      String quantity, Double left, Double right, String unit, Double deviation, String note) {
    evidence.add(new Evidence(quantity, left, null, null, right, unit, deviation, note));
  }

  private String statement() {
    StringBuilder text = new StringBuilder(task.waveform().title());
    text.append(" explains an SNR of ");
    String separator = "";
    for (DetectorResult result : finding.detectors()) {
      text.append(separator)
          .append(String.format(Locale.ROOT, "%.1f in %s", result.snr(), result.detector()));
      separator = " and ";
    }
    text.append(" of ").append(task.event().event().name());
    if (finding.isNetwork()) {
      text.append(String.format(Locale.ROOT, ", %.1f together", finding.network().snr()));
    }
    Double mass = finding.detectorMass();
    if (mass != null) {
      text.append(String.format(Locale.ROOT, ", at %.1f M_sun in the detector frame", mass));
    }
    return text.append('.').toString();
  }
}

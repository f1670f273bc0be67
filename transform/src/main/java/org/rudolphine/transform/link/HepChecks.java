package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All checks of two datasets, their weights, and what must hold of an accepted pair.
 *
 * @param energies points of energy within a year
 * @param base score when no check could be made
 * @param tier weight of an equal tier
 * @param production weight of an equal production
 * @param process weight of a process that the data were taken for
 * @param background weight of a process that is a background in them
 * @param detail weight of each other check
 * @param accept least score of an accepted pair
 */
record HepChecks(
    HepRunEnergies energies,
    double base,
    double tier,
    double production,
    double process,
    double background,
    double detail,
    double accept)
    implements Serializable {
  private static final HepCheck[] ALL = HepCheck.values();

  /** Any of these says that the simulation was made like the data. */
  private static final Set<HepCheck> PRODUCTIONS =
      EnumSet.of(HepCheck.CAMPAIGN, HepCheck.PROCESSING, HepCheck.FORMAT);

  static HepChecks of(RuleSettings settings, HepRunEnergies energies) {
    return new HepChecks(
        energies,
        settings.fraction("base-score"),
        settings.fraction("weight-tier"),
        settings.fraction("weight-production"),
        settings.fraction("weight-process"),
        settings.fraction("weight-background"),
        settings.fraction("weight-detail"),
        settings.fraction("accept-score"));
  }

  /**
   * What the checks come to.
   *
   * @param score 0 to 1
   * @param accepted whether an analysis of the data would use the simulation
   */
  record Verdict(double score, boolean accepted) {}

  /** Adds up the checks, without words: most pairs of a large block are never written. */
  Verdict verdict(HepSample data, HepSample simulation) {
    double sum = base;
    boolean produced = false;
    boolean comparable = data.record().experiments().equals(simulation.record().experiments());
    for (HepCheck check : ALL) {
      HepAgreement found = check.compare(data, simulation, this);
      if (found == HepAgreement.DIFFERS) {
        sum -= weight(check, HepAgreement.AGREES);
        comparable = false;
      } else if (found.holds()) {
        sum += weight(check, found);
        produced |= PRODUCTIONS.contains(check);
      } else {
        comparable &= check != HepCheck.TIER && check != HepCheck.PROCESS;
      }
    }
    double score = Math.rint(Math.min(1, Math.max(0, sum)) * 1e6) / 1e6; // 0.8, not 0.7999999
    return new Verdict(score, comparable && produced && score >= accept);
  }

  private double weight(HepCheck check, HepAgreement found) {
    return switch (check) {
      case TIER -> tier;
      case CAMPAIGN, PROCESSING, FORMAT -> production;
      case PROCESS -> found == HepAgreement.AS_BACKGROUND ? background : process;
      default -> detail;
    };
  }

  /** What agrees, one entry for each check. */
  List<Evidence> evidence(HepSample data, HepSample simulation) {
    List<Evidence> evidence = new ArrayList<>();
    for (HepCheck check : ALL) {
      HepAgreement found = check.compare(data, simulation, this);
      if (found.holds()) {
        String more = found == HepAgreement.AS_BACKGROUND ? ": a background" : "";
        evidence.add(HepEvidence.note(check.quantity(), check.text(data, simulation) + more));
      }
    }
    return evidence;
  }

  /** What differs, and what could not be compared though an accepted pair needs it. */
  List<String> mismatches(HepSample data, HepSample simulation) {
    List<String> mismatches = new ArrayList<>();
    boolean produced = false;
    if (!data.record().experiments().equals(simulation.record().experiments())) {
      mismatches.add(
          "experiments "
              + String.join(", ", data.record().experiments())
              + " of data, "
              + String.join(", ", simulation.record().experiments())
              + " of simulation");
    }
    for (HepCheck check : ALL) {
      HepAgreement found = check.compare(data, simulation, this);
      produced |= PRODUCTIONS.contains(check) && found != HepAgreement.UNKNOWN;
      if (found == HepAgreement.DIFFERS) {
        mismatches.add(check.text(data, simulation));
      } else if (found == HepAgreement.UNKNOWN && check == HepCheck.TIER) {
        mismatches.add("not compared: the tier of one side is not known");
      } else if (found == HepAgreement.UNKNOWN && check == HepCheck.PROCESS) {
        mismatches.add("not compared: " + check.text(data, simulation));
      }
    }
    if (!produced) {
      mismatches.add(
          "not compared: "
              + (simulation.processing() == null && data.processing() == null
                  ? HepCheck.CAMPAIGN.text(data, simulation)
                  : HepCheck.PROCESSING.text(data, simulation)));
    }
    return mismatches;
  }
}

package org.rudolphine.transform.link;

import java.util.Collections;
import org.rudolphine.transform.link.HepFinalState.Selects;

/** What speaks for or against two datasets of equal conditions. */
enum HepCheck {
  TIER("tier") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return equal(data.tier(), simulation.tier());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "tier " + data.tier() + " of data, " + given(simulation) + " of simulation";
    }

    private String given(HepSample simulation) {
      String own = simulation.record().tier();
      return own == null ? simulation.tier() : own;
    }
  },
  CAMPAIGN("campaign") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return data.production() == null || simulation.campaign() == null
          ? HepAgreement.UNKNOWN
          : HepAgreement.of(data.production().contains(simulation.campaign().reconstruction()));
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      String made =
          data.production() == null
              ? "data do not name their reconstruction"
              : "data are " + data.production();
      if (simulation.campaign() == null) {
        return made
            + (simulation.production() == null
                ? ", the simulation names no campaign"
                : ", no entry of campaigns says for which data "
                    + simulation.production()
                    + " was made");
      }
      return made
          + ", campaign "
          + simulation.campaign().prefix()
          + " was made for "
          + simulation.campaign().reconstruction();
    }
  },
  PROCESSING("processing") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return equal(data.processing(), simulation.processing());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "processing "
          + data.processing()
          + " of data, "
          + simulation.processing()
          + " of simulation";
    }
  },
  FORMAT("production") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return data.single() && data.tier().equals(simulation.tier())
          ? HepAgreement.AGREES
          : HepAgreement.UNKNOWN;
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "one production of " + data.tier() + " was released for these conditions";
    }
  },
  RUN_PERIOD("run period") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return data.run() == null || simulation.campaign() == null
          ? HepAgreement.UNKNOWN
          : HepAgreement.of(simulation.campaign().runs().matcher(data.run()).matches());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "data of "
          + data.run()
          + ", campaign "
          + simulation.campaign().prefix()
          + " was made for "
          + simulation.campaign().runs();
    }
  },
  PILE_UP("pile-up") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return simulation.pileUpFit();
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "pile-up scenario "
          + name(simulation.pileUp())
          + ", data of campaign "
          + simulation.campaign().prefix()
          + " ask for "
          + name(simulation.campaign().pileUp().pattern());
    }

    private String name(String scenario) {
      return scenario.isEmpty() ? "of the campaign itself" : scenario;
    }
  },
  GLOBAL_TAG("global tag") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return equal(data.tagFamily(), simulation.tagFamily());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "conditions tags of the family "
          + data.tagFamily()
          + " of data, "
          + simulation.tagFamily()
          + " of simulation";
    }
  },
  RELEASE("release") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return equal(data.record().releaseFamily(), simulation.record().releaseFamily());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "recommended release "
          + data.record().releaseFamily()
          + " of data, "
          + simulation.record().releaseFamily()
          + " of simulation";
    }
  },
  SELECTION("event selection") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      String left = data.record().selection();
      String right = simulation.record().selection();
      return left == null && right == null
          ? HepAgreement.UNKNOWN
          : HepAgreement.of(left != null && left.equals(right));
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "event selection "
          + data.record().selection()
          + " of data, "
          + simulation.record().selection()
          + " of simulation";
    }
  },
  CORRESPONDENCE("text") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return simulation.record().partnerYears().isEmpty()
          ? HepAgreement.UNKNOWN
          : HepAgreement.of(
              !Collections.disjoint(simulation.record().partnerYears(), data.record().years()));
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "the simulation's text says that it corresponds to data of "
          + HepEvidence.list(simulation.record().partnerYears());
    }
  },
  ENERGY_POINT("energy point") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return simulation.energies().isEmpty()
          ? HepAgreement.UNKNOWN
          : checks.energies().agreement(data.energies(), simulation.energies().get(0));
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return "data were taken at "
          + HepEvidence.numbers(data.energies())
          + " GeV, the simulation is for "
          + HepEvidence.numbers(simulation.energies())
          + " GeV";
    }
  },
  PROCESS("process") {
    @Override
    HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks) {
      return HepFinalState.agreement(data.finalState(), simulation.finalState());
    }

    @Override
    String text(HepSample data, HepSample simulation) {
      return data.process()
          + " holds "
          + held(data.finalState())
          + "; "
          + simulation.process()
          + " is "
          + given(simulation.finalState());
    }

    private String held(HepFinalState data) {
      return data == null
          ? "what no entry of primary-datasets says"
          : data.reason() + (data.selects() == Selects.SOME ? " (" + data.text() + ")" : "");
    }

    private String given(HepFinalState process) {
      return process == null
          ? "in no entry of processes"
          : process.reason()
              + (process.selects() == Selects.SOME ? " (" + process.text() + ")" : "");
    }
  };

  private final String quantity;

  HepCheck(String quantity) {
    this.quantity = quantity;
  }

  /** Its name in evidence. */
  String quantity() {
    return quantity;
  }

  /** Whether the two agree. */
  abstract HepAgreement compare(HepSample data, HepSample simulation, HepChecks checks);

  /** What both sides say; for a check that holds, differs, or could not be made but must be. */
  abstract String text(HepSample data, HepSample simulation);

  private static HepAgreement equal(String data, String simulation) {
    return data == null || simulation == null
        ? HepAgreement.UNKNOWN
        : HepAgreement.of(data.equals(simulation));
  }
}

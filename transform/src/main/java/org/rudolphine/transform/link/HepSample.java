package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;

/**
 * A dataset as the rule for equal conditions compares it; null where it does not say.
 *
 * @param tier of data: its tier; of a simulation: the tier of data that it compares with
 * @param single whether one production of its tier was released
 * @param processing DELPHI's tag of year and processing ({@code 94c2})
 * @param production of data: the name of its reconstruction ({@code Run2011A-12Oct2013-v1})
 * @param run of data: its run period ({@code Run2011A})
 * @param campaign of a simulation: its campaign, where the settings list it
 * @param pileUp of a simulation of such a campaign: its pile-up scenario
 * @param pileUpFit whether that scenario is one of those made for the data of the campaign
 * @param tagFamily release that its conditions tag belongs to ({@code 53})
 * @param energies points of energy in GeV; of data all at which they may have been taken
 * @param finalState what its triggers ask for or its process gives
 */
record HepSample(
    HepRecord record,
    String tier,
    boolean single,
    String processing,
    String production,
    String run,
    HepCampaign campaign,
    String pileUp,
    HepAgreement pileUpFit,
    String tagFamily,
    List<Double> energies,
    HepFinalState finalState)
    implements Serializable {

  HepSample {
    energies = List.copyOf(energies);
  }

  /** The process or primary dataset, or the whole title where that is all there is. */
  String process() {
    return HepFinalStates.name(record);
  }
}

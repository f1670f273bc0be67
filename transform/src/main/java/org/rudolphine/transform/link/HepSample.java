package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Locale;

/**
 * A dataset as the rule for equal conditions compares it.
 *
 * @param tier of data: its tier; of a simulation: the tier of data that it compares with; null when
 *     unknown
 * @param processing DELPHI's tag of year and processing ({@code 94c2}), null when there is none
 * @param reconstruction of data: name of the reconstruction pass; of a simulation: the pass of data
 *     that its campaign was made for; null when unknown
 */
record HepSample(HepRecord record, String tier, String processing, String reconstruction)
    implements Serializable {
  private static final String DELPHI = "DELPHI";

  static HepSample data(HepRecord record) {
    String tier = record.tier() == null ? null : record.tier().toUpperCase(Locale.ROOT);
    return tagged(record)
        ? new HepSample(record, tier, record.campaign(), null)
        : new HepSample(record, tier, null, HepCampaigns.name(record));
  }

  static HepSample simulation(HepRecord record, HepCampaigns campaigns) {
    String tier = tierOfData(record.tier());
    return tagged(record)
        ? new HepSample(record, tier, record.campaign(), null)
        : new HepSample(record, tier, null, campaigns.madeFor(record));
  }

  /**
   * AOD for AODSIM, NANOAOD-POET for NANOAODSIM-POET; RECO for the private simulations of 2010; the
   * same tier where simulations have no tiers of their own (DELPHI, ATLAS).
   */
  private static String tierOfData(String simulation) {
    if (simulation == null) {
      return null;
    }
    String tier = simulation.toUpperCase(Locale.ROOT);
    return tier.equals("USER") || tier.equals("GEN-SIM-RECO")
        ? "RECO"
        : tier.replaceFirst("SIM", "").intern();
  }

  /** DELPHI's campaigns are tags that must be equal; elsewhere a map of campaigns is needed. */
  private static boolean tagged(HepRecord record) {
    return record.experiments().contains(DELPHI);
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;

/**
 * A dataset as the rule for equal conditions compares it.
 *
 * @param processing DELPHI's tag of year and processing ({@code 94c2}), null when there is none
 * @param reconstruction of data: name of the reconstruction pass; of a simulation: the pass of data
 *     that its campaign was made for; null when unknown
 */
record HepSample(HepRecord record, String processing, String reconstruction)
    implements Serializable {
  private static final String DELPHI = "DELPHI";

  static HepSample data(HepRecord record) {
    return tagged(record)
        ? new HepSample(record, record.campaign(), null)
        : new HepSample(record, null, HepCampaigns.name(record));
  }

  static HepSample simulation(HepRecord record, HepCampaigns campaigns) {
    return tagged(record)
        ? new HepSample(record, record.campaign(), null)
        : new HepSample(record, null, campaigns.madeFor(record));
  }

  /** DELPHI's campaigns are tags that must be equal; elsewhere a map of campaigns is needed. */
  private static boolean tagged(HepRecord record) {
    return record.experiments().contains(DELPHI);
  }
}

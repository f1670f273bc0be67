package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dataset as the rule for equal conditions compares it.
 *
 * @param processing DELPHI's tag of year and processing ({@code 94c2}), null when there is none
 * @param reconstruction of data: name of the reconstruction pass; of a simulation: the pass of data
 *     that its campaign was made for; null when unknown
 */
record HepSample(HepRecord record, String processing, String reconstruction)
    implements Serializable {
  private static final Pattern DELPHI_DATA =
      Pattern.compile("(?:^|\\s)[a-z]+(\\d\\d)z?_(?:e[\\d.]+_)?([a-z]\\d)$");
  private static final Pattern DELPHI_SIMULATION =
      Pattern.compile("_[a-z]{1,2}(\\d\\d)_\\w+_([a-z]\\d)$");

  static HepSample data(HepRecord record) {
    return new HepSample(record, processing(record, DELPHI_DATA), HepCampaigns.name(record));
  }

  static HepSample simulation(HepRecord record, HepCampaigns campaigns) {
    return new HepSample(
        record, processing(record, DELPHI_SIMULATION), campaigns.madeFor(record));
  }

  private static String processing(HepRecord record, Pattern pattern) {
    if (!record.experiments().contains("DELPHI")) {
      return null;
    }
    Matcher matcher = pattern.matcher(record.title());
    return matcher.find() ? (matcher.group(1) + matcher.group(2)).intern() : null;
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Which collision data each simulation campaign was made for, as the settings list it. The name of
 * a campaign does not tell: {@code Summer12-LowPU2010} simulates 2010.
 */
final class HepCampaigns implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Longest names first, because one can begin with another. */
  private final List<HepCampaign> campaigns;

  /**
   * Reads the settings' entries.
   *
   * @throws IllegalArgumentException for an entry of another form
   */
  HepCampaigns(String setting, List<String> entries) {
    campaigns =
        entries.stream()
            .map(entry -> HepCampaign.parse(setting, entry))
            .sorted(
                Comparator.comparingInt((HepCampaign campaign) -> campaign.prefix().length())
                    .reversed()
                    .thenComparing(HepCampaign::prefix))
            .toList();
  }

  /** The campaign of a simulation; null when it is not listed. */
  HepCampaign of(HepRecord simulation) {
    String name = name(simulation);
    return name == null
        ? null
        : campaigns.stream()
            .filter(campaign -> name.startsWith(campaign.prefix()))
            .findFirst()
            .orElse(null);
  }

  /** Second part of {@code /process/campaign/TIER}, or the campaign as normalized. */
  static String name(HepRecord record) {
    if (record.title().startsWith("/")) {
      String[] parts = record.title().split("/", -1);
      return parts.length > 2 ? parts[2].intern() : null;
    }
    return record.campaign();
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which reconstruction of collision data a simulation campaign was made for, as the settings list
 * it. The name of a campaign does not tell: {@code Summer12-LowPU2010} simulates 2010.
 */
final class HepCampaigns implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NONE = "none";

  /** Longest names first, because one can begin with another. */
  private final TreeMap<String, String> processings =
      new TreeMap<>(
          (Comparator<String> & Serializable)
              (one, other) -> {
                int longer = Integer.compare(other.length(), one.length());
                return longer != 0 ? longer : one.compareTo(other);
              });

  /**
   * Reads {@code campaign=reconstruction}.
   *
   * @throws IllegalArgumentException for an entry of another form
   */
  HepCampaigns(String setting, List<String> entries) {
    for (String entry : entries) {
      int at = entry.indexOf('=');
      if (at < 1 || at == entry.length() - 1) {
        throw new IllegalArgumentException(
            setting + " has the entry " + entry + ", but must be campaign=reconstruction");
      }
      processings.put(entry.substring(0, at).strip(), entry.substring(at + 1).strip());
    }
  }

  /** The reconstruction that a simulation is for; null when its campaign is not listed. */
  String madeFor(HepRecord simulation) {
    Map.Entry<String, String> entry = entry(simulation);
    return entry == null || entry.getValue().equals(NONE) ? null : entry.getValue();
  }

  /** The campaign of a simulation that is known to have no partner; null otherwise. */
  String withoutPartner(HepRecord simulation) {
    Map.Entry<String, String> entry = entry(simulation);
    return entry != null && entry.getValue().equals(NONE) ? entry.getKey() : null;
  }

  private Map.Entry<String, String> entry(HepRecord simulation) {
    String name = name(simulation);
    if (name != null) {
      for (Map.Entry<String, String> entry : processings.entrySet()) {
        if (name.startsWith(entry.getKey())) {
          return entry;
        }
      }
    }
    return null;
  }

  /** Second part of {@code /process/campaign/TIER}, or the campaign as normalized. */
  static String name(HepRecord record) {
    if (record.title().startsWith("/")) {
      String[] parts = record.title().split("/", -1);
      return parts.length > 2 ? parts[2] : null;
    }
    return record.campaign();
  }
}

package org.rudolphine.transform.link;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which collider records can be one side of a pair at all; {@code docs/linking/colliders.md}. */
final class HepPartners {
  /** Tiers of a simulation before reconstruction: there is no such tier of collision data. */
  private static final Set<String> NOT_RECONSTRUCTED =
      Set.of("GEN", "LHE", "GEN-SIM", "PREMIX", "GEN-SIM-DIGI-RAW", "FEVTDEBUGHLT");

  private static final Pattern MIXED_IN =
      Pattern.compile("MinBias|MinimumBias|Pile-?up|Neutrino", Pattern.CASE_INSENSITIVE);

  /** Marks of samples made to train or to test algorithms. */
  private static final Pattern MACHINE_LEARNING =
      Pattern.compile("^Tracker-hit-enriched|Ideal(Conditions|Geometry)_|\\bML studies\\b");

  private HepPartners() {}

  /** Why a record is no partner, as a reason for {@code unmatched}; null when it can be one. */
  static String refusal(HepRecord record) {
    if (record.isSimulation()) {
      return simulation(record);
    }
    if (record.isData()) {
      return noCollisions(record) ? "no collisions: taken between fills (Interfill)" : null;
    }
    if (HepRecord.UMBRELLA.equals(record.side())) {
      return "an umbrella: a release whose children are the datasets";
    }
    return HepRecord.BOTH.equals(record.side())
        ? "holds files of both sides; other records are no counterpart of it"
        : "the record does not say whether it holds data or simulation";
  }

  private static boolean noCollisions(HepRecord record) {
    return "0TeV".equals(record.energyText()) || "Interfill".equals(record.collisionType());
  }

  private static String simulation(HepRecord record) {
    if (record.formats().stream().anyMatch(format -> format.equalsIgnoreCase("hepmc"))) {
      return "generated events in HEPMC without detector simulation";
    }
    String tier = tier(record);
    if (NOT_RECONSTRUCTED.contains(tier) && MIXED_IN.matcher(record.title()).find()) {
      return "minimum-bias or pileup events (" + tier + ") that are mixed into other simulations";
    }
    if (record.keywords().contains("datascience")
        || MACHINE_LEARNING.matcher(record.title()).find()) {
      return "a sample for machine learning or algorithm studies";
    }
    return NOT_RECONSTRUCTED.contains(tier)
        ? tier + ": simulated but not reconstructed, so no tier of collision data compares"
        : null;
  }

  private static String tier(HepRecord record) {
    if (record.tier() != null) {
      return record.tier().toUpperCase(Locale.ROOT);
    }
    int slash = record.title().startsWith("/") ? record.title().lastIndexOf('/') : -1;
    return slash > 0 ? record.title().substring(slash + 1).strip().toUpperCase(Locale.ROOT) : "";
  }
}

package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Blocks of collider records: experiment, beams, energy, year and tier. Energies are cut at 10
 * equal steps per decade, 79 to 100 GeV or 6.3 to 7.9 TeV, and a range is in every step that it
 * touches: records whose energies overlap always share a block. Records without a tier are compared
 * with those of every tier, in blocks of their own.
 */
final class HepBlocks {
  private static final int STEPS_PER_DECADE = 10;

  /** No collider's range spans more; a wrong number must not make a million blocks. */
  private static final int MOST_STEPS = 50;

  private static final String DATA_WITHOUT_TIER = "data without tier";
  private static final String SIMULATION_WITHOUT_TIER = "simulation without tier";

  private HepBlocks() {}

  static List<String> ofData(HepRecord record) {
    String tier = HepSampleReader.dataTier(record);
    return of(
        record, tier == null ? List.of(DATA_WITHOUT_TIER) : List.of(tier, SIMULATION_WITHOUT_TIER));
  }

  static List<String> ofSimulation(HepRecord record) {
    String tier = HepSampleReader.simulationTier(record);
    return of(
        record,
        tier == null
            ? List.of(SIMULATION_WITHOUT_TIER, DATA_WITHOUT_TIER)
            : List.of(tier, DATA_WITHOUT_TIER));
  }

  private static List<String> of(HepRecord record, List<String> tiers) {
    int first = step(record.energyLow());
    int last = Math.min(step(record.energyHigh()), first + MOST_STEPS);
    List<String> blocks = new ArrayList<>();
    for (String experiment : record.experiments()) {
      for (int step = first; step <= last; step++) {
        for (int year : record.years()) {
          for (String tier : tiers) {
            blocks.add(
                String.join(
                    " ",
                    experiment,
                    record.collisionType(),
                    name(step),
                    String.valueOf(year),
                    tier));
          }
        }
      }
    }
    return blocks;
  }

  private static int step(double gev) {
    return (int) Math.floor(STEPS_PER_DECADE * Math.log10(gev));
  }

  private static String name(int step) {
    double low = Math.pow(10, step / (double) STEPS_PER_DECADE);
    double high = Math.pow(10, (step + 1) / (double) STEPS_PER_DECADE);
    return low >= 999
        ? String.format(Locale.ROOT, "%.1f-%.1f TeV", low / 1000, high / 1000)
        : String.format(Locale.ROOT, "%.0f-%.0f GeV", low, high);
  }
}

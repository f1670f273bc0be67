package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Blocks of collider records: experiment, beams, energy and year. Energies are cut at 10 equal
 * steps per decade, 79 to 100 GeV or 6.3 to 7.9 TeV, and a range is in every step that it touches:
 * records whose energies overlap always share a block.
 */
final class HepBlocks {
  private static final int STEPS_PER_DECADE = 10;

  /** No collider's range spans more; a wrong number must not make a million blocks. */
  private static final int MOST_STEPS = 50;

  private HepBlocks() {}

  static List<String> of(HepRecord record) {
    int first = step(record.energyLow());
    int last = Math.min(step(record.energyHigh()), first + MOST_STEPS);
    List<String> blocks = new ArrayList<>();
    for (String experiment : record.experiments()) {
      for (int step = first; step <= last; step++) {
        for (int year : record.years()) {
          blocks.add(
              String.join(
                  " ", experiment, record.collisionType(), name(step), String.valueOf(year)));
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

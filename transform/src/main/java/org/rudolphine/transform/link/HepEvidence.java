package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What links between collider datasets say of their two sides. */
final class HepEvidence {
  private HepEvidence() {}

  /** What is said in words only. */
  static Evidence note(String quantity, String text) {
    return new Evidence(quantity, null, null, null, null, "1", null, text);
  }

  /** The energies of both, which must be known; a range stands as its middle with its ends. */
  static Evidence energy(HepRecord data, HepRecord simulation) {
    boolean range = !data.energyLow().equals(data.energyHigh());
    return new Evidence(
        "energy",
        (data.energyLow() + data.energyHigh()) / 2,
        range ? data.energyLow() : null,
        range ? data.energyHigh() : null,
        (simulation.energyLow() + simulation.energyHigh()) / 2,
        "GeV",
        null,
        simulation.energyLow().equals(simulation.energyHigh())
            ? null
            : "simulation " + simulation.energy());
  }

  /** The first of the years that both have, of which there must be one. */
  static Evidence year(HepRecord data, HepRecord simulation) {
    List<Integer> common = new ArrayList<>(data.years());
    common.retainAll(simulation.years());
    return new Evidence(
        "year",
        (double) common.get(0),
        null,
        null,
        (double) common.get(0),
        "year",
        null,
        common.size() > 1 ? "common years " + list(common) : null);
  }

  /** Numbers as people write them: 91.2, 161.3. */
  static String numbers(Collection<Double> numbers) {
    return numbers.stream().map(Explanation::number).collect(Collectors.joining(", "));
  }

  /** Years as people write them: 2011, 2012. */
  static String list(Collection<Integer> years) {
    return years.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }
}

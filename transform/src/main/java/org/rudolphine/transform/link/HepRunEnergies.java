package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Energy points within the ranges that records state: LEP ran at several energies in one year, and
 * titles name them ({@code e91.25}, {@code e172}).
 */
final class HepRunEnergies implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern ENTRY = Pattern.compile("(\\S+) (\\d{4})\\s*=\\s*([\\d., ]+)");
  private static final Pattern NAMED = Pattern.compile("_e(\\d{2,3}(?:\\.\\d+)?)(?=_)");

  /** Energies in GeV by experiment and year. */
  private final Map<String, List<Double>> points = new TreeMap<>();

  private final double tolerance;

  /**
   * Reads {@code experiment year = energies}.
   *
   * @param tolerance how far two energies of one point may be apart, GeV
   * @throws IllegalArgumentException for an entry of another form
   */
  HepRunEnergies(String setting, List<String> entries, double tolerance) {
    this.tolerance = tolerance;
    for (String entry : entries) {
      Matcher parts = ENTRY.matcher(entry);
      List<Double> energies = new ArrayList<>();
      if (parts.matches()) {
        for (String one : parts.group(3).split(",")) {
          if (!one.strip().matches("\\d+(\\.\\d+)?")) {
            throw refused(setting, entry);
          }
          energies.add(Double.valueOf(one.strip()));
        }
      } else {
        throw refused(setting, entry);
      }
      points.put(parts.group(1) + " " + parts.group(2), List.copyOf(energies));
    }
  }

  private static IllegalArgumentException refused(String setting, String entry) {
    return new IllegalArgumentException(
        setting + " has the entry " + entry + ", but must be experiment year = energies in GeV");
  }

  /** The energy in GeV that a title names; null when it names none. */
  static Double named(String title) {
    Matcher found = NAMED.matcher(title);
    return found.find() ? Double.valueOf(found.group(1)) : null;
  }

  /** Points at which data were taken: what the title names, else those of the years; or none. */
  List<Double> of(HepRecord data) {
    Double named = named(data.title());
    if (named != null) {
      return List.of(named);
    }
    List<Double> all = new ArrayList<>();
    for (String experiment : data.experiments()) {
      for (Integer year : data.years()) {
        all.addAll(points.getOrDefault(experiment + " " + year, List.of()));
      }
    }
    return List.copyOf(all);
  }

  /** Whether the energy of a simulation is one of the points of data. */
  HepAgreement agreement(List<Double> ofData, Double ofSimulation) {
    return ofData.isEmpty() || ofSimulation == null
        ? HepAgreement.UNKNOWN
        : HepAgreement.of(
            ofData.stream().anyMatch(one -> Math.abs(one - ofSimulation) <= tolerance));
  }
}

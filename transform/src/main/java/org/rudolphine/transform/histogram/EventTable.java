package org.rudolphine.transform.histogram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collisions with two or four leptons, one row each: {@code Run, Event} and for each lepton {@code
 * E1, px1, py1, pz1}, or {@code pt1, eta1, phi1} where energies are not given; {@code PID1} (PDG
 * number) and {@code Q1} where there are. Masses are recomputed from the four-vectors; the table's
 * own ({@code M, mZ1, mZ2}) are only compared with them. A row that cannot be read is counted.
 *
 * <p>Of four leptons, Z1 is the pair of one flavour and opposite charges, with such a pair left
 * over, whose mass is nearest to the Z boson's; Z2 is the pair left over.
 */
public final class EventTable {
  /** Masses of the Z boson and the leptons, GeV (Particle Data Group, 2024). */
  static final double Z_MASS = 91.1880;

  private static final double ELECTRON_MASS = 0.000_510_998_95;
  private static final double MUON_MASS = 0.105_658_375_5;
  private static final int[][][] PAIRINGS = {{{0, 1}, {2, 3}}, {{0, 2}, {1, 3}}, {{0, 3}, {1, 2}}};

  private final Map<String, Integer> columns = new HashMap<>();
  private final int width;
  private final int leptons;
  private final String flavour;
  private final Map<String, List<Double>> masses = new LinkedHashMap<>();
  private final Map<String, Double> deviations = new TreeMap<>();
  private final TreeSet<String> flavours = new TreeSet<>();
  private int events;
  private int unreadable;
  private String firstUnreadable;
  private long lowestRun = Long.MAX_VALUE;
  private long highestRun = Long.MIN_VALUE;

  private EventTable(String header, String flavour) throws MalformedTable {
    String[] names = header.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      columns.putIfAbsent(names[i].strip().toLowerCase(Locale.ROOT), i);
    }
    this.width = names.length;
    int number = 0;
    while (has("pt" + (number + 1)) || has("px" + (number + 1))) {
      number++;
    }
    if (number != 2 && number != 4) {
      throw new MalformedTable("header", "not a table of two or four leptons", header);
    }
    this.leptons = number;
    this.flavour = flavour;
  }

  /**
   * Reads a table.
   *
   * @param flavour {@code e} or {@code mu} where the table has no numbers of particles; empty when
   *     it is not known: then the leptons count as massless
   * @throws MalformedTable when the header names no leptons
   */
  public static EventTable read(byte[] table, String flavour) throws MalformedTable {
    String[] lines = new String(table, StandardCharsets.UTF_8).split("\r?\n");
    String header = lines[0].startsWith("\uFEFF") ? lines[0].substring(1) : lines[0];
    EventTable events = new EventTable(header, flavour);
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        events.take(lines[i], i + 1);
      }
    }
    return events;
  }

  /**
   * Values of each mass in GeV, by its name: {@code mass4mu, massZ1, massZ2} or {@code mass2mu}.
   */
  public Map<String, double[]> masses() {
    Map<String, double[]> values = new LinkedHashMap<>();
    masses.forEach(
        (name, list) ->
            values.put(
                name.equals("mass") ? name() : name,
                list.stream().mapToDouble(Double::doubleValue).toArray()));
    return values;
  }

  /** Mass of all leptons with its flavours, as {@code mass2mu2e} where they are the same in all. */
  private String name() {
    return "mass" + (flavours.size() == 1 ? flavours.first() : leptons + "l");
  }

  /** Greatest deviation from the table's own columns, GeV, by the column's name. */
  public Map<String, Double> deviations() {
    return Map.copyOf(deviations);
  }

  public int events() {
    return events;
  }

  /** Rows that could not be read. */
  public int unreadable() {
    return unreadable;
  }

  /** What was wrong with the first of them; null without any. */
  public String firstUnreadable() {
    return firstUnreadable;
  }

  /** Whether all runs have numbers as the experiments give them; simulations count from 1. */
  public boolean hasRealRuns() {
    return events > 0 && lowestRun > 1;
  }

  public long lowestRun() {
    return lowestRun;
  }

  public long highestRun() {
    return highestRun;
  }

  // ---- rows ------------------------------------------------------------------------------------

  /** A row that is wrong in some way. */
  private static final class BadRow extends Exception {
    private static final long serialVersionUID = 1L;

    BadRow(String reason) {
      super(reason);
    }
  }

  private void take(String line, int number) {
    try {
      String[] cells = line.split(",", -1);
      if (cells.length != width) {
        throw new BadRow(cells.length + " cells, not " + width);
      }
      event(cells);
    } catch (BadRow bad) {
      unreadable++;
      if (firstUnreadable == null) {
        firstUnreadable = "line " + number + ": " + bad.getMessage();
      }
    }
  }

  private void event(String[] cells) throws BadRow {
    List<FourVector> vectors = new ArrayList<>();
    for (int i = 1; i <= leptons; i++) {
      vectors.add(vector(cells, i));
    }
    long run = (long) number(cells, "run");
    Map<String, Double> found = new LinkedHashMap<>();
    found.put("mass", sum(vectors).mass());
    if (leptons == 4 && has("pid4")) {
      double[] pairs = zMasses(vectors, cells);
      if (pairs != null) {
        found.put("massZ1", pairs[0]);
        found.put("massZ2", pairs[1]);
      }
    }
    String name = flavours(cells);
    compare(cells, "M", found.get("mass"));
    compare(cells, "mZ1", found.get("massZ1"));
    compare(cells, "mZ2", found.get("massZ2"));
    flavours.add(name);
    lowestRun = Math.min(lowestRun, run);
    highestRun = Math.max(highestRun, run);
    found.forEach((key, mass) -> masses.computeIfAbsent(key, k -> new ArrayList<>()).add(mass));
    events++;
  }

  private static FourVector sum(List<FourVector> vectors) {
    FourVector sum = new FourVector(0, 0, 0, 0);
    for (FourVector vector : vectors) {
      sum = sum.plus(vector);
    }
    return sum;
  }

  private FourVector vector(String[] cells, int lepton) throws BadRow {
    if (has("e" + lepton) && has("px" + lepton) && has("py" + lepton) && has("pz" + lepton)) {
      return new FourVector(
          number(cells, "e" + lepton),
          number(cells, "px" + lepton),
          number(cells, "py" + lepton),
          number(cells, "pz" + lepton));
    }
    return FourVector.ofDetector(
        number(cells, "pt" + lepton),
        number(cells, "eta" + lepton),
        number(cells, "phi" + lepton),
        mass(cells, lepton));
  }

  private double mass(String[] cells, int lepton) throws BadRow {
    String name = has("pid" + lepton) ? flavour(cells, lepton) : flavour;
    return switch (name) {
      case "mu" -> MUON_MASS;
      case "e" -> ELECTRON_MASS;
      default -> 0;
    };
  }

  private String flavour(String[] cells, int lepton) throws BadRow {
    return switch (Math.abs((int) number(cells, "pid" + lepton))) {
      case 11 -> "e";
      case 13 -> "mu";
      default -> throw new BadRow("PID" + lepton + " is neither electron nor muon");
    };
  }

  private String flavours(String[] cells) throws BadRow {
    if (!has("pid1")) {
      return flavour.isEmpty() ? leptons + "l" : leptons + flavour;
    }
    int muons = 0;
    for (int i = 1; i <= leptons; i++) {
      muons += flavour(cells, i).equals("mu") ? 1 : 0;
    }
    int electrons = leptons - muons;
    return (muons == 0 ? "" : muons + "mu") + (electrons == 0 ? "" : electrons + "e");
  }

  private double[] zMasses(List<FourVector> vectors, String[] cells) throws BadRow {
    int[] particles = new int[leptons];
    for (int i = 0; i < leptons; i++) {
      particles[i] = (int) number(cells, "pid" + (i + 1));
    }
    double[] best = null;
    for (int[][] pairing : PAIRINGS) {
      if (isPair(particles, pairing[0]) && isPair(particles, pairing[1])) {
        double one = sum(List.of(vectors.get(pairing[0][0]), vectors.get(pairing[0][1]))).mass();
        double two = sum(List.of(vectors.get(pairing[1][0]), vectors.get(pairing[1][1]))).mass();
        double[] ordered =
            fromZ(one) <= fromZ(two) ? new double[] {one, two} : new double[] {two, one};
        if (best == null || fromZ(ordered[0]) < fromZ(best[0])) {
          best = ordered;
        }
      }
    }
    return best;
  }

  private static boolean isPair(int[] particles, int[] pair) {
    return particles[pair[0]] + particles[pair[1]] == 0;
  }

  private static double fromZ(double mass) {
    return Math.abs(mass - Z_MASS);
  }

  private void compare(String[] cells, String column, Double computed) throws BadRow {
    if (computed != null && has(column.toLowerCase(Locale.ROOT))) {
      double given = number(cells, column.toLowerCase(Locale.ROOT));
      deviations.merge(column, Math.abs(computed - given), Math::max);
    }
  }

  private boolean has(String column) {
    return columns.containsKey(column);
  }

  private double number(String[] cells, String column) throws BadRow {
    Integer at = columns.get(column);
    if (at == null) {
      throw new BadRow("no column " + column);
    }
    try {
      double value = Double.parseDouble(cells[at].strip());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new BadRow(column + " is not a number: " + cells[at]);
    }
    throw new BadRow(column + " is not finite: " + cells[at]);
  }
}

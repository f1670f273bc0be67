package org.rudolphine.transform.link;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Times the ranking of 500 events x 10,000 runs x 5,000 draws on one thread, and writes the same
 * numbers for a peer in another language ({@code bin/bench.d/ranking.py}).
 *
 * <p>The file: big-endian int32 events, draws, runs, neighbours; float64 of each run's ln q, then
 * chi_eff, then the squared deviations that have no tree (in-plane spin and eccentricity); for each
 * event float64 of the draws' scaled signed ln q, then chi_eff, then the two scales, then median,
 * standard deviations below and above, mode and greatest density of ln(m1/m2), then median and
 * standard deviations below and above of chi_eff, then what {@link SpinTrade} knows: coefficient,
 * median, standard deviations per spin, mean, and the deviation that is independent of mass ratio.
 */
final class RankingBench {
  private static final int EVENTS = 500;
  private static final int RUNS = 10_000;
  private static final RankingSettings SETTINGS = GwSamples.RANKING;

  private RankingBench() {}

  /** First argument: the file to write for the peer. */
  public static void main(String[] arguments) throws IOException {
    List<GwEvent> events = events();
    List<GwRun> runs = runs();
    List<double[][]> coordinates = new ArrayList<>();
    for (GwEvent event : events) {
      coordinates.add(coordinates(event));
    }
    write(Path.of(arguments[0]), events, runs, coordinates);

    // Warm up on other sizes than the measured loop, so that the compiler has seen the code.
    searchAll(coordinates.subList(0, 20), runs);
    rankAll(events.subList(0, 20), runs);
    report("tree", () -> searchAll(coordinates, runs));
    report("ranking", () -> rankAll(events, runs));
  }

  private interface Work {
    double run();
  }

  private static void report(String name, Work work) {
    double best = Double.POSITIVE_INFINITY;
    double checksum = 0;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      checksum = work.run();
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    System.out.printf(Locale.ROOT, "%s %.3f %.9e%n", name, best, checksum);
  }

  /** A tree per event, and the distance of every run to its k-th nearest draw. */
  private static double searchAll(List<double[][]> coordinates, List<GwRun> runs) {
    double sum = 0;
    for (double[][] event : coordinates) {
      KdTree.Search search = new KdTree(event[0], event[1]).nearest(SETTINGS.neighbours());
      for (GwRun run : runs) {
        sum += search.distance(Math.log(run.massRatio()) / event[2][0], run.chiEff() / event[2][1]);
      }
    }
    return sum;
  }

  /** What the rule does: draws, spread, tree and the list of the best twenty. */
  private static double rankAll(List<GwEvent> events, List<GwRun> runs) {
    double sum = 0;
    for (GwEvent event : events) {
      for (RunRanking.Ranked ranked :
          RunRanking.best(new EventSpread(event, SETTINGS), runs, SETTINGS.listLength())) {
        sum += ranked.score();
      }
    }
    return sum;
  }

  private static List<GwEvent> events() {
    Random random = new Random(1);
    List<GwEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      double mass1 = 20 + 40 * random.nextDouble();
      double mass2 = mass1 * (0.4 + 0.6 * random.nextDouble());
      double chirp = Math.pow(mass1 * mass2, 0.6) / Math.pow(mass1 + mass2, 0.2);
      double chiEff = 0.4 * random.nextDouble() - 0.2;
      events.add(
          new GwEvent(
              "bench-" + i,
              "bench-" + i,
              0.9,
              GwSamples.offsets(mass1, -0.15 * mass1, 0.2 * mass1),
              GwSamples.offsets(mass2, -0.2 * mass2, 0.15 * mass2),
              Measured.ABSENT,
              GwSamples.offsets(chirp, -0.05 * chirp, 0.06 * chirp),
              Measured.ABSENT,
              GwSamples.offsets(chiEff, -0.2, 0.15),
              Measured.ABSENT,
              GwSamples.offsets(0.3, -0.1, 0.1)));
    }
    return events;
  }

  private static List<GwRun> runs() {
    Random random = new Random(2);
    List<GwRun> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(
          new GwRun(
              String.format(Locale.ROOT, "run-%05d", i),
              1 + 9 * Math.pow(random.nextDouble(), 2),
              1.6 * random.nextDouble() - 0.8,
              0.8 * random.nextDouble(),
              0.1 * random.nextDouble(),
              null,
              0.015,
              15.0,
              false));
    }
    return runs;
  }

  /** Scaled signed ln q and chi_eff of the draws, and the two scales. */
  private static double[][] coordinates(GwEvent event) {
    EventDraws draws = EventDraws.of(event, SETTINGS);
    double[] logarithm = draws.logMassRatio().clone();
    for (int i = 0; i < logarithm.length; i++) {
      logarithm[i] = (i % 2 == 0 ? 1 : -1) * Math.abs(logarithm[i]);
    }
    double[] spin = draws.chiEff().clone();
    return new double[][] {logarithm, spin, {scale(logarithm), scale(spin)}};
  }

  private static double scale(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < values.length; i++) {
      values[i] /= deviation;
    }
    return deviation;
  }

  private static void write(
      Path file, List<GwEvent> events, List<GwRun> runs, List<double[][]> coordinates)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      out.writeInt(EVENTS);
      out.writeInt(SETTINGS.draws());
      out.writeInt(RUNS);
      out.writeInt(SETTINGS.neighbours());
      write(out, runs.stream().mapToDouble(run -> Math.log(run.massRatio())).toArray());
      write(out, runs.stream().mapToDouble(GwRun::chiEff).toArray());
      EventSpread any = new EventSpread(events.get(0), SETTINGS);
      write(
          out,
          runs.stream()
              .mapToDouble(
                  run ->
                      Math.pow(any.inPlaneDeviation(run), 2)
                          + Math.pow(any.eccentricityDeviation(run), 2))
              .toArray());
      for (int i = 0; i < EVENTS; i++) {
        for (double[] values : coordinates.get(i)) {
          write(out, values);
        }
        EventSpread spread = new EventSpread(events.get(i), SETTINGS);
        write(out, spread.massRatioSpread().numbers());
        write(out, quantity(spread.chiEff()));
        write(out, spread.spinTrade().numbers());
      }
    }
  }

  private static double[] quantity(EventSpread.Quantity quantity) {
    return new double[] {
      quantity.published().value(), quantity.sigmaBelow(), quantity.sigmaAbove()
    };
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    for (double value : values) {
      out.writeDouble(value);
    }
  }
}

package org.rudolphine.transform.signal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times the matched filter on one thread, events of two detectors against templates, and writes the
 * same numbers for a peer in another language ({@code bin/bench.d/filter.py}).
 *
 * <p>The file: big-endian int32 events, templates, samples of a detector, points of a template;
 * float64 of the rate; for each event the samples of H1, then of L1; for each template its times,
 * plus, cross.
 */
final class MatchedFilterBench {
  private static final int EVENTS = 4;
  private static final int TEMPLATES = 25;
  private static final double RATE = 4096;
  private static final int COUNT = 131_072;
  private static final double START = 1_000_000_000;
  private static final double EVENT_AT = 16.4;
  private static final String[] DETECTORS = {"H1", "L1"};

  private MatchedFilterBench() {}

  /** First argument: the file to write for the peer. */
  public static void main(String[] arguments) throws IOException, Unfilterable {
    List<double[]> strain = new ArrayList<>();
    for (int i = 0; i < EVENTS * DETECTORS.length; i++) {
      strain.add(strain(i));
    }
    List<Template> templates = new ArrayList<>();
    for (int i = 0; i < TEMPLATES; i++) {
      templates.add(SyntheticChirp.waveform().at(60 + i, 400));
    }
    write(Path.of(arguments[0]), strain, templates);

    MatchedFilter filter = new MatchedFilter(FilterSettings.defaults());
    List<List<PreparedStrain>> prepared = new ArrayList<>();
    report("prepare", () -> prepare(filter, strain, prepared));
    report("filter", () -> search(filter, prepared, templates));
  }

  private interface Work {
    double run() throws Unfilterable;
  }

  /** Best of five, so that the compiler has seen the code. */
  private static void report(String name, Work work) throws Unfilterable {
    double best = Double.POSITIVE_INFINITY;
    double checksum = 0;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      checksum = work.run();
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    System.out.printf(
        Locale.ROOT,
        "%s %.3f %.9e %d%n",
        name,
        best,
        checksum,
        EVENTS * (name.equals("filter") ? TEMPLATES : 1));
  }

  /** Noise density, whitening and whitened data of every detector; sum of the squared samples. */
  private static double prepare(
      MatchedFilter filter, List<double[]> strain, List<List<PreparedStrain>> prepared)
      throws Unfilterable {
    prepared.clear();
    double sum = 0;
    for (int event = 0; event < EVENTS; event++) {
      List<PreparedStrain> detectors = new ArrayList<>();
      for (int i = 0; i < DETECTORS.length; i++) {
        double[] samples = strain.get(event * DETECTORS.length + i);
        detectors.add(filter.prepare(new StrainSeries(DETECTORS[i], START, RATE, samples)));
        for (double value : detectors.get(i).whitenedSeries()) {
          sum += value * value;
        }
      }
      prepared.add(detectors);
    }
    return sum;
  }

  /** What a rule needs of each event and template; sum of ratios, chi-squares and residuals. */
  private static double search(
      MatchedFilter filter, List<List<PreparedStrain>> prepared, List<Template> templates)
      throws Unfilterable {
    double sum = 0;
    for (List<PreparedStrain> detectors : prepared) {
      for (Template template : templates) {
        NetworkResult network = filter.search(detectors, template, START + EVENT_AT);
        for (DetectorResult result : network.detectors()) {
          sum += result.snr() + result.backgroundSnr() + result.chiSquareReduced();
          sum += result.overlay().chiSquare() / result.overlay().ndf();
        }
      }
    }
    return sum;
  }

  private static double[] strain(int seed) {
    double[] samples = ColouredNoise.samples(COUNT, RATE, seed);
    double massS = 72 * GeometricWaveform.SOLAR_MASS_S;
    for (int i = 0; i < COUNT; i++) {
      samples[i] += 4e-21 * SyntheticChirp.plus((i / RATE - EVENT_AT) / massS);
    }
    return samples;
  }

  private static void write(Path file, List<double[]> strain, List<Template> templates)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      out.writeInt(EVENTS);
      out.writeInt(TEMPLATES);
      out.writeInt(COUNT);
      out.writeInt(templates.get(0).timeS().length);
      out.writeDouble(RATE);
      for (double[] samples : strain) {
        write(out, samples);
      }
      for (Template template : templates) {
        write(out, template.timeS());
        write(out, template.plus());
        write(out, template.cross());
      }
    }
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    for (double value : values) {
      out.writeDouble(value);
    }
  }
}

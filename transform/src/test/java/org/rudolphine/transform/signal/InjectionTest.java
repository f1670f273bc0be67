package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * 200 signals of known ratio, time, phase and mass in coloured Gaussian noise of known density. The
 * filter estimates the density itself, from 32 s in segments of half a second.
 */
class InjectionTest {
  private static final int TRIALS = 200;
  private static final double RATE = 512;
  private static final int COUNT = 16_384;
  private static final double START = 1_000_000_000;
  private static final FilterSettings SETTINGS =
      new FilterSettings(0.5, 20, 1024, 0.5, 0.1, 16, 0.1, 0.005, 0.75, 0.25);
  private static final GeometricWaveform WAVEFORM = SyntheticChirp.waveform();

  /** What was put in: mass, ratio, place in samples, phase. */
  private record Injection(double mass, double snr, double place, double phase) {
    static Injection random(Random random) {
      return new Injection(
          90 + 20 * random.nextDouble(),
          12 + 18 * random.nextDouble(),
          COUNT * (0.4 + 0.2 * random.nextDouble()),
          2 * Math.PI * random.nextDouble());
    }

    double[] samples() {
      double[] samples = new double[COUNT];
      double massS = mass * GeometricWaveform.SOLAR_MASS_S;
      for (int i = 0; i < COUNT; i++) {
        double timeM = (i - place) / RATE / massS;
        samples[i] =
            SyntheticChirp.plus(timeM) * Math.cos(phase)
                + SyntheticChirp.cross(timeM) * Math.sin(phase);
      }
      return samples;
    }
  }

  @Test
  void ratioTimePhaseAndMassAreRecovered() throws Unfilterable {
    MatchedFilter filter = new MatchedFilter(SETTINGS);
    Random random = new Random(20260000);
    double snr = 0;
    double time = 0;
    double mass = 0;
    double cosine = 0;
    double sine = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Injection truth = Injection.random(random);
      double[] data = ColouredNoise.samples(COUNT, RATE, trial);
      add(truth.samples(), data, truth.snr);
      double gps = START + truth.place / RATE;
      List<PreparedStrain> strain =
          List.of(filter.prepare(new StrainSeries("H1", START, RATE, data)));
      DetectorResult known =
          filter.search(strain, WAVEFORM.at(truth.mass, 1), gps + 0.03).detectors().get(0);
      ScanResult scan =
          filter.scan(
              strain,
              TemplateFamily.byDetectorMass(WAVEFORM, 1),
              new ScanGrid(truth.mass - 17, truth.mass + 13, 5, 0.01),
              gps + 0.03);
      snr += (known.snr() / truth.snr - 1) / TRIALS;
      time += (known.peakGps() - gps) / TRIALS;
      mass += (scan.best() / truth.mass - 1) / TRIALS;
      cosine += Math.cos(known.phase() - truth.phase) / TRIALS;
      sine += Math.sin(known.phase() - truth.phase) / TRIALS;
      assertThat(Math.abs(known.peakGps() - gps)).as("trial %d", trial).isLessThan(0.004);
    }
    assertThat(Math.abs(snr)).as("bias of the ratio").isLessThan(0.02);
    assertThat(Math.abs(time)).as("bias of the time").isLessThan(0.0005);
    assertThat(Math.abs(mass)).as("bias of the mass").isLessThan(0.01);
    assertThat(Math.abs(Math.atan2(sine, cosine))).as("bias of the phase").isLessThan(0.05);
  }

  /** Scales the signal to a ratio by the true density: rho^2 = 4 df sum |h|^2 / S from 20 Hz on. */
  private static void add(double[] signal, double[] data, double snr) {
    Fft.Spectrum spectrum = new Fft(COUNT).forwardReal(signal);
    double step = RATE / COUNT;
    double squared = 0;
    for (int k = (int) (20 / step); k < 0.9 * COUNT / 2; k++) {
      double power = spectrum.re()[k] * spectrum.re()[k] + spectrum.im()[k] * spectrum.im()[k];
      squared += 4 * step * power / (RATE * RATE) / ColouredNoise.density(k * step);
    }
    double factor = snr / Math.sqrt(squared);
    for (int i = 0; i < COUNT; i++) {
      data[i] += factor * signal[i];
    }
  }
}

package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * GW150914: LOSC's V2 strain of 32 s at 4096 Hz against the waveform of numerical relativity and
 * the template of the tutorial.
 *
 * <p>The figures to agree with come from a program in numpy 1.24 and scipy 1.10 with conventions of
 * its own: scipy.signal.welch (hann, 4 s, half overlapping, average='median'); numpy.interp to the
 * bins of 32 s from 20 to below 1024 Hz; data under a Tukey window with ramps of 1 s; the template
 * through scipy.interpolate.CubicSpline, its ramps a squared sine of a tenth of either side, at
 * most 0.1 s, that of the tutorial from where its phase turns 15 times a second, laid at the
 * beginning of its array; the second quadrature of the waveform from scipy.signal.hilbert in time,
 * that of the template from Gram and Schmidt; both quadratures transformed back with sixteen times
 * as many zeros, and the largest sample of their hypotenuse taken within 0.5 s of GPS 1126259462.4;
 * chi-square from 16 parts at that sample.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the directory of real data")
class Gw150914CorpusTest {
  private static final double EVENT_GPS = 1126259462.4;
  private static final MatchedFilter FILTER = new MatchedFilter(FilterSettings.defaults());
  private static List<PreparedStrain> strain;

  @BeforeAll
  static void readStrain() throws Unfilterable {
    strain = List.of(FILTER.prepare(strain("H1")), FILTER.prepare(strain("L1")));
  }

  private static Path file(String name) {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS"), "gwosc").resolve(name);
  }

  private static StrainSeries strain(String detector) {
    String name = "strain/" + detector.charAt(0) + "-" + detector + "_LOSC_4_V2-1126259446-32.hdf5";
    try (HdfFile hdf = new HdfFile(file(name))) {
      Dataset data = hdf.getDatasetByPath("strain/Strain");
      double start = ((Number) data.getAttribute("Xstart").getData()).doubleValue();
      double spacing = ((Number) data.getAttribute("Xspacing").getData()).doubleValue();
      return new StrainSeries(detector, start, 1 / spacing, (double[]) data.getData());
    }
  }

  private static Template numericalRelativity() throws IOException {
    List<String> lines = Files.readAllLines(file("nr/GW150914_4_NR_waveform.txt"));
    double[] times = new double[lines.size()];
    double[] values = new double[lines.size()];
    for (int i = 0; i < times.length; i++) {
      String[] cells = lines.get(i).trim().split("\\s+");
      times[i] = Double.parseDouble(cells[0]);
      values[i] = Double.parseDouble(cells[1]);
    }
    return new Template(times, values, null);
  }

  /** The tutorial's file says nothing about time: its largest value becomes t = 0. */
  private static Template tutorial() {
    try (HdfFile hdf = new HdfFile(file("nr/GW150914_4_template.hdf5"))) {
      float[][] values = (float[][]) hdf.getDatasetByPath("template").getData();
      int count = values[0].length;
      double[] times = new double[count];
      double[] plus = new double[count];
      double[] cross = new double[count];
      int peak = 0;
      for (int i = 0; i < count; i++) {
        plus[i] = values[0][i];
        cross[i] = values[1][i];
        peak = Math.hypot(plus[i], cross[i]) > Math.hypot(plus[peak], cross[peak]) ? i : peak;
      }
      for (int i = 0; i < count; i++) {
        times[i] = (i - peak) / 4096.0;
      }
      return new Template(times, plus, cross);
    }
  }

  /**
   * H1 19.9, L1 13.1: triggers of 4-OGC (Nitz et al. 2023, ApJ 946, 59). Delay 6.9 +0.5 -0.4 ms:
   * Phys. Rev. Lett. 116, 061102. Network 24 to 26 in GWOSC's lists, where templates were fitted.
   */
  @Test
  void ratiosAndDelayAreNearThePublishedOnes() throws Exception {
    for (Template template : List.of(numericalRelativity(), tutorial())) {
      NetworkResult result = FILTER.search(strain, template, EVENT_GPS);
      assertThat(result.of("H1").orElseThrow().snr()).isCloseTo(19.9, within(1.0));
      assertThat(result.of("L1").orElseThrow().snr()).isCloseTo(13.1, within(1.0));
      assertThat(result.snr()).isBetween(23.0, 26.0);
      assertThat(result.delayMs("H1", "L1")).isBetween(6.5, 7.4);
    }
  }

  @Test
  void waveformAgreesWithAnIndependentComputation() throws Exception {
    NetworkResult result = FILTER.search(strain, numericalRelativity(), EVENT_GPS);
    agrees(result.of("H1").orElseThrow(), 19.2519, 1126259462.422760, 0.82383, 1.0058, 4.3553);
    agrees(result.of("L1").orElseThrow(), 12.9407, 1126259462.415741, 0.64632, 0.8470, 4.3771);
    assertThat(result.snr()).isCloseTo(23.1969, within(0.05));
    assertThat(result.delayMs("H1", "L1")).isCloseTo(7.019, within(0.2));
  }

  @Test
  void templateOfTheTutorialAgreesWithAnIndependentComputation() throws Exception {
    NetworkResult result = FILTER.search(strain, tutorial(), EVENT_GPS);
    agrees(result.of("H1").orElseThrow(), 19.3600, 1126259462.423615, 1.2304e-3, 1.1745, 4.2864);
    agrees(result.of("L1").orElseThrow(), 13.0585, 1126259462.416595, 9.6826e-4, 0.6764, 4.4063);
    assertThat(result.snr()).isCloseTo(23.3524, within(0.05));
    assertThat(result.delayMs("H1", "L1")).isCloseTo(7.019, within(0.2));
  }

  private static void agrees(
      DetectorResult result,
      double snr,
      double gps,
      double amplitude,
      double chiSquare,
      double background) {
    assertThat(result.snr()).isCloseTo(snr, within(0.05));
    assertThat(result.peakGps()).isCloseTo(gps, within(0.0002));
    assertThat(result.amplitude()).isCloseTo(amplitude, within(0.005 * amplitude));
    assertThat(result.chiSquareReduced()).isCloseTo(chiSquare, within(0.05));
    assertThat(result.backgroundSnr()).isCloseTo(background, within(0.05));
    assertThat(result.binsLeftOut()).isZero();
  }

  /** Of unit variance by the same computation: 1.0026 and 1.0005 away from edges and event. */
  @Test
  void whitenedNoiseAndResidualHaveUnitVariance() throws Exception {
    NetworkResult result = FILTER.search(strain, numericalRelativity(), EVENT_GPS);
    for (DetectorResult each : result.detectors()) {
      assertThat(each.overlay().timeS()).hasSize(4096);
      assertThat(each.overlay().chiSquare() / each.overlay().ndf()).isBetween(0.9, 1.1);
    }
    for (PreparedStrain each : strain) {
      double[] whitened = each.whitened();
      double squares = 0;
      for (int i = 5 * 4096; i < 14 * 4096; i++) {
        squares += whitened[i] * whitened[i];
      }
      assertThat(squares / (9 * 4096)).isBetween(0.97, 1.03);
    }
  }

  /** The waveform was made for this event, so a stretch of a few per cent is all that can help. */
  @Test
  void scanStaysNearTheWaveformsOwnMass() throws Exception {
    ScanResult scan =
        FILTER.scan(
            strain,
            TemplateFamily.byStretch(numericalRelativity()),
            new ScanGrid(0.8, 1.2, 9, 0.005),
            EVENT_GPS);
    assertThat(scan.best()).isBetween(0.95, 1.02);
    assertThat(scan.atEdge()).isFalse();
    assertThat(scan.result().snr()).isBetween(23.1969, 24.0);
    assertThat(scan.parameter()).isSorted().hasSameSizeAs(scan.snrNetwork());
  }
}

package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Strain and templates that cannot be used: one sentence each, and no other exception. */
class UnfilterableTest {
  private static final FilterSettings SETTINGS =
      new FilterSettings(0.5, 20, 1024, 0.5, 0.1, 16, 0.2, 0.005, 0.75, 0.25);
  private static final double RATE = 512;
  private static final double START = 1_000_000_000;

  private final MatchedFilter filter = new MatchedFilter(SETTINGS);

  private static double[] noise(int count) {
    Random random = new Random(count);
    return random.doubles(count, -1e-21, 1e-21).toArray();
  }

  private ThrowingCallable preparing(double rate, double[] samples) {
    return () -> filter.prepare(new StrainSeries("H1", START, rate, samples));
  }

  private ThrowingCallable searching(Template template, double gps) {
    return () ->
        filter.search(
            List.of(filter.prepare(new StrainSeries("H1", START, RATE, noise(8192)))),
            template,
            gps);
  }

  private static void refuses(ThrowingCallable work, String reason) {
    assertThatThrownBy(work).isInstanceOf(Unfilterable.class).hasMessage(reason);
  }

  private static Template chirp() {
    return SyntheticChirp.waveform().at(100, 400);
  }

  @Test
  void strainWithoutANumber() {
    double[] samples = new double[8192];
    Arrays.fill(samples, Double.NaN);
    refuses(preparing(RATE, samples), "the strain has no finite sample");
  }

  @Test
  void strainThatIsTooShort() {
    refuses(
        preparing(RATE, noise(200)),
        "the strain lasts 0.390625 s, less than one segment of the noise density");
    refuses(
        preparing(RATE, noise(700)),
        "the strain has 4 whole segments of 0.5 s without a gap, and the noise density needs 5");
    refuses(
        preparing(RATE, new double[0]),
        "the strain lasts 0.0 s, less than one segment of the noise density");
  }

  @Test
  void strainWithTooManyGaps() {
    double[] samples = noise(8192);
    for (int i = 0; i < samples.length; i += 200) {
      samples[i] = Double.NaN;
    }
    refuses(
        preparing(RATE, samples),
        "the strain has 0 whole segments of 0.5 s without a gap, and the noise density needs 5");
  }

  @Test
  void impossibleRates() {
    for (double rate : new double[] {0, -4096, Double.NaN, Double.POSITIVE_INFINITY, 16}) {
      refuses(
          preparing(rate, noise(8192)),
          "strain at " + rate + " Hz from GPS 1.0E9 on cannot be filtered");
    }
    refuses(
        preparing(41, noise(8192)),
        "strain at 41.0 Hz has nothing in the band from 20.0 to 18.45 Hz");
  }

  @Test
  void strainThatIsZero() {
    refuses(
        preparing(RATE, new double[8192]),
        "the noise density is zero or not finite in 3367 of 3367 frequency bins of the band");
  }

  /** 20 of 210 Hz that some notch has nulled are left out; the rest is used. */
  @Test
  void zeroBinsOfTheNoiseAreLeftOut() throws Unfilterable {
    double[] density = new double[129];
    Arrays.fill(density, 1e-46);
    Arrays.fill(density, 30, 40, 0);
    density[50] = Double.NaN;
    PreparedStrain strain =
        PreparedStrain.of(
            new StrainSeries("H1", START, RATE, noise(8192)),
            new NoiseDensity(2, density, 31),
            SETTINGS,
            new FftPool());
    NetworkResult result = filter.search(List.of(strain), chirp(), START + 8);
    // From 58 to 80 Hz and from 98 to 102 Hz, ends apart, in bins of 1/16 Hz.
    assertThat(result.detectors().get(0).binsLeftOut()).isEqualTo(351 + 63);
    assertThat(result.detectors().get(0).snr()).isFinite();
  }

  @Test
  void templateThatIsLongerThanTheData() {
    double[] times = {-20, -10, 0, 10};
    double[] values = {1, -1, 1, -1};
    refuses(
        searching(new Template(times, values, null), START + 8),
        "the template lasts 30.001953125 s, longer than the strain");
    double[] shorter = {-7, -4, 0, 7.5};
    refuses(
        searching(new Template(shorter, values, null), START + 8),
        "a template of 14.501953125 s with the filter's response of 1.0 s is longer than any"
            + " stretch of H1 without a gap");
  }

  @Test
  void templatesWithoutUse() {
    double[] times = {-1, 0, 1};
    refuses(
        searching(new Template(times, new double[3], null), START + 8),
        "the template is zero everywhere");
    refuses(
        searching(new Template(times, new double[] {1, Double.NaN, 1}, null), START + 8),
        "the template has a value that is no number at row 1");
    refuses(
        searching(new Template(new double[] {-1, 1, 0}, new double[] {1, 1, 1}, null), START + 8),
        "the template's times do not rise at row 2: 0.0");
    refuses(
        searching(new Template(times, new double[] {0, 1, 0}, null), START + 8),
        "the template has a single value that is not zero");
    refuses(
        searching(new Template(new double[0], new double[0], null), START + 8),
        "the template is zero everywhere");
    refuses(
        searching(new Template(new double[] {0, 0.001}, new double[] {1, 1}, null), START + 8),
        "the template is shorter than 4 samples at 512.0 Hz");
    refuses(
        searching(new Template(new double[] {-1e9, 0}, new double[] {1, 1}, null), START + 8),
        "the template reaches from -1.0E9 to 0.0 s");
  }

  @Test
  void noDataAtTheTimeOfTheEvent() {
    for (double gps : new double[] {START - 1e6, START + 0.6, START + 15.9, START + 1e9}) {
      refuses(
          searching(chirp(), gps),
          "H1 has no data without edges or gaps within 0.2 s of GPS " + gps);
    }
    refuses(
        searching(chirp(), Double.NaN),
        "H1 has no data without edges or gaps within 0.2 s of GPS NaN");
  }

  @Test
  void otherDetectorsGoOnWhenOneIsRefused() throws Unfilterable {
    double[] gap = noise(8192);
    Arrays.fill(gap, 4000, 4100, Double.NaN);
    NetworkResult result =
        filter.search(
            List.of(
                filter.prepare(new StrainSeries("H1", START, RATE, gap)),
                filter.prepare(new StrainSeries("L1", START, RATE, noise(8192)))),
            chirp(),
            START + 8);
    assertThat(result.detectors()).extracting(DetectorResult::detector).containsExactly("L1");
    assertThat(result.refused())
        .containsExactly(
            new NetworkResult.Refused(
                "H1", "H1 has no data without edges or gaps within 0.2 s of GPS 1.000000008E9"));
  }

  @Test
  void everyPointOfAScanRefused() {
    TemplateFamily silent =
        TemplateFamily.byStretch(new Template(new double[3], new double[3], null));
    assertThatThrownBy(
            () ->
                filter.scan(
                    List.of(filter.prepare(new StrainSeries("H1", START, RATE, noise(8192)))),
                    silent,
                    new ScanGrid(0.9, 1.1, 3, 0.01),
                    START + 8))
        .isInstanceOf(Unfilterable.class)
        .hasMessage("the template's times do not rise at row 1: 0.0");
  }

  @Test
  void chunksThatDoNotBelongTogether() {
    StrainSeries first = new StrainSeries("H1", START, 4, new double[8]);
    refuses(() -> StrainSeries.joined(List.of()), "there is no strain");
    refuses(
        () ->
            StrainSeries.joined(
                List.of(first, new StrainSeries("L1", START + 2, 4, new double[8]))),
        "strain of H1 at 4.0 Hz cannot be put together with strain of L1 at 4.0 Hz");
    refuses(
        () ->
            StrainSeries.joined(
                List.of(first, new StrainSeries("H1", START + 1, 4, new double[8]))),
        "two chunks of strain of H1 overlap");
    refuses(
        () ->
            StrainSeries.joined(
                List.of(first, new StrainSeries("H1", START + 2.1, 4, new double[8]))),
        "chunks of strain of H1 do not lie on one grid");
    refuses(
        () ->
            StrainSeries.joined(
                List.of(first, new StrainSeries("H1", START + 1e9, 4, new double[8]))),
        "the chunks of strain of H1 lie too far apart to be put together");
  }

  @Test
  void chunksInAnyOrderMakeOneSeriesWithGapsBetween() throws Unfilterable {
    StrainSeries late = new StrainSeries("H1", START + 2, 2, new double[] {5, 6});
    StrainSeries early = new StrainSeries("H1", START, 2, new double[] {1, 2, 3});
    StrainSeries joined = StrainSeries.joined(List.of(late, early));
    assertThat(joined.gpsStart()).isEqualTo(START);
    assertThat(joined.samples()).containsExactly(1, 2, 3, Double.NaN, 5, 6);
    StrainSeries part = joined.between(START + 0.4, START + 2.5);
    assertThat(part.gpsStart()).isEqualTo(START + 0.5);
    assertThat(part.samples()).containsExactly(2, 3, Double.NaN, 5);
    assertThat(joined.between(START + 9, START + 12).samples()).isEmpty();
  }
}

package org.rudolphine.transform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What must hold for any template and noise; 16 s at 512 Hz and 100 solar masses, to be quick. */
class MatchedFilterTest {
  private static final double RATE = 512;
  private static final int COUNT = 8192;
  private static final double START = 1_000_000_000;
  private static final double MIDDLE = START + 8.25;
  private static final double MASS = 100;
  private static final double STRAIN = 1.4e-20;
  private static final FilterSettings SETTINGS =
      new FilterSettings(0.5, 20, 1024, 0.5, 0.1, 16, 0.2, 0.005, 0.75, 0.25);
  private static final NoiseDensity NOISE = ColouredNoise.known(RATE, 256);
  private static final Template TEMPLATE = TemplateFamily.byDetectorMass(strains(), 1).at(MASS);

  private final FftPool ffts = new FftPool();
  private final MatchedFilter filter = new MatchedFilter(SETTINGS);

  /** The chirp with values that come out as ratio of about 20. */
  private static GeometricWaveform strains() {
    GeometricWaveform unit = SyntheticChirp.waveform();
    double perMpc = unit.at(MASS, 1).plus()[4000] / unit.plus()[4000];
    double factor = STRAIN / perMpc;
    return new GeometricWaveform(
        unit.timeM(),
        Arrays.stream(unit.plus()).map(value -> value * factor).toArray(),
        Arrays.stream(unit.cross()).map(value -> value * factor).toArray());
  }

  /** Adds the chirp with t = 0 at a place in samples, fractions included. */
  private static void inject(double[] samples, double place, double strain, double phase) {
    double massS = MASS * GeometricWaveform.SOLAR_MASS_S;
    for (int i = 0; i < samples.length; i++) {
      double timeM = (i - place) / RATE / massS;
      samples[i] +=
          strain
              * (SyntheticChirp.plus(timeM) * Math.cos(phase)
                  + SyntheticChirp.cross(timeM) * Math.sin(phase));
    }
  }

  private PreparedStrain prepared(String detector, double[] samples) throws Unfilterable {
    return PreparedStrain.of(
        new StrainSeries(detector, START, RATE, samples), NOISE, SETTINGS, ffts);
  }

  private DetectorResult search(double[] samples, Template template, double gps)
      throws Unfilterable {
    return filter.search(List.of(prepared("H1", samples)), template, gps).detectors().get(0);
  }

  @Property(tries = 20)
  void amplitudeIsTheFactorOfTheSignal(@ForAll @DoubleRange(min = 0.01, max = 100) double factor)
      throws Unfilterable {
    double[] samples = new double[COUNT];
    inject(samples, 8.25 * RATE, factor * STRAIN, 0);
    DetectorResult result = search(samples, TEMPLATE, MIDDLE);
    assertThat(result.amplitude()).isCloseTo(factor, within(0.005 * factor));
    assertThat(result.snr()).isCloseTo(factor * result.sigma(), within(0.005 * result.snr()));
  }

  @Property(tries = 20)
  void outputIsLinearInTheData(
      @ForAll @IntRange(min = 0, max = 1000) int seed,
      @ForAll @DoubleRange(min = -3, max = 3) double factor)
      throws Unfilterable {
    double[] noise = ColouredNoise.samples(COUNT, RATE, seed);
    double[] signal = new double[COUNT];
    inject(signal, 8.25 * RATE, STRAIN, 0.4);
    double[] both = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      both[i] = noise[i] + factor * signal[i];
    }
    Correlation.Value ofNoise = correlation(noise).at(4300.5);
    Correlation.Value ofSignal = correlation(signal).at(4300.5);
    Correlation.Value ofBoth = correlation(both).at(4300.5);
    assertThat(ofBoth.u()).isCloseTo(ofNoise.u() + factor * ofSignal.u(), within(1e-9));
    assertThat(ofBoth.v()).isCloseTo(ofNoise.v() + factor * ofSignal.v(), within(1e-9));
  }

  private Correlation correlation(double[] samples) throws Unfilterable {
    PreparedStrain strain = prepared("H1", samples);
    TemplateSpectra template = TemplateSpectra.of(TEMPLATE, RATE, strain.size(), SETTINGS, ffts);
    return Correlation.of(strain, template, ffts);
  }

  @Property(tries = 20)
  void peakMovesWithTheSignal(@ForAll @DoubleRange(min = -20, max = 20) double shift)
      throws Unfilterable {
    double[] samples = new double[COUNT];
    inject(samples, 8.25 * RATE + shift, STRAIN, 0.4);
    DetectorResult result = search(samples, TEMPLATE, MIDDLE);
    assertThat(result.peakGps() - MIDDLE).isCloseTo(shift / RATE, within(2e-5));
  }

  @Property(tries = 20)
  void peakMovesAgainstTheTemplatesReference(
      @ForAll @DoubleRange(min = -0.02, max = 0.02) double shift) throws Unfilterable {
    double[] samples = new double[COUNT];
    inject(samples, 8.25 * RATE, STRAIN, 0.4);
    Template moved =
        new Template(
            Arrays.stream(TEMPLATE.timeS()).map(time -> time + shift).toArray(),
            TEMPLATE.plus(),
            TEMPLATE.cross());
    DetectorResult result = search(samples, moved, MIDDLE);
    assertThat(result.peakGps() - MIDDLE).isCloseTo(-shift, within(2e-5));
  }

  @Property(tries = 20)
  void phaseOfTheSignalIsFoundAndChangesNothingElse(
      @ForAll @DoubleRange(min = -3.1, max = 3.1) double phase) throws Unfilterable {
    double[] samples = new double[COUNT];
    inject(samples, 8.25 * RATE, STRAIN, phase);
    DetectorResult result = search(samples, TEMPLATE, MIDDLE);
    assertThat(Math.IEEEremainder(result.phase() - phase, 2 * Math.PI)).isCloseTo(0, within(0.02));
    assertThat(result.snr()).isCloseTo(result.sigma(), within(0.005 * result.snr()));
  }

  @Test
  void onePolarisationFindsWhatBothFind() throws Unfilterable {
    double[] samples = ColouredNoise.samples(COUNT, RATE, 5);
    inject(samples, 8.25 * RATE, STRAIN, 1.2);
    DetectorResult both = search(samples, TEMPLATE, MIDDLE);
    DetectorResult one =
        search(samples, new Template(TEMPLATE.timeS(), TEMPLATE.plus(), null), MIDDLE);
    assertThat(one.snr()).isCloseTo(both.snr(), within(0.01 * both.snr()));
    assertThat(one.peakGps()).isCloseTo(both.peakGps(), within(2e-4));
    assertThat(one.phase()).isCloseTo(both.phase(), within(0.05));
  }

  /** Ten seconds at 5 Hz before the chirp: with them the template would leave nothing of 16 s. */
  @Test
  void slowBeginningOfATemplateSpoilsNoData() throws Unfilterable {
    int slow = 5120;
    int count = TEMPLATE.timeS().length;
    double[] times = new double[slow + count];
    double[] plus = new double[slow + count];
    System.arraycopy(TEMPLATE.timeS(), 0, times, slow, count);
    System.arraycopy(TEMPLATE.plus(), 0, plus, slow, count);
    double height = Arrays.stream(TEMPLATE.plus()).map(Math::abs).max().getAsDouble();
    for (int i = 0; i < slow; i++) {
      times[i] = times[slow] - (slow - i) / RATE;
      plus[i] = 0.1 * height * Math.cos(2 * Math.PI * 5 * times[i]);
    }
    double[] samples = ColouredNoise.samples(COUNT, RATE, 5);
    inject(samples, 8.25 * RATE, STRAIN, 1.2);
    DetectorResult with = search(samples, new Template(times, plus, null), MIDDLE);
    DetectorResult without =
        search(samples, new Template(TEMPLATE.timeS(), TEMPLATE.plus(), null), MIDDLE);
    assertThat(with.snr()).isCloseTo(without.snr(), within(0.01 * without.snr()));
    assertThat(with.peakGps()).isCloseTo(without.peakGps(), within(2e-4));
  }

  /** A cross polarisation that only repeats plus adds no second quadrature. */
  @Test
  void linearlyPolarisedTemplateIsOnePolarisation() throws Unfilterable {
    double[] samples = ColouredNoise.samples(COUNT, RATE, 5);
    inject(samples, 8.25 * RATE, STRAIN, 1.2);
    DetectorResult repeated =
        search(samples, new Template(TEMPLATE.timeS(), TEMPLATE.plus(), TEMPLATE.plus()), MIDDLE);
    DetectorResult one =
        search(samples, new Template(TEMPLATE.timeS(), TEMPLATE.plus(), null), MIDDLE);
    assertThat(repeated.snr()).isEqualTo(one.snr());
  }

  /** Its mean over noise is its degrees of freedom: 30 with a deviation of 7.7 for one trial. */
  @Test
  void chiSquareIsNearOneForTheRightTemplateAndFarAboveForAGlitch() throws Unfilterable {
    double sum = 0;
    double glitches = 0;
    int trials = 40;
    for (int seed = 0; seed < trials; seed++) {
      double[] samples = ColouredNoise.samples(COUNT, RATE, seed);
      inject(samples, 8.25 * RATE, STRAIN, 0.3 * seed);
      DetectorResult right = search(samples, TEMPLATE, MIDDLE);
      assertThat(right.chiSquareNdf()).isEqualTo(30);
      sum += right.chiSquareReduced() / trials;
      glitches += search(glitch(seed), TEMPLATE, MIDDLE).chiSquareReduced() / trials;
    }
    assertThat(sum).isBetween(0.85, 1.15);
    assertThat(glitches).isGreaterThan(3);
  }

  /** Noise with a burst of 60 Hz that lasts 20 ms. */
  private static double[] glitch(long seed) {
    double[] samples = ColouredNoise.samples(COUNT, RATE, seed);
    for (int i = 0; i < COUNT; i++) {
      double time = i / RATE - 8.25;
      samples[i] +=
          2.5e-21 * Math.exp(-time * time / 2 / 0.02 / 0.02) * Math.cos(2 * Math.PI * 60 * time);
    }
    return samples;
  }

  @Test
  void whitenedNoiseHasUnitVarianceAndSoHasTheResidualOfAFit() throws Unfilterable {
    double squares = 0;
    int count = 0;
    double residual = 0;
    int ndf = 0;
    for (int seed = 0; seed < 20; seed++) {
      double[] samples = ColouredNoise.samples(COUNT, RATE, seed);
      double[] whitened = prepared("H1", samples).whitened();
      for (int i = 1024; i < COUNT - 1024; i++) {
        squares += whitened[i] * whitened[i];
        count++;
      }
      inject(samples, 8.25 * RATE, STRAIN, 0);
      DetectorResult.Overlay overlay = search(samples, TEMPLATE, MIDDLE).overlay();
      residual += overlay.chiSquare();
      ndf += overlay.ndf();
    }
    // 20 stretches of 12 s with 2 x 210 Hz independent values each: deviation 0.5 %.
    assertThat(squares / count).isBetween(0.98, 1.02);
    assertThat(residual / ndf).isBetween(0.95, 1.05);
  }

  @Test
  void overlayIsOnTheTemplatesClock() throws Unfilterable {
    double[] samples = new double[COUNT];
    inject(samples, 8.25 * RATE + 0.3, STRAIN, 0.4);
    DetectorResult result = search(samples, TEMPLATE, MIDDLE);
    DetectorResult.Overlay overlay = result.overlay();
    assertThat(overlay.timeS()).hasSameSizeAs(overlay.data()).hasSameSizeAs(overlay.residual());
    assertThat(overlay.timeS()[0]).isBetween(-0.75, -0.75 + 1 / RATE);
    assertThat(overlay.timeS()[overlay.timeS().length - 1]).isBetween(0.25 - 1 / RATE, 0.25);
    double largest = Arrays.stream(overlay.data()).map(Math::abs).max().getAsDouble();
    double left = Arrays.stream(overlay.residual()).map(Math::abs).max().getAsDouble();
    assertThat(left).isLessThan(0.02 * largest);
  }

  @Test
  void secondDetectorIsSearchedWithinTheLightTravelTime() throws Unfilterable {
    double[] first = ColouredNoise.samples(COUNT, RATE, 1);
    double[] second = ColouredNoise.samples(COUNT, RATE, 2);
    inject(first, 8.25 * RATE, 1.2 * STRAIN, 0);
    inject(second, (8.25 + 0.007) * RATE, 0.7 * STRAIN, 0);
    inject(second, (8.25 + 0.1) * RATE, 1.1 * STRAIN, 0);
    NetworkResult network =
        filter.search(List.of(prepared("L1", second), prepared("H1", first)), TEMPLATE, MIDDLE);
    assertThat(network.detectors())
        .extracting(DetectorResult::detector)
        .containsExactly("H1", "L1");
    assertThat(network.delayMs("H1", "L1")).isCloseTo(-7, within(1.0));
    assertThat(network.delayMs("H1", "V1")).isNull();
    assertThat(network.snr())
        .isCloseTo(
            Math.hypot(network.detectors().get(0).snr(), network.detectors().get(1).snr()),
            within(1e-12));
  }

  /** The same signal, the one detector sampled twice as often; each estimates its own noise. */
  @Test
  void detectorsMayHaveDifferentRates() throws Unfilterable {
    double[] slow = ColouredNoise.samples(COUNT, RATE, 1);
    inject(slow, 8.257 * RATE, STRAIN, 0);
    double[] fast = ColouredNoise.samples(2 * COUNT, 2 * RATE, 2);
    double massS = MASS * GeometricWaveform.SOLAR_MASS_S;
    for (int i = 0; i < fast.length; i++) {
      fast[i] += STRAIN * SyntheticChirp.plus((i / (2 * RATE) - 8.25) / massS);
    }
    NetworkResult network =
        filter.search(
            List.of(
                filter.prepare(new StrainSeries("H1", START, RATE, slow)),
                filter.prepare(new StrainSeries("L1", START, 2 * RATE, fast))),
            TEMPLATE,
            MIDDLE);
    assertThat(network.detectors()).hasSize(2);
    assertThat(network.delayMs("H1", "L1")).isCloseTo(7, within(1.0));
    double slowSigma = network.of("H1").orElseThrow().sigma();
    double fastSigma = network.of("L1").orElseThrow().sigma();
    // The template has nothing above the slower one's band, so its norm is the same in both.
    assertThat(fastSigma).isCloseTo(slowSigma, within(0.1 * slowSigma));
  }

  /** 3 ms outside of the 0.2 s that are searched, on either side, and well inside. */
  @Test
  void saysWhenThePeakLiesOutsideOfWhatIsSearched() throws Unfilterable {
    double[] samples = ColouredNoise.samples(COUNT, RATE, 4);
    inject(samples, 8.25 * RATE, STRAIN, 0.4);
    assertThat(search(samples, TEMPLATE, MIDDLE).isMaximum()).isTrue();
    assertThat(search(samples, TEMPLATE, MIDDLE + 0.19).isMaximum()).isTrue();
    for (double gps : new double[] {MIDDLE - 0.203, MIDDLE + 0.203}) {
      DetectorResult result = search(samples, TEMPLATE, gps);
      assertThat(result.isMaximum()).isFalse();
      assertThat(Math.abs(result.peakGps() - gps)).isLessThanOrEqualTo(0.2);
    }
  }

  @Test
  void backgroundIsTheLargestValueAwayFromTheEvent() throws Unfilterable {
    double[] samples = ColouredNoise.samples(COUNT, RATE, 3);
    inject(samples, 8.25 * RATE, STRAIN, 0);
    DetectorResult quiet = search(samples, TEMPLATE, MIDDLE);
    inject(samples, 12.5 * RATE, 0.8 * STRAIN, 0);
    DetectorResult loud = search(samples, TEMPLATE, MIDDLE);
    assertThat(quiet.backgroundSnr()).isBetween(2.0, 6.0);
    assertThat(loud.backgroundSnr()).isCloseTo(0.8 * loud.sigma(), within(4.0));
    assertThat(loud.backgroundS()).isBetween(6.0, 12.0);
  }

  @Test
  void sameNumbersEachTime() throws Unfilterable {
    double[] samples = ColouredNoise.samples(COUNT, RATE, new Random(9).nextLong());
    inject(samples, 8.25 * RATE, STRAIN, 0);
    DetectorResult once = search(samples, TEMPLATE, MIDDLE);
    DetectorResult again = new MatchedFilterTest().search(samples, TEMPLATE, MIDDLE);
    assertThat(again.snr()).isEqualTo(once.snr());
    assertThat(again.overlay().residual()).isEqualTo(once.overlay().residual());
  }
}

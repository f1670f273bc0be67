package org.rudolphine.transform.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws from the published intervals of an event.
 *
 * <p>Each quantity is drawn from a split normal distribution about the published median: the half
 * below with the standard deviation (median - lower) / z, the half above with (upper - median) / z,
 * z being the half-width of the published level in standard deviations (1.6449 for 0.90). Median
 * and interval of the draws are then the published ones. A quantity without an interval is held at
 * its value. The seed is the first 8 bytes of SHA-256 of the event version's id, the generator is
 * {@link Random}, whose sequence the Java platform fixes, and one deviate is taken for each
 * quantity of each draw whether it is used or not.
 *
 * <p>Published intervals are marginal. What hangs together is put in without touching them: the
 * component masses by {@link MassCorrelation}, the effective spin and the mass ratio by {@link
 * SpinTrade}, the redshift and the source-frame masses by the published chirp mass in the detector
 * frame, where there is one.
 */
final class EventDraws {
  /** No draw of a mass falls below this part of its median. */
  private static final double LEAST_MASS_FRACTION = 0.01;

  /** Beyond this two quantities would be functions of each other. */
  private static final double MOST_CORRELATION = 0.99;

  private final double[] logMassRatio;
  private final double[] massRatio;
  private final double[] chiEff;
  private final double[] chiP;
  private final double[] totalMass;
  private final double[] redshift;
  private SpinTrade spinTrade = SpinTrade.NONE;

  private EventDraws(int size) {
    logMassRatio = new double[size];
    massRatio = new double[size];
    chiEff = new double[size];
    chiP = new double[size];
    totalMass = new double[size];
    redshift = new double[size];
  }

  /** Draws whose spin follows mass ratio as {@link SpinTrade} says. */
  static EventDraws of(GwEvent event, RankingSettings settings) {
    return of(event, settings.draws(), settings.bandLowHz(), settings.spinTradeCap());
  }

  /**
   * Draws whose spin knows nothing of mass ratio.
   *
   * @param event one with component masses
   * @param size number of draws
   */
  static EventDraws of(GwEvent event, int size) {
    return of(event, size, Double.POSITIVE_INFINITY, 0);
  }

  private static EventDraws of(GwEvent event, int size, double bandLowHz, double spinTradeCap) {
    double z = event.level() == null ? Double.NaN : NormalInterval.halfWidth(event.level());
    Deviates deviates = new Deviates(new Random(seed(event.id())), size);
    EventDraws draws = new EventDraws(size);
    draws.drawMasses(event, z, deviates);
    draws.drawRedshift(event, z, deviates);
    draws.drawSpins(event, z, deviates, octavesInBand(event, bandLowHz), spinTradeCap);
    return draws;
  }

  /** Standard normal deviates, drawn by draw: masses, effective spin, redshift, in-plane spin. */
  private static final class Deviates {
    private final double[] mass1;
    private final double[] mass2;
    private final double[] spin;
    private final double[] redshift;
    private final double[] inPlane;

    private Deviates(Random random, int size) {
      mass1 = new double[size];
      mass2 = new double[size];
      spin = new double[size];
      redshift = new double[size];
      inPlane = new double[size];
      for (int i = 0; i < size; i++) {
        mass1[i] = random.nextGaussian();
        mass2[i] = random.nextGaussian();
        spin[i] = random.nextGaussian();
        redshift[i] = random.nextGaussian();
        inPlane[i] = random.nextGaussian();
      }
    }
  }

  private void drawMasses(GwEvent event, double z, Deviates deviates) {
    SplitNormal mass1 = SplitNormal.of(event, event.mass1(), z);
    SplitNormal mass2 = SplitNormal.of(event, event.mass2(), z);
    double correlation = MassCorrelation.of(event, mass1, mass2, deviates.mass1, deviates.mass2);
    double rest = Math.sqrt(1 - correlation * correlation);
    for (int i = 0; i < massRatio.length; i++) {
      double m1 = mass1.mass(deviates.mass1[i]);
      double m2 = mass2.mass(correlation * deviates.mass1[i] + rest * deviates.mass2[i]);
      logMassRatio[i] = StrictMath.log(m1 / m2);
      massRatio[i] = Math.max(m1, m2) / Math.min(m1, m2);
      totalMass[i] = m1 + m2;
    }
  }

  private void drawRedshift(GwEvent event, double z, Deviates deviates) {
    SplitNormal shift = SplitNormal.of(event, event.redshift(), z);
    double correlation = redshiftCorrelation(event);
    double rest = Math.sqrt(1 - correlation * correlation);
    double[] masses = correlation == 0 ? new double[size()] : chirpMassDeviates();
    for (int i = 0; i < redshift.length; i++) {
      redshift[i] = Math.max(0, shift.at(correlation * masses[i] + rest * deviates.redshift[i]));
    }
  }

  /**
   * Correlation of ln(1 + z) and the logarithm of the source-frame chirp mass, from their widths
   * and that of their sum, the logarithm of the detector-frame chirp mass.
   */
  private static double redshiftCorrelation(GwEvent event) {
    if (!event.spread(event.chirpMass())
        || !event.spread(event.detectorChirpMass())
        || !event.spread(event.redshift())) {
      return 0;
    }
    double source = width(event.chirpMass(), 0);
    double shift = width(event.redshift(), 1);
    double detector = width(event.detectorChirpMass(), 0);
    double correlation =
        (detector * detector - source * source - shift * shift) / (2 * source * shift);
    return Math.max(-MOST_CORRELATION, Math.min(MOST_CORRELATION, correlation));
  }

  private static double width(Measured measured, double added) {
    return StrictMath.log((measured.upper() + added) / (measured.lower() + added));
  }

  /** Logarithms of the draws' chirp masses, with mean 0 and standard deviation 1. */
  private double[] chirpMassDeviates() {
    double[] deviates = new double[size()];
    double sum = 0;
    for (int i = 0; i < deviates.length; i++) {
      double eta = InspiralPhase.eta(massRatio[i]);
      deviates[i] = StrictMath.log(totalMass[i]) + 0.6 * StrictMath.log(eta);
      sum += deviates[i];
    }
    double mean = sum / deviates.length;
    double squares = 0;
    for (int i = 0; i < deviates.length; i++) {
      deviates[i] -= mean;
      squares += deviates[i] * deviates[i];
    }
    double deviation = Math.sqrt(squares / deviates.length);
    for (int i = 0; deviation > 0 && i < deviates.length; i++) {
      deviates[i] /= deviation;
    }
    return deviates;
  }

  private void drawSpins(
      GwEvent event, double z, Deviates deviates, double inBand, double spinTradeCap) {
    SplitNormal spin = SplitNormal.of(event, event.chiEff(), z);
    SplitNormal inPlane = SplitNormal.of(event, event.chiP(), z);
    if (event.spread(event.mass1()) && event.spread(event.mass2())) {
      double sigma = (spin.sigmaBelow() + spin.sigmaAbove()) / 2;
      spinTrade = SpinTrade.of(massRatio, spin.median(), sigma, inBand, spinTradeCap);
    }
    double[] dealt = spinTrade.dealt(deviates.spin);
    for (int i = 0; i < chiEff.length; i++) {
      chiEff[i] = Math.max(-1, Math.min(1, spin.at(dealt[i])));
      chiP[i] = Math.max(0, Math.min(1, inPlane.at(deviates.inPlane[i])));
    }
  }

  /**
   * How much of the inspiral the detectors see: octaves from the band's lower edge to the last
   * stable orbit, as a number from 0 to 1.
   */
  private static double octavesInBand(GwEvent event, double bandLowHz) {
    Double mass = event.detectorMass();
    if (mass == null) {
      return 0;
    }
    double octaves =
        StrictMath.log(InspiralPhase.lastFrequencyHz(mass) / bandLowHz) / StrictMath.log(2);
    return Math.max(0, Math.min(1, octaves));
  }

  static long seed(String eventVersionId) {
    return ByteBuffer.wrap(StableId.sha256(eventVersionId)).getLong();
  }

  /** A split normal distribution about its median; absent quantities are held at zero. */
  record SplitNormal(double median, double sigmaBelow, double sigmaAbove) {

    static SplitNormal of(GwEvent event, Measured measured, double z) {
      if (!measured.known()) {
        return new SplitNormal(0, 0, 0);
      }
      double median = measured.value();
      return event.spread(measured)
          ? new SplitNormal(
              median, (median - measured.lower()) / z, (measured.upper() - median) / z)
          : new SplitNormal(median, 0, 0);
    }

    double at(double deviate) {
      return median + deviate * (deviate < 0 ? sigmaBelow : sigmaAbove);
    }

    /** As {@link #at}, but never below a small part of the median. */
    double mass(double deviate) {
      return Math.max(at(deviate), LEAST_MASS_FRACTION * median);
    }
  }

  int size() {
    return massRatio.length;
  }

  /** ln(m1/m2) with its sign: below zero where the body that is called the lighter is heavier. */
  double[] logMassRatio() {
    return logMassRatio;
  }

  /** How the draws' spin follows their mass ratio. */
  SpinTrade spinTrade() {
    return spinTrade;
  }

  /** Heavier over lighter, at least 1. */
  double[] massRatio() {
    return massRatio;
  }

  double[] chiEff() {
    return chiEff;
  }

  double[] chiP() {
    return chiP;
  }

  /** Source-frame sums of the component masses. */
  double[] totalMass() {
    return totalMass;
  }

  /** Detector-frame sums of the component masses. */
  double[] detectorMass() {
    double[] masses = new double[size()];
    for (int i = 0; i < masses.length; i++) {
      masses[i] = totalMass[i] * (1 + redshift[i]);
    }
    return masses;
  }

  /** A copy in ascending order, for {@link #quantile}. */
  static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  /** Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). */
  static double quantile(double[] ascending, double probability) {
    double place = probability * (ascending.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }
}

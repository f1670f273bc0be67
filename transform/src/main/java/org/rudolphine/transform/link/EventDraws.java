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
 * <p>Published intervals are marginal ones: between m1, m2 and chi_eff the draws know no
 * correlation but that m1 is the heavier body.
 */
final class EventDraws {
  /** No draw of a mass falls below this part of its median. */
  private static final double LEAST_MASS_FRACTION = 0.01;

  private final double[] massRatio;
  private final double[] chiEff;
  private final double[] chiP;
  private final double[] totalMass;
  private final double[] redshift;

  private EventDraws(int size) {
    massRatio = new double[size];
    chiEff = new double[size];
    chiP = new double[size];
    totalMass = new double[size];
    redshift = new double[size];
  }

  /**
   * Makes the draws.
   *
   * @param event one with component masses
   * @param size number of draws
   */
  static EventDraws of(GwEvent event, int size) {
    double z = event.level() == null ? Double.NaN : NormalInterval.halfWidth(event.level());
    SplitNormal mass1 = SplitNormal.of(event, event.mass1(), z);
    SplitNormal mass2 = SplitNormal.of(event, event.mass2(), z);
    SplitNormal spin = SplitNormal.of(event, event.chiEff(), z);
    SplitNormal shift = SplitNormal.of(event, event.redshift(), z);
    SplitNormal inPlane = SplitNormal.of(event, event.chiP(), z);
    Random random = new Random(seed(event.id()));
    EventDraws draws = new EventDraws(size);
    for (int i = 0; i < size; i++) {
      double m1 = Math.max(mass1.at(random.nextGaussian()), LEAST_MASS_FRACTION * mass1.median());
      double m2 = Math.max(mass2.at(random.nextGaussian()), LEAST_MASS_FRACTION * mass2.median());
      draws.massRatio[i] = Math.max(m1, m2) / Math.min(m1, m2);
      draws.totalMass[i] = m1 + m2;
      draws.chiEff[i] = Math.max(-1, Math.min(1, spin.at(random.nextGaussian())));
      draws.redshift[i] = Math.max(0, shift.at(random.nextGaussian()));
      draws.chiP[i] = Math.max(0, Math.min(1, inPlane.at(random.nextGaussian())));
    }
    return draws;
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
  }

  int size() {
    return massRatio.length;
  }

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

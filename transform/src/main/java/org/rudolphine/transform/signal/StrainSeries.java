package org.rudolphine.transform.signal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Strain of one detector at an even rate. The array is not copied: whoever makes the series leaves
 * it alone.
 *
 * @param detector short name, as {@code H1}
 * @param gpsStart GPS seconds of the first sample
 * @param rateHz samples per second
 * @param samples strain, dimensionless; NaN is a gap
 */
public record StrainSeries(String detector, double gpsStart, double rateHz, double[] samples)
    implements Serializable {
  /** Samples of two series meet when their places differ by less than this part of a step. */
  private static final double GRID_TOLERANCE = 0.01;

  /** Longest series that is put together: a day at 4096 Hz would not fit into an array either. */
  private static final int MOST_SAMPLES = 1 << 27;

  /** Checks that the numbers can be a series; whether it is fit for a filter is not checked. */
  public StrainSeries {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(samples, "samples");
  }

  /** GPS seconds just after the last sample. */
  public double gpsEnd() {
    return gpsStart + samples.length / rateHz;
  }

  /**
   * The samples from one time to another.
   *
   * @param gpsFrom first GPS second wanted; moved to the next sample
   * @param gpsUntil GPS second at which to stop; what lies outside the series is not there
   */
  public StrainSeries between(double gpsFrom, double gpsUntil) {
    int from = index(gpsFrom);
    int until = Math.max(from, index(gpsUntil));
    return new StrainSeries(
        detector, gpsStart + from / rateHz, rateHz, Arrays.copyOfRange(samples, from, until));
  }

  private int index(double gps) {
    double place = Math.ceil((gps - gpsStart) * rateHz - GRID_TOLERANCE);
    return (int) Math.max(0, Math.min(samples.length, place));
  }

  /**
   * Puts chunks of one detector together, in the order of their time; what none of them covers is a
   * gap (NaN).
   *
   * @throws Unfilterable when they are of several detectors or rates, overlap, lie off one grid of
   *     samples, or are too long together
   */
  public static StrainSeries joined(List<StrainSeries> chunks) throws Unfilterable {
    if (chunks.isEmpty()) {
      throw new Unfilterable("there is no strain");
    }
    List<StrainSeries> ordered = new ArrayList<>(chunks);
    ordered.sort(Comparator.comparingDouble(StrainSeries::gpsStart));
    StrainSeries first = ordered.get(0);
    double length = (ordered.get(ordered.size() - 1).gpsEnd() - first.gpsStart) * first.rateHz;
    if (!(length <= MOST_SAMPLES)) {
      throw new Unfilterable(
          "the chunks of strain of " + first.detector + " lie too far apart to be put together");
    }
    double[] all = new double[(int) Math.round(length)];
    Arrays.fill(all, Double.NaN);
    int end = 0;
    for (StrainSeries chunk : ordered) {
      int at = first.place(chunk);
      if (at < end || at + chunk.samples.length > all.length) {
        throw new Unfilterable("two chunks of strain of " + first.detector + " overlap");
      }
      System.arraycopy(chunk.samples, 0, all, at, chunk.samples.length);
      end = at + chunk.samples.length;
    }
    return new StrainSeries(first.detector, first.gpsStart, first.rateHz, all);
  }

  private int place(StrainSeries chunk) throws Unfilterable {
    if (!chunk.detector.equals(detector) || chunk.rateHz != rateHz) {
      throw new Unfilterable(
          "strain of "
              + detector
              + " at "
              + rateHz
              + " Hz cannot be put together with strain of "
              + chunk.detector
              + " at "
              + chunk.rateHz
              + " Hz");
    }
    double place = (chunk.gpsStart - gpsStart) * rateHz;
    if (!(Math.abs(place - Math.rint(place)) <= GRID_TOLERANCE)) {
      throw new Unfilterable("chunks of strain of " + detector + " do not lie on one grid");
    }
    return (int) Math.rint(place);
  }
}

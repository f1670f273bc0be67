package org.rudolphine.transform.waveform;

import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * One mode, or both polarisations, or the strain in one detector, as its file has it.
 *
 * @param mode {@code l2_m2}, {@code plus_cross}, {@code projected} or {@code all}
 * @param order {@code N2}, {@code outermost}, … or {@code none}
 * @param time ascending times; null when only the metadata were read
 * @param re real part, plus polarisation or strain, as published
 * @param im imaginary part or cross polarisation, as published; null for a single real waveform
 */
@SuppressWarnings("ArrayRecordComponent") // data in transit, never compared
public record Waveform(String mode, String order, double[] time, double[] re, double[] im) {
  /** Mode of a row for a file of which only the metadata were read. */
  public static final String ALL = "all";

  /** Order where the file says nothing of extrapolation. */
  public static final String NO_ORDER = "none";

  private static final int FEWEST = 8;
  private static final double FAINT = 1e-3;
  private static final int CYCLES = 2;

  /** Fails unless times ascend and all values are finite. */
  Waveform checked(String what) throws UnreadableFile {
    if (time.length < FEWEST) {
      throw new UnreadableFile(what + " has fewer than " + FEWEST + " samples");
    }
    for (int i = 0; i < time.length; i++) {
      boolean finite =
          Double.isFinite(time[i])
              && Double.isFinite(re[i])
              && (im == null || Double.isFinite(im[i]));
      if (!finite) {
        throw new UnreadableFile(what + " holds values that are no finite numbers");
      }
      if (i > 0 && time[i] <= time[i - 1]) {
        throw new UnreadableFile("the times of " + what + " do not ascend");
      }
    }
    if (amplitude(peak()) == 0) {
      throw new UnreadableFile(what + " is zero everywhere");
    }
    return this;
  }

  private double amplitude(int at) {
    return im == null ? Math.abs(re[at]) : StrictMath.hypot(re[at], im[at]);
  }

  private int peak() {
    int peak = 0;
    for (int i = 1; i < time.length; i++) {
      if (amplitude(i) > amplitude(peak)) {
        peak = i;
      }
    }
    return peak;
  }

  /** Time of the first of the largest amplitudes; null without samples. */
  public Double peakTime() {
    return time == null ? null : Double.valueOf(time[peak()]);
  }

  /**
   * Cycles per unit of time, averaged over the first two cycles that are not faint: by the phase of
   * a complex waveform, by the zeros of a real one. Null when there are no two cycles.
   */
  public Double startFrequency() {
    if (time == null) {
      return null;
    }
    int first = 0;
    double faint = FAINT * amplitude(peak());
    while (amplitude(first) < faint) {
      first++;
    }
    return im == null ? fromZeros(first) : fromPhase(first);
  }

  private Double fromPhase(int first) {
    double turned = 0;
    for (int i = first + 1; i < time.length; i++) {
      // The phase from one sample to the next, which is less than half a turn.
      double step =
          StrictMath.atan2(
              im[i] * re[i - 1] - re[i] * im[i - 1], re[i] * re[i - 1] + im[i] * im[i - 1]);
      double before = Math.abs(turned);
      turned += step;
      double wanted = CYCLES * 2 * Math.PI;
      if (Math.abs(turned) >= wanted) {
        double part = (wanted - before) / (Math.abs(turned) - before);
        double end = time[i - 1] + part * (time[i] - time[i - 1]);
        return CYCLES / (end - time[first]);
      }
    }
    return null;
  }

  private Double fromZeros(int first) {
    double begin = Double.NaN;
    int zeros = 0;
    for (int i = first + 1; i < time.length; i++) {
      if ((re[i - 1] < 0) != (re[i] < 0)) {
        double zero = time[i - 1] + re[i - 1] / (re[i - 1] - re[i]) * (time[i] - time[i - 1]);
        if (zeros == 0) {
          begin = zero;
        } else if (zeros == 2 * CYCLES) {
          return CYCLES / (zero - begin);
        }
        zeros++;
      }
    }
    return null;
  }
}

package org.rudolphine.transform.signal;

import java.util.Objects;

/**
 * A waveform in seconds and strain. Times rise and need not be even; t = 0 is the template's own
 * reference (its peak), and the times that the filter reports are those of t = 0. Arrays are not
 * copied: whoever makes the template leaves them alone.
 *
 * @param timeS seconds, rising
 * @param plus strain of the plus polarisation, or of the projection onto a detector
 * @param cross strain of the cross polarisation; null when there is one real polarisation only: the
 *     filter then takes its Hilbert transform
 */
public record Template(double[] timeS, double[] plus, double[] cross) {
  /** Checks that arrays are there and equally long; other faults are reasons of the filter. */
  public Template {
    Objects.requireNonNull(timeS, "timeS");
    Objects.requireNonNull(plus, "plus");
    if (plus.length != timeS.length || (cross != null && cross.length != timeS.length)) {
      throw new IllegalArgumentException(
          "a template needs as many values as times: "
              + timeS.length
              + " times, "
              + plus.length
              + " of plus"
              + (cross == null ? "" : ", " + cross.length + " of cross"));
    }
  }
}

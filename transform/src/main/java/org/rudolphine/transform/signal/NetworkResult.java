package org.rudolphine.transform.signal;

import java.util.List;
import java.util.Optional;

/**
 * What the filter found in all detectors.
 *
 * @param detectors a result for each, the largest SNR first
 * @param snr root of the sum of the squared SNRs
 * @param refused detectors whose data could not be used, with the reason
 */
public record NetworkResult(List<DetectorResult> detectors, double snr, List<Refused> refused) {
  /** A detector and why it is not in the result. */
  public record Refused(String detector, String reason) {}

  /** Keeps copies of the lists. */
  public NetworkResult {
    detectors = List.copyOf(detectors);
    refused = List.copyOf(refused);
  }

  /** The result of one detector. */
  public Optional<DetectorResult> of(String detector) {
    return detectors.stream().filter(result -> result.detector().equals(detector)).findFirst();
  }

  /**
   * Arrival at one detector minus arrival at another, in milliseconds; null when one of them has no
   * result.
   */
  public Double delayMs(String detector, String other) {
    Optional<DetectorResult> one = of(detector);
    Optional<DetectorResult> two = of(other);
    return one.isEmpty() || two.isEmpty()
        ? null
        : Double.valueOf((one.get().peakGps() - two.get().peakGps()) * 1000);
  }
}

package org.rudolphine.transform.link;

import java.util.List;
import java.util.Map;
import org.rudolphine.transform.signal.DetectorResult;
import org.rudolphine.transform.signal.NetworkResult;
import org.rudolphine.transform.signal.ScanResult;

/**
 * What the matched filter found for an event and a waveform.
 *
 * @param task event and waveform
 * @param search the templates and what the scan went through
 * @param scan its result
 * @param strain pieces of strain of each detector, for their files and quality
 * @param refused detectors that could not be used, as sentences
 */
record StrainFinding(
    StrainTask task,
    WaveformSamples.Search search,
    ScanResult scan,
    Map<String, List<StrainPiece>> strain,
    List<String> refused) {

  /** There is none, and why. */
  static final class None extends Exception {
    private static final long serialVersionUID = 1L;

    None(String reason) {
      super(reason);
    }
  }

  NetworkResult network() {
    return scan.result();
  }

  List<DetectorResult> detectors() {
    return scan.result().detectors();
  }

  /** With one detector there is no network. */
  boolean isNetwork() {
    return detectors().size() > 1;
  }

  /** Whether the template at the maximum is the waveform with its time stretched. */
  boolean isStretched() {
    return search.scanned() == WaveformSamples.Scanned.STRETCH;
  }

  /** Names of the files that a detector's strain was read from, in the order of their time. */
  List<String> files(String detector) {
    return strain.get(detector).stream()
        .map(piece -> String.valueOf(piece.segment().fileName()))
        .distinct()
        .toList();
  }

  /**
   * Detector-frame total mass of the template at the maximum; null for a waveform in seconds that
   * does not say for which mass it was made.
   */
  Double detectorMass() {
    if (search.scanned() == WaveformSamples.Scanned.MASS) {
      return scan.best();
    }
    Double made = task.waveform().detectorMass();
    return made == null ? null : made * scan.best();
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import org.rudolphine.transform.signal.FilterSettings;

/**
 * Settings of {@link GwStrainRule}; {@code conf/link.yaml} explains each.
 *
 * @param maxRank runs of a lower place in an event's list are not filtered
 * @param strainAroundS seconds of strain to either side of an event
 * @param requiredFlags data-quality flags that must hold around the event
 * @param signalInjections injection flags: where one does not hold around an event, a made-up
 *     signal lies in its strain and no link is accepted
 * @param orders extrapolation orders of a waveform, the preferred one first
 * @param draws draws from published intervals, for the range of the total mass
 * @param massScanWidths how far the scan goes, in half-widths of the published mass interval
 * @param massScanPart how far it goes where no interval is published, as a part of the mass
 * @param stretchScanPart how far the stretch of a waveform in seconds goes from 1
 * @param scanPoints points of the scan before it is refined
 * @param scanTolerance part of the value to which the refinement goes
 * @param acceptSnr least network SNR of an accepted link
 * @param acceptChiSquare most chi-square per degree of freedom, in each detector, of an accepted
 *     one
 * @param acceptScore least score of an accepted link
 * @param filter how the filter works
 */
record StrainSettings(
    int maxRank,
    double strainAroundS,
    List<String> requiredFlags,
    List<String> signalInjections,
    List<String> orders,
    int draws,
    double massScanWidths,
    double massScanPart,
    double stretchScanPart,
    int scanPoints,
    double scanTolerance,
    double acceptSnr,
    double acceptChiSquare,
    double acceptScore,
    FilterSettings filter)
    implements Serializable {

  StrainSettings {
    requiredFlags = List.copyOf(requiredFlags);
    signalInjections = List.copyOf(signalInjections);
    orders = List.copyOf(orders);
    if (massScanPart >= 1 || stretchScanPart >= 1) {
      throw new IllegalArgumentException(
          "A scan would reach zero: mass-scan-part is "
              + massScanPart
              + ", stretch-scan-part is "
              + stretchScanPart
              + ", but both must stay below 1");
    }
    if (scanTolerance >= 1) {
      throw new IllegalArgumentException(
          "scan-tolerance is " + scanTolerance + ", but a part of a value stays below 1");
    }
  }

  static StrainSettings of(RuleSettings settings) {
    return new StrainSettings(
        settings.atLeast(1, "max-rank"),
        settings.positive("strain-around"),
        settings.texts("required-flags"),
        settings.texts("signal-injections"),
        settings.texts("extrapolation-orders"),
        settings.atLeast(100, "draws"),
        settings.positive("mass-scan-widths"),
        settings.positive("mass-scan-part"),
        settings.positive("stretch-scan-part"),
        settings.atLeast(3, "scan-points"),
        settings.positive("scan-tolerance"),
        settings.positive("accept-network-snr"),
        settings.positive("accept-chi-square"),
        settings.fraction("accept-score"),
        new FilterSettings(
            settings.positive("psd-segment"),
            settings.positive("band-low-hz"),
            settings.positive("band-high-hz"),
            settings.positive("edge-ramp"),
            settings.positive("template-ramp"),
            settings.atLeast(2, "chi-square-bins"),
            settings.positive("search-half-width"),
            settings.positive("delay-tolerance"),
            settings.positive("pair-window-before"),
            settings.positive("pair-window-after")));
  }
}

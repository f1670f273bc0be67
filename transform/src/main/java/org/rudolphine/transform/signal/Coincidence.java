package org.rudolphine.transform.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rudolphine.transform.signal.NetworkResult.Refused;

/**
 * The peaks of one template in all detectors: the loudest near the event's time, in the others the
 * largest that light could have reached meanwhile.
 *
 * @param peaks one for each detector that could be used, the loudest first
 * @param refused the other detectors
 */
record Coincidence(List<Peak> peaks, List<Refused> refused) {
  /** Light needs no longer than this between any two places on Earth. */
  private static final double EARTH_DIAMETER_S = 0.0426;

  private static final Comparator<Peak> LOUDEST_FIRST =
      Comparator.comparingDouble((Peak peak) -> -peak.value.snr());

  /** The peak of one detector. */
  record Peak(Correlation correlation, Correlation.Value value) {
    PreparedStrain strain() {
      return correlation.strain();
    }

    double gps() {
      return strain().gps(value.place());
    }
  }

  static Coincidence of(
      List<PreparedStrain> detectors,
      Template template,
      double eventGps,
      FilterSettings settings,
      FftPool ffts)
      throws Unfilterable {
    List<Refused> refused = new ArrayList<>();
    List<Peak> near = new ArrayList<>();
    TemplateSpectra spectra = null;
    for (PreparedStrain strain : detectors) {
      try {
        if (spectra == null || !spectra.fits(strain)) {
          spectra = TemplateSpectra.of(template, strain.rateHz(), strain.size(), settings, ffts);
        }
        Correlation correlation = Correlation.of(strain, spectra, ffts);
        near.add(peak(correlation, eventGps, settings.searchHalfWidthS()));
      } catch (Unfilterable e) {
        refused.add(new Refused(strain.detector(), e.reason()));
      }
    }
    if (near.isEmpty()) {
      throw new Unfilterable(refused.isEmpty() ? "there is no strain" : refused.get(0).reason());
    }
    near.sort(LOUDEST_FIRST);
    return new Coincidence(together(near, settings.delayToleranceS(), refused), refused);
  }

  private static List<Peak> together(List<Peak> near, double tolerance, List<Refused> refused) {
    Peak loudest = near.get(0);
    List<Peak> peaks = new ArrayList<>(List.of(loudest));
    for (Peak other : near.subList(1, near.size())) {
      String detector = other.strain().detector();
      double travel =
          Observatories.lightTravelS(loudest.strain().detector(), detector)
              .orElse(EARTH_DIAMETER_S);
      try {
        peaks.add(peak(other.correlation, loudest.gps(), travel + tolerance));
      } catch (Unfilterable e) {
        refused.add(new Refused(detector, e.reason()));
      }
    }
    peaks.sort(LOUDEST_FIRST);
    return peaks;
  }

  private static Peak peak(Correlation correlation, double gps, double halfWidthS)
      throws Unfilterable {
    PreparedStrain strain = correlation.strain();
    double place = strain.place(gps);
    double halfWidth = halfWidthS * strain.rateHz();
    Correlation.Value value = null;
    if (place > -halfWidth && place < strain.size() + halfWidth) {
      value =
          correlation.peak(
              new Stretch(
                  (int) Math.ceil(place - halfWidth), (int) Math.floor(place + halfWidth) + 1));
    }
    if (value == null) {
      throw new Unfilterable(
          strain.detector()
              + " has no data without edges or gaps within "
              + halfWidthS
              + " s of GPS "
              + gps);
    }
    return new Peak(correlation, value);
  }

  /** Root of the sum of the squared ratios. */
  double snr() {
    double squares = 0;
    for (Peak peak : peaks) {
      squares += peak.value.snr() * peak.value.snr();
    }
    return Math.sqrt(squares);
  }
}

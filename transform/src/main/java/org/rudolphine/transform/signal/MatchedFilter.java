package org.rudolphine.transform.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * The matched filter of Allen et al. (2012), Phys. Rev. D 85, 122006, maximised over phase and
 * time.
 *
 * <p>Prepare the strain of each detector once, then filter it with as many templates as wanted. An
 * instance keeps work space and is for one thread at a time; results do not depend on the machine.
 */
public final class MatchedFilter {
  /** Data nearer to the peak than this, or than the template is long, are no background. */
  private static final double LEAST_DISTANCE_S = 1;

  private final FilterSettings settings;
  private final FftPool ffts = new FftPool();

  /** A filter with the given settings. */
  public MatchedFilter(FilterSettings settings) {
    this.settings = settings;
  }

  /**
   * Estimates the noise and weighs the data with it.
   *
   * @throws Unfilterable when the strain is too short, has too many gaps, an impossible rate, or no
   *     usable noise density in the band
   */
  public PreparedStrain prepare(StrainSeries strain) throws Unfilterable {
    return PreparedStrain.of(strain, settings, ffts);
  }

  /**
   * Filters all detectors with one template near the event's time: the loudest peak first, in the
   * others within the light travel time of it.
   *
   * @param detectors one entry for each detector
   * @param template what is looked for
   * @param eventGps GPS seconds of the event
   * @throws Unfilterable when the template cannot be used, or no detector has data for it
   */
  public NetworkResult search(List<PreparedStrain> detectors, Template template, double eventGps)
      throws Unfilterable {
    Coincidence found = Coincidence.of(detectors, template, eventGps, settings, ffts);
    List<DetectorResult> results = new ArrayList<>();
    for (Coincidence.Peak peak : found.peaks()) {
      results.add(result(peak));
    }
    return new NetworkResult(results, found.snr(), found.refused());
  }

  /**
   * Looks for the template of a family with the largest network SNR: over the grid, then by golden
   * section between the neighbours of the best point.
   *
   * @throws Unfilterable when no template of the grid can be used
   */
  public ScanResult scan(
      List<PreparedStrain> detectors, TemplateFamily family, ScanGrid grid, double eventGps)
      throws Unfilterable {
    Scan scan =
        Scan.of(
            grid,
            parameter ->
                Coincidence.of(detectors, family.at(parameter), eventGps, settings, ffts).snr());
    double best = scan.best();
    return new ScanResult(
        scan.parameters(),
        scan.ratios(),
        best,
        best == grid.value(0) || best == grid.value(grid.points() - 1),
        search(detectors, family.at(best), eventGps));
  }

  private DetectorResult result(Coincidence.Peak peak) {
    PreparedStrain strain = peak.strain();
    Correlation correlation = peak.correlation();
    Correlation.Value value = peak.value();
    Fit fit = new Fit(correlation, value);
    Fit.ChiSquare chiSquare = fit.chiSquare(settings.chiSquareBins());
    Stretch event = around(value.place(), correlation.template());
    Correlation.Value background =
        correlation.peak(new Stretch(0, event.from()), new Stretch(event.until(), strain.size()));
    return new DetectorResult(
        strain.detector(),
        value.snr(),
        correlation.isMaximum(value),
        peak.gps(),
        StrictMath.atan2(value.v(), value.u()),
        value.snr() / correlation.quadratures().sigma(),
        correlation.quadratures().sigma(),
        chiSquare.value(),
        chiSquare.ndf(),
        background == null ? null : background.snr(),
        correlation.samplesOutside(event) / strain.rateHz(),
        strain.band().lowHz(),
        strain.band().highHz(),
        strain.band().leftOut(),
        strain.noise().segments(),
        fit.overlay(settings, ffts.of(strain.size())));
  }

  /** The samples that the event may have touched. */
  private static Stretch around(double place, GridTemplate template) {
    int distance = Math.max((int) (LEAST_DISTANCE_S * template.rateHz()), template.plus().length);
    int middle = (int) place;
    return new Stretch(Math.max(0, middle - distance), middle + distance);
  }
}

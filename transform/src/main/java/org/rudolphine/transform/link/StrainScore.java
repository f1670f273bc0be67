package org.rudolphine.transform.link;

import org.rudolphine.transform.signal.DetectorResult;

/**
 * How much of an event's signal a waveform explains.
 *
 * <p>Each detector's SNR is lowered where the waveform does not fit band by band, {@code rho / ((1
 * + (chi^2 / ndf)^3) / 2)^(1/6)} for chi^2 above ndf (Usman et al. 2016, Class. Quantum Grav. 33,
 * 215004). The score of the filter is the sum of their squares over the square of the published
 * network SNR, at most 1: the part of the signal's power. Where no SNR is published, the least
 * network SNR of an accepted link takes its place.
 *
 * <p>The score of the link is that times the score which the waveform's simulation has in the
 * event's list by parameters. A waveform without a place there loses nothing by it.
 *
 * @param filter score of the filter alone, 0 to 1
 * @param combined score of the link, 0 to 1
 */
record StrainScore(double filter, double combined) {

  static StrainScore of(StrainFinding finding, StrainSettings settings) {
    double squares = 0;
    for (DetectorResult result : finding.detectors()) {
      double ratio = reweighted(result.snr(), result.chiSquareReduced());
      squares += ratio * ratio;
    }
    Double published = finding.task().event().networkSnr().value();
    double whole = published == null ? settings.acceptSnr() : published;
    double filter = Math.min(1, squares / (whole * whole));
    StrainTask.Parameters parameters = finding.task().parameters();
    return new StrainScore(filter, parameters == null ? filter : filter * parameters.score());
  }

  /** SNR lowered by a chi-square per degree of freedom above 1. */
  static double reweighted(double snr, double chiSquareReduced) {
    if (!(chiSquareReduced > 1)) {
      return snr;
    }
    double cubed = chiSquareReduced * chiSquareReduced * chiSquareReduced;
    return snr / StrictMath.pow((1 + cubed) / 2, 1.0 / 6);
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;

/**
 * Settings of the ranking of runs for an event; {@code conf/link.yaml} explains each.
 *
 * @param draws number of draws per event
 * @param listLength most runs in an event's list
 * @param neighbours k of the nearest-draw density
 * @param eccentricityWidth standard deviation of eccentricity about the assumed 0
 * @param inPlaneSpinWidth standard deviation of in-plane spin about the assumed 0
 * @param bandLowHz lower edge of the detectors' band
 * @param spinTradeCap most correlation of effective spin and mass ratio
 * @param acceptScore least score of an accepted link
 */
record RankingSettings(
    int draws,
    int listLength,
    int neighbours,
    double eccentricityWidth,
    double inPlaneSpinWidth,
    double bandLowHz,
    double spinTradeCap,
    double acceptScore)
    implements Serializable {

  RankingSettings {
    if (neighbours > draws) {
      throw new IllegalArgumentException(
          "neighbours is " + neighbours + ", more than the " + draws + " draws");
    }
    if (spinTradeCap >= 1) {
      throw new IllegalArgumentException(
          "spin-trade-cap is " + spinTradeCap + ", but a correlation must stay below 1");
    }
  }

  static RankingSettings of(RuleSettings settings) {
    return new RankingSettings(
        settings.atLeast(100, "draws"),
        settings.atLeast(1, "list-length"),
        settings.atLeast(1, "neighbours"),
        settings.positive("eccentricity-width"),
        settings.positive("in-plane-spin-width"),
        settings.positive("band-low-hz"),
        settings.fraction("spin-trade-cap"),
        settings.fraction("accept-score"));
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Events with published numbers, runs by their parameters, and settings, for tests. */
final class GwSamples {
  private GwSamples() {}

  /** GW150914-v3 as GWTC-1 publishes it (90 % intervals). */
  static final GwEvent GW150914 =
      new GwEvent(
          "GW150914-v3",
          "GW150914",
          0.9,
          offsets(35.6, -3.1, 4.7),
          offsets(30.6, -4.4, 3.0),
          Measured.ABSENT,
          offsets(28.6, -1.5, 1.7),
          Measured.ABSENT,
          offsets(-0.01, -0.13, 0.12),
          Measured.ABSENT,
          offsets(0.09, -0.03, 0.03));

  static final RankingSettings RANKING = new RankingSettings(5000, 20, 16, 0.05, 0.4, 20, 0.9, 0.1);

  static Measured offsets(double value, double lower, double upper) {
    return new Measured(value, value + lower, value + upper);
  }

  static GwRun run(String id, double massRatio, double chiEff) {
    return new GwRun(id, massRatio, chiEff, 0.0, 1e-4, null, 0.015, 15.0, false);
  }

  static GwEvent withId(String id) {
    return with(id, GW150914.chirpMass(), GW150914.detectorChirpMass());
  }

  private static GwEvent with(String id, Measured chirpMass, Measured detectorChirpMass) {
    GwEvent one = GW150914;
    return new GwEvent(
        id,
        one.name(),
        one.level(),
        one.mass1(),
        one.mass2(),
        one.totalMass(),
        chirpMass,
        detectorChirpMass,
        one.chiEff(),
        one.chiP(),
        one.redshift());
  }

  /** GW150914 as if its chirp mass were not published. */
  static GwEvent withoutChirpMass() {
    return with(GW150914.id(), Measured.ABSENT, Measured.ABSENT);
  }

  /** GW150914 as if its detector-frame chirp mass were published. */
  static GwEvent withDetectorChirpMass(double value, double lower, double upper) {
    return with(GW150914.id(), GW150914.chirpMass(), offsets(value, lower, upper));
  }

  static RuleSettings parameterSettings() {
    return new RuleSettings("gw-parameters", parameterValues());
  }

  static Map<String, Serializable> parameterValues() {
    Map<String, Serializable> values = new TreeMap<>();
    values.put("class", "org.rudolphine.transform.link.GwParametersRule");
    values.put("min-component-mass-msun", 3.0);
    values.put("draws", 2000L);
    values.put("list-length", 20L);
    values.put("neighbours", 16L);
    values.put("eccentricity-width", 0.05);
    values.put("in-plane-spin-width", 0.4);
    values.put("band-low-hz", 20.0);
    values.put("spin-trade-cap", 0.9);
    values.put("accept-score", 0.1);
    values.put("block-width", 0.5);
    values.put("max-pairs-per-block", 1000000L);
    return values;
  }

  static RuleSettings remnantSettings() {
    return new RuleSettings(
        "gw-remnant",
        Map.of(
            "class",
            "org.rudolphine.transform.link.GwRemnantRule",
            "basis",
            "gw-parameters",
            "max-rank",
            5L,
            "draws",
            2000L));
  }
}

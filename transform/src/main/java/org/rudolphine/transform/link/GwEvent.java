package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * What the rules use of one version of a gravitational-wave event.
 *
 * @param id event version id
 * @param name event name
 * @param level probability content of the intervals, or null
 * @param mass1 source-frame mass of the heavier body in solar masses
 * @param mass2 source-frame mass of the lighter body in solar masses
 * @param totalMass published source-frame total mass in solar masses; absent when it was derived
 * @param chirpMass source-frame chirp mass in solar masses
 * @param detectorChirpMass detector-frame chirp mass in solar masses
 * @param chiEff effective inspiral spin
 * @param chiP effective precession spin
 * @param redshift cosmological redshift
 */
record GwEvent(
    String id,
    String name,
    Double level,
    Measured mass1,
    Measured mass2,
    Measured totalMass,
    Measured chirpMass,
    Measured detectorChirpMass,
    Measured chiEff,
    Measured chiP,
    Measured redshift)
    implements Serializable {

  private static final List<String> MEASURED =
      List.of(
          "mass_1_source_msun",
          "mass_2_source_msun",
          "total_mass_source_msun",
          "chirp_mass_source_msun",
          "chirp_mass_msun",
          "chi_eff",
          "chi_p",
          "redshift");

  static final List<String> COLUMNS =
      Stream.concat(
              Stream.of(
                  "event_version_id",
                  "event_name",
                  "interval_level",
                  "total_mass_source_is_derived"),
              MEASURED.stream().flatMap(GwEvent::withBounds))
          .toList();

  /** A measured column with its bounds. */
  static Stream<String> withBounds(String column) {
    return Stream.of(column, column + "_lower", column + "_upper");
  }

  static GwEvent read(Row row) {
    boolean derived = Boolean.TRUE.equals(row.<Boolean>getAs("total_mass_source_is_derived"));
    return new GwEvent(
        row.getAs("event_version_id"),
        row.getAs("event_name"),
        row.getAs("interval_level"),
        Measured.read(row, "mass_1_source_msun"),
        Measured.read(row, "mass_2_source_msun"),
        derived ? Measured.ABSENT : Measured.read(row, "total_mass_source_msun"),
        Measured.read(row, "chirp_mass_source_msun"),
        Measured.read(row, "chirp_mass_msun"),
        Measured.read(row, "chi_eff"),
        Measured.read(row, "chi_p"),
        Measured.read(row, "redshift"));
  }

  /** Whether an interval of this event can be turned into standard deviations. */
  boolean spread(Measured measured) {
    return level != null && measured.bounded();
  }

  /** Source-frame total mass: the published one, else the sum of the component medians. */
  double totalMassValue() {
    return totalMass.known() ? totalMass.value() : mass1.value() + mass2.value();
  }

  /** Detector-frame total mass, source frame times (1 + z); null without a redshift. */
  Double detectorMass() {
    return redshift.known() ? totalMassValue() * (1 + redshift.value()) : null;
  }

  /** Mass ratio of the medians, at least 1. */
  double massRatioOfMedians() {
    return Math.max(mass1.value(), mass2.value()) / Math.min(mass1.value(), mass2.value());
  }
}

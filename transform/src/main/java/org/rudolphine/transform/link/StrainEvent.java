package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * What {@link GwStrainRule} uses of the current version of an event.
 *
 * @param event its published parameters
 * @param gps GPS seconds of the event
 * @param names every name it goes by
 * @param networkSnr published network signal-to-noise ratio
 * @param distanceMpc published luminosity distance, or null
 * @param provenance where the row comes from
 */
record StrainEvent(
    GwEvent event,
    double gps,
    Set<String> names,
    Measured networkSnr,
    Double distanceMpc,
    Provenance provenance)
    implements Serializable {

  static final List<String> COLUMNS =
      Stream.of(
              GwEvent.COLUMNS.stream(),
              Stream.of("gps_s", "is_current", "aliases", "luminosity_distance_mpc"),
              GwEvent.withBounds("network_matched_filter_snr"))
          .flatMap(columns -> columns)
          .toList();

  /** Why an event version takes no part; null when it does. */
  static String refusal(Row row) {
    if (!Boolean.TRUE.equals(row.<Boolean>getAs("is_current"))) {
      return "not the current version of the event";
    }
    return row.getAs("gps_s") == null ? "no GPS time is published for this version" : null;
  }

  static StrainEvent read(Row row) {
    GwEvent event = GwEvent.read(row);
    Set<String> names = new LinkedHashSet<>();
    names.add(event.name());
    names.addAll(texts(row, "aliases"));
    return new StrainEvent(
        event,
        row.<Double>getAs("gps_s"),
        names,
        Measured.read(row, "network_matched_filter_snr"),
        row.getAs("luminosity_distance_mpc"),
        Provenance.of(row));
  }

  /** A column of texts; none when it is missing. */
  static List<String> texts(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? List.of() : new ArrayList<>(row.<String>getList(index));
  }

  String id() {
    return event.id();
  }
}

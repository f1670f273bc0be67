package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes sightings of one key; times are hours after a fixed start. */
final class Sightings {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Sightings() {}

  static Instant at(int hour) {
    return START.plusSeconds(3600L * hour);
  }

  /** A record of facet {@code list} (precedence 1). */
  static Sighting list(String cycle, int hour, Object value) {
    return row(cycle, hour, "list", 1, Map.of("list_value", value, "shared", value));
  }

  /** A record of facet {@code detail} (precedence 2). */
  static Sighting detail(String cycle, int hour, Object value) {
    return row(cycle, hour, "detail", 2, Map.of("detail_value", value, "shared", value));
  }

  static Sighting row(
      String cycle, int hour, String facet, int precedence, Map<String, Object> values) {
    NormalizedRow row = new NormalizedRow("t", "k", facet, precedence, values, List.of());
    return sighting(Sighting.Kind.ROW, row, cycle, hour, facet.length());
  }

  static Sighting deleted(String cycle, int hour) {
    return sighting(Sighting.Kind.DELETED, null, cycle, hour, 0);
  }

  static Sighting vanished(String cycle, int hour) {
    return sighting(Sighting.Kind.VANISHED, null, cycle, hour, 0);
  }

  /** A record that leaves out the facet that another told. */
  static Sighting dropped(String cycle, int hour, Sighting other) {
    return sighting(Sighting.Kind.DROPPED, null, cycle, hour, 0).without(other.row());
  }

  private static Sighting sighting(
      Sighting.Kind kind, NormalizedRow row, String cycle, int hour, int position) {
    return new Sighting(
        kind,
        row,
        at(hour),
        at(hour),
        cycle,
        cycle + "-" + hour,
        1,
        position,
        "sha-" + cycle + "-" + hour + "-" + position,
        true);
  }
}

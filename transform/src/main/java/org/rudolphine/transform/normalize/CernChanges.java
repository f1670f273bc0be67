package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Names how one revision of a dataset differs from the one before. */
final class CernChanges {
  private static final List<String> LICENCE = List.of("record_licence", "record_licence_given");
  private static final List<String> FILES = List.of("files_sha256", "number_files", "size_bytes");
  private static final List<String> READ_FROM_FILES = List.of("side", "side_rule", "campaign");

  /** Columns made from texts that have physical meaning; the rest is in the hash. */
  private static final List<String> PHYSICS =
      List.of(
          "physics_sha256",
          "experiments",
          "secondary_types",
          "collision_type",
          "energy_gev_low",
          "energy_gev_high",
          "years",
          "run_periods",
          "run_numbers_count",
          "data_tier",
          "process",
          "event_selection",
          "generators",
          "global_tag",
          "release",
          "number_events",
          "parents",
          "pileup_records",
          "cross_section_pb",
          "cross_section_pb_lower",
          "cross_section_pb_upper",
          "magnet_polarity",
          "stripping_stream",
          "stripping_version",
          "partner_years");

  private CernChanges() {}

  /**
   * Kinds of change in a fixed order. That something became known (the full record after its title,
   * the files after a listing) is no change of the record: a list can be empty.
   */
  static List<String> kinds(Map<String, Object> before, Map<String, Object> after) {
    List<String> kinds = new ArrayList<>();
    if (before.containsKey("metadata_sha256") && after.containsKey("metadata_sha256")) {
      add(kinds, "licence", differ(LICENCE, before, after));
      add(kinds, "files", filesDiffer(before, after));
      add(kinds, "physics", differ(PHYSICS, before, after) || toldByFilesDiffers(before, after));
      add(kinds, "text", differ(List.of("text_sha256"), before, after));
    } else {
      add(kinds, "files", filesDiffer(before, after));
    }
    return kinds;
  }

  private static void add(List<String> kinds, String kind, boolean differs) {
    if (differs) {
      kinds.add(kind);
    }
  }

  private static boolean filesDiffer(Map<String, Object> before, Map<String, Object> after) {
    return FILES.stream()
        .filter(column -> before.containsKey(column) && after.containsKey(column))
        .anyMatch(column -> !before.get(column).equals(after.get(column)));
  }

  /** What files tell changes when they become known; that is no news of physics. */
  private static boolean toldByFilesDiffers(Map<String, Object> before, Map<String, Object> after) {
    boolean sameKnowledge = before.containsKey("files_sha256") == after.containsKey("files_sha256");
    return sameKnowledge && differ(READ_FROM_FILES, before, after);
  }

  private static boolean differ(
      List<String> columns, Map<String, Object> before, Map<String, Object> after) {
    return columns.stream()
        .anyMatch(column -> !Objects.equals(before.get(column), after.get(column)));
  }
}

package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Combines what the catalog and the files of single runs say about one simulation. Columns that
 * only make sense together come from one facet: two resolutions of an equal-mass run may order
 * their bodies differently, and one may measure the eccentricity that another only bounds.
 */
final class SimulationFacets {
  private static final Set<String> BODIES =
      Set.of(
          "mass_ratio",
          "mass_1",
          "mass_2",
          "spin_1_x",
          "spin_1_y",
          "spin_1_z",
          "spin_2_x",
          "spin_2_y",
          "spin_2_z",
          "chi_eff",
          "chi_1_perp",
          "chi_2_perp",
          "chi_perp");
  private static final Set<String> ECCENTRICITY =
      Set.of("eccentricity", "eccentricity_limit", "eccentricity_limit_direction", "mean_anomaly");
  private static final Set<String> START =
      Set.of("omega_orbital", "start_frequency_trust", "reference_time");

  private SimulationFacets() {}

  /** Values of the combined row; {@code levels} is the union of all facets'. */
  static Map<String, Object> combine(List<NormalizedRow> facets) {
    Map<String, Object> combined = NormalizedRow.coalesce(facets);
    keepTogether(combined, facets, BODIES, Set.of("mass_ratio"));
    keepTogether(combined, facets, ECCENTRICITY, Set.of("eccentricity", "eccentricity_limit"));
    keepTogether(combined, facets, START, Set.of("omega_orbital"));
    TreeSet<Integer> levels = new TreeSet<>();
    for (NormalizedRow facet : facets) {
      if (facet.values().get("levels") instanceof List<?> given) {
        given.forEach(level -> levels.add((Integer) level));
      }
    }
    if (!levels.isEmpty()) {
      combined.put("levels", new ArrayList<>(levels));
    }
    return combined;
  }

  /** Takes the columns of a group from the first facet that has one of the leading columns. */
  private static void keepTogether(
      Map<String, Object> combined,
      List<NormalizedRow> facets,
      Set<String> group,
      Set<String> leading) {
    for (NormalizedRow facet : facets) {
      if (leading.stream().anyMatch(facet.values()::containsKey)) {
        for (String column : group) {
          combined.remove(column);
          if (facet.values().containsKey(column)) {
            combined.put(column, facet.values().get(column));
          }
        }
        return;
      }
    }
  }
}

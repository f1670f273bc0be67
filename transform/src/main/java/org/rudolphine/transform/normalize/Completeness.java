package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of which rows of its family a raw record tells all: what it leaves out is gone.
 *
 * @param table name of the table
 * @param facet the one facet that it tells all of; null for all but {@code spared}
 * @param spared facets of which it says nothing, when it tells all of the others
 */
record Completeness(String table, String facet, Set<String> spared) implements Serializable {

  Completeness {
    if (table == null) {
      throw new IllegalArgumentException("A record tells all rows of which table?");
    }
    spared = Set.copyOf(spared);
  }

  boolean covers(String other) {
    return facet == null ? !spared.contains(other) : facet.equals(other);
  }

  /**
   * A record that tells all rows of its family in a table.
   *
   * @param rows of which it does
   * @param seen its place among the sightings, of no row yet
   */
  record Told(Completeness rows, Sighting seen) {}

  /**
   * What records that tell all say of one row by leaving it out, for each facet that it had before.
   *
   * @param key sightings of the row
   * @param told records of the family that tell all of the row's table
   */
  static List<Sighting> dropped(List<Sighting> key, List<Told> told) {
    Map<String, TreeSet<Sighting>> byFacet = new LinkedHashMap<>();
    for (Sighting sighting : key) {
      if (sighting.kind() == Sighting.Kind.ROW) {
        byFacet
            .computeIfAbsent(sighting.row().facet(), f -> new TreeSet<>(Sighting.MERGE_ORDER))
            .add(sighting);
      }
    }
    List<Sighting> dropped = new ArrayList<>();
    Comparator<Sighting> order = Sighting.MERGE_ORDER;
    byFacet.forEach(
        (facet, said) -> {
          for (Told record : told) {
            boolean lacks =
                record.rows().covers(facet)
                    && order.compare(said.first(), record.seen()) < 0
                    && !said.contains(record.seen());
            if (lacks) {
              dropped.add(record.seen().without(said.first().row()));
            }
          }
        });
    return dropped;
  }
}

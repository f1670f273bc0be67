package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one raw record says about one row.
 *
 * @param table name of the table
 * @param key value of the table's key, its parts joined by {@code |} when there are several
 * @param facet which aspect of the row this record speaks of: records of one facet supersede each
 *     other, different facets are combined
 * @param precedence the facet with the higher precedence wins where both have a value
 * @param values values by column; missing ones are left out
 * @param issues optional fields that could not be used
 */
public record NormalizedRow(
    String table,
    String key,
    String facet,
    int precedence,
    Map<String, Object> values,
    List<Issue> issues)
    implements Serializable {

  /** Each column from the first row that has a value for it. */
  static Map<String, Object> coalesce(List<NormalizedRow> facets) {
    Map<String, Object> combined = new LinkedHashMap<>();
    for (NormalizedRow facet : facets) {
      facet.values().forEach(combined::putIfAbsent);
    }
    return combined;
  }
}

package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rudolphine.transform.table.Table;

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

  /** Issues of all rows, each once. */
  static List<Issue> allIssues(List<NormalizedRow> facets) {
    return facets.stream().flatMap(facet -> facet.issues().stream()).distinct().toList();
  }

  /**
   * Issues of columns that no row before has a value for, as {@link #coalesce} takes them. What is
   * said of the key stays, since all rows have it.
   */
  static List<Issue> openIssues(List<NormalizedRow> facets) {
    List<Issue> open = new ArrayList<>();
    for (int i = 0; i < facets.size(); i++) {
      List<NormalizedRow> better = facets.subList(0, i);
      for (Issue issue : facets.get(i).issues()) {
        boolean settled =
            !Table.named(facets.get(i).table()).key().contains(issue.field())
                && better.stream().anyMatch(row -> row.values().containsKey(issue.field()));
        if (!settled && !open.contains(issue)) {
          open.add(issue);
        }
      }
    }
    return open;
  }
}

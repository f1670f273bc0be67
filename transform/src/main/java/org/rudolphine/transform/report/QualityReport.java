package org.rudolphine.transform.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts by reason out of a release's quality report. The report may hold them as a list of objects
 * or as objects nested by rule and reason; what has another shape is left out.
 */
final class QualityReport {
  private static final List<String> SCOPES = List.of("rule", "source", "table_name", "table");
  private static final List<String> COUNTS = List.of("count", "rows", "records", "n");

  private QualityReport() {}

  /** Counts below a field of the report, the largest first. */
  static List<ReasonCount> reasons(JsonNode report, String field) {
    List<ReasonCount> counts = new ArrayList<>();
    collect(report.path(field), "", counts);
    counts.sort(order());
    return counts;
  }

  static Comparator<ReasonCount> order() {
    return Comparator.comparing(ReasonCount::scope)
        .thenComparing(ReasonCount::count, Comparator.reverseOrder())
        .thenComparing(ReasonCount::reason);
  }

  private static void collect(JsonNode node, String scope, List<ReasonCount> counts) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, scope, counts));
    } else if (node.path("reason").isTextual()) {
      long count = first(node, COUNTS).asLong(0);
      String named = first(node, SCOPES).asText(scope);
      String field = node.path("field").asText("");
      String reason = node.get("reason").asText();
      counts.add(new ReasonCount(named, field.isEmpty() ? reason : field + ": " + reason, count));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> {
                if (entry.getValue().isIntegralNumber()) {
                  long count = entry.getValue().asLong();
                  counts.add(new ReasonCount(scope, entry.getKey(), count));
                } else {
                  collect(entry.getValue(), entry.getKey(), counts);
                }
              });
    }
  }

  private static JsonNode first(JsonNode node, List<String> names) {
    for (String name : names) {
      if (node.has(name)) {
        return node.get(name);
      }
    }
    return node.path(names.get(0));
  }
}

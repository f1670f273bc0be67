package org.rudolphine.transform.report;

import java.util.List;

/**
 * What a report can say beyond the release itself, out of the lake that it was made from.
 *
 * @param accounting raw records by source in the last run
 * @param rejects rejected records by source and reason
 * @param unmatched records without a counterpart by rule and reason; when empty, the release's own
 *     quality report is asked
 * @param failures sources whose last harvest failed: source, first reason, number of failures
 */
public record ReportExtras(
    List<SourceCount> accounting,
    List<ReasonCount> rejects,
    List<ReasonCount> unmatched,
    List<ReasonCount> failures) {

  /** Extras of a lake in which the last harvest of every source went well. */
  public ReportExtras(
      List<SourceCount> accounting, List<ReasonCount> rejects, List<ReasonCount> unmatched) {
    this(accounting, rejects, unmatched, List.of());
  }

  public ReportExtras {
    accounting = List.copyOf(accounting);
    rejects = List.copyOf(rejects);
    unmatched = List.copyOf(unmatched);
    failures = List.copyOf(failures);
  }

  /** Nothing is known beyond the release. */
  public static ReportExtras none() {
    return new ReportExtras(List.of(), List.of(), List.of());
  }
}

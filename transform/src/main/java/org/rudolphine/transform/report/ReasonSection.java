package org.rudolphine.transform.report;

import java.util.List;

/** What could not be used and what has no counterpart, by reason. */
final class ReasonSection {
  static final String NAME = "Left out, and why";

  private final List<ReasonCount> rejects;
  private final List<ReasonCount> unmatched;

  ReasonSection(ReleaseData data, ReportExtras extras) {
    rejects = given(extras.rejects(), data.rejects());
    unmatched = given(extras.unmatched(), data.unmatched());
  }

  private static List<ReasonCount> given(List<ReasonCount> first, List<ReasonCount> otherwise) {
    List<ReasonCount> chosen = first.isEmpty() ? otherwise : first;
    return chosen.stream().sorted(QualityReport.order()).toList();
  }

  void write(Markup out) {
    out.element("h3", "Rejected records").line();
    out.paragraph("A record without a usable identity or a required value is kept aside.");
    table(out, rejects, "source", "Rejected records by reason", "No record was reported rejected.");
    out.element("h3", "Records without a counterpart").line();
    out.paragraph("\u201CNo counterpart exists\u201D is a right answer, and has its reason.");
    table(
        out, unmatched, "rule", "Unmatched records by reason", "No record was reported unmatched.");
  }

  private static void table(
      Markup out, List<ReasonCount> counts, String scope, String caption, String nothing) {
    if (counts.isEmpty()) {
      out.nothing(nothing);
      return;
    }
    long most = counts.stream().mapToLong(ReasonCount::count).max().orElse(1);
    Tables.open(out, caption, "roomy");
    out.open("tr");
    Tables.head(out, scope, null);
    Tables.head(out, "records", "num");
    Tables.head(out, "reason", "wide");
    Tables.head(out, "relative to the largest", "share");
    out.closeLine();
    Tables.body(out);
    for (ReasonCount count : counts) {
      out.open("tr").element("th", count.scope(), "scope", "row");
      Tables.number(out, count.count());
      out.element("td", count.reason(), "class", "wide");
      out.open("td", "class", "share");
      out.open(
          "svg",
          "viewBox",
          "0 0 100 8",
          "preserveAspectRatio",
          "none",
          "class",
          "shares",
          "aria-hidden",
          "true");
      double width = most > 0 ? 100.0 * count.count() / most : 0;
      out.empty("rect", "class", "part reason", "x", 0, "y", 0, "width", width, "height", 8);
      out.close().close().closeLine();
    }
    Tables.close(out);
  }
}

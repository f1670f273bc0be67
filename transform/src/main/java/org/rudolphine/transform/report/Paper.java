package org.rudolphine.transform.report;

import java.time.Instant;
import java.time.ZoneOffset;

/** A paper, as far as the report shows it. */
record Paper(String id, String title, String category, Instant submitted, boolean withdrawn) {

  static Paper of(Cells row) {
    return new Paper(
        row.text("paper_id", ""),
        row.text("title", ""),
        row.text("primary_category"),
        row.time("submitted_at"),
        row.flag("withdrawn"));
  }

  /** Its page at arXiv, or that of its DOI. */
  String address() {
    return id.startsWith("doi:")
        ? "https://doi.org/" + id.substring("doi:".length())
        : "https://arxiv.org/abs/" + id;
  }

  String year() {
    return submitted == null ? null : "" + submitted.atOffset(ZoneOffset.UTC).getYear();
  }
}

package org.rudolphine.transform.report;

/** A dataset that the project knows; texts that are not stated are null. */
record SourceEntry(
    String source,
    String title,
    String domain,
    String side,
    String status,
    String reason,
    String homepage,
    String size,
    String citation,
    String licence,
    String redistribute) {
  static SourceEntry of(Cells row) {
    return new SourceEntry(
        row.text("source", ""),
        row.text("title", row.text("source", "")),
        row.text("domain", ""),
        row.text("side", ""),
        row.text("status", "unknown"),
        row.text("status_reason"),
        row.text("homepage"),
        row.text("size"),
        row.text("citation"),
        row.text("licence", "unknown"),
        row.text("redistribute", "unknown"));
  }
}

package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the rows come from, what became of the raw records, and every dataset by status. */
final class SourceSection {
  private static final List<String> STATUSES =
      List.of("harvested", "planned", "metadata_only", "not_obtainable");
  private static final String[] PARTS = {
    "written", "unchanged", "duplicate", "deleted", "rejected", "skipped"
  };

  private final ReleaseData data;
  private final List<SourceCount> accounting;
  private final List<ReasonCount> failures;

  SourceSection(ReleaseData data, ReportExtras extras) {
    this.data = data;
    this.accounting = extras.accounting();
    this.failures = extras.failures();
  }

  void write(Markup out) {
    failures(out);
    rows(out);
    accounting(out);
    statuses(out);
  }

  /** The page would else look as if these sources had no news. */
  private void failures(Markup out) {
    if (failures.isEmpty()) {
      return;
    }
    out.element("h3", "Sources whose last harvest failed").line();
    out.open("ul");
    for (ReasonCount failure : failures) {
      out.open("li").element("strong", failure.scope(), "class", "alarm");
      out.text(": " + failure.reason());
      if (failure.count() > 1) {
        out.text(" (and " + Measured.count(failure.count() - 1) + " more)");
      }
      out.close();
    }
    out.closeLine();
  }

  private void rows(Markup out) {
    out.element("h3", "Rows in the release").line();
    Map<String, Map<String, Long>> bySource = data.rowsBySource();
    if (bySource.isEmpty()) {
      out.nothing("No table of the release holds rows that name a source.");
      return;
    }
    TreeSet<String> tables = new TreeSet<>();
    bySource.values().forEach(counts -> tables.addAll(counts.keySet()));
    Tables.open(
        out, "Rows by source and table; inferred links and pairs are rudolphine's own", "compact");
    out.open("tr");
    Tables.head(out, "source", null);
    tables.forEach(table -> out.element("th", table, "scope", "col", "class", "num"));
    out.closeLine();
    Tables.body(out);
    bySource.forEach(
        (source, counts) -> {
          out.open("tr").element("th", source, "scope", "row");
          for (String table : tables) {
            Long count = counts.get(table);
            Tables.number(out, count == null ? null : Measured.count(count));
          }
          out.closeLine();
        });
    Tables.close(out);
  }

  private void accounting(Markup out) {
    out.element("h3", "Raw records of the last run").line();
    if (accounting.isEmpty()) {
      out.nothing(
          "No accounting was given: this page was made from the release alone, without the lake"
              + " behind it.");
      return;
    }
    out.open("ul", "class", "legend");
    for (int i = 0; i < PARTS.length; i++) {
      PlaneFigure.entry(out, "part p" + i, 3, 6, PARTS[i]);
    }
    out.closeLine();
    Tables.open(out, "Raw records by source: read is the sum of what follows it", null);
    out.open("tr");
    Tables.head(out, "source", null);
    Tables.head(out, "share", "share");
    Tables.head(out, "read", "num");
    for (String part : PARTS) {
      Tables.head(out, part, "num");
    }
    out.closeLine();
    Tables.body(out);
    accounting.forEach(count -> accounting(out, count));
    Tables.close(out);
  }

  private static void accounting(Markup out, SourceCount count) {
    long[] parts = {
      count.written(),
      count.unchanged(),
      count.duplicate(),
      count.deleted(),
      count.rejected(),
      count.skipped()
    };
    out.open("tr").element("th", count.source(), "scope", "row");
    Tables.shares(out, "Shares of the raw records of " + count.source(), parts);
    out.open("td", "class", "num").text(Measured.count(count.read()));
    if (!count.balances()) {
      out.text(" ").element("strong", "does not balance", "class", "alarm");
    }
    out.close();
    for (long part : parts) {
      Tables.number(out, part);
    }
    out.closeLine();
  }

  private void statuses(Markup out) {
    out.element("h3", "Every dataset that the project knows").line();
    if (data.sources().isEmpty()) {
      out.nothing("The release holds no table of sources.");
      return;
    }
    Map<String, List<SourceEntry>> byStatus = byStatus();
    long total = data.sources().size();
    out.open("p").text(Measured.count(total) + (total == 1 ? " dataset: " : " datasets: "));
    List<String> counts = new ArrayList<>();
    byStatus.forEach((s, list) -> counts.add(Measured.count(list.size()) + " " + words(s)));
    out.text(String.join(", ", counts) + ".").closeLine();
    byStatus.forEach((status, list) -> status(out, status, list));
  }

  /** Known statuses in their order, then others by name. */
  private Map<String, List<SourceEntry>> byStatus() {
    Map<String, List<SourceEntry>> found = new TreeMap<>();
    data.sources().forEach(s -> found.computeIfAbsent(s.status(), k -> new ArrayList<>()).add(s));
    Map<String, List<SourceEntry>> ordered = new LinkedHashMap<>();
    STATUSES.stream().filter(found::containsKey).forEach(s -> ordered.put(s, found.get(s)));
    found.forEach(ordered::putIfAbsent);
    return ordered;
  }

  private static String words(String status) {
    return status.replace('_', ' ');
  }

  private static void status(Markup out, String status, List<SourceEntry> sources) {
    out.open("details", "open", status.equals("harvested") ? "open" : null);
    out.element("summary", words(status) + " (" + Measured.count(sources.size()) + ")").line();
    Tables.open(out, "Datasets that are " + words(status), "roomy");
    out.open("tr");
    for (String name : List.of("id", "dataset", "field", "side")) {
      Tables.head(out, name, null);
    }
    Tables.head(out, "why", "wide");
    Tables.head(out, "size", "wide");
    out.closeLine();
    Tables.body(out);
    for (SourceEntry source : sources) {
      out.open("tr").element("th", source.source(), "scope", "row").open("td", "class", "title");
      out.link(source.homepage(), source.title()).close();
      out.element("td", source.domain()).element("td", source.side());
      out.element("td", dash(source.reason()), "class", "wide");
      out.element("td", dash(source.size()), "class", "wide").closeLine();
    }
    Tables.close(out);
    out.closeLine();
  }

  private static String dash(String text) {
    return text == null ? "\u2013" : text;
  }
}

package org.rudolphine.transform.report;

import java.util.List;
import java.util.Map;

/** Papers, and the events, simulations and datasets that they name. */
final class LiteratureSection {
  static final String NAME = "Literature";

  private static final int RECORDS = 12;
  private static final int PAPERS = 15;
  private static final int NAMED = 6;

  private final LiteratureData data;
  private final ColliderData colliders;

  LiteratureSection(ReleaseData release) {
    this.data = release.literature();
    this.colliders = release.colliders();
  }

  void write(Markup out) {
    long withdrawn = data.papers().stream().filter(Paper::withdrawn).count();
    boolean all = data.linkedPapers() == data.papers().size();
    out.paragraph(
        "%s papers%s, %s a record of the tables. What a paper names was found in its metadata: title, abstract, comments, journal reference and DOI field."
            .formatted(
                Measured.count(data.papers().size()),
                withdrawn == 0 ? "" : " (" + Measured.count(withdrawn) + " withdrawn)",
                all
                    ? "each of which names"
                    : "of which " + Measured.count(data.linkedPapers()) + " name"));
    if (data.linkedPapers() == 0) {
      out.nothing("No link joins a paper to a record.");
      return;
    }
    out.open("div", "class", "pair").line();
    types(out);
    records(out);
    out.closeLine();
    papers(out);
  }

  private static String words(String table) {
    return switch (table) {
      case "gw_events" -> "event version";
      case "nr_simulations" -> "simulation";
      case "hep_datasets" -> "collider dataset";
      default -> table;
    };
  }

  private void types(Markup out) {
    out.open("div").element("h3", "By kind of record").line();
    Tables.open(out, "How many papers name how many records", null);
    out.open("tr");
    Tables.head(out, "kind", null);
    for (String name : List.of("papers", "records", "links")) {
      Tables.head(out, name, "num");
    }
    out.closeLine();
    Tables.body(out);
    for (String table : data.tables()) {
      out.open("tr").element("th", words(table), "scope", "row");
      Tables.number(out, data.papers(table));
      Tables.number(out, data.records(table));
      Tables.number(out, data.links(table));
      out.closeLine();
    }
    Tables.close(out);
    out.closeLine();
  }

  private void records(Markup out) {
    out.open("div").element("h3", "Named most often").line();
    Tables.open(out, "Records with the most papers", null);
    out.open("tr");
    Tables.head(out, "record", null);
    Tables.head(out, "kind", null);
    Tables.head(out, "papers", "num");
    out.closeLine();
    Tables.body(out);
    for (Map.Entry<LiteratureData.Named, Integer> entry :
        data.mostNamed().stream().limit(RECORDS).toList()) {
      out.open("tr").open("th", "scope", "row");
      name(out, entry.getKey());
      out.close().element("td", words(entry.getKey().table()));
      Tables.number(out, entry.getValue());
      out.closeLine();
    }
    Tables.close(out);
    out.closeLine();
  }

  private void name(Markup out, LiteratureData.Named named) {
    ColliderDataset dataset =
        named.table().equals("hep_datasets") ? colliders.dataset(named.id()) : null;
    if (dataset == null) {
      out.text(named.id());
    } else {
      out.link(dataset.address(), named.id()).text(" " + dataset.title());
    }
  }

  private void papers(Markup out) {
    out.element("h3", "Papers that name most records").line();
    Tables.open(out, "Up to %d records of each paper".formatted(NAMED), "roomy");
    out.open("tr");
    Tables.head(out, "paper", null);
    Tables.head(out, "year", "num");
    Tables.head(out, "category", null);
    Tables.head(out, "title", "wide");
    Tables.head(out, "names", "wide");
    out.closeLine();
    Tables.body(out);
    for (Paper paper : data.mostNaming().stream().limit(PAPERS).toList()) {
      out.open("tr").open("th", "scope", "row").link(paper.address(), paper.id()).close();
      Tables.number(out, paper.year());
      String category = paper.category() == null ? "\u2013" : paper.category();
      out.element("td", category, "class", "whole");
      out.open("td", "class", "wide").text(paper.title());
      if (paper.withdrawn()) {
        out.text(" ").element("span", "withdrawn", "class", "badge candidate");
      }
      out.close().open("td", "class", "wide");
      named(out, paper);
      out.close().closeLine();
    }
    Tables.close(out);
  }

  private void named(Markup out, Paper paper) {
    List<LiteratureData.Named> all = List.copyOf(data.records(paper));
    for (int i = 0; i < Math.min(NAMED, all.size()); i++) {
      out.text(i == 0 ? "" : ", ");
      name(out, all.get(i));
    }
    if (all.size() > NAMED) {
      out.text(" and " + Measured.count(all.size() - NAMED) + " more");
    }
  }
}

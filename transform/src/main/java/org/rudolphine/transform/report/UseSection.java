package org.rudolphine.transform.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How to open the data, under which licences, and what to cite. */
final class UseSection {
  private final ReleaseData data;

  UseSection(ReleaseData data) {
    this.data = data;
  }

  void queries(Markup out) {
    out.paragraph("Every table is a folder of Parquet files; run these beside the folder data.");
    snippet(
        out,
        "pandas",
        """
        import pandas as pd

        pairs = pd.read_parquet("data/pairs")
        links = pd.read_parquet("data/links")
        best = links[(links["rank"] == 1) & (links["rule"] == "gw-parameters")]
        print(best[["left_id", "right_id", "score", "decision"]])""");
    snippet(
        out,
        "DuckDB",
        """
        SELECT l.left_id, l.right_id, l.score, s.mass_ratio, s.chi_eff
        FROM 'data/links/*.parquet' l
        JOIN 'data/nr_simulations/*.parquet' s ON s.simulation_id = l.right_id
        WHERE l.rule = 'gw-parameters' AND l.rank = 1
        ORDER BY l.score DESC;""");
    snippet(
        out,
        "Spark",
        """
        pairs = spark.read.parquet("data/pairs")
        (pairs.where("quantity = 'final_spin'")
              .selectExpr("case_id", "theory_id", "observed[0]", "predicted[0]", "residual[0]")
              .show())""");
    if (!data.colliders().isEmpty()) {
      snippet(
          out,
          "DuckDB: simulations for a dataset of collisions",
          """
          SELECT d.title AS data, s.title AS simulation, s.generators, l.relation, l.statement
          FROM 'data/links/*.parquet' l
          JOIN 'data/hep_datasets/*.parquet' d ON d.record_id = l.left_id
          JOIN 'data/hep_datasets/*.parquet' s ON s.record_id = l.right_id
          WHERE l.rule = 'hep-stated' AND d.experiment = 'CMS'
          ORDER BY l.score DESC;""");
    }
    if (!data.literature().isEmpty()) {
      snippet(
          out,
          "DuckDB: papers that name an event",
          """
          SELECT p.paper_id, p.title, p.submitted_at, l.statement
          FROM 'data/links/*.parquet' l
          JOIN 'data/papers/*.parquet' p ON p.paper_id = l.left_id
          WHERE l.rule = 'literature' AND l.right_id LIKE 'GW150914%'
          ORDER BY p.submitted_at;""");
    }
    data.exampleLink()
        .ifPresent(
            link -> snippet(out, "Why two records are linked", "bin/rudolphine explain " + link));
    out.open("p").text("Units and descriptions of all columns: ");
    out.element("code", "data/columns").text(".").closeLine();
  }

  private static void snippet(Markup out, String name, String code) {
    out.open("figure", "class", "code").element("figcaption", name);
    out.open("pre", "tabindex", "0").element("code", code).close().closeLine();
  }

  void licences(Markup out) {
    List<SourceEntry> used = used();
    if (used.isEmpty()) {
      out.nothing("The release names no source with a licence.");
      return;
    }
    Tables.open(out, "Licences and citations of the sources behind the rows", "roomy");
    out.open("tr");
    for (String name : List.of("source", "licence", "may be passed on")) {
      Tables.head(out, name, null);
    }
    Tables.head(out, "cite", "wide");
    out.closeLine();
    Tables.body(out);
    for (SourceEntry source : used) {
      out.open("tr").element("th", source.source(), "scope", "row");
      out.element("td", source.licence());
      out.element("td", source.redistribute().replace('_', ' '));
      String cite = source.citation() == null ? source.title() : source.citation();
      out.element("td", cite, "class", "wide").closeLine();
    }
    Tables.close(out);
    out.paragraph("Cite the dataset by its version together with the sources whose rows you used.");
  }

  /** Licences of the sources behind the rows, each with the sources that have it. */
  String summary() {
    Map<String, TreeSet<String>> byLicence = new TreeMap<>();
    used()
        .forEach(s -> byLicence.computeIfAbsent(s.licence(), l -> new TreeSet<>()).add(s.source()));
    return String.join(
        "; ",
        byLicence.entrySet().stream()
            .map(e -> e.getKey() + " (" + String.join(", ", e.getValue()) + ")")
            .toList());
  }

  private List<SourceEntry> used() {
    return data.sources().stream()
        .filter(s -> data.rowsBySource().containsKey(s.source()))
        .toList();
  }
}

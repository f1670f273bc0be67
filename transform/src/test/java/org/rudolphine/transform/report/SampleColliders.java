package org.rudolphine.transform.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collider datasets, papers and their links to draw. All of it is synthetic. */
final class SampleColliders {
  private final List<Map<String, Object>> datasets = new ArrayList<>();
  private final List<Map<String, Object>> papers = new ArrayList<>();
  private final List<Map<String, Object>> links = new ArrayList<>();
  private int next = 1;

  static void write(Path folder) throws IOException {
    SampleColliders sample = new SampleColliders();
    sample.observe();
    sample.state();
    sample.publish();
    ParquetWriting.write(
        folder.resolve("data/hep_datasets/part-00000.parquet"), "hep_datasets", sample.datasets);
    ParquetWriting.write(folder.resolve("data/papers/part-00000.parquet"), "papers", sample.papers);
    ParquetWriting.write(folder.resolve("data/links/part-00001.parquet"), "links", sample.links);
  }

  private void observe() {
    many("CMS", 3, 5, "pp", 7000, 7000, 2010);
    many("CMS", 58, 120, "pp", 7000, 7000, 2011);
    many("CMS", 2, 2, "pp", 2760, 2760, 2011);
    many("CMS", 2, 0, "PbPb", 2760, 2760, 2011);
    many("CMS", 58, 301, "pp", 8000, 8000, 2012);
    many("CMS", 26, 98, "pp", 13000, 13000, 2015);
    many("CMS", 7, 0, "pp", 5020, 5020, 2015);
    many("CMS", 40, 1200, "pp", 13000, 13000, 2016);
    many("CMS", 0, 1, "pp", 13000, 13000, 2018);
    many("CMS", 1, 0, "pp", 13600, 13600, 2022);
    for (int year = 1991; year <= 2000; year++) {
      many("DELPHI", 3, year == 1993 ? 0 : 20 + year - 1990, "e+e-", 89, 94, year);
    }
    many("DELPHI", 2, 47, "e+e-", 130, 140, 1995);
    many("DELPHI", 6, 60, "e+e-", 161, 174, 1996);
    many("ATLAS", 1, 23, "pp", 8000, 8000, 2012);
    dataset("ATLAS", "both", "pp", 13000.0, 13000.0, List.of(2016)).put("record_id", "15000");
    dataset("ATLAS", "umbrella", "pp", 13000.0, 13000.0, List.of(2015, 2016));
    dataset("ATLAS", "data", "pp", 13000.0, 13000.0, List.of(2015, 2016));
    many("ALICE", 4, 0, "PbPb", 2760, 2760, 2010);
    dataset("OPERA", "unknown", null, null, null, List.of(2010));
    dataset("DELPHI", "data", "e+e-", null, null, List.of(1994));
  }

  private void many(
      String experiment,
      int data,
      int simulations,
      String beams,
      double low,
      double high,
      int year) {
    for (int i = 0; i < data + simulations; i++) {
      dataset(experiment, i < data ? "data" : "simulation", beams, low, high, List.of(year));
    }
  }

  private Map<String, Object> dataset(
      String experiment, String side, String beams, Double low, Double high, List<Integer> years) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("record_id", "" + next++);
    row.put("title", "/Synthetic-" + side + "/of " + experiment);
    row.put("url", "https://opendata.cern.ch/record/" + row.get("record_id"));
    row.put("experiment", experiment);
    row.put("side", side);
    row.put("conditions_collision_type", beams);
    row.put("conditions_energy_gev_low", low);
    row.put("conditions_energy_gev_high", high);
    row.put("conditions_years", years);
    row.values().removeIf(java.util.Objects::isNull);
    datasets.add(row);
    return row;
  }

  /** Records 1 to 3 are data, 4 to 8 simulations of CMS. */
  private void state() {
    stated("1", "4", "hub", 0.9, List.of());
    stated("1", "5", "hub", 0.8, List.of("left isChildOf", "right isChildOf"));
    stated("2", "4", "hub", 0.9, List.of());
    stated("15000", "15000", "files", 0.8, List.of());
    for (int right = 4; right <= 8; right++) {
      link("hep-conditions", "same_conditions", "hep_datasets", "3", "hep_datasets", "" + right)
          .put("decision", right < 6 ? "accepted" : "candidate");
    }
  }

  private void stated(String left, String right, String kind, double score, List<String> more) {
    Map<String, Object> link =
        link("hep-stated", "stated", "hep_datasets", left, "hep_datasets", right);
    List<Map<String, Object>> evidence = new ArrayList<>();
    evidence.add(Map.of("quantity", kind, "note", "field use_with.links of a record"));
    more.forEach(quantity -> evidence.add(Map.of("quantity", quantity)));
    link.put("evidence", evidence);
    link.put("score", score);
  }

  private Map<String, Object> link(
      String rule,
      String relation,
      String leftTable,
      String left,
      String rightTable,
      String right) {
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("link_id", rule + "~" + left + "~" + right);
    link.put("rule", rule);
    link.put("relation", relation);
    link.put("left_table", leftTable);
    link.put("left_id", left);
    link.put("right_table", rightTable);
    link.put("right_id", right);
    links.add(link);
    return link;
  }

  private void publish() {
    paper("1602.03837", "A paper with <b>markup</b> in its title", false);
    paper("hep-th/9711200", "An older paper", true);
    paper("2001.00001", "A paper that names nothing", false);
    link("literature", "mentions", "papers", "1602.03837", "gw_events", "GW150914-v3");
    link("literature", "mentions", "papers", "hep-th/9711200", "gw_events", "GW150914-v3");
    link("literature", "mentions", "papers", "1602.03837", "hep_datasets", "1");
    for (int run = 1; run <= 7; run++) {
      link("literature", "mentions", "papers", "1602.03837", "nr_simulations", "SYN:A:000" + run);
    }
  }

  private void paper(String id, String title, boolean withdrawn) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("paper_id", id);
    row.put("title", title);
    row.put("primary_category", "gr-qc");
    row.put("submitted_at", Instant.parse("2016-02-11T00:00:00Z"));
    row.put("withdrawn", withdrawn);
    papers.add(row);
  }
}

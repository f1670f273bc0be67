package org.rudolphine.transform.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small release to draw. Event parameters are published (GWTC-1: arXiv:1811.12907, table III;
 * GWTC-2.1: doi 10.7935/qf3a-3z67, with spins of the remnants left out); simulations, scores and
 * predictions are synthetic and named so.
 */
final class SampleRelease {
  /**
   * Name, version, then median and offsets of m1, m2, chi_eff, final mass; final spin; SNR; split.
   */
  private static final Object[][] EVENTS = {
    {
      "GW150914",
      3,
      35.6,
      -3.1,
      4.7,
      30.6,
      -4.4,
      3.0,
      -0.01,
      -0.13,
      0.12,
      63.1,
      -3.0,
      3.4,
      0.69,
      -0.04,
      0.05,
      26.0,
      "train"
    },
    {
      "GW151012",
      3,
      23.2,
      -5.5,
      14.9,
      13.6,
      -4.8,
      4.1,
      0.05,
      -0.2,
      0.31,
      35.6,
      -3.8,
      10.8,
      0.67,
      -0.11,
      0.13,
      10.0,
      "train"
    },
    {
      "GW151226",
      2,
      13.7,
      -3.2,
      8.8,
      7.7,
      -2.5,
      2.2,
      0.18,
      -0.12,
      0.2,
      20.5,
      -1.5,
      6.4,
      0.74,
      -0.05,
      0.07,
      13.1,
      "test"
    },
    {
      "GW170104",
      2,
      30.8,
      -5.6,
      7.3,
      20.0,
      -4.6,
      4.9,
      -0.04,
      -0.21,
      0.17,
      48.9,
      -4.0,
      5.1,
      0.66,
      -0.11,
      0.08,
      13.8,
      "train"
    },
    {
      "GW170608",
      3,
      11.0,
      -1.7,
      5.5,
      7.6,
      -2.2,
      1.4,
      0.03,
      -0.07,
      0.19,
      17.8,
      -0.7,
      3.4,
      0.69,
      -0.04,
      0.04,
      15.4,
      "train"
    },
    {
      "GW170729",
      1,
      50.2,
      -10.2,
      16.2,
      34.0,
      -10.1,
      9.1,
      0.37,
      -0.25,
      0.21,
      79.5,
      -10.2,
      14.7,
      0.81,
      -0.13,
      0.07,
      10.8,
      "train"
    },
    {
      "GW170809",
      1,
      35.0,
      -5.9,
      8.3,
      23.8,
      -5.2,
      5.1,
      0.08,
      -0.17,
      0.17,
      56.3,
      -3.8,
      5.2,
      0.70,
      -0.09,
      0.08,
      12.8,
      "train"
    },
    {
      "GW170814",
      3,
      30.6,
      -3.0,
      5.6,
      25.2,
      -4.0,
      2.8,
      0.07,
      -0.12,
      0.12,
      53.2,
      -2.4,
      3.2,
      0.72,
      -0.05,
      0.07,
      17.7,
      "validation"
    },
    {
      "GW170818",
      1,
      35.4,
      -4.7,
      7.5,
      26.7,
      -5.2,
      4.3,
      -0.09,
      -0.21,
      0.18,
      59.4,
      -3.8,
      4.9,
      0.67,
      -0.08,
      0.07,
      12.0,
      "train"
    },
    {
      "GW170823",
      1,
      39.5,
      -6.7,
      11.2,
      29.0,
      -7.8,
      6.7,
      0.09,
      -0.26,
      0.22,
      65.4,
      -7.4,
      10.1,
      0.72,
      -0.10,
      0.09,
      12.2,
      "train"
    },
    {
      "GW190412_053044",
      4,
      27.7,
      -6.0,
      6.0,
      9.0,
      -1.4,
      2.0,
      0.21,
      -0.13,
      0.12,
      35.6,
      -4.5,
      4.8,
      null,
      null,
      null,
      19.8,
      "train"
    },
    {
      "GW190519_153544",
      2,
      65.1,
      -11.0,
      10.8,
      40.8,
      -12.7,
      11.5,
      0.33,
      -0.24,
      0.2,
      100.0,
      -12.9,
      13.0,
      null,
      null,
      null,
      15.9,
      "test"
    },
    {
      "GW190521_030229",
      4,
      98.4,
      -21.7,
      33.6,
      57.2,
      -30.1,
      27.1,
      -0.14,
      -0.45,
      0.5,
      147.4,
      -16.0,
      40.0,
      null,
      null,
      null,
      14.3,
      "train"
    },
    {
      "GW190521_074359",
      2,
      43.4,
      -5.5,
      5.8,
      33.4,
      -6.8,
      5.2,
      0.1,
      -0.13,
      0.13,
      72.6,
      -5.4,
      6.5,
      null,
      null,
      null,
      25.9,
      "train"
    },
    {
      "GW190814_211039",
      3,
      23.3,
      -1.4,
      1.4,
      2.6,
      -0.1,
      0.1,
      0.0,
      -0.07,
      0.07,
      25.7,
      -1.3,
      1.3,
      null,
      null,
      null,
      25.3,
      "train"
    },
  };

  private static final Instant RETRIEVED = Instant.parse("2026-11-20T03:00:00Z");

  private final Random random = new Random(1627);
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final List<Map<String, Object>> simulations = new ArrayList<>();
  private final List<Map<String, Object>> links = new ArrayList<>();
  private final Map<String, List<Map<String, Object>>> pairs = new HashMap<>();
  private final List<Map<String, Object>> sources = new ArrayList<>();

  /** Writes the release; what a source calls itself is given, as it comes from outside. */
  static void write(Path folder, String title) throws IOException {
    SampleRelease sample = new SampleRelease();
    sample.simulate();
    for (Object[] event : EVENTS) {
      sample.observe(event);
    }
    sample.formerVersions();
    sample.list(title);
    sample.save(folder);
  }

  /** Numbers of what is written, for tests. */
  static int currentEvents() {
    return EVENTS.length + 1;
  }

  private void simulate() {
    for (int i = 1; i <= 300; i++) {
      boolean second = i > 200;
      double q = i % 3 == 0 ? 1 + i % 8 : Math.exp(random.nextDouble() * Math.log(second ? 15 : 8));
      double chi = i % 7 == 0 ? 0 : 0.85 * (2 * random.nextDouble() - 1) / Math.sqrt(q / 2 + 0.5);
      Map<String, Object> run = new LinkedHashMap<>();
      String catalog = second ? "RIT-like (synthetic)" : "SXS-like (synthetic)";
      run.put("simulation_id", "SYN:%s:%04d".formatted(second ? "B" : "A", i));
      run.put("catalog", catalog);
      run.put("mass_ratio", q);
      run.put("chi_eff", chi);
      run.put("deprecated", i % 11 == 0);
      provenance(run, second ? "rit" : "sxs");
      simulations.add(run);
    }
  }

  private void observe(Object[] e) {
    String id = e[0] + "-v" + e[1];
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("event_version_id", id);
    row.put("event_name", e[0]);
    row.put("version", e[1]);
    row.put("catalog", id.startsWith("GW19") ? "GWTC-2.1-confident" : "GWTC-1-confident");
    row.put("is_current", true);
    row.put("interval_level", 0.9);
    row.put("detail_url", "https://gwosc.org/api/v2/event-versions/" + id);
    measured(row, "mass_1_source_msun", e, 2);
    measured(row, "mass_2_source_msun", e, 5);
    measured(row, "chi_eff", e, 8);
    measured(row, "final_mass_source_msun", e, 11);
    measured(row, "final_spin", e, 14);
    row.put("network_matched_filter_snr", e[17]);
    provenance(row, "gwosc");
    events.add(row);
    match(id, e);
  }

  private static void measured(Map<String, Object> row, String column, Object[] e, int at) {
    if (e[at] != null) {
      row.put(column, e[at]);
      row.put(column + "_lower", (double) e[at] + (double) e[at + 1]);
      row.put(column + "_upper", (double) e[at] + (double) e[at + 2]);
    }
  }

  private void match(String id, Object[] e) {
    double q = (double) e[2] / (double) e[5];
    double up = q * Math.hypot((double) e[4] / (double) e[2], (double) e[6] / (double) e[5]) * 0.8;
    double low = Math.max(1, q - 0.7 * up);
    double sigmaQ = Math.max(0.02, up / 1.645);
    double sigmaChi = ((double) e[10] - (double) e[9]) / 3.29;
    record Near(Map<String, Object> run, double dq, double dchi) {
      double distance() {
        return Math.hypot(dq, dchi);
      }
    }
    List<Near> list = new ArrayList<>();
    for (Map<String, Object> run : simulations) {
      double dq = ((double) run.get("mass_ratio") - q) / sigmaQ;
      double dchi = ((double) run.get("chi_eff") - (double) e[8]) / sigmaChi;
      list.add(new Near(run, dq, dchi));
    }
    list.sort(Comparator.comparingDouble(Near::distance));
    for (int rank = 1; rank <= 20; rank++) {
      Near near = list.get(rank - 1);
      String run = (String) near.run().get("simulation_id");
      boolean accepted = near.distance() < 0.6;
      Map<String, Object> link = new LinkedHashMap<>();
      link.put("link_id", "%s~%s".formatted(id, run));
      link.put("rule", "gw-parameters");
      link.put("rule_version", 1);
      link.put("relation", "best_match");
      link.put("left_table", "gw_events");
      link.put("left_id", id);
      link.put("right_table", "nr_simulations");
      link.put("right_id", run);
      link.put("score", Math.exp(-near.distance() * near.distance() / 2));
      link.put("rank", rank);
      link.put("decision", accepted ? "accepted" : "candidate");
      link.put(
          "evidence",
          List.of(
              evidence("mass_ratio", q, low, q + up, near.run().get("mass_ratio"), near.dq()),
              evidence(
                  "chi_eff",
                  (double) e[8],
                  (double) e[8] + (double) e[9],
                  (double) e[8] + (double) e[10],
                  near.run().get("chi_eff"),
                  near.dchi()),
              Map.of(
                  "quantity",
                  "start_frequency",
                  "left_value",
                  20.0,
                  "right_value",
                  1000 / ((double) e[2] + (double) e[5]),
                  "unit",
                  "Hz")));
      link.put(
          "mismatches", rank % 4 == 1 ? List.of("in-plane spin unknown on one side") : List.of());
      provenance(link, "rudolphine");
      links.add(link);
      if (rank <= 4) {
        remnants(id, e, link, near.run());
      }
    }
  }

  private static Map<String, Object> evidence(
      String quantity, double value, double low, double high, Object run, double deviation) {
    return Map.of(
        "quantity",
        quantity,
        "left_value",
        value,
        "left_lower",
        low,
        "left_upper",
        high,
        "right_value",
        run,
        "unit",
        "1",
        "deviation_sigma",
        deviation);
  }

  /** A rough synthetic remnant: it only has to look like one. */
  private void remnants(String id, Object[] e, Map<String, Object> link, Map<String, Object> run) {
    double q = (double) run.get("mass_ratio");
    double eta = q / ((1 + q) * (1 + q));
    double chi = (double) run.get("chi_eff");
    double total = (double) e[2] + (double) e[5];
    double mass = total * (1 - 0.19 * eta - 0.02 * chi * eta);
    double spin = 2 * Math.sqrt(3) * eta - 3.87 * eta * eta + 4.03 * eta * eta * eta + 0.4 * chi;
    pair(id, e, link, "final_mass_source", "M_sun", 11, mass, mass * 0.93, mass * 1.09);
    if (e[14] != null) {
      pair(id, e, link, "final_spin", "1", 14, spin, spin - 0.03, spin + 0.03);
    }
  }

  private void pair(
      String id,
      Object[] e,
      Map<String, Object> link,
      String quantity,
      String unit,
      int at,
      double predicted,
      double low,
      double high) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pair_id", link.get("link_id") + "~" + quantity);
    row.put("pair_type", "experiment-simulation");
    row.put("domain", "gw");
    row.put("case_id", e[0]);
    row.put("quantity", quantity);
    row.put("unit", unit);
    row.put("experiment_table", "gw_events");
    row.put("experiment_id", id);
    row.put("theory_table", "nr_simulations");
    row.put("theory_id", link.get("right_id"));
    row.put("link_id", link.get("link_id"));
    row.put("observed", List.of(e[at]));
    row.put("observed_lower", List.of((double) e[at] + (double) e[at + 1]));
    row.put("observed_upper", List.of((double) e[at] + (double) e[at + 2]));
    row.put("observed_is_model_derived", true);
    row.put("predicted", List.of(predicted));
    row.put("predicted_lower", List.of(low));
    row.put("predicted_upper", List.of(high));
    row.put("residual", List.of((double) e[at] - predicted));
    row.put("group_id", e[0]);
    row.put("theory_group_id", link.get("right_id"));
    row.put("split", e[18]);
    provenance(row, "rudolphine");
    pairs.computeIfAbsent((String) e[18], s -> new ArrayList<>()).add(row);
  }

  /** An older version of one event, and one current event without published masses. */
  private void formerVersions() {
    Map<String, Object> older = new LinkedHashMap<>(events.get(3));
    older.put("event_version_id", "GW170104-v1");
    older.put("version", 1);
    older.put("is_current", false);
    older.put("mass_1_source_msun", 31.2);
    older.put("mass_2_source_msun", 19.4);
    older.put("chi_eff", -0.12);
    events.add(older);
    Map<String, Object> bare = new LinkedHashMap<>();
    bare.put("event_version_id", "GW170817-v3");
    bare.put("event_name", "GW170817");
    bare.put("version", 3);
    bare.put("catalog", "GWTC-1-confident");
    bare.put("is_current", true);
    provenance(bare, "gwosc");
    events.add(bare);
  }

  private void list(String title) {
    source("gwosc", title, "harvested", "read every night", "attribution", "CC-BY-4.0");
    source(
        "sxs",
        "SXS catalog of simulations",
        "harvested",
        "read by release tag",
        "attribution",
        "CC-BY-4.0");
    source(
        "rit",
        "RIT catalog (synthetic here)",
        "harvested",
        "one table",
        "attribution",
        "CC-BY-4.0");
    source("arxiv", "arXiv metadata", "planned", "later slice", "yes", "CC0-1.0");
    source(
        "maya",
        "MAYA catalog",
        "metadata_only",
        "large files stay with the provider",
        "unknown",
        "unknown");
    source(
        "bakery",
        "Unreachable dataset",
        "not_obtainable",
        "no public copy is known",
        "no",
        "unknown");
  }

  private void source(
      String id, String title, String status, String reason, String redistribute, String licence) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("source", id);
    row.put("title", title);
    row.put("domain", "gravitational waves");
    row.put("side", id.equals("gwosc") ? "experiment" : "simulation");
    row.put("status", status);
    row.put("status_reason", reason);
    row.put("homepage", id.equals("maya") ? "javascript:alert(1)" : "https://example.org/" + id);
    row.put("size", "a few hundred records");
    row.put("citation", "Cite as " + title);
    row.put("revision", 1);
    row.put("licence", licence);
    row.put("redistribute", redistribute);
    sources.add(row);
  }

  private static void provenance(Map<String, Object> row, String source) {
    row.put("source", source);
    row.put("revision", 1);
    row.put("retrieved_at", RETRIEVED);
    row.put("raw_sha256", "0".repeat(64));
    row.put("licence", "CC-BY-4.0");
    row.put("redistribute", "attribution");
  }

  private void save(Path folder) throws IOException {
    ParquetWriting.write(folder.resolve("data/gw_events/part-00000.parquet"), "gw_events", events);
    ParquetWriting.write(
        folder.resolve("data/nr_simulations/part-00000.parquet"), "nr_simulations", simulations);
    ParquetWriting.write(folder.resolve("data/links/part-00000.parquet"), "links", links);
    ParquetWriting.write(folder.resolve("data/sources/part-00000.parquet"), "sources", sources);
    for (String split : List.of("train", "validation", "test")) {
      ParquetWriting.write(
          folder.resolve("data/pairs/" + split + "-00000-of-00001.parquet"),
          "pairs",
          pairs.getOrDefault(split, List.of()));
    }
    json(folder, "MANIFEST.json", "{\"version\":\"2026.11.20\",\"profile\":\"linked\"}");
    json(
        folder,
        "QUALITY.json",
        """
        {"unmatched": [
          {"table_name": "gw_events", "rule": "gw-parameters",
           "reason": "no component masses are published for this version", "rows": 37},
          {"table_name": "gw_events", "rule": "gw-parameters",
           "reason": "a body is below 3 M_sun: not a binary black hole", "rows": 9}],
         "rejects": [{"source": "sxs", "field": "mass_ratio", "reason": "not a number", "rows": 2}]}""");
  }

  private static void json(Path folder, String name, String content) throws IOException {
    Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}

package org.rudolphine.transform.release;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;

/**
 * A small lake's tables, written by hand: three events in three splits with their runs, links and
 * pairs, one event that may not be passed on, one run that nothing refers to.
 *
 * <p>The splits of the events were computed with Python's hashlib from the rule in the design.
 */
final class SampleTables implements Function<String, Dataset<Row>> {
  static final SparkSession SPARK = SparkSessions.shared();
  static final Instant FETCHED = Instant.parse("2026-03-04T05:06:07.123456Z");

  /** Event by split. */
  static final Map<String, String> EVENTS =
      Map.of("train", "GW151012", "validation", "GW170817", "test", "GW150914");

  private final SortedMap<String, List<Map<String, Object>>> rows = new TreeMap<>();
  private final int partitions;
  private final long seed;

  SampleTables(int partitions, long seed) {
    this.partitions = partitions;
    this.seed = seed;
    for (String table :
        List.of(
            "sources",
            "gw_events",
            "nr_simulations",
            "links",
            "pairs",
            "unmatched",
            "rejects",
            "runs")) {
      rows.put(table, new ArrayList<>());
    }
    source("gwosc", "attribution");
    source("sxs", "attribution");
    source("closed", "no");
    simulation("SXS:BBH:0305");
    simulation("SXS:BBH:0001");
    simulation("SXS:BBH:9999");
    double mass = 60;
    for (String split : ReleasedTable.SPLITS) {
      event(EVENTS.get(split), mass, "attribution");
      for (String run : List.of("SXS:BBH:0305", "SXS:BBH:0001")) {
        link(EVENTS.get(split), run);
        pair(EVENTS.get(split), run, split, mass, mass + 1);
      }
      mass += 7;
    }
    event("GWCLOSED", 30, "no");
    link("GWCLOSED", "SXS:BBH:0001");
    pair("GWCLOSED", "SXS:BBH:0001", "train", 30, 31);
    unmatched(EVENTS.get("test") + "-v1");
    unmatched("GWCLOSED-v1");
    reject();
  }

  static SampleTables of() {
    return new SampleTables(1, 1);
  }

  private static Map<String, Object> provenance(String source, String redistribute) {
    Map<String, Object> row = new HashMap<>();
    row.put("source", source);
    row.put("revision", 1);
    row.put("retrieved_at", FETCHED);
    row.put("raw_sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    row.put("raw_ref", source + "/20260304T050607000Z-all-1a2b3c#1/0");
    row.put("content_sha256", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
    row.put("issues", List.of());
    row.put("licence", "CC-BY-4.0");
    row.put("redistribute", redistribute);
    return row;
  }

  private Map<String, Object> add(String table, Map<String, Object> row) {
    rows.get(table).add(row);
    return row;
  }

  void source(String source, String redistribute) {
    Map<String, Object> row = add("sources", provenance(source, redistribute));
    row.put("retrieved_at", null);
    row.put("raw_sha256", null);
    row.put("title", "Catalogue " + source);
    row.put("domain", "gravitational waves");
    row.put("side", "experiment");
    row.put("status", "harvested");
    row.put("status_reason", "it is harvested");
    row.put("homepage", "https://example.org/" + source);
    row.put("citation", "Someone (2020), doi:10.1000/" + source);
  }

  Map<String, Object> event(String name, double mass, String redistribute) {
    Map<String, Object> row = add("gw_events", provenance("gwosc", redistribute));
    row.put("event_version_id", name + "-v1");
    row.put("event_name", name);
    row.put("version", 1);
    row.put("catalog", "GWTC-1-confident");
    row.put("gps_s", 1126259462.4);
    row.put("is_current", true);
    row.put("interval_level", 0.9);
    row.put("mass_1_source_msun", mass);
    row.put("mass_1_source_msun_lower", mass - 3);
    row.put("mass_1_source_msun_upper", mass + 4);
    return row;
  }

  void simulation(String id) {
    Map<String, Object> row = add("nr_simulations", provenance("sxs", "attribution"));
    row.put("simulation_id", id);
    row.put("catalog", "SXS");
    row.put("mass_ratio", 1.25);
    row.put("levels", new Integer[] {1, 2, 3});
  }

  static String linkId(String event, String run) {
    return Digests.sha256((event + "|" + run).getBytes(StandardCharsets.UTF_8));
  }

  void link(String event, String run) {
    Map<String, Object> row = add("links", provenance("rudolphine", "attribution"));
    row.put("link_id", linkId(event, run));
    row.put("rule", "gw-parameters");
    row.put("rule_version", 2);
    row.put("relation", "best_match");
    row.put("left_table", "gw_events");
    row.put("left_id", event + "-v1");
    row.put("right_table", "nr_simulations");
    row.put("right_id", run);
    row.put("score", 0.5);
    row.put("rank", 1);
    row.put("decision", "candidate");
    row.put(
        "evidence",
        new Row[] {RowFactory.create("mass_ratio", 1.2, 1.1, 1.4, 1.25, "1", 0.4, null)});
    row.put("mismatches", new String[0]);
  }

  Map<String, Object> pair(
      String event, String run, String split, double observed, double predicted) {
    Map<String, Object> row = add("pairs", provenance("rudolphine", "attribution"));
    row.put("pair_id", Digests.sha256(("p" + linkId(event, run)).getBytes(StandardCharsets.UTF_8)));
    row.put("pair_type", "experiment-simulation");
    row.put("domain", "gw");
    row.put("case_id", event);
    row.put("quantity", "final_mass_source");
    row.put("unit", "M_sun");
    row.put("experiment_table", "gw_events");
    row.put("experiment_id", event + "-v1");
    row.put("theory_table", "nr_simulations");
    row.put("theory_id", run);
    row.put("link_id", linkId(event, run));
    Map<String, Double> conditions = new LinkedHashMap<>();
    conditions.put("redshift", 0.09);
    conditions.put("mass_ratio", 1.25);
    row.put("conditions", conditions);
    row.put("observed", new Double[] {observed});
    row.put("observed_lower", new Double[] {observed - 2});
    row.put("observed_upper", new Double[] {observed + 2});
    row.put("interval_level", 0.9);
    row.put("observed_is_model_derived", true);
    row.put("predicted", new Double[] {predicted});
    row.put("residual", new Double[] {observed - predicted});
    row.put("group_id", event);
    row.put("theory_group_id", run);
    row.put("split", split);
    return row;
  }

  private void unmatched(String id) {
    Map<String, Object> row = add("unmatched", provenance("rudolphine", "attribution"));
    row.put("table_name", "gw_events");
    row.put("id", id);
    row.put("rule", "gw-remnant");
    row.put("reason", "no remnant mass is published");
  }

  private void reject() {
    Map<String, Object> row = add("rejects", provenance("gwosc", "attribution"));
    row.put("native_id", "GW-odd");
    row.put("field", "gps");
    row.put("reason", "no GPS time");
    row.put("excerpt", "secret excerpt");
  }

  /** Rows of a table, to be changed by a test. */
  List<Map<String, Object>> rows(String table) {
    return rows.get(table);
  }

  @Override
  public Dataset<Row> apply(String table) {
    StructType schema = Table.named(table).schema();
    List<Row> built = new ArrayList<>();
    for (Map<String, Object> row : rows.get(table)) {
      Object[] values = new Object[schema.length()];
      for (StructField field : schema.fields()) {
        Object value = row.get(field.name());
        values[schema.fieldIndex(field.name())] = value instanceof List<?> l ? l.toArray() : value;
      }
      built.add(RowFactory.create(values));
    }
    Collections.shuffle(built, new Random(seed));
    return SPARK.createDataFrame(built, schema).repartition(partitions);
  }

  /** A request over these tables. */
  ReleaseRequest request(Profile profile, String version) {
    SortedMap<String, TableManifest> manifests = new TreeMap<>();
    SortedMap<String, String> versions = new TreeMap<>();
    rows.forEach(
        (table, list) -> {
          versions.put(table, "v1");
          manifests.put(
              table,
              new TableManifest(
                  table,
                  "20260304T0506-" + seed,
                  list.size(),
                  Digests.sha256((table + list.size()).getBytes(StandardCharsets.UTF_8)),
                  "schema",
                  "0.1.0",
                  "run-" + seed,
                  Instant.ofEpochSecond(seed),
                  table.equals("gw_events")
                      ? Map.of("gwosc", List.of("batch-1", "batch-2"))
                      : Map.of(),
                  Map.of(),
                  List.of(new LakeFile("part-00000.parquet", 1, "00", (long) list.size()))));
        });
    return new ReleaseRequest(
        profile,
        version,
        "0.1.0",
        "5e77",
        Map.of("link.rules.gw-parameters.ranks", "20"),
        new Snapshot(
            seed, Instant.ofEpochSecond(seed), "run", "0.1.0", versions, Map.of(), Map.of()),
        manifests,
        null);
  }
}

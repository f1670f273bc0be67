package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;

/** Papers through mentions to links; the titles are of real papers, other texts made for here. */
class LiteratureRuleTest {
  private static final Map<String, List<Row>> ROWS =
      Map.of(
          "papers", papers(),
          "gw_events", events(),
          "nr_simulations", simulations(),
          "hep_datasets", datasets());
  private static LinkedTables linked;
  private static Map<String, List<Row>> mentions;

  @BeforeAll
  static void link() {
    linked = run(1);
    mentions =
        linked.more().get("mentions").collectAsList().stream()
            .collect(Collectors.groupingBy(row -> row.getAs("paper_id")));
  }

  @AfterAll
  static void release() {
    linked.close();
  }

  private static LinkedTables run(int partitions) {
    SparkSession spark = SparkSessions.shared();
    Function<String, Dataset<Row>> tables =
        name -> {
          Dataset<Row> table =
              spark.createDataFrame(ROWS.getOrDefault(name, List.of()), Table.named(name).schema());
          return partitions == 1 ? table.coalesce(1) : table.repartition(partitions);
        };
    return new Linker(spark, tables).link(LinkRules.of(List.of(settings(0.75))).all());
  }

  private static RuleSettings settings(double accept) {
    Map<String, Serializable> values = new TreeMap<>();
    values.put("class", LiteratureRule.class.getName());
    values.put("weight-title", 1.0);
    values.put("weight-abstract", 0.9);
    values.put("weight-comments", 0.8);
    values.put("weight-journal-ref", 0.8);
    values.put("weight-doi", 1.0);
    values.put("accept-confidence", accept);
    return new RuleSettings("literature", values);
  }

  private static Row paper(String id, String title, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("paper_id", id);
    values.put("title", title);
    return Rows.of("papers", values);
  }

  private static List<Row> papers() {
    return List.of(
        paper(
            "1602.03837",
            "Observation of Gravitational Waves from a Binary Black Hole Merger",
            Map.of(
                "abstract", "The signal, named GW150914, was compared with SXS:BBH:0305.",
                "doi_given", "10.1103/PhysRevLett.116.061102",
                "dois", new Object[] {"10.1103/physrevlett.116.061102"})),
        paper(
            "1602.03840",
            "Properties of the Binary Black Hole Merger GW150914",
            Map.of(
                "abstract",
                "On September 14, 2015, GW150914 was seen. GW150914 is heavy.",
                "comments",
                "see arXiv:1602.03837 and doi:10.1103/PhysRevLett.116.061102; this is 1602.03840,"
                    + " arXiv:1602.03840",
                "doi_given",
                "10.1103/PhysRevLett.116.241102",
                "dois",
                new Object[] {"10.1103/physrevlett.116.241102"})),
        paper(
            "1704.05066",
            "Exposing the QCD splitting function with CMS Open Data",
            Map.of(
                "abstract", "We use http://opendata.cern.ch/record/21 and more.",
                "doi_given", "10.1103/x.1, 10.7483/OPENDATA.CMS.B8MR.C4A2",
                "dois", new Object[] {"10.1103/x.1", "10.7483/opendata.cms.b8mr.c4a2"})),
        paper("2000.00001", "About GW200220", Map.of("comments", "alert S200220ad, SXS:BBH:9999")),
        paper("2000.00002", "About GW191219, GW999999 and GW150914-like ones", Map.of()),
        paper("2000.00003", "The NR run GT0448", Map.of()),
        paper("2000.00004", "Nothing here", Map.of("abstract", "see arXiv:9999.99999, 10.9/x")),
        paper("2000.00005", "GW150914", Map.of("deleted_at", java.time.Instant.EPOCH)));
  }

  private static List<Row> events() {
    List<Row> events = new ArrayList<>();
    events.add(event("GW150914-v2", "GW150914", 2, 1126259462.4, false));
    events.add(event("GW150914-v3", "GW150914", 3, 1126259462.4, true));
    events.add(event("GW191219_163120-v1", "GW191219_163120", 1, 1260808298.4, true));
    events.add(event("GW200220_061928-v1", "GW200220_061928", 1, 1266214786.7, true));
    events.add(event("GW200220_124850-v1", "GW200220_124850", 1, 1266238148.1, true));
    return events;
  }

  private static Row event(String id, String name, int version, double gps, boolean current) {
    return Rows.of(
        "gw_events",
        Map.of(
            "event_version_id", id,
            "event_name", name,
            "version", version,
            "gps_s", gps,
            "is_current", current));
  }

  private static List<Row> simulations() {
    return List.of(
        Rows.of("nr_simulations", Map.of("simulation_id", "SXS:BBH:0305")),
        Rows.of("nr_simulations", Map.of("simulation_id", "GT0448")));
  }

  private static List<Row> datasets() {
    return List.of(
        Rows.of(
            "hep_datasets", Map.of("record_id", "21", "doi", "10.7483/OPENDATA.CMS.B8MR.C4A2")));
  }

  /** {@code table id decision} by paper, in order of rank. */
  private static List<String> linksOf(String paper) {
    return linked
        .links()
        .where("left_id = '" + paper + "'")
        .orderBy("rank")
        .collectAsList()
        .stream()
        .map(
            row ->
                row.getAs("rank")
                    + " "
                    + row.getAs("right_table")
                    + " "
                    + row.getAs("right_id")
                    + " "
                    + row.getAs("decision"))
        .toList();
  }

  @Test
  void papersAreLinkedWithWhatTheyName() {
    assertThat(linksOf("1602.03837"))
        .containsExactly(
            "1 nr_simulations SXS:BBH:0305 accepted", "2 gw_events GW150914-v3 accepted");
    assertThat(linksOf("1602.03840")).containsExactly("1 gw_events GW150914-v3 accepted");
    assertThat(linksOf("1704.05066")).containsExactly("1 hep_datasets 21 accepted");
    assertThat(linksOf("2000.00002"))
        .as("the only event of its day; an event like another")
        .containsExactly(
            "1 gw_events GW191219_163120-v1 accepted", "2 gw_events GW150914-v3 accepted");
    assertThat(linksOf("2000.00003"))
        .as("GT and four digits is doubtful")
        .containsExactly("1 nr_simulations GT0448 candidate");
    assertThat(linksOf("2000.00005")).as("deleted").isEmpty();
    assertThat(linked.links().count()).isEqualTo(7);
  }

  @Test
  void linksKeepTheirEvidence() {
    Row link = linked.links().where("left_id = '1602.03840'").first();
    assertThat(link.<String>getAs("relation")).isEqualTo("mentions");
    assertThat(link.<String>getAs("link_id"))
        .isEqualTo(StableId.hex("literature", "papers", "1602.03840", "gw_events", "GW150914-v3"));
    assertThat(link.<Double>getAs("score")).as("0.95 in the title").isEqualTo(0.95);
    assertThat(link.<String>getAs("statement"))
        .isEqualTo("1602.03840 names GW150914 (title, abstract).");
    assertThat(link.<String>getAs("licence")).isEqualTo("unknown AND CC-BY-4.0");
    assertThat(link.<Row>getList(link.fieldIndex("evidence")))
        .extracting(row -> row.<String>getAs("note"))
        .containsExactly(
            "GW150914 in the title: \"Properties of the Binary Black Hole Merger GW150914\"",
            "GW150914 in the abstract, 2 times: \"On September 14, 2015, GW150914 was seen."
                + " GW150914 is heavy.\"");
    Row doubtful = linked.links().where("left_id = '2000.00003'").first();
    assertThat(doubtful.<Object>getList(doubtful.fieldIndex("mismatches"))).hasSize(1);
  }

  @Test
  void whatNoRecordStandsForIsUnmatched() {
    List<Row> rows = linked.unmatched().collectAsList();
    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs("table_name")).isEqualTo("papers");
              assertThat(row.<String>getAs("id")).isEqualTo("2000.00001");
              assertThat(row.<String>getAs("reason"))
                  .isEqualTo(
                      "names by gw_event, gw_superevent, sxs_id what no record stands for, or"
                          + " several");
            });
  }

  @Test
  void mentionsAreResolvedWhereTheyCanBe() {
    assertThat(mentions).doesNotContainKeys("2000.00005");
    assertThat(mentions.get("1602.03840"))
        .as("its own identifiers are no mentions")
        .extracting(
            row -> row.<String>getAs("part"),
            row -> row.<String>getAs("canonical_id"),
            row -> row.<String>getAs("resolved_id"))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("title", "GW150914", "GW150914-v3"),
            org.assertj.core.groups.Tuple.tuple("abstract", "GW150914", "GW150914-v3"),
            org.assertj.core.groups.Tuple.tuple("abstract", "GW150914", "GW150914-v3"),
            org.assertj.core.groups.Tuple.tuple("comments", "1602.03837", "1602.03837"),
            org.assertj.core.groups.Tuple.tuple(
                "comments", "10.1103/physrevlett.116.061102", "1602.03837"));
    assertThat(mentions.get("1704.05066"))
        .as("datasets in the DOI field are meant, the paper's own DOI is not")
        .extracting(row -> row.<String>getAs("canonical_id"))
        .containsExactlyInAnyOrder("21", "10.7483/OPENDATA.CMS.B8MR.C4A2");
    assertThat(mentions.get("2000.00001"))
        .allSatisfy(row -> assertThat(row.<String>getAs("resolved_table")).isNull())
        .extracting(row -> row.<Double>getAs("confidence"))
        .as("two events that day; unknown alert; unknown run")
        .containsExactlyInAnyOrder(0.475, 0.95, 1.0);
    Row one = mentions.get("2000.00003").get(0);
    assertThat(one.<Integer>getAs("offset")).isEqualTo(11);
    assertThat(one.<String>getAs("context")).isEqualTo("The NR run GT0448");
    assertThat(one.schema().fieldNames()).isEqualTo(Table.named("mentions").schema().fieldNames());
  }

  @Test
  void partitionsDoNotChangeTheResult() {
    try (LinkedTables again = run(3)) {
      assertThat(json(again.links())).isEqualTo(json(linked.links()));
      assertThat(json(again.more().get("mentions"))).isEqualTo(json(linked.more().get("mentions")));
    }
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new LiteratureRule(settings(1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link.rules.literature.accept-confidence is 1.5");
  }
}

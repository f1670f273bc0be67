package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Finishing the table; what inherits what is tested without Spark in CernConditionsTest. */
class CernInheritanceTest {
  private static final Table TABLE = Table.named("hep_datasets");
  private static final RowCodec CODEC = new RowCodec(TABLE.schema());

  private static Row row(String id, Map<String, Object> values) {
    Map<String, Object> all = new TreeMap<>(values);
    all.put("record_id", id);
    return CODEC.row(all);
  }

  private static Row parent(String id) {
    return row(
        id,
        Map.of(
            "side",
            "data",
            "side_rule",
            "c",
            "secondary_types",
            List.of("Collision"),
            "experiment",
            "CMS",
            "collision_type",
            "pp",
            "energy_gev_low",
            7000.0,
            "energy_gev_high",
            7000.0,
            "years",
            List.of(2011)));
  }

  private static Row derived(String id, String side, String rule, List<String> parents) {
    return row(
        id,
        Map.of(
            "side", side,
            "side_rule", rule,
            "secondary_types", List.of("Derived"),
            "parents", parents));
  }

  private static Map<String, Row> finished(Dataset<Row> rows) {
    Dataset<Row> finished = CernRecords.NORMALIZER.finish("hep_datasets", rows);
    assertThat(finished.columns()).containsExactly(TABLE.schema().fieldNames());
    Map<String, Row> byId = new TreeMap<>();
    finished.collectAsList().forEach(row -> byId.put(row.getAs("record_id"), row));
    return byId;
  }

  private static Dataset<Row> rows(List<Row> rows) {
    return SparkSessions.shared().createDataFrame(rows, TABLE.schema());
  }

  @Test
  void derivedRecordsInheritAndFinishingAgainChangesNothing() {
    Map<String, Row> once =
        finished(
            rows(
                List.of(
                    parent("32"),
                    derived("545", "unknown", "g", List.of("32")),
                    derived("700", "simulation", "f", List.of("999")),
                    derived("5203", "simulation", "d", List.of("545")),
                    row("13100", Map.of("side", "unknown", "side_rule", "g")))));

    assertThat(once).hasSize(5);
    Row child = once.get("545");
    assertThat(child.<String>getAs("side")).isEqualTo("data");
    assertThat(child.<String>getAs("side_rule")).isEqualTo("f");
    assertThat(child.<String>getAs("conditions_from")).isEqualTo("32");
    assertThat(child.<String>getAs("conditions_experiment")).isEqualTo("CMS");
    assertThat(child.<Double>getAs("conditions_energy_gev_high")).isEqualTo(7000.0);
    assertThat(child.<Double>getAs("energy_gev_high")).isNull();
    assertThat(child.getList(child.fieldIndex("conditions_years"))).isEqualTo(List.of(2011));
    assertThat(once.get("32").<String>getAs("conditions_from")).isEqualTo("32");
    assertThat(once.get("32").<String>getAs("side_rule")).isEqualTo("c");
    assertThat(once.get("5203").<String>getAs("side"))
        .as("its own format decides, not what its parent inherited")
        .isEqualTo("simulation");
    assertThat(once.get("5203").<String>getAs("conditions_from")).isEqualTo("32");
    assertThat(once.get("700").<String>getAs("side_rule"))
        .as("the parent it once inherited from is gone")
        .isEqualTo("g");
    assertThat(once.get("700").<String>getAs("side")).isEqualTo("unknown");
    assertThat(once.get("13100").<String>getAs("conditions_from")).isNull();

    assertThat(finished(rows(new ArrayList<>(once.values())))).isEqualTo(once);
  }

  @Test
  void otherTablesAreLeftAlone() {
    Dataset<Row> rows = SparkSessions.shared().range(1).toDF();

    assertThat(CernRecords.NORMALIZER.finish("hep_files", rows)).isSameAs(rows);
  }
}

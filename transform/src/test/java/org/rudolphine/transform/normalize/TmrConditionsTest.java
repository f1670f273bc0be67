package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.normalize.BranchLake.Batch;
import org.rudolphine.transform.normalize.Normalization.Mode;

/** Conditions of decks reach the series of their case, night by night as in a rebuild. */
class TmrConditionsTest {
  private static final String STEP = "Backstep_validation/";
  private static final String CURVE = "branch/" + STEP + "backstep_cfl3d_cf_sa.dat|0|cf";

  @TempDir Path folder;
  private BranchLake lake;

  @BeforeEach
  void open() {
    lake = open("stepwise");
  }

  private BranchLake open(String name) {
    BranchLake opened = new BranchLake(folder.resolve(name));
    TmrRecords.SETTINGS.values().forEach(opened::with);
    return opened.with("reject-threshold", 1.0);
  }

  private static PageRecord file(String kind, String path, String... lines) {
    return PageRecord.of(
        kind, path, "text/plain", (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private static PageRecord curve(String name, String... zones) {
    List<String> lines = new ArrayList<>(List.of("variables=\"x/H\",\"cf\""));
    for (String zone : zones) {
      lines.add("zone, t=\"" + zone + "\"");
      lines.add("0 1");
      lines.add("2 2");
    }
    return file("table", STEP + name, lines.toArray(String[]::new));
  }

  private static PageRecord deck(String name, String mach, String millions) {
    return file(
        "deck",
        STEP + name,
        "     XMACH     ALPHA      BETA  REUE,MIL   TINF,DR     IALPH    IHSTRY",
        "  " + mach + "  0.0  0.0  " + millions + "  540.0  0  0");
  }

  private static Batch load() {
    List<PageRecord> records =
        new ArrayList<>(
            List.of(
                curve("backstep_cfl3d_cf_sa.dat", "one", "two"),
                curve("backstep_cfl3d_cf_kkl.dat", "one"),
                curve("cf.exp.dat", "one"),
                deck("backstep_cfl3d_typical_sa.inp", "0.128", ".036"),
                deck("fun3d.nml_typical_sst.inp", "0.2", ".036")));
    for (int i = 0; i < 12; i++) {
      records.add(
          file("table", "Other_validation/exp" + i + ".dat", "variables=\"x\",\"cf\"", "1 2"));
    }
    return new Batch(2, "load", null, records);
  }

  private Map<String, Row> series() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    lake.store().read("series").collectAsList().forEach(r -> rows.put(r.getAs("series_id"), r));
    return rows;
  }

  private static Map<String, Double> conditions(Row row) {
    return row.getJavaMap(row.fieldIndex("conditions"));
  }

  private static Map<String, String> words(Row row) {
    return row.getJavaMap(row.fieldIndex("conditions_text"));
  }

  @Test
  void aSeriesHasTheDeckOfItsRunElseWhatAllDecksAgreeIn() throws IOException {
    lake.land(load());
    lake.publish(Mode.INCREMENTAL);
    Map<String, Row> rows = series();

    assertThat(conditions(rows.get(CURVE)))
        .isEqualTo(
            Map.of(
                "mach", 0.128,
                "alpha_deg", 0.0,
                "beta_deg", 0.0,
                "reynolds", 36000.0,
                "temperature_k", 300.0));
    assertThat(words(rows.get(CURVE)))
        .containsEntry("conditions_from", STEP + "backstep_cfl3d_typical_sa.inp");
    for (String other : List.of("backstep_cfl3d_cf_kkl.dat", "cf.exp.dat")) {
      Row row = rows.get("branch/" + STEP + other + "|0|cf");
      assertThat(conditions(row))
          .isEqualTo(
              Map.of(
                  "alpha_deg", 0.0, "beta_deg", 0.0, "reynolds", 36000.0, "temperature_k", 300.0));
      assertThat(words(row).get("conditions_from")).startsWith("what 2 input decks agree in");
      assertThat(row.<String, Double>getJavaMap(row.fieldIndex("conditions_own"))).isEmpty();
    }
    Row alone = rows.get("branch/Other_validation/exp0.dat|0|cf");
    assertThat(conditions(alone)).isEmpty();
    assertThat(words(alone)).doesNotContainKey("conditions_from");
  }

  @Test
  void aDeckThatChangesAloneChangesTheSeriesAndAZoneThatIsGoneGoes() throws IOException {
    lake.land(load());
    lake.publish(Mode.INCREMENTAL);
    Batch decks =
        new Batch(
            3, "night-3", null, List.of(deck("backstep_cfl3d_typical_sa.inp", "0.3", ".036")));
    lake.land(decks);
    lake.publish(Mode.INCREMENTAL);
    assertThat(lake.lastRunWasAnIncrement()).isTrue();
    assertThat(conditions(series().get(CURVE))).containsEntry("mach", 0.3);
    Map<String, String> after = lake.contents();

    Batch zones = new Batch(4, "night-4", null, List.of(curve("backstep_cfl3d_cf_sa.dat", "one")));
    lake.land(zones);
    lake.publish(Mode.INCREMENTAL);
    assertThat(lake.lastRunWasAnIncrement()).isTrue();
    Map<String, Row> rows = series();
    assertThat(rows.get(CURVE).<Object>getAs("deleted_at")).isNull();
    assertThat(rows.get(CURVE.replace("|0|", "|1|")).<Object>getAs("deleted_at")).isNotNull();
    assertThat(lake.contents().get("conditions")).isEqualTo(after.get("conditions"));

    Map<String, String> stepwise = lake.contents();
    BranchLake once = open("once");
    for (Batch batch : List.of(load(), decks, zones)) {
      once.land(batch);
    }
    once.publish(Mode.REBUILD);
    for (String table : List.of("series", "conditions", "series_history", "conditions_history")) {
      assertThat(once.contents().get(table)).as(table).isEqualTo(stepwise.get(table));
    }
  }
}

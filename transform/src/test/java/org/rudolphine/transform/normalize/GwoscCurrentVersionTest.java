package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.GwoscRecords.NORMALIZER;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.Table;

/** The rule is the provider's: see the event portal's description of "current" versions. */
class GwoscCurrentVersionTest {
  private static final StructType SCHEMA = Table.named("gw_events").schema();

  private static Row row(
      String name, int version, String catalog, Double mass1, Double chirpMass, boolean deleted) {
    Object[] values = new Object[SCHEMA.size()];
    for (StructField field : SCHEMA.fields()) {
      int index = SCHEMA.fieldIndex(field.name());
      values[index] =
          switch (field.name()) {
            case "event_version_id" -> name + "-v" + version;
            case "event_name" -> name;
            case "version" -> version;
            case "catalog" -> catalog;
            case "mass_1_source_msun" -> mass1;
            case "mass_2_source_msun" -> mass1 == null ? null : mass1 / 2;
            case "chirp_mass_source_msun" -> chirpMass;
            case "deleted_at" -> deleted ? Instant.EPOCH : null;
            default -> null;
          };
    }
    return RowFactory.create(values);
  }

  private static List<String> current(Row... rows) {
    Dataset<Row> finished =
        NORMALIZER.finish(
            "gw_events", SparkSessions.shared().createDataFrame(Arrays.asList(rows), SCHEMA));
    assertThat(finished.columns()).containsExactly(SCHEMA.fieldNames());
    assertThat(finished.filter("is_current is null").count()).isZero();
    List<String> current = new ArrayList<>();
    finished
        .filter("is_current")
        .collectAsList()
        .forEach(row -> current.add(row.getAs("event_version_id")));
    return current;
  }

  @Test
  void highestVersionWithParametersInsideTheCumulativeList() {
    assertThat(
            current(
                row("GW150914", 1, "O1_O2-Preliminary", null, null, false),
                row("GW150914", 3, "GWTC-1-confident", 35.6, 28.6, false),
                row("GW190521", 2, "O3_Discovery_Papers", 85.0, null, false),
                row("GW190521", 3, "GWTC-2", 95.3, null, false),
                row("GW190521", 4, "GWTC-2.1-confident", 98.4, null, false),
                // The trap of the source contract: the highest version sits in a marginal list.
                row("GW200105_162426", 1, "GWTC-3-confident", 9.0, null, false),
                row("GW200105_162426", 2, "GWTC-3-marginal", 9.1, null, false),
                row("GW230529_181500", 1, "O4_Discovery_Papers", 3.6, null, false),
                row("GW230814_230901", 2, "GWTC-4.0", null, 1.2, false),
                row("GW230814_230901", 3, "GWTC-4.1", null, null, false),
                row("GW170817", 3, "GWTC-1-confident", 1.46, null, false),
                row("GW170817", 4, "GWTC-2.1-confident", 1.46, null, true),
                row("151008", 1, "GWTC-1-marginal", null, 5.12, false),
                row("GW190426_190642", 1, "GWTC-2.1-auxiliary", 100.0, null, false)))
        .containsExactlyInAnyOrder(
            "GW150914-v3",
            "GW190521-v4",
            "GW200105_162426-v1",
            "GW230814_230901-v2",
            "GW170817-v3");
  }

  @Test
  void otherTablesAreLeftAlone() {
    Dataset<Row> rows = SparkSessions.shared().range(1).toDF();

    assertThat(NORMALIZER.finish("rejects", rows)).isSameAs(rows);
  }
}

package org.rudolphine.transform.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class EventNamesTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "event_version_id string, event_name string, aliases array<string>, version int,"
              + " is_current boolean, gps_s double");

  private static Row event(
      String id, String name, List<String> aliases, int version, Boolean current, Double gps) {
    Object names =
        aliases == null ? null : scala.jdk.javaapi.CollectionConverters.asScala(aliases).toSeq();
    return new GenericRowWithSchema(new Object[] {id, name, names, version, current, gps}, SCHEMA);
  }

  private static Map<String, EventNames.Meaning> meanings(Row... events) {
    return new EventNames(List.of(events))
        .meanings().stream()
            .collect(Collectors.toMap(EventNames.Meaning::name, Function.identity()));
  }

  /** GPS times as GWOSC publishes them. */
  @Test
  void namesStandForTheCurrentVersionElseTheHighest() {
    Map<String, EventNames.Meaning> meanings =
        meanings(
            event("GW150914-v3", "GW150914", null, 3, true, 1126259462.4),
            event("GW150914-v4", "GW150914", null, 4, null, 1126259462.4),
            event("GW170817-v2", "GW170817", null, 2, false, 1187008882.4),
            event("GW170817-v3", "GW170817", null, 3, null, 1187008882.4));
    assertThat(meanings.get("GW150914").eventVersionId()).isEqualTo("GW150914-v3");
    assertThat(meanings.get("GW170817").eventVersionId()).isEqualTo("GW170817-v3");
    assertThat(meanings.get("GW170817").factor()).isEqualTo(1.0);
  }

  @Test
  void aliasesStandForTheSameEvent() {
    Map<String, EventNames.Meaning> meanings =
        meanings(
            event("LVT151012-v1", "LVT151012", List.of("GW151012"), 1, false, 1128678900.4),
            event("GW151012-v3", "GW151012", List.of("LVT151012"), 3, true, 1128678900.4));
    assertThat(meanings.get("LVT151012").eventVersionId()).isEqualTo("GW151012-v3");
    assertThat(meanings.get("GW151012").eventVersionId()).isEqualTo("GW151012-v3");
  }

  @Test
  void shortNamesStandForTheOnlyEventOfTheirDayOrForNone() {
    Map<String, EventNames.Meaning> meanings =
        meanings(
            event("GW191219_163120-v1", "GW191219_163120", null, 1, true, 1260808298.4),
            event("GW200220_061928-v1", "GW200220_061928", null, 1, true, 1266214786.7),
            event("GW200220_124850-v1", "GW200220_124850", null, 1, true, 1266238148.1),
            event("GW190521-v4", "GW190521", List.of("GW190521_030229"), 4, true, 1242442967.4),
            event("GW190521_074359-v2", "GW190521_074359", null, 2, true, 1242459857.5));
    assertThat(meanings.get("GW191219"))
        .isEqualTo(new EventNames.Meaning("GW191219", "GW191219_163120-v1", 0.9));
    assertThat(meanings.get("GW200220")).isEqualTo(new EventNames.Meaning("GW200220", null, 0.5));
    assertThat(meanings.get("GW200220_124850").eventVersionId()).isEqualTo("GW200220_124850-v1");
    assertThat(meanings.get("GW190521"))
        .as("an event has this very name, though another happened that day")
        .isEqualTo(new EventNames.Meaning("GW190521", "GW190521-v4", 1.0));
    assertThat(meanings.get("GW190521_030229").eventVersionId()).isEqualTo("GW190521-v4");
  }
}

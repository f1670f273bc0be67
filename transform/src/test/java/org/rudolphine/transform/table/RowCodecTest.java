package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.rudolphine.transform.SparkSessions;

class RowCodecTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "t string, d double, l bigint, i int, b boolean, at timestamp, texts array<string>,"
              + " m map<string,double>, structs array<struct<name:string,bytes:bigint,"
              + "inner:array<struct<x:double>>>>");

  @Provide
  Arbitrary<Map<String, Object>> contents() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(4).injectNull(0.2);
    Arbitrary<Double> number = Arbitraries.doubles().injectNull(0.2);
    Arbitrary<List<String>> texts = text.list().ofMaxSize(3).injectNull(0.2);
    Arbitrary<Map<String, Double>> map =
        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(3), number)
            .ofMaxSize(4)
            .<Map<String, Double>>map(TreeMap::new)
            .injectNull(0.2);
    Arbitrary<List<Map<String, Object>>> inner =
        number.map(x -> present("x", x)).list().ofMaxSize(2).injectNull(0.2);
    Arbitrary<Map<String, Object>> struct =
        Combinators.combine(text, Arbitraries.longs().injectNull(0.2), inner)
            .as((name, bytes, nested) -> present("name", name, "bytes", bytes, "inner", nested));
    Arbitrary<Instant> time =
        Arbitraries.longs()
            .between(-4_000_000_000_000_000L, 4_000_000_000_000_000L)
            .map(micros -> Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS));
    return Combinators.combine(
            text,
            number,
            texts,
            map,
            struct.list().ofMaxSize(3).injectNull(0.2),
            time.injectNull(0.2),
            Arbitraries.integers().injectNull(0.2),
            Arbitraries.of(true, false).injectNull(0.2))
        .as(
            (t, d, ts, m, s, at, i, b) ->
                present(
                    "t",
                    t,
                    "d",
                    d,
                    "l",
                    i == null ? null : 2L * i,
                    "i",
                    i,
                    "b",
                    b,
                    "at",
                    at,
                    "texts",
                    ts,
                    "m",
                    m,
                    "structs",
                    s));
  }

  /** A map of what is not null. */
  private static Map<String, Object> present(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        map.put((String) pairs[i], pairs[i + 1]);
      }
    }
    return map;
  }

  /** Through Spark's own encoder, so that arrays and maps come back as Spark makes them. */
  @Property(tries = 50)
  void valuesSurviveSpark(@ForAll("contents") Map<String, Object> contents) {
    RowCodec codec = new RowCodec(SCHEMA);
    Row row =
        SparkSessions.shared()
            .createDataset(List.of(codec.row(contents)), Encoders.row(SCHEMA))
            .collectAsList()
            .get(0);
    assertThat(codec.values(row)).isEqualTo(contents);
  }

  @Test
  void missingAndEmptyAreTwoThings() {
    RowCodec codec = new RowCodec(SCHEMA);
    Map<String, Object> empty =
        Map.of("texts", List.of(), "m", Map.of(), "structs", List.of(), "t", "");
    Row row =
        SparkSessions.shared()
            .createDataset(List.of(codec.row(empty), codec.row(Map.of())), Encoders.row(SCHEMA))
            .coalesce(1)
            .collectAsList()
            .get(0);
    assertThat(codec.values(row)).isEqualTo(empty);
    assertThat(codec.values(codec.row(Map.of()))).isEmpty();
  }

  @Test
  void columnsTheSchemaDoesNotHaveAreLeftOut() {
    Row row = new RowCodec(SCHEMA).row(Map.of("unknown", 1.0, "t", "x"));
    assertThat(row.length()).isEqualTo(SCHEMA.length());
    assertThat(row.getString(0)).isEqualTo("x");
    assertThat(Arrays.stream(SCHEMA.fieldNames())).doesNotContain("unknown");
  }
}

package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Tables of events, histograms and samples become rows of {@code series}. */
class CernHistogramsTest {
  private static final String HISTOGRAMS = "sample,histogram,title,bin,bin_low,bin_high,content\n";
  private static final String SAMPLES =
      "sample,kind,year,process,opendata_recids,cross_section_pb,extra_scale_factor,"
          + "generated_events,integrated_luminosity_pb-1,weight_per_event\n";
  private static final String EVENTS = "Run,Event,pt1,eta1,phi1,Q1,pt2,eta2,phi2,Q2\n";
  private static final RowCodec CODEC = new RowCodec(Table.named("series").schema());

  private static SourceSettings settings(List<String> binnings) {
    return new SourceSettings(
        "cernopendata",
        Map.<String, Serializable>of(
            "table-records", new ArrayList<>(List.of("h4l*=5500")),
            "event-flavours", new ArrayList<>(List.of("Zmumu*=mu")),
            "event-binnings", new ArrayList<>(binnings),
            "histogram-binnings", new ArrayList<>(List.of("_8TeV", "_8TeV_low")),
            "abscissa-units", new ArrayList<>(List.of("mass*=GeV"))));
  }

  private static final CernOpenDataNormalizer NORMALIZER =
      new CernOpenDataNormalizer(settings(List.of("mass2mu=60:120:60")));

  private static Outcome outcome(String kind, String nativeId, String payload) {
    return Outcome.of(NORMALIZER, CernRecords.raw(kind, nativeId, payload));
  }

  private static Outcome histograms(String sample, String... rows) {
    StringBuilder table = new StringBuilder(HISTOGRAMS);
    for (String row : rows) {
      table.append(sample).append(',').append(row).append('\n');
    }
    return outcome("histograms", "histograms:h4l.csv#" + sample, table.toString());
  }

  private static Outcome sample(String row) {
    String name = row.substring(0, row.indexOf(','));
    return outcome("samples", "samples:h4l-samples.csv#" + name, SAMPLES + row);
  }

  private static Map<String, Row> finished(Dataset<Row> rows) {
    Map<String, Row> byId = new TreeMap<>();
    Dataset<Row> finished = NORMALIZER.finish("series", rows);
    assertThat(finished.columns()).containsExactly(Table.named("series").schema().fieldNames());
    for (Row row : finished.collectAsList()) {
      assertThat(byId.put(row.getAs("series_id"), row)).isNull();
    }
    return byId;
  }

  private static Dataset<Row> rows(List<Outcome> outcomes) {
    List<Row> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      assertThat(outcome.rejectReason()).isNull();
      for (NormalizedRow row : outcome.rows()) {
        Map<String, Object> values = new TreeMap<>(row.values());
        values.put("source", "cernopendata");
        values.put("revision", 1);
        values.put("retrieved_at", Instant.EPOCH.plusSeconds(rows.size()));
        values.put("raw_sha256", "raw" + rows.size());
        values.put("raw_ref", "ref");
        values.put("content_sha256", "content" + rows.size());
        values.put("licence", "CC0-1.0");
        values.put("redistribute", "yes");
        rows.add(CODEC.row(values));
      }
    }
    return SparkSessions.shared().createDataFrame(rows, Table.named("series").schema());
  }

  private static List<Outcome> example() {
    return List.of(
        histograms("Data", "mass4mu_8TeV_low,t,1,0,3,4", "mass4mu_8TeV_low,t,2,3,6,1"),
        histograms("HZZ", "mass4mu_8TeV_low,t,1,0,3,100", "mass4mu_8TeV_low,t,3,6,inf,25"),
        histograms("ZZ", "mass4mu_8TeV_low,t,1,0,3,16", "mass4mu_8TeV_low,t,2,3,6,9"),
        sample("Data,data,2012,collisions,6004|6030,,,,1000,"),
        sample("HZZ,simulation,2012,Higgs,9356,0.5,,1000,1000,0.5"),
        sample("ZZ,simulation,2012,ZZ->4mu,10071,2,1.5,1500,1000,3"));
  }

  @Test
  void countsStandAsTheTableHasThem() {
    NormalizedRow row =
        histograms("Data", "mass4mu_8TeV_low,mass [x],0,-inf,70,2", "mass4mu_8TeV_low,t,1,70,73,9")
            .rows()
            .get(0);

    assertThat(row.key()).isEqualTo("cernopendata/5500/Data|0|mass4mu_8TeV_low");
    assertThat(row.values())
        .containsEntry("case_id", "5500")
        .containsEntry("quantity", "mass4mu")
        .containsEntry("quantity_given", "mass4mu_8TeV_low")
        .containsEntry("unit", "events")
        .containsEntry("abscissa_unit", "GeV")
        .containsEntry("zone", "mass [x]")
        .containsEntry("form", "counts")
        .containsEntry("underflow", 2.0)
        .containsEntry("overflow", 0.0)
        .containsEntry("entries", 11.0)
        .containsEntry("value", List.of(9.0))
        .containsEntry("sigma_low", List.of(3.0))
        .containsEntry("abscissa", List.of(71.5))
        .doesNotContainKeys("scale_applied", "method");
  }

  @Test
  void aSampleSaysWhatItsCountsAreAndIsStackedWithTheOthers() {
    Map<String, Row> once = finished(rows(example()));

    Row data = once.get("cernopendata/5500/Data|0|mass4mu_8TeV_low");
    assertThat(data.<String>getAs("side")).isEqualTo("experiment");
    assertThat(data.getJavaMap(data.fieldIndex("conditions_text")))
        .isEqualTo(Map.of("records", "6004 6030"));
    Row weighted = once.get("cernopendata/5500/ZZ|1|mass4mu_8TeV_low");
    assertThat(weighted.<Double>getAs("scale_applied")).isEqualTo(2.0); // 1000 x 2 x 1.5 / 1500
    assertThat(weighted.<String>getAs("scale_reason"))
        .isEqualTo(
            "1000.0 pb^-1 x 2.0 pb x 1.5 / 1500.0 generated events, as h4l-samples.csv says");
    assertThat(weighted.getList(weighted.fieldIndex("value"))).isEqualTo(List.of(32.0, 18.0));
    assertThat(weighted.getList(weighted.fieldIndex("sigma_low"))).isEqualTo(List.of(8.0, 6.0));
    Row stack = once.get("cernopendata/5500/stack-2012|1|mass4mu_8TeV_low");
    assertThat(stack.getList(stack.fieldIndex("value"))).isEqualTo(List.of(82.0, 18.0));
    List<Double> sigma = stack.getList(stack.fieldIndex("sigma_high"));
    // sqrt(100 x 0.5^2 + 16 x 2^2)
    assertThat(sigma.get(0)).isCloseTo(Math.sqrt(89), within(1e-12));
    assertThat(stack.<Double>getAs("overflow")).isEqualTo(12.5);
    assertThat(stack.<String>getAs("provider")).isEqualTo("stack");
    assertThat(stack.getList(stack.fieldIndex("derived_from")))
        .isEqualTo(
            List.of(
                "cernopendata/5500/HZZ|1|mass4mu_8TeV_low",
                "cernopendata/5500/ZZ|1|mass4mu_8TeV_low"));
    Dataset<Row> again =
        SparkSessions.shared()
            .createDataFrame(List.copyOf(once.values()), Table.named("series").schema());
    assertThat(finished(again)).isEqualTo(once);
  }

  @Test
  void withoutItsSampleAHistogramHasNoSideAndNoWeight() {
    Map<String, Row> once = finished(rows(example()));
    List<Row> left =
        once.values().stream()
            .filter(row -> !row.<String>getAs("series_id").contains("cross_section"))
            .toList();
    Map<String, Row> now =
        finished(SparkSessions.shared().createDataFrame(left, Table.named("series").schema()));

    assertThat(now).hasSize(4);
    Row forgotten = now.get("cernopendata/5500/ZZ|0|mass4mu_8TeV_low");
    assertThat(forgotten.<String>getAs("side")).isEqualTo("unknown");
    assertThat(forgotten.isNullAt(forgotten.fieldIndex("conditions"))).isTrue();
  }

  @Test
  void histogramsWithOtherBinsAreNotStacked() {
    List<Outcome> outcomes = new ArrayList<>(example());
    outcomes.set(2, histograms("ZZ", "mass4mu_8TeV_low,t,1,0,2,16"));
    Map<String, Row> rows = finished(rows(outcomes));

    assertThat(rows).containsKey("cernopendata/5500/ZZ|1|mass4mu_8TeV_low");
    assertThat(rows.keySet()).noneMatch(id -> id.contains("stack"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "A,data,2012,x,,,,,,; integrated_luminosity_pb-1",
        "A,simulation,2012,x,,1,1,0,10,; generated_events",
        "A,simulation,2012,x,,-1,1,5,10,; cross_section_pb",
        "A,simulation,2012,x,,1,many,5,10,; extra_scale_factor",
        "A,theory,2012,x,,1,1,5,10,; kind"
      })
  void aSampleWithoutItsFactorsIsRejected(String row, String field) {
    assertThat(sample(row).rejectField()).isEqualTo(field);
  }

  @Test
  void aWeightThatDoesNotFollowFromItsFactorsIsNoted() {
    assertThat(sample("A,simulation,2012,x,,1,1,100,10,0.2").rows().get(0).issues())
        .singleElement()
        .extracting(Issue::field)
        .isEqualTo("weight_per_event");
  }

  @Test
  void massesOfEventsAreCounted() {
    Outcome outcome =
        outcome(
            "events",
            "events:Zmumu_x.csv",
            EVENTS + "165617,1,45.6,0,0,1,45.6,0,3.14159265358979,-1\n165620,2,x\n");

    assertThat(outcome.rows()).hasSize(1);
    NormalizedRow row = outcome.rows().get(0);
    assertThat(row.key()).isEqualTo("cernopendata/Zmumu_x.csv|0|mass2mu");
    assertThat(row.values())
        .containsEntry("case_id", "Zmumu_x")
        .containsEntry("side", "experiment")
        .containsEntry("side_confidence", 0.9)
        .containsEntry("entries", 1.0);
    assertThat(row.values().get("conditions_text").toString())
        .contains("records=not known", "runs=165617-165617");
    assertThat(row.issues()).hasSize(1);
    assertThat(row.issues().get(0).reason()).startsWith("1 rows cannot be read, line 3: 3 cells");
  }

  @Test
  void massesWithoutBinsAreSkippedAndTablesWithoutEventsRejected() {
    assertThat(outcome("events", "events:x.csv", EVENTS + "1,1,1,0,0,1,1,0,1,1").skipReason())
        .isEqualTo("no binning in the settings for mass2l");
    assertThat(outcome("events", "events:x.csv", EVENTS + "1").rejectReason())
        .isEqualTo("no row of the table can be read");
    assertThatThrownBy(() -> new CernOpenDataNormalizer(settings(List.of("mass=1:2"))))
        .hasMessage("A binning is low:high:bins, not 1:2");
  }

  @Test
  void namesOfFilesAreNoPartOfTheStructureOfAnId() {
    Outcome outcome =
        outcome("histograms", "histograms:odd|#name.csv#A|B", HISTOGRAMS + "A,m|n,t,1,0,1,5");

    assertThat(outcome.rows().get(0).key()).isEqualTo("cernopendata/odd%7C#name/A%7CB|0|m%7Cn");
  }
}

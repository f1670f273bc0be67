package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.raw.PageRecord;

/** Tables of events, histograms and samples: told by their header, whatever they are called. */
class CernOpenDataTablesTest {
  private static final String HISTOGRAMS = "sample,histogram,title,bin,bin_low,bin_high,content\n";
  private static final String EVENTS = "Run,Event,pt1,eta1,phi1,Q1,pt2,eta2,phi2,Q2\n";
  private static final String SAMPLES =
      "sample,kind,year,process,cross_section_pb,generated_events\n";

  private static boolean imported(String name, byte[] body, long most, CollectingSink sink)
      throws IOException {
    ImportFile file =
        new ImportFile(
            "some/" + name, body.length, Instant.now(), () -> new ByteArrayInputStream(body));
    return new CernOpenDataImport(most, file, sink).run();
  }

  private static List<PageRecord> records(String name, byte[] body) throws IOException {
    CollectingSink sink = new CollectingSink();
    assertThat(imported(name, body, 1 << 20, sink)).isTrue();
    return sink.records();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  @Test
  void aTableOfEventsLandsAsItIs() throws IOException {
    String table = EVENTS + "1,2,3,4,5,6,7,8,9,10\nbroken row\n";
    List<PageRecord> records = records("odd name.txt", gzip(table.getBytes(UTF_8)));

    assertThat(records).hasSize(1);
    assertThat(records.get(0).kind()).isEqualTo("events");
    assertThat(records.get(0).nativeId()).isEqualTo("events:odd name.txt");
    assertThat(records.get(0).payload()).asString(UTF_8).isEqualTo(table);
  }

  @Test
  void aTableOfHistogramsLandsSampleBySample() throws IOException {
    String table =
        "\uFEFF" + HISTOGRAMS + "A,m,\"a, title\",1,0,1,5\nB,m,t,1,0,1,7\nA,n,t,1,0,1,9\r\n";
    List<PageRecord> records = records("h.csv", table.getBytes(UTF_8));

    assertThat(records)
        .extracting(PageRecord::nativeId)
        .containsExactly("histograms:h.csv#A", "histograms:h.csv#B");
    assertThat(records.get(0).payload())
        .asString(UTF_8)
        .isEqualTo(HISTOGRAMS + "A,m,\"a, title\",1,0,1,5\nA,n,t,1,0,1,9");
  }

  @Test
  void aTableOfSamplesLandsRowByRow() throws IOException {
    List<PageRecord> records =
        records("s.csv", (SAMPLES + "A,data,2012,x,,\nB,simulation,2012,y,1,2").getBytes(UTF_8));

    assertThat(records)
        .extracting(PageRecord::nativeId)
        .containsExactly("samples:s.csv#A", "samples:s.csv#B");
    assertThat(records.get(1).payload())
        .asString(UTF_8)
        .isEqualTo(SAMPLES + "B,simulation,2012,y,1,2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Run,Event,mass\n1,2,3\n",
        "sample,histogram,bin\nA,m,1\n",
        "a,b\n1,2\n",
        "Run,Event,pt1,eta1,phi1",
        ""
      })
  void otherTablesAreNotOurs(String table) throws IOException {
    CollectingSink sink = new CollectingSink();

    assertThat(imported("Zmumu.csv", table.getBytes(UTF_8), 1000, sink)).isFalse();
    assertThat(sink.records()).isEmpty();
  }

  @Test
  void aTableThatGrowsTooLargeIsRefusedByName() throws IOException {
    byte[] bomb = gzip((EVENTS + "1,2,3,4,5,6,7,8,9,10\n".repeat(100_000)).getBytes(UTF_8));

    assertThat(bomb.length).isLessThan(100_000);
    assertThatThrownBy(() -> imported("events.csv", bomb, 200_000, new CollectingSink()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("some/events.csv: The document is larger than max-body-bytes");
  }

  @Test
  void aRowThatNamesNoSampleStopsTheFile() {
    assertThatThrownBy(
            () ->
                imported(
                    "h.csv",
                    (HISTOGRAMS + "A,m,t,1,0,1,5\n,m,t,2,1,2,5\n").getBytes(UTF_8),
                    1000,
                    new CollectingSink()))
        .hasMessage("some/h.csv: line 3 names no sample");
  }
}

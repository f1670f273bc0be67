package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

class OutcomeTest {

  private static Outcome outcome(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    RawRecord record =
        new RawRecord(
            "lab",
            "word",
            "L:1",
            null,
            false,
            "http://localhost/",
            "text/plain",
            Instant.EPOCH,
            RawRecord.sha256(bytes),
            1,
            0,
            bytes);
    return Outcome.of(new LabNormalizer(new SourceSettings("lab", Map.of())), record);
  }

  @Test
  void rowsOfSeveralTablesComeTogether() {
    Outcome outcome = outcome("both 2.0");
    assertThat(outcome.rows())
        .extracting(NormalizedRow::table)
        .containsExactly("nr_simulations", "gw_events");
    assertThat(outcome.rejected()).isFalse();
    assertThat(outcome.skipped()).isFalse();
  }

  @Test
  void normalizerThatThrowsRejectsTheRecord() {
    Outcome outcome = outcome("gibberish");
    assertThat(outcome.rows()).isEmpty();
    assertThat(outcome.rejectField()).isEqualTo("record");
    assertThat(outcome.rejectReason()).contains("IllegalStateException", "no word: gibberish");
    assertThat(outcome.excerpt()).isEqualTo("gibberish");
  }

  @Test
  void rowOfATableThatWasNotDeclaredRejectsTheRecord() {
    Outcome outcome = outcome("undeclared");
    assertThat(outcome.rows()).isEmpty();
    assertThat(outcome.rejectReason()).contains("links");
  }

  @Test
  void rejectSkipAndNothingAreToldApart() {
    assertThat(outcome("bad").rejectReason()).isEqualTo("a bad word");
    assertThat(outcome("bad").skipped()).isFalse();
    assertThat(outcome("skip").skipReason()).isEqualTo("on purpose");
    assertThat(outcome("nothing").skipReason()).isEqualTo("the normalizer made no row of it");
  }

  @Test
  void excerptsAreCut() {
    assertThat(outcome("bad " + "x".repeat(1_000)).excerpt()).hasSize(Outcome.EXCERPT_LENGTH + 1);
  }
}

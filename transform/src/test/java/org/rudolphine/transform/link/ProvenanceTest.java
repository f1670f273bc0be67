package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {

  @ParameterizedTest
  @CsvSource({
    "yes, attribution, attribution",
    "share_alike, attribution, share_alike",
    "non_commercial, share_alike, non_commercial",
    "unknown, non_commercial, unknown",
    "no, unknown, no",
    "yes, yes, yes"
  })
  void stricterSideWins(String one, String other, String expected) {
    assertThat(Provenance.stricter(one, other)).isEqualTo(expected);
    assertThat(Provenance.stricter(other, one)).isEqualTo(expected);
  }

  @Test
  void joinsBothSides() {
    Provenance left = provenance("2026-01-02T00:00:00Z", "aa", "CC-BY-4.0", "attribution");
    Provenance right = provenance("2026-01-01T00:00:00Z", "bb", "unknown", "unknown");
    Provenance both = left.with(right);
    assertThat(both.licence()).isEqualTo("CC-BY-4.0 AND unknown");
    assertThat(both.redistribute()).isEqualTo("unknown");
    assertThat(both.retrievedAt()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    // hashlib.sha256(b"aa|bb").hexdigest()
    assertThat(both.checksum())
        .isEqualTo("87da88297abcaddcc49ae639247e2c948656d8a31b985565bfb183ddb0ce8ed4");
  }

  @Test
  void namesAnEqualLicenceOnce() {
    Provenance one = provenance("2026-01-02T00:00:00Z", "aa", "CC-BY-4.0", "attribution");
    assertThat(one.with(one).licence()).isEqualTo("CC-BY-4.0");
  }

  private static Provenance provenance(
      String time, String checksum, String licence, String redistribute) {
    return new Provenance(
        Instant.parse(time),
        List.of(checksum),
        new LinkedHashSet<>(List.of(licence)),
        redistribute);
  }
}

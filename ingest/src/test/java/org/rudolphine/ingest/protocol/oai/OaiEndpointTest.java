package org.rudolphine.ingest.protocol.oai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;

class OaiEndpointTest {
  private final FakeProvider provider = FakeProvider.start();

  @AfterEach
  void stop() {
    provider.close();
  }

  private Identify identify() throws IOException {
    SourceSettings settings =
        provider.settings("arxiv", Map.of("base-url", provider.url() + "/oai"));
    try (PoliteClient client = PoliteClient.open(settings, new Pace(Duration.ZERO))) {
      return new OaiEndpoint(settings, client, settings.baseUrl()).identify();
    }
  }

  @Test
  void aRepositoryTellsWhatItIs() throws IOException {
    new FakeRepository(provider, 1, "2026-11-22T07:10:02Z");

    assertThat(identify())
        .isEqualTo(
            new Identify(
                "arXiv",
                LocalDate.of(2005, 9, 16),
                "persistent",
                "YYYY-MM-DD",
                Instant.parse("2026-11-22T07:10:02Z")));
    assertThat(provider.targets()).containsExactly("/oai?verb=Identify");
  }

  @Test
  void withoutAnEarliestDatestampItIsNone() {
    provider.reply(
        "/oai",
        200,
        "text/xml",
        "<OAI-PMH><responseDate>2026-11-22T07:10:02Z</responseDate><Identify>"
            + "<earliestDatestamp>long ago</earliestDatestamp></Identify></OAI-PMH>");

    assertThatThrownBy(this::identify)
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("earliestDatestamp");
  }
}

package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoliteClientTest {
  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private PoliteClient client() {
    return PoliteClient.open(provider.settings("gwosc"), new Pace(Duration.ZERO));
  }

  @Test
  void bodyComesAsSent() throws IOException {
    provider.reply("/list?page=2", 200, "Application/JSON; charset=utf-8", "{\"é\": 1}");
    Reply reply = client().get(provider.uri("/list?page=2"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.mediaType()).isEqualTo("application/json");
    assertThat(reply.body()).isEqualTo("{\"é\": 1}".getBytes(StandardCharsets.UTF_8));
    assertThat(reply.uri()).isEqualTo(provider.uri("/list?page=2"));
  }

  @Test
  void bodyThatBreaksOffIsAskedForAgain() throws IOException {
    provider.script(
        "/doc",
        Step.truncated("text/plain", "0123456789", 4),
        Step.hangUp(),
        Step.reply(200, "text/plain", "0123456789"));
    assertThat(client().get(provider.uri("/doc")).text()).isEqualTo("0123456789");
    assertThat(provider.requests()).hasSize(3);
  }
}

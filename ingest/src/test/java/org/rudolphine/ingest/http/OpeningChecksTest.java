package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stops a client from being opened. Opening makes no request, so real names are safe here. */
class OpeningChecksTest {
  private static final Map<String, Serializable> POLITE =
      Map.of(
          "base-url", "https://gwosc.org",
          "user-agent-contact", "mailto:ops@example.org",
          "min-interval", "PT1S",
          "min-interval-floor", "PT1S");

  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void open(Map<String, Serializable> values) {
    PoliteClient.open(provider.settings("gwosc", values), new Pace(Duration.ZERO)).close();
  }

  private void refuses(Map<String, Serializable> base, String key, Serializable value) {
    Map<String, Serializable> values = new HashMap<>(base);
    values.put(key, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(values))
        .withMessageContaining("sources.gwosc." + key)
        .withMessageContaining("'" + value + "'");
  }

  @Test
  void politeSettingsOpen() {
    assertThatCode(() -> open(POLITE)).doesNotThrowAnyException();
  }

  @Test
  void realHostIsToldWhoAsks() {
    refuses(POLITE, "user-agent-contact", "");
    refuses(POLITE, "user-agent-contact", "  ");
  }

  @Test
  void realHostIsNotAskedFasterThanItsFloor() {
    refuses(POLITE, "min-interval", "PT0.999S");
  }

  @Test
  void loopbackMayBeAskedAtAnyPaceByAnyone() {
    assertThatCode(() -> open(Map.of("min-interval-floor", "PT15S"))).doesNotThrowAnyException();
  }

  @Test
  void contactIsNoWayToSendOtherHeaders() {
    refuses(Map.of(), "user-agent-contact", "me\r\nCookie: a=b");
  }

  @Test
  void limitsMustMakeSense() {
    refuses(Map.of(), "read-timeout", "PT0S");
    refuses(Map.of(), "read-timeout", "P2D");
    refuses(Map.of(), "read-timeout", "60");
    refuses(Map.of(), "retry-base", "PT-1S");
    refuses(Map.of(), "max-attempts", 0L);
    refuses(Map.of(), "max-body-bytes", 0L);
    refuses(Map.of(), "max-body-bytes", 3_000_000_000L);
  }

  @Test
  void noPauseBetweenAttemptsIsAllowed() {
    assertThatCode(() -> open(Map.of("retry-base", "PT0S"))).doesNotThrowAnyException();
    assertThatCode(() -> open(Map.of("retry-base", "PT20M"))).doesNotThrowAnyException();
  }
}

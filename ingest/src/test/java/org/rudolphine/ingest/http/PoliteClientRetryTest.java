package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When it asks again, and in what rhythm. */
class PoliteClientRetryTest {
  private static final Step OK = Step.reply(200, "text/plain", "ok");

  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    provider.script("/warm", OK);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private PoliteClient client(Pace pace, Map<String, ? extends Serializable> overrides) {
    return PoliteClient.open(provider.settings("gwosc", overrides), pace);
  }

  @BeforeAll
  static void loadClasses() throws IOException {
    // The first request of a JVM takes its time to leave; no measurement should start with it.
    try (FakeProvider provider = FakeProvider.start()) {
      provider.script("/warm", OK);
      PoliteClient.open(provider.settings("gwosc"), new Pace(Duration.ZERO))
          .get(provider.uri("/warm"));
    }
  }

  private String get(String path) throws IOException {
    return client(new Pace(Duration.ZERO), Map.of()).get(provider.uri(path)).text();
  }

  /**
   * A request is seen when it arrives, not when it starts, so a busy machine blurs single gaps; but
   * none of them can arrive before its turn, counted from the start.
   */
  private void assertPaced(long start, Duration interval) {
    List<FakeProvider.Seen> seen = provider.requests();
    for (int i = 1; i < seen.size(); i++) {
      assertThat(Duration.ofNanos(seen.get(i).nanos() - start))
          .isGreaterThanOrEqualTo(interval.multipliedBy(i));
    }
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isGreaterThan(interval.dividedBy(3)));
  }

  private List<Duration> gaps() {
    List<FakeProvider.Seen> seen = provider.requests();
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < seen.size(); i++) {
      gaps.add(Duration.ofNanos(seen.get(i).nanos() - seen.get(i - 1).nanos()));
    }
    return gaps;
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void troubleThatPassesIsWaitedOut(int status) throws IOException {
    provider.script("/doc", Step.status(status), Step.status(status), OK);
    assertThat(get("/doc")).isEqualTo("ok");
    assertThat(provider.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void troubleThatStaysEndsAfterMaxAttempts(int status) {
    provider.reply("/doc", status, "text/plain", "come back later");
    HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> get("/doc"));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure)
        .hasMessageContaining("after 5 attempts")
        .hasMessageContaining("sources.gwosc.max-attempts")
        .hasMessageContaining("come back later");
    assertThat(provider.requests()).hasSize(5);
  }

  @Test
  void bodyThatBreaksOffIsAskedForAgain() throws IOException {
    byte[] zipped = Step.gzip("ok".getBytes(StandardCharsets.UTF_8));
    byte[] cut = Arrays.copyOf(zipped, zipped.length - 3);
    byte[] damaged = zipped.clone();
    damaged[zipped.length - 6] ^= 1; // in the checksum of the gzip trailer
    provider.script(
        "/doc",
        Step.truncated("text/plain", "0123456789", 4),
        Step.hangUp(),
        Step.reply(200, "text/plain", cut).with("Content-Encoding", "gzip"),
        Step.reply(200, "text/plain", damaged).with("Content-Encoding", "gzip"),
        OK);
    assertThat(get("/doc")).isEqualTo("ok");
    assertThat(provider.requests()).hasSize(5);
  }

  @Test
  void bodyThatAlwaysBreaksOffIsNeverHandedOver() {
    provider.script("/doc", Step.truncated("text/plain", "0123456789", 4));
    assertThatThrownBy(() -> get("/doc"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpFailure.class)
        .hasMessageContaining(provider.url() + "/doc")
        .hasMessageContaining("after 5 attempts");
  }

  @Test
  void refusedConnectionIsTriedAgainAndThenNamed() {
    PoliteClient client = client(new Pace(Duration.ZERO), Map.of("max-attempts", 2L));
    URI gone = provider.uri("/doc");
    provider.close();
    assertThatThrownBy(() -> client.get(gone))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ConnectException")
        .hasMessageContaining("after 2 attempts");
  }

  @Test
  void keptConnectionThatTurnsOutClosedIsNotAskedOutOfTurn() throws IOException {
    provider.script("/doc", Step.hangUp(), OK);
    Duration interval = Duration.ofMillis(400);
    PoliteClient client = client(new Pace(interval), Map.of());
    long start = System.nanoTime();
    client.get(provider.uri("/warm"));
    client.get(provider.uri("/doc"));
    assertThat(provider.targets()).containsExactly("/warm", "/doc", "/doc");
    assertPaced(start, interval);
  }

  @Test
  void attemptStartsAgainFromTheFirstAddress() throws IOException {
    // A signed address behind a redirect may have expired while we waited.
    provider.script("/a", Step.redirect(302, "/signed?n=1"), Step.redirect(302, "/signed?n=2"));
    provider.script("/signed?n=1", Step.status(503));
    provider.script("/signed?n=2", OK);
    assertThat(get("/a")).isEqualTo("ok");
    assertThat(provider.targets()).containsExactly("/a", "/signed?n=1", "/a", "/signed?n=2");
  }

  @Test
  void pausesDoubleFromTheRetryBase() {
    provider.script("/doc", Step.status(503));
    PoliteClient client =
        client(new Pace(Duration.ZERO), Map.of("max-attempts", 4L, "retry-base", "PT0.2S"));
    assertThatThrownBy(() -> client.get(provider.uri("/doc"))).isInstanceOf(HttpFailure.class);
    // 200, 400, 800 ms, each a quarter less at most.
    assertThat(gaps()).hasSize(3);
    assertThat(gaps().get(0)).isGreaterThan(Duration.ofMillis(150));
    assertThat(gaps().get(1)).isGreaterThan(Duration.ofMillis(300));
    assertThat(gaps().get(2)).isGreaterThan(Duration.ofMillis(600));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterInSecondsIsKept(int status) throws IOException {
    provider.script("/doc", Step.retryAfterSeconds(status, 1), OK);
    assertThat(get("/doc")).isEqualTo("ok");
    assertThat(gaps().get(0)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void retryAfterAsDateIsKept() throws IOException {
    provider.script("/doc", Step.retryAfterDate(503, Duration.ofSeconds(2)), OK);
    assertThat(get("/doc")).isEqualTo("ok");
    // Both dates are cut to whole seconds, so that 2 s may be read as 1 s.
    assertThat(gaps().get(0)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void retryAfterTooFarAwayEndsTheRunWithTheTime() {
    provider.script("/doc", Step.retryAfterSeconds(503, 86_400));
    assertThatThrownBy(() -> get("/doc"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("503")
        .hasMessageMatching("(?s).* until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ;.*");
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void retryAfterHoldsTheWholeLane() throws IOException {
    provider.script("/doc", Step.retryAfterSeconds(503, 1));
    Pace lane = new Pace(Duration.ZERO);
    PoliteClient one = client(lane, Map.of("max-attempts", 1L));
    assertThatThrownBy(() -> one.get(provider.uri("/doc"))).isInstanceOf(HttpFailure.class);

    client(lane, Map.of()).get(provider.uri("/warm"));

    assertThat(gaps().get(0)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(lane.waited()).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void redirectsAndRetriesKeepTheLanesPace() throws IOException {
    provider.script("/a", Step.redirect(302, "/b"));
    provider.script("/b", Step.status(503), OK);
    Duration interval = Duration.ofMillis(300);
    PoliteClient client = client(new Pace(interval), Map.of());
    long start = System.nanoTime();
    client.get(provider.uri("/warm"));
    client.get(provider.uri("/a"));
    assertThat(provider.targets()).containsExactly("/warm", "/a", "/b", "/a", "/b");
    assertPaced(start, interval);
  }

  @Test
  void clientsOfOneLaneNeverAskAtTheSameTime() throws Exception {
    provider.script("/slow", OK.after(Duration.ofMillis(60)));
    Pace lane = new Pace(Duration.ofMillis(20));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        PoliteClient client = client(lane, Map.of());
        replies.add(threads.submit(() -> client.get(provider.uri("/slow"))));
      }
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().text()).isEqualTo("ok");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(provider.requests()).hasSize(12);
    assertThat(provider.mostAtOnce()).isEqualTo(1);
  }
}

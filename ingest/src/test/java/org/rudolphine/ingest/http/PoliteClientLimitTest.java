package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing hangs, and nothing grows without bound. */
@Timeout(30)
class PoliteClientLimitTest {
  private static final int LIMIT = 1_048_576; // max-body-bytes of the fake provider's settings

  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Reply get(String path, Map<String, ? extends Serializable> overrides) throws IOException {
    return PoliteClient.open(provider.settings("gwosc", overrides), new Pace(Duration.ZERO))
        .get(provider.uri(path));
  }

  private Reply impatient(String path) throws IOException {
    return get(path, Map.of("read-timeout", "PT0.3S", "max-attempts", 2L));
  }

  @Test
  void silenceInsteadOfAnAnswerEnds() {
    provider.script("/doc", Step.stalledHead());
    assertThatThrownBy(() -> impatient("/doc"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer within the read-timeout of PT0.3S");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void bodyThatStallsEnds() {
    provider.script("/doc", Step.stalledBody("text/plain", "0123456789", 4));
    assertThatThrownBy(() -> impatient("/doc"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stalled for the read-timeout of PT0.3S after 4 bytes");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void stallIsOvercomeByAskingAgain() throws IOException {
    provider.script("/doc", Step.stalledHead(), Step.reply(200, "text/plain", "0123456789"));
    assertThat(impatient("/doc").text()).isEqualTo("0123456789");
  }

  @Test
  void bodyThatTricklesEndsAfterTenReadTimeouts() {
    provider.script("/doc", Step.trickle(Duration.ofMillis(20)));
    long start = System.nanoTime();
    assertThatThrownBy(() -> get("/doc", Map.of("read-timeout", "PT0.2S", "max-attempts", 1L)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("trickles");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
  }

  @Test
  void slowBodyThatKeepsComingArrives() throws IOException {
    provider.script(
        "/doc",
        (exchange, shutdown) -> {
          exchange.sendResponseHeaders(200, 8);
          for (int i = 0; i < 8; i++) {
            exchange.getResponseBody().write('0' + i);
            exchange.getResponseBody().flush();
            shutdown.await(150, TimeUnit.MILLISECONDS);
          }
        });
    assertThat(get("/doc", Map.of("read-timeout", "PT0.6S")).text()).isEqualTo("01234567");
  }

  @Test
  void errorPageThatStallsEndsToo() {
    provider.script(
        "/doc",
        (exchange, shutdown) -> {
          exchange.sendResponseHeaders(404, 100);
          exchange.getResponseBody().write("gone".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          shutdown.await();
        });
    assertThatThrownBy(() -> impatient("/doc")).isInstanceOf(IOException.class);
  }

  @Test
  void bodyOfExactlyTheLimitArrives() throws IOException {
    provider.script("/doc", Step.unannounced(LIMIT));
    assertThat(get("/doc", Map.of()).body()).hasSize(LIMIT).containsOnly('x');
  }

  @ParameterizedTest
  @ValueSource(strings = {"/announced", "/unannounced", "/bomb"})
  void bodyAboveTheLimitIsRefusedAtOnce(String path) {
    provider.reply("/announced", 200, "text/plain", new byte[LIMIT + 1]);
    provider.script("/unannounced", Step.unannounced(LIMIT + 1));
    provider.script("/bomb", Step.gzipBomb(64 * LIMIT));
    assertThatThrownBy(() -> get(path, Map.of()))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("sources.gwosc.max-body-bytes = " + LIMIT);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void hugeErrorPageCostsOnlyItsBeginning() {
    provider.script(
        "/doc",
        (exchange, shutdown) -> {
          exchange.sendResponseHeaders(403, 0);
          byte[] piece = "go away ".repeat(1024).getBytes(StandardCharsets.UTF_8);
          while (shutdown.getCount() > 0) { // endless: ends when the client hangs up
            exchange.getResponseBody().write(piece);
          }
        });
    assertThatThrownBy(() -> get("/doc", Map.of()))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("go away go away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"answer", "backoff", "turn"})
  void interruptedThreadStopsWaiting(String waitingFor) throws Exception {
    Map<String, Serializable> overrides = new HashMap<>(Map.of("read-timeout", "PT20S"));
    Pace pace = new Pace(Duration.ZERO);
    switch (waitingFor) {
      case "answer" -> provider.script("/doc", Step.stalledHead());
      case "backoff" -> {
        provider.script("/doc", Step.status(503));
        overrides.put("retry-base", "PT20S");
      }
      default -> pace.holdFor(Duration.ofSeconds(20));
    }
    PoliteClient client = PoliteClient.open(provider.settings("gwosc", overrides), pace);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                client.get(provider.uri("/doc"));
                outcome.complete(null);
              } catch (IOException | RuntimeException e) {
                outcome.complete(e);
              }
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    Thread.sleep(500);
    thread.interrupt();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    assertThat(flag.get(5, TimeUnit.SECONDS)).isTrue();
  }
}

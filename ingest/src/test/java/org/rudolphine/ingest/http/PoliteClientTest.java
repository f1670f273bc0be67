package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, where redirects may lead, and what is made of the answer. */
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

  private PoliteClient client(Map<String, ? extends Serializable> overrides) {
    return PoliteClient.open(provider.settings("gwosc", overrides), new Pace(Duration.ZERO));
  }

  private Reply get(String path) throws IOException {
    return client(Map.of()).get(provider.uri(path));
  }

  @Test
  void bodyComesAsSent() throws IOException {
    byte[] body = "{\"é\": 1}\r\n".getBytes(StandardCharsets.UTF_8);
    provider.script(
        "/list?page=2",
        Step.reply(200, "Application/JSON; charset=utf-8", body)
            .with("ETag", "\"a1\"")
            .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"));
    Instant before = Instant.now();

    Reply reply = get("/list?page=2");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.mediaType()).isEqualTo("application/json");
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.uri()).isEqualTo(provider.uri("/list?page=2"));
    assertThat(reply.entityTag()).contains("\"a1\"");
    assertThat(reply.lastModified()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(reply.completedAt()).isBetween(before.minusMillis(1), Instant.now());
  }

  @Test
  void queryDecidesTheRoute() throws IOException {
    provider.reply("/list", 200, "text/plain", "any page");
    provider.reply("/list?page=2", 200, "text/plain", "page two");
    assertThat(get("/list?page=1").text()).isEqualTo("any page");
    assertThat(get("/list?page=2").text()).isEqualTo("page two");
    assertThat(provider.targets()).containsExactly("/list?page=1", "/list?page=2");
  }

  @Test
  void everyRequestSaysWhoAsksAndForWhat() throws IOException {
    provider.reply("/doc", 200, "text/plain", "x");
    try (PoliteClient client = client(Map.of("user-agent-contact", "mailto:ops@example.org"))) {
      client.get(Request.of(provider.uri("/doc")).accepting("application/json"));
    }
    FakeProvider.Seen seen = provider.requests().get(0);
    assertThat(seen.header("User-Agent"))
        .matches("Rudolphine/\\S+ \\(\\+mailto:ops@example\\.org\\)");
    assertThat(seen.header("Accept")).isEqualTo("application/json");
    assertThat(seen.header("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void nothingNewIsAReplyWithoutBody() throws IOException {
    provider.script("/doc", Step.tagged("\"v1\"", "text/plain", "the body"));
    PoliteClient client = client(Map.of());
    Reply first = client.get(provider.uri("/doc"));
    Reply second = client.get(Request.of(provider.uri("/doc")).unlessMatches(first.etag(), null));
    assertThat(first.text()).isEqualTo("the body");
    assertThat(second.notModified()).isTrue();
    assertThat(second.body()).isEmpty();
  }

  @Test
  void unasked304IsAFailure() {
    provider.script("/doc", Step.status(304));
    assertThatThrownBy(() -> get("/doc"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("304");
  }

  @Test
  void missingDocumentFailsAtOnceAndSaysWhy() {
    HttpFailure failure =
        catchThrowableOfType(HttpFailure.class, () -> get("/api/none?token=s3cret"));
    assertThat(failure.status()).isEqualTo(404);
    assertThat(failure.uri()).isEqualTo(provider.uri("/api/none?token=s3cret"));
    assertThat(failure)
        .hasMessageContaining("gwosc")
        .hasMessageContaining(provider.url() + "/api/none?token=***")
        .hasMessageContaining("No Event matches the given query.");
    assertThat(failure.getMessage()).doesNotContain("s3cret");
    assertThat(provider.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {206, 300, 305, 400, 401, 403, 404, 406, 408, 410, 451, 501, 505})
  void otherStatusesAreNotAskedAgain(int status) {
    provider.reply("/doc", status, "text/plain", "no\u001b[31m\r\nway " + "x".repeat(5_000));
    HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> get("/doc"));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.getMessage()).contains("no [31m way xxx").hasSizeLessThan(400);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void gzipIsUndone() throws IOException {
    String text = "GW150914 ".repeat(10_000);
    provider.script("/doc", Step.gzipped("text/csv", text.getBytes(StandardCharsets.UTF_8)));
    assertThat(get("/doc").text()).isEqualTo(text);
  }

  @Test
  void gzippedErrorPageIsQuoted() {
    byte[] page = Step.gzip("maintenance until noon".getBytes(StandardCharsets.UTF_8));
    provider.script("/doc", Step.reply(403, "text/plain", page).with("Content-Encoding", "gzip"));
    assertThatThrownBy(() -> get("/doc")).hasMessageContaining("maintenance until noon");
  }

  @Test
  void unknownCodingIsAFailure() {
    provider.script("/doc", Step.reply(200, "text/plain", "x").with("Content-Encoding", "br"));
    assertThatThrownBy(() -> get("/doc"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("'br'");
    assertThat(provider.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsFollowedWithItsOwnQuery(int status) throws IOException {
    provider.script("/old", Step.redirect(status, "new?set=a%20b#part"));
    provider.reply("/new?set=a%20b", 200, "text/plain", "found");
    Reply reply = get("/old?set=a%20b");
    assertThat(reply.text()).isEqualTo("found");
    assertThat(reply.uri()).isEqualTo(provider.uri("/new?set=a%20b"));
  }

  @Test
  void fiveRedirectsAreFollowedAndSixAreNot() throws IOException {
    for (int hop = 0; hop < 6; hop++) {
      provider.script("/" + hop, Step.redirect(302, "/" + (hop + 1)));
    }
    provider.reply("/6", 200, "text/plain", "here");
    assertThat(get("/1").text()).isEqualTo("here");
    assertThatThrownBy(() -> get("/0"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("more than 5 times");
  }

  @Test
  void circleOfRedirectsEnds() {
    provider.script("/a", Step.redirect(302, "/b"));
    provider.script("/b", Step.redirect(302, provider.url() + "/a#again"));
    assertThatThrownBy(() -> get("/a"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("in a circle");
    assertThat(provider.targets()).containsExactly("/a", "/b");
  }

  @Test
  void redirectToNowhereIsAFailure() {
    provider.script("/a", Step.status(302));
    assertThatThrownBy(() -> get("/a"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("no Location");
  }

  @Test
  void redirectToAForeignHostIsRefusedBeforeItIsAsked() {
    try (FakeProvider foreign = FakeProvider.start()) {
      provider.script("/a", Step.redirect(302, foreign.url() + "/b"));
      assertThatThrownBy(() -> get("/a"))
          .isInstanceOf(RefusedAddress.class)
          .hasMessageContaining("127.0.0.1:" + foreign.port())
          .hasMessageContaining("sources.gwosc.allowed-hosts");
      assertThat(foreign.requests()).isEmpty();
    }
  }

  @Test
  void tagsStayWithTheHostThatGaveThem() throws IOException {
    try (FakeProvider other = FakeProvider.start()) {
      provider.script("/a", Step.redirect(302, "/b"));
      provider.script("/b", Step.redirect(302, other.url() + "/c"));
      other.script("/c", Step.tagged("\"v1\"", "text/plain", "whole"));
      PoliteClient client = client(Map.of("allowed-hosts", new ArrayList<>(List.of("127.0.0.1"))));

      Reply reply = client.get(Request.of(provider.uri("/a")).unlessMatches("\"v1\"", null));

      assertThat(reply.text()).isEqualTo("whole");
      assertThat(provider.requests())
          .allMatch(seen -> "\"v1\"".equals(seen.header("If-None-Match")));
      assertThat(other.requests().get(0).header("If-None-Match")).isNull();
    }
  }

  @Test
  void closedClientAsksNothing() {
    PoliteClient client = client(Map.of());
    client.close();
    assertThatIllegalStateException().isThrownBy(() -> client.get(provider.uri("/doc")));
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void tagThatIsNoHeaderIsAFailureOfItsRequest() {
    Request broken = Request.of(provider.uri("/doc")).unlessMatches("\"a\"\r\nX-Evil: 1", null);
    assertThatThrownBy(() -> client(Map.of()).get(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be asked");
    assertThat(provider.requests()).isEmpty();
  }
}

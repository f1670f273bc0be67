package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleServerTest {
  private static final String CSV =
      "/api/v2/event-versions?include-default-parameters=true&format=csv";

  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String list = server.gwoscUrl() + "/eventapi/json/allevents/";
  private final String detail = server.gwoscUrl() + "/eventapi/json/GWTC-1-confident/GW150914/v3/";
  private final String catalog =
      server.sxsUrl() + "/sxs-collaboration/sxscatalogdata/v3.0.0/simulations.json";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(server.url().getHost()).isEqualTo("127.0.0.1");
    assertThat(server.gwoscUrl()).hasToString(server.url() + "/gwosc");
    assertThat(server.sxsUrl()).hasToString(server.url() + "/sxs");
  }

  @Test
  void unchangedDocumentsAreNotSentAgain() throws Exception {
    for (String uri : List.of(list, detail, catalog)) {
      String tag = client.get(uri).headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = client.get(uri, "If-None-Match", "\"other\", W/" + tag);

      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).hasValue(tag);
      assertThat(client.get(uri, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void documentsAreTheSameFromServerToServer() throws Exception {
    try (SampleServer other = SampleServer.start()) {
      String elsewhere = list.replace(server.url().toString(), other.url().toString());

      assertThat(client.get(elsewhere).body()).isEqualTo(client.get(list).body());
      assertThat(client.get(detail).body()).doesNotContain(server.url().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD"})
  void otherMethodsAreRefused(String method) throws Exception {
    HttpResponse<String> reply = client.send(method, list);

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void pathsOfNoProviderAreNotFound() throws Exception {
    assertThat(client.get(server.url() + "/").statusCode()).isEqualTo(404);
    assertThat(client.get(server.url() + "/gwoscx/api/v2/events").statusCode()).isEqualTo(404);
  }

  @Test
  void requestsAreLoggedWithTheirAnswers() throws Exception {
    client.get(list, "User-Agent", "tester");
    client.get(server.gwoscUrl() + "/api/v2/events/none?a=b");

    assertThat(server.requests()).extracting(Served::status).containsExactly(200, 404);
    assertThat(server.requests().get(0).asked().header("user-agent")).hasValue("tester");
    assertThat(server.requests().get(1).asked().target())
        .isEqualTo("/gwosc/api/v2/events/none?a=b");
  }

  @Test
  void silentEditChangesEveryViewAndTheEntityTag() throws Exception {
    String before = client.get(detail).headers().firstValue("ETag").orElseThrow();

    server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", 35.7));

    JsonNode event = client.json(detail).get("events").get("GW150914-v3");
    assertThat(event.get("mass_1_source").doubleValue()).isEqualTo(35.7);
    assertThat(event.at("/parameters/gwtc1_pe_GW150914/mass_1_source").doubleValue())
        .isEqualTo(35.7);
    assertThat(event.at("/parameters/gwtc1_gstlal_GW150914").has("mass_1_source")).isFalse();
    assertThat(client.get(server.gwoscUrl() + CSV).body()).contains(",35.7,-3.1,4.7,");
    assertThat(client.get(detail, "If-None-Match", before).statusCode()).isEqualTo(200);
  }

  @Test
  void editsDoNotReachAnotherServer() throws Exception {
    server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", 99.0));

    try (SampleServer other = SampleServer.start()) {
      assertThat(client.get(other.gwoscUrl() + CSV).body()).contains(",35.6,-3.1,4.7,");
    }
  }

  @Test
  void eventVersionsCanVanishAndAppear() throws Exception {
    int[] removed = new int[1];
    server.edit(
        data -> {
          removed[0] = data.removeEventVersions(id -> id.startsWith("GW1908"));
          ObjectNode next = data.eventVersion("GW150914-v3").deepCopy();
          next.put("version", 4).put("catalog.shortName", "GWTC-3-confident");
          data.putEventVersion("GW150914-v4", next);
        });

    JsonNode events = client.json(list).get("events");
    assertThat(removed[0]).isEqualTo(3);
    assertThat(events).hasSize(35 - 3 + 1);
    assertThat(events.has("GW150914-v4")).isTrue();
    assertThat(events.has("GW190814-v2")).isFalse();
    assertThat(client.get(server.gwoscUrl() + "/api/v2/event-versions/GW190814-v2").statusCode())
        .isEqualTo(404);
  }

  @Test
  void newestTagOfTheCatalogLeadsTheList() throws Exception {
    server.edit(
        data -> {
          ObjectNode simulations = data.simulations(data.latestTag()).orElseThrow().deepCopy();
          simulations.remove("SXS:BBH:0305");
          data.publish("v3.0.1", Instant.parse("2026-11-20T08:00:00Z"), simulations);
        });

    JsonNode releases =
        client.json(server.sxsUrl() + "/repos/sxs-collaboration/sxscatalogdata/releases");
    assertThat(releases)
        .extracting(r -> r.get("tag_name").textValue())
        .containsExactly("v3.0.1", "v3.0.0");
    assertThat(client.json(catalog.replace("v3.0.0", "v3.0.1"))).hasSize(116);
    assertThat(client.json(catalog)).hasSize(117);
  }

  @Test
  void impossibleEditsSayWhat() {
    assertThatThrownBy(() -> server.edit(data -> data.setValue("GW1-v1", "redshift", 1)))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("GW1-v1");
    assertThatThrownBy(
            () ->
                server.edit(
                    data ->
                        data.publish(
                            "v3.0.0", Instant.EPOCH, data.simulations("v3.0.0").orElseThrow())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v3.0.0");
  }

  @Test
  void behaviourMayReplaceStatusBodyAndHeaders() throws Exception {
    server.behave(
        (asked, regular) ->
            asked.path().startsWith("/gwosc/")
                ? regular.withStatus(503).withText("busy").withHeader("Retry-After", "1")
                : regular);

    HttpResponse<String> busy = client.get(list);
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.body()).isEqualTo("busy");
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(client.get(catalog).statusCode()).isEqualTo(200);

    server.behave(Behaviour.REGULAR);
    assertThat(client.get(list).statusCode()).isEqualTo(200);
    assertThat(server.requests()).extracting(Served::status).containsExactly(503, 200, 200);
  }

  @Test
  void changedBodyHasAnEntityTagOfItsOwn() throws Exception {
    String tag = client.get(list).headers().firstValue("ETag").orElseThrow();
    server.behave((asked, regular) -> regular.withText("<html>maintenance</html>"));

    HttpResponse<String> reply = client.get(list, "If-None-Match", tag);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("maintenance");
  }

  @Test
  void cutBodyBreaksTheReply() {
    server.behave((asked, regular) -> regular.cut(100));

    assertThatThrownBy(() -> client.get(list)).isInstanceOf(IOException.class);
  }

  @Test
  void delayAndStallHoldTheReplyBack() throws Exception {
    String whole = client.get(list).body();
    server.behave(
        (asked, regular) ->
            regular.delayed(Duration.ofMillis(150)).stalled(50, Duration.ofMillis(150)));

    long start = System.nanoTime();
    String body = client.get(list).body();

    assertThat(System.nanoTime() - start)
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(body).isEqualTo(whole);
  }

  @Test
  void failingBehaviourIsAServerError() throws Exception {
    server.behave(
        (asked, regular) -> {
          throw new IllegalStateException("out of order");
        });

    HttpResponse<String> reply = client.get(list);

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body()).contains("out of order");
  }

  @Test
  void closedServerAnswersNoMore() {
    server.close();

    assertThatThrownBy(() -> client.get(list)).isInstanceOf(ConnectException.class);
  }
}

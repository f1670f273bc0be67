package org.rudolphine.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** How a {@link FakeProvider} treats one request; steps with a header or status are composed. */
@FunctionalInterface
public interface Step {

  /**
   * Answers, or fails to.
   *
   * @param shutdown opens when the provider is closed, so that silence can end
   */
  void answer(HttpExchange exchange, CountDownLatch shutdown)
      throws IOException, InterruptedException;

  static Step reply(int status, String mediaType, byte[] body) {
    return (exchange, shutdown) -> {
      if (mediaType != null) {
        exchange.getResponseHeaders().set("Content-Type", mediaType);
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  static Step reply(int status, String mediaType, String body) {
    return reply(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** An empty reply. */
  static Step status(int status) {
    return reply(status, null, new byte[0]);
  }

  /** The same step with one more header. */
  default Step with(String name, String value) {
    return (exchange, shutdown) -> {
      exchange.getResponseHeaders().add(name, value);
      answer(exchange, shutdown);
    };
  }

  /** The same step after a pause. */
  default Step after(Duration pause) {
    return (exchange, shutdown) -> {
      Thread.sleep(pause.toMillis());
      answer(exchange, shutdown);
    };
  }

  static Step retryAfterSeconds(int status, long seconds) {
    return status(status).with("Retry-After", Long.toString(seconds));
  }

  /** Names a moment that far from when the request comes. */
  static Step retryAfterDate(int status, Duration fromNow) {
    return (exchange, shutdown) ->
        status(status).with("Retry-After", httpDateIn(fromNow)).answer(exchange, shutdown);
  }

  static Step redirect(int status, String location) {
    return status(status).with("Location", location);
  }

  /** 200 with this tag, or 304 without a body to whoever has it. */
  static Step tagged(String etag, String mediaType, String body) {
    return (exchange, shutdown) -> {
      boolean has = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
      Step step = has ? status(304) : reply(200, mediaType, body);
      step.with("ETag", etag).answer(exchange, shutdown);
    };
  }

  /** Compressed, if the client takes it or not. */
  static Step gzipped(String mediaType, byte[] body) {
    return reply(200, mediaType, gzip(body)).with("Content-Encoding", "gzip");
  }

  /** A small compressed body that becomes that many zero bytes. */
  static Step gzipBomb(int bytes) {
    return gzipped("application/json", new byte[bytes]);
  }

  /** Announces the whole body, sends its first bytes and hangs up. */
  static Step truncated(String mediaType, String body, int sent) {
    return (exchange, shutdown) -> beginning(exchange, mediaType, body, sent);
  }

  /** Hangs up without an answer. */
  static Step hangUp() {
    return (exchange, shutdown) -> exchange.close();
  }

  /** Takes the request and says nothing until the provider is closed. */
  static Step stalledHead() {
    return (exchange, shutdown) -> shutdown.await();
  }

  /** Sends the head and the first bytes, then nothing until the provider is closed. */
  static Step stalledBody(String mediaType, String body, int sent) {
    return (exchange, shutdown) -> {
      beginning(exchange, mediaType, body, sent);
      shutdown.await();
    };
  }

  /** Sends one byte after each pause until the client hangs up or the provider is closed. */
  static Step trickle(Duration pause) {
    return (exchange, shutdown) -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (!shutdown.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        out.write('.');
        out.flush();
      }
    };
  }

  /** That many bytes without announcing their number. */
  static Step unannounced(int bytes) {
    return (exchange, shutdown) -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] piece = new byte[8192];
      Arrays.fill(piece, (byte) 'x');
      for (int left = bytes; left > 0; left -= piece.length) {
        exchange.getResponseBody().write(piece, 0, Math.min(left, piece.length));
      }
    };
  }

  private static void beginning(HttpExchange exchange, String mediaType, String body, int sent)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, sent);
    exchange.getResponseBody().flush();
  }

  private static String httpDateIn(Duration fromNow) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.now().plus(fromNow).atZone(ZoneOffset.UTC));
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

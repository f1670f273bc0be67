package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply, and how it travels.
 *
 * @param status HTTP status
 * @param mediaType value of Content-Type
 * @param headers further headers
 * @param body the whole body; its length is always the announced one
 * @param delivery delays, stalls and cuts on the way
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
public record Answer(
    int status, String mediaType, Map<String, String> headers, byte[] body, Delivery delivery) {

  static final String JSON = "application/json";
  static final String CSV = "text/csv; charset=utf-8";
  static final String HTML = "text/html; charset=utf-8";
  static final String BINARY = "application/octet-stream";
  static final String TEXT = "text/plain; charset=utf-8";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /**
   * How the bytes are sent.
   *
   * @param delay silence before the first byte
   * @param stallAfter number of body bytes after which the server falls silent
   * @param stall how long it stays silent there
   * @param cutAfter number of body bytes after which the connection is dropped
   */
  public record Delivery(Duration delay, int stallAfter, Duration stall, int cutAfter) {
    static final Delivery PLAIN =
        new Delivery(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO, Integer.MAX_VALUE);
  }

  /** A reply with a body of text. */
  public static Answer of(int status, String mediaType, String text) {
    return new Answer(
        status, mediaType, Map.of(), text.getBytes(StandardCharsets.UTF_8), Delivery.PLAIN);
  }

  /** A file as it lies on the provider's disk. */
  static Answer file(byte[] content) {
    return new Answer(200, BINARY, Map.of(), content, Delivery.PLAIN);
  }

  static Answer json(JsonNode document) {
    return json(200, document);
  }

  static Answer json(int status, JsonNode document) {
    try {
      return new Answer(
          status, JSON, Map.of(), SampleData.JSON.writeValueAsBytes(document), Delivery.PLAIN);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a document of the sample", e);
    }
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public Answer withStatus(int newStatus) {
    return new Answer(newStatus, mediaType, headers, body, delivery);
  }

  /** The same reply with another body of the same media type. */
  public Answer withText(String text) {
    return new Answer(status, mediaType, headers, text.getBytes(StandardCharsets.UTF_8), delivery);
  }

  public Answer withMediaType(String newMediaType) {
    return new Answer(status, newMediaType, headers, body, delivery);
  }

  public Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, mediaType, more, body, delivery);
  }

  /** Nothing is sent before the pause is over. */
  public Answer delayed(Duration pause) {
    return delivered(new Delivery(pause, delivery.stallAfter, delivery.stall, delivery.cutAfter));
  }

  /** The body stops for the pause after so many bytes, then goes on. */
  public Answer stalled(int afterBytes, Duration pause) {
    return delivered(new Delivery(delivery.delay, afterBytes, pause, delivery.cutAfter));
  }

  /** The connection is dropped after so many bytes of the body. */
  public Answer cut(int afterBytes) {
    return delivered(new Delivery(delivery.delay, delivery.stallAfter, delivery.stall, afterBytes));
  }

  private Answer delivered(Delivery changed) {
    return new Answer(status, mediaType, headers, body, changed);
  }
}

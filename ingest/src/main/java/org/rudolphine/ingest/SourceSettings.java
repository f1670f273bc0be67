package org.rudolphine.ingest;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of one source as {@code sources.<id>.*} resolves them: checked and typed by the
 * settings reader already, so that getters here only fail on a name that does not exist.
 *
 * <p>Values are String, Long, Double, Boolean, List&lt;String&gt; or {@link Secret}. Serializable,
 * because the harvest stage ships it to the task that runs the source's lane.
 */
public record SourceSettings(String id, Map<String, Serializable> values) implements Serializable {

  public SourceSettings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Scheme, host and path prefix that stand for the provider's own; no trailing slash. */
  public URI baseUrl() {
    String text = text("base-url");
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  /** The provider's lane: sources that share it share its pace and its single connection. */
  public String lane() {
    return text("lane");
  }

  public Duration minInterval() {
    return duration("min-interval");
  }

  public Duration readTimeout() {
    return duration("read-timeout");
  }

  public int maxAttempts() {
    return (int) integer("max-attempts");
  }

  public Duration retryBase() {
    return duration("retry-base");
  }

  /** Calendar period by which a range is cut into units. */
  public Period window() {
    return Period.parse(text("window"));
  }

  /** Calendar period that an incremental harvest reads again. */
  public Period overlap() {
    return Period.parse(text("overlap"));
  }

  public String userAgentContact() {
    return text("user-agent-contact");
  }

  /** Hosts that may be asked besides the base-url's own, lower case. */
  public List<String> allowedHosts() {
    return texts("allowed-hosts");
  }

  public long maxBodyBytes() {
    return integer("max-body-bytes");
  }

  /** Largest file that goes to the asset store, in bytes. */
  public long maxAssetBytes() {
    return integer("max-asset-bytes");
  }

  /** Fraction of rejected records above which nothing is published, 0 to 1. */
  public double rejectThreshold() {
    return number("reject-threshold");
  }

  /** Fraction of a listing that may vanish at once, 0 to 1. */
  public double maxVanishFraction() {
    return number("max-vanish-fraction");
  }

  public String licence() {
    return text("licence");
  }

  /** One of yes, attribution, share_alike, non_commercial, no, unknown. */
  public String redistribute() {
    return text("redistribute");
  }

  /** A setting that must be text; empty text is allowed. */
  public String text(String key) {
    return value(key).toString();
  }

  public Duration duration(String key) {
    return Duration.parse(text(key));
  }

  public long integer(String key) {
    return ((Number) value(key)).longValue();
  }

  public double number(String key) {
    return ((Number) value(key)).doubleValue();
  }

  @SuppressWarnings("unchecked")
  public List<String> texts(String key) {
    return (List<String>) value(key);
  }

  /** Names of the secrets that the source declares under {@code secrets}; none by default. */
  public List<String> secrets() {
    return has("secrets") ? texts("secrets") : List.of();
  }

  /**
   * A declared secret. It is no setting: it comes from the environment or a credential provider.
   *
   * @throws IllegalArgumentException saying how to give it, when nobody has
   */
  public String secret(String key) {
    if (values.get(key) instanceof Secret secret) {
      return secret.value();
    }
    throw new IllegalArgumentException(
        "Source "
            + id
            + " needs the secret "
            + key
            + ": set the environment variable "
            + Secret.variable(id, key)
            + ", or keep it as "
            + Secret.alias(id, key)
            + " in a Hadoop credential provider");
  }

  /** Whether the source's settings define that key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  private Serializable value(String key) {
    Serializable value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "Source " + id + " has no setting sources." + id + "." + key);
    }
    return value;
  }
}

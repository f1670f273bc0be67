package org.rudolphine.ingest;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * A value that must not be shown: written as text it only says that it is one, so that no log,
 * error or report that prints settings gives it away. Serializable, because it goes to the task
 * that runs the source's lane.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value, "value"));
  }

  /** Environment variable that gives a source's secret, such as RUDOLPHINE_FOO_API_KEY. */
  public static String variable(String source, String key) {
    return ("rudolphine_" + source + "_" + key).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Its alias in Hadoop's credential providers, such as {@code rudolphine.foo.api-key}. */
  public static String alias(String source, String key) {
    return "rudolphine." + source + "." + key;
  }

  /** What nobody else may see. */
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}

package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of one rule as {@code link.rules.<id>.*} resolves them: checked and typed by the
 * settings reader already, so that accessors here only fail on a name that does not exist or a
 * value out of range.
 *
 * @param id id of the rule
 * @param values String, Long, Double, Boolean or List&lt;String&gt; by key
 */
public record RuleSettings(String id, Map<String, Serializable> values) implements Serializable {

  public RuleSettings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public String text(String key) {
    return value(key).toString();
  }

  /** A whole number of at least {@code least}. */
  public int atLeast(int least, String key) {
    long value = number(key, Number.class).longValue();
    if (value < least || value > Integer.MAX_VALUE) {
      throw outOfRange(key, value, "a whole number of at least " + least);
    }
    return (int) value;
  }

  /** A number above zero. */
  public double positive(String key) {
    double value = number(key, Number.class).doubleValue();
    if (!(value > 0) || Double.isInfinite(value)) {
      throw outOfRange(key, value, "a number above zero");
    }
    return value;
  }

  /** A number from 0 to 1, both included. */
  public double fraction(String key) {
    double value = number(key, Number.class).doubleValue();
    if (!(value >= 0 && value <= 1)) {
      throw outOfRange(key, value, "a number from 0 to 1");
    }
    return value;
  }

  /** A list of texts, possibly empty. */
  public List<String> texts(String key) {
    Serializable value = value(key);
    if (!(value instanceof List<?> list)) {
      throw outOfRange(key, value, "a list");
    }
    return list.stream().map(String::valueOf).toList();
  }

  private <T> T number(String key, Class<T> type) {
    Serializable value = value(key);
    if (!type.isInstance(value)) {
      throw outOfRange(key, value, "a number");
    }
    return type.cast(value);
  }

  private Serializable value(String key) {
    Serializable value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "Rule " + id + " has no setting link.rules." + id + "." + key);
    }
    return value;
  }

  private IllegalArgumentException outOfRange(String key, Object value, String wanted) {
    return new IllegalArgumentException(
        "link.rules." + id + "." + key + " is " + value + ", but must be " + wanted);
  }
}

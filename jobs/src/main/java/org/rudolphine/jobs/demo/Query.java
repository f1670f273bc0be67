package org.rudolphine.jobs.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of a request in the order they came; of a repeated name the last value counts. */
record Query(Map<String, String> values) {

  static Query parse(String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /** True when the name is given as {@code true} or without a value. */
  boolean isSet(String name) {
    String value = values.get(name);
    return value != null && (value.isEmpty() || value.equalsIgnoreCase("true"));
  }

  /**
   * A positive whole number.
   *
   * @throws NumberFormatException when the value is something else
   */
  int number(String name, int whenAbsent) {
    int number = value(name).map(Integer::parseInt).orElse(whenAbsent);
    if (number < 1) {
      throw new NumberFormatException(name + " must be at least 1: " + number);
    }
    return number;
  }

  /** The same query with one parameter set, as it stands behind a question mark. */
  String with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return changed.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package org.rudolphine.jobs.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a request in the order they came. Of a repeated name the last value counts,
 * unless all are asked for.
 */
record Query(Map<String, List<String>> values) {

  static Query parse(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(decoded(name), n -> new ArrayList<>()).add(value);
      }
    }
    return new Query(values);
  }

  Set<String> names() {
    return values.keySet();
  }

  /** All values of a name, empty ones left out. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isEmpty()).toList();
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(last(name)).filter(value -> !value.isEmpty());
  }

  private String last(String name) {
    List<String> given = values.get(name);
    return given == null ? null : given.get(given.size() - 1);
  }

  /** True when the name is given as {@code true} or without a value. */
  boolean isSet(String name) {
    String value = last(name);
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
    Map<String, List<String>> changed = new LinkedHashMap<>(values);
    changed.put(name, List.of(value));
    return changed.entrySet().stream()
        .flatMap(
            entry -> entry.getValue().stream().map(v -> encoded(entry.getKey()) + "=" + encoded(v)))
        .collect(Collectors.joining("&"));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

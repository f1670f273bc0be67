package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A parameter as published: texts, not yet looked at. The errors are offsets from the value.
 *
 * @param best the median, or null
 * @param lower offset of the lower bound, negative as GWOSC publishes it, or null
 * @param upper offset of the upper bound, positive, or null
 * @param unit unit, or null or blank where none is stated
 * @param upperLimit true when the value is an upper limit
 * @param lowerLimit true when the value is a lower limit
 */
record GwoscValue(
    String best, String lower, String upper, String unit, boolean upperLimit, boolean lowerLimit) {
  private static final List<String> UPPER_FLAGS =
      List.of("is_upper_bound", "is_upper_limit", "upper_bound", "upper_limit");
  private static final List<String> LOWER_FLAGS =
      List.of("is_lower_bound", "is_lower_limit", "lower_bound", "lower_limit");

  /** Parameters of a flat row or object: {@code p}, {@code p_lower}, {@code p_upper}, …. */
  static Map<String, GwoscValue> flat(Map<String, String> cells) {
    Map<String, GwoscValue> values = new LinkedHashMap<>();
    for (String name : cells.keySet()) {
      boolean published =
          GwoscParameter.named(name) != null
              || (cells.containsKey(name + "_lower") && cells.containsKey(name + "_upper"));
      if (published) {
        values.put(
            name,
            new GwoscValue(
                cells.get(name),
                cells.get(name + "_lower"),
                cells.get(name + "_upper"),
                cells.get(name + "_unit"),
                UPPER_FLAGS.stream().anyMatch(flag -> yes(cells.get(name + "_" + flag))),
                LOWER_FLAGS.stream().anyMatch(flag -> yes(cells.get(name + "_" + flag)))));
      }
    }
    return values;
  }

  /** Parameters as an array of objects with {@code name}, {@code best}, {@code upper_error}, …. */
  static Map<String, GwoscValue> listed(JsonNode array) {
    Map<String, GwoscValue> values = new LinkedHashMap<>();
    for (JsonNode parameter : array) {
      String name = parameter.path("name").asText("");
      if (!name.isBlank() && parameter.has("best")) {
        values.putIfAbsent(
            name,
            new GwoscValue(
                parameter.path("best").asText(null),
                parameter.path("lower_error").asText(null),
                parameter.path("upper_error").asText(null),
                parameter.path("unit").asText(null),
                UPPER_FLAGS.stream().anyMatch(flag -> yes(parameter.path(flag).asText(null))),
                LOWER_FLAGS.stream().anyMatch(flag -> yes(parameter.path(flag).asText(null)))));
      }
    }
    return values;
  }

  /**
   * Parameters of a dump from before May 2022: members with {@code best} and {@code err}, which is
   * a pair of offsets, or the word {@code upperbound} or {@code lowerbound}.
   */
  static Map<String, GwoscValue> dumped(JsonNode event) {
    Map<String, GwoscValue> values = new LinkedHashMap<>();
    event
        .properties()
        .forEach(
            entry -> {
              JsonNode parameter = entry.getValue();
              if (parameter.path("best").isNumber() || parameter.path("best").isNull()) {
                values.put(entry.getKey(), dumpedValue(parameter));
              }
            });
    return values;
  }

  private static GwoscValue dumpedValue(JsonNode parameter) {
    JsonNode errors = parameter.path("err");
    boolean pair = errors.isArray() && errors.size() == 2;
    String word = errors.asText("").strip().toLowerCase(Locale.ROOT);
    return new GwoscValue(
        parameter.path("best").asText(null),
        pair ? errors.get(0).asText(null) : null,
        pair ? errors.get(1).asText(null) : null,
        parameter.path("unit").asText(null),
        word.equals("upperbound"),
        word.equals("lowerbound"));
  }

  private static boolean yes(String flag) {
    return flag != null && flag.strip().toLowerCase(Locale.ROOT).equals("true");
  }

  /** Whether a number, or what should be one, stands there at all. */
  boolean given() {
    return !GwoscNumber.missing(best);
  }
}

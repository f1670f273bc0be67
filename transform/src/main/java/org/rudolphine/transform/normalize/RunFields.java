package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of one simulation as its catalog spells them: numbers as numbers or text, vectors as
 * lists or in parts, lists as lists or text, and several words for "missing". What is there but
 * cannot be read becomes null with an issue on the row.
 */
final class RunFields {
  private static final Set<String> MISSING =
      Set.of("", "nan", "none", "null", "n/a", "unknown", "[unknown]", "not measured", "[]");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final JsonNode run;
  private final RowBuilder row;

  RunFields(JsonNode run, RowBuilder row) {
    this.run = run;
    this.row = row;
  }

  /** Fields of a key-value text: lists where there are commas, else text. */
  static ObjectNode fromText(Map<String, String> entries) {
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    entries.forEach(
        (key, value) -> {
          List<String> parts = split(value);
          if (parts.size() == 1) {
            run.put(key, parts.get(0));
          } else if (!parts.isEmpty()) {
            ArrayNode list = run.putArray(key);
            parts.forEach(list::add);
          }
        });
    return run;
  }

  /** Parts between commas; commas inside brackets, as in an equation of state, do not count. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
      depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
      if (i == text.length() || (c == ',' && depth <= 0)) {
        String part = text.substring(start, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      }
    }
    return parts;
  }

  static boolean isMissing(String text) {
    return MISSING.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** The number that the text is, or null. */
  static Double parse(String text) {
    String trimmed = text.strip();
    if (!NUMBER.matcher(trimmed).matches()) {
      return null;
    }
    double number = Double.parseDouble(trimmed);
    return Double.isFinite(number) ? number : null;
  }

  /** The first of these fields that is there at all; null when none is. */
  JsonNode first(String... names) {
    for (String name : names) {
      JsonNode node = run.get(name);
      if (node != null && !node.isNull()) {
        return node;
      }
    }
    return null;
  }

  boolean has(String name) {
    return first(name) != null;
  }

  /**
   * A number.
   *
   * @param column column that the issue names when the field cannot be read
   * @param names spellings of the field; the first with a value counts
   */
  Double number(String column, String... names) {
    for (String name : names) {
      JsonNode node = run.get(name);
      if (node != null && !missing(node)) {
        return number(column, node);
      }
    }
    return null;
  }

  /** A vector given as a list of three or in parts {@code _x}, {@code _y}, {@code _z}. */
  Vector3 vector(String column, String... names) {
    for (String name : names) {
      JsonNode node = run.get(name);
      if (node != null && node.isArray()) {
        return vector(column, node);
      }
      if (has(name + "_x") && has(name + "_y") && has(name + "_z")) {
        Double x = number(column, name + "_x");
        Double y = number(column, name + "_y");
        Double z = number(column, name + "_z");
        return x == null || y == null || z == null ? null : new Vector3(x, y, z);
      }
    }
    return null;
  }

  /** Length of a vector in any spelling, also when only the length is given. */
  Double magnitude(String column, String... names) {
    Vector3 vector = vector(column, names);
    if (vector != null) {
      return vector.norm();
    }
    for (String name : names) {
      JsonNode node = run.get(name);
      boolean list = node != null && node.isArray();
      Double length = list ? null : number(column, name, name + "_mag");
      if (length != null) {
        return Math.abs(length);
      }
    }
    return null;
  }

  /** A text, or a list of them joined by semicolons; null when it is missing in any spelling. */
  String text(String... names) {
    JsonNode node = first(names);
    if (node == null || missing(node)) {
      return null;
    }
    if (!node.isArray()) {
      return node.isValueNode() ? node.asText().strip() : null;
    }
    List<String> parts = elements(node);
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  /** A list of texts, also when it is given as one text; null when the field is not there. */
  List<String> texts(String name) {
    JsonNode node = first(name);
    if (node == null) {
      return null;
    }
    if (node.isArray()) {
      return elements(node);
    }
    return missing(node) ? List.of() : split(node.asText());
  }

  private static List<String> elements(JsonNode list) {
    List<String> elements = new ArrayList<>();
    for (JsonNode element : list) {
      if (element.isValueNode() && !missing(element)) {
        elements.add(element.asText().strip());
      }
    }
    return elements;
  }

  private static boolean missing(JsonNode node) {
    return node.isNull()
        || (node.isTextual() && isMissing(node.textValue()))
        || (node.isNumber() && Double.isNaN(node.doubleValue()));
  }

  private Double number(String column, JsonNode node) {
    Double number =
        node.isNumber()
            ? Double.valueOf(node.doubleValue())
            : node.isTextual() ? parse(node.textValue()) : null;
    if (number == null || !Double.isFinite(number)) {
      row.issue(column, "not a number");
      return null;
    }
    return number;
  }

  private Vector3 vector(String column, JsonNode list) {
    if (list.size() != 3) {
      row.issue(column, "not a vector of three components");
      return null;
    }
    for (JsonNode component : list) {
      if (missing(component)) {
        return null;
      }
    }
    Double x = number(column, list.get(0));
    Double y = number(column, list.get(1));
    Double z = number(column, list.get(2));
    return x == null || y == null || z == null ? null : new Vector3(x, y, z);
  }
}

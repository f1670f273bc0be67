package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An event version of the sample, seen through both of the provider's interfaces.
 *
 * @param id the provider's short name, mostly but not always event name and version
 * @param record the v1 detail with the block {@code v2}
 */
record EventVersion(String id, ObjectNode record) {
  static final String PROVIDER = "https://gwosc.org";

  /** The parameters of the provider's lists, in the order of its tables. */
  static final List<String> DEFAULT_PARAMETERS =
      List.of(
          "mass_1_source",
          "mass_2_source",
          "network_matched_filter_snr",
          "luminosity_distance",
          "chi_eff",
          "total_mass_source",
          "chirp_mass_source",
          "chirp_mass",
          "redshift",
          "far",
          "p_astro",
          "final_mass_source");

  private static final List<String> DETAIL_ONLY = List.of("parameters", "strain");
  private static final String LOWER = "_lower";
  private static final String UPPER = "_upper";
  private static final String UNIT = "_unit";

  String name() {
    return record.get("commonName").textValue();
  }

  int version() {
    return record.get("version").intValue();
  }

  String catalog() {
    return record.get("catalog.shortName").textValue();
  }

  double gps() {
    return record.get("GPS").doubleValue();
  }

  JsonNode value(String parameter) {
    return record.path(parameter);
  }

  boolean hasParameters() {
    return DEFAULT_PARAMETERS.stream().anyMatch(parameter -> value(parameter).isNumber());
  }

  /** True for the short name and for name and version joined, which the detail URL uses. */
  boolean answersTo(String asked) {
    return asked.equals(id) || asked.equals(name() + "-v" + version());
  }

  /** The v1 row of a list: default parameters only. */
  ObjectNode v1Row() {
    return v1Detail().remove(DETAIL_ONLY);
  }

  /** The v1 detail: with parameter sets and strain files. */
  ObjectNode v1Detail() {
    ObjectNode copy = record.deepCopy();
    copy.remove("v2");
    return copy;
  }

  /** The v2 row of a list, without parameters. */
  ObjectNode v2Row() {
    ObjectNode row = SampleData.JSON.createObjectNode();
    row.put("name", name()).put("shortName", id).put("gps", gps()).put("version", version());
    row.put("catalog", catalog()).set("doi", v2().path("doi"));
    row.set("detectors", v2().path("detectors"));
    return row.put("detail_url", detailUrl());
  }

  String detailUrl() {
    return PROVIDER + "/api/v2/event-versions/" + name() + "-v" + version();
  }

  /** The v2 list of default parameters: all of them, or none when the version has no values. */
  ArrayNode v2DefaultParameters() {
    ArrayNode parameters = SampleData.JSON.createArrayNode();
    if (hasParameters()) {
      DEFAULT_PARAMETERS.forEach(name -> parameters.add(v2Parameter(name, record)));
    }
    return parameters;
  }

  /** The default parameters, then what only the preferred parameter sets state. */
  ArrayNode v2Parameters() {
    ArrayNode parameters = v2DefaultParameters();
    Set<String> stated = new LinkedHashSet<>(DEFAULT_PARAMETERS);
    for (JsonNode set : record.path("parameters")) {
      if (set.path("is_preferred").booleanValue()) {
        set.properties().stream()
            .map(field -> field.getKey())
            .filter(name -> set.has(name + UNIT) && stated.add(name))
            .forEach(name -> parameters.add(v2Parameter(name, set)));
      }
    }
    return parameters;
  }

  private ObjectNode v2Parameter(String name, JsonNode from) {
    JsonNode best = from.path(name);
    ObjectNode parameter = SampleData.JSON.createObjectNode().put("name", name);
    parameter.set("best", best);
    parameter.set("upper_error", from.path(name + UPPER));
    parameter.set("lower_error", from.path(name + LOWER));
    parameter.set("unit", from.path(name + UNIT));
    parameter.put("decimal_places", decimalPlaces(best));
    parameter.put("is_upper_bound", lists("upper_bounds", name));
    return parameter.put("is_lower_bound", lists("lower_bounds", name));
  }

  private static Integer decimalPlaces(JsonNode best) {
    return best.isNumber()
        ? Math.max(0, BigDecimal.valueOf(best.doubleValue()).stripTrailingZeros().scale())
        : null;
  }

  private boolean lists(String limits, String parameter) {
    for (JsonNode name : v2().path(limits)) {
      if (name.textValue().equals(parameter)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode v2() {
    return record.path("v2");
  }
}

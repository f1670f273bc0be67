package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes published parameters into a row: offsets become absolute bounds, limits leave the value
 * empty, and what is in a foreign unit or physically impossible becomes null with an issue.
 */
final class GwoscParameterWriter {
  /** GWOSC publishes medians with 90 % credible intervals. */
  private static final double INTERVAL_LEVEL = 0.9;

  private final RowBuilder row;
  private final Map<GwoscParameter, Double> written = new TreeMap<>();
  private boolean bounded;

  GwoscParameterWriter(RowBuilder row) {
    this.row = row;
  }

  /** Absolute bounds; both null when there are none. */
  private record Bounds(Double lower, Double upper) {
    private static final Bounds NONE = new Bounds(null, null);
  }

  /**
   * Writes every parameter from the first of the sources that gives it.
   *
   * @param sources parameters by GWOSC's names, most wanted first
   */
  void write(List<Map<String, GwoscValue>> sources) {
    for (GwoscParameter parameter : GwoscParameter.values()) {
      GwoscValue value = firstGiven(sources, parameter.names());
      if (value != null) {
        write(parameter, value);
      }
    }
    writeOthers(sources);
    compareMasses();
    deriveTotalMass();
    row.number("interval_level", bounded ? INTERVAL_LEVEL : null);
  }

  private static GwoscValue firstGiven(List<Map<String, GwoscValue>> sources, List<String> names) {
    GwoscValue missing = null;
    for (Map<String, GwoscValue> source : sources) {
      for (String name : names) {
        GwoscValue value = source.get(name);
        if (value != null && value.given()) {
          return value;
        }
        missing = missing == null ? value : missing;
      }
    }
    return missing;
  }

  private void write(GwoscParameter parameter, GwoscValue published) {
    GwoscNumber best = GwoscNumber.read(published.best());
    String column = parameter.column();
    if (best.malformed()) {
      row.issue(column, "not a number");
    } else if (!best.present() || (best.looksLikeSentinel() && !parameter.allows(best.value()))) {
      noteBoundsWithoutValue(column, published);
    } else if (!statedIn(parameter, published.unit())) {
      row.issue(column, "published in a unit that is not the column's: " + published.unit());
    } else if (!parameter.allows(best.value())) {
      row.issue(column, "outside the physically possible range");
    } else if (published.upperLimit() && published.lowerLimit()) {
      row.issue(column, "marked as upper and as lower limit at once");
    } else if (published.upperLimit() || published.lowerLimit()) {
      row.number(parameter.limitColumn(), best.value());
      row.text(parameter.limitDirectionColumn(), published.upperLimit() ? "upper" : "lower");
    } else {
      row.number(column, best.value());
      written.put(parameter, best.value());
      writeBounds(parameter, best.value(), published);
    }
  }

  /** A parameter without stated unit is in the unit that the provider documents for it. */
  private static boolean statedIn(GwoscParameter parameter, String unit) {
    return GwoscNumber.missing(unit) || parameter.measuredIn(unit);
  }

  private void noteBoundsWithoutValue(String column, GwoscValue published) {
    boolean lower = usable(GwoscNumber.read(published.lower()));
    boolean upper = usable(GwoscNumber.read(published.upper()));
    if (lower || upper) {
      row.issue(column, "bounds are given without a value");
    }
  }

  private static boolean usable(GwoscNumber number) {
    return number.present() && !number.looksLikeSentinel();
  }

  private void writeBounds(GwoscParameter parameter, double value, GwoscValue published) {
    Bounds bounds = bounds(parameter.column(), value, published, parameter);
    row.number(parameter.lowerColumn(), bounds.lower());
    row.number(parameter.upperColumn(), bounds.upper());
  }

  /**
   * From offsets to absolute bounds.
   *
   * @param parameter decides which bounds are possible, or null when any is
   */
  private Bounds bounds(
      String field, double value, GwoscValue published, GwoscParameter parameter) {
    GwoscNumber lower = offset(published.lower(), value, parameter);
    GwoscNumber upper = offset(published.upper(), value, parameter);
    String flaw = flaw(lower, upper);
    if (flaw != null) {
      row.issue(field, flaw);
      return Bounds.NONE;
    }
    if (!lower.present()) {
      return Bounds.NONE;
    }
    double from = GwoscNumber.sum(value, lower.value());
    double to = GwoscNumber.sum(value, upper.value());
    if (parameter != null && !(parameter.allows(to) && possibleLower(parameter, from))) {
      row.issue(field, "a bound is outside the physically possible range");
      return Bounds.NONE;
    }
    bounded = true;
    return new Bounds(from, to);
  }

  /** A lower bound may touch zero even where the value itself cannot be zero. */
  private static boolean possibleLower(GwoscParameter parameter, double from) {
    return from == 0 || parameter.allows(from);
  }

  private static GwoscNumber offset(String text, double value, GwoscParameter parameter) {
    GwoscNumber offset = GwoscNumber.read(text);
    boolean impossible =
        offset.looksLikeSentinel()
            && parameter != null
            && !parameter.allows(GwoscNumber.sum(value, offset.value()));
    return impossible ? GwoscNumber.MISSING : offset;
  }

  private static String flaw(GwoscNumber lower, GwoscNumber upper) {
    if (lower.malformed() || upper.malformed()) {
      return "a bound is not a number";
    }
    if (lower.present() != upper.present()) {
      return "only one of two bounds is given";
    }
    if (lower.present() && lower.value() > 0) {
      return "the offset of the lower bound is positive";
    }
    if (upper.present() && upper.value() < 0) {
      return "the offset of the upper bound is negative";
    }
    return null;
  }

  /** What has no column of its own keeps its name and unit; nothing published is dropped. */
  private void writeOthers(List<Map<String, GwoscValue>> sources) {
    Map<String, GwoscValue> others = new TreeMap<>();
    for (Map<String, GwoscValue> source : sources) {
      source.forEach(
          (name, value) -> {
            if (GwoscParameter.named(name) == null && value.given()) {
              others.putIfAbsent(name, value);
            }
          });
    }
    List<Map<String, Object>> structs = new ArrayList<>();
    others.forEach((name, value) -> addOther(name, value, structs));
    row.structs("other_parameters", structs.isEmpty() ? null : structs);
  }

  private void addOther(String name, GwoscValue published, List<Map<String, Object>> structs) {
    GwoscNumber best = GwoscNumber.read(published.best());
    if (!best.present() || best.looksLikeSentinel()) {
      if (best.malformed()) {
        row.issue(name, "not a number");
      }
      return;
    }
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("name", name);
    struct.put("value", best.value() + 0.0);
    Bounds bounds = bounds(name, best.value(), published, null);
    if (bounds.lower() != null) {
      struct.put("lower", bounds.lower());
      struct.put("upper", bounds.upper());
    }
    if (!GwoscNumber.missing(published.unit())) {
      struct.put("unit", published.unit().strip());
    }
    structs.add(struct);
  }

  private void compareMasses() {
    Double mass1 = written.get(GwoscParameter.MASS_1);
    Double mass2 = written.get(GwoscParameter.MASS_2);
    if (mass1 != null && mass2 != null && mass1 < mass2) {
      row.issue("mass_1_source_msun", "less than mass_2_source_msun; both kept as published");
    }
  }

  /** A sum of medians is not the median of the sum: it gets no bounds and is marked. */
  private void deriveTotalMass() {
    Double mass1 = written.get(GwoscParameter.MASS_1);
    Double mass2 = written.get(GwoscParameter.MASS_2);
    if (written.containsKey(GwoscParameter.TOTAL_MASS)) {
      row.flag("total_mass_source_is_derived", false);
    } else if (mass1 != null && mass2 != null) {
      row.number(GwoscParameter.TOTAL_MASS.column(), GwoscNumber.sum(mass1, mass2));
      row.flag("total_mass_source_is_derived", true);
    }
  }
}

package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a table's keywords and a column's qualifiers say of all values of the column: numbers with
 * the unit in the name, and texts. The energy of the collision is in GeV.
 */
final class HepDataConditions {
  private static final Pattern ENERGY =
      Pattern.compile(
          "(\\d+\\.?\\d*(?:[eE][+-]?\\d+)?)(?:\\s*(?:-|\u2013|to)\\s*(\\d+\\.?\\d*))?"
              + "\\s*(tev|gev|mev)?",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> ROOT_S =
      Set.of("sqrts", "ecm", "cmenergy", "cmenergies", "centreofmassenergy", "centerofmassenergy");
  private static final Set<String> ROOT_S_NN =
      Set.of("sqrtsnn", "sqrts/nucleon", "sqrtspernucleon");
  private static final Map<String, Double> GEV =
      new TreeMap<>(Map.of("tev", 1000.0, "gev", 1.0, "mev", 0.001));

  private final TreeMap<String, Double> numbers = new TreeMap<>();
  private final Map<String, List<String>> texts = new LinkedHashMap<>();

  /**
   * Reads them; what a qualifier says of the energy comes before the keyword.
   *
   * @param keywords the {@code keywords} of the table's document
   */
  static HepDataConditions of(List<HepDataColumn.Qualifier> qualifiers, Object keywords) {
    HepDataConditions conditions = new HepDataConditions();
    qualifiers.forEach(conditions::add);
    for (Object element : HepDataTable.list(keywords)) {
      Map<String, Object> keyword = HepDataTable.map(element);
      for (Object value : HepDataTable.list(keyword.get("values"))) {
        if (value != null && keyword.get("name") instanceof String name) {
          conditions.keyword(name.strip(), value.toString().strip());
        }
      }
    }
    return conditions;
  }

  private void add(HepDataColumn.Qualifier qualifier) {
    String bare = qualifier.name().toLowerCase(Locale.ROOT).replaceAll("[$\\\\{}\\s_()]", "");
    if (ROOT_S.contains(bare) || ROOT_S_NN.contains(bare)) {
      String key = ROOT_S.contains(bare) ? "sqrt_s" : "sqrt_s_nn";
      if (energy(key, qualifier.value(), qualifier.units())) {
        return;
      }
    }
    String key = bare.equals("re") ? "reaction" : slug(qualifier.name());
    double number = HepDataNumber.of(qualifier.value());
    String units = qualifier.units() == null ? "" : qualifier.units();
    boolean named = units.isEmpty() || units.matches(".*[A-Za-z0-9].*");
    String full = units.isEmpty() ? key : key + "_" + slug(units);
    if (!Double.isNaN(number) && named && numbers.putIfAbsent(full, number) == null) {
      return;
    }
    text(key, (qualifier.value() + " " + units).strip());
  }

  private void keyword(String name, String value) {
    if (name.equals("cmenergies")) {
      boolean stated = numbers.keySet().stream().anyMatch(key -> key.startsWith("sqrt_s"));
      boolean same = numbers.containsValue(HepDataNumber.of(value));
      if (stated ? !same : !energy("sqrt_s", value, null)) {
        text("cmenergies", value);
      }
    } else {
      text(slug(name), value);
    }
  }

  /** A single energy or a range of them; false when it is neither. */
  private boolean energy(String key, String value, String units) {
    Matcher energy = ENERGY.matcher(value);
    String unit = units == null ? "" : units.toLowerCase(Locale.ROOT);
    if (!energy.matches() || !(unit.isEmpty() || GEV.containsKey(unit))) {
      return false;
    }
    String given = energy.group(3) == null ? unit : energy.group(3).toLowerCase(Locale.ROOT);
    double factor = GEV.getOrDefault(given, 1.0);
    double low = Double.parseDouble(energy.group(1)) * factor;
    if (energy.group(2) == null) {
      return numbers.putIfAbsent(key + "_gev", low) == null;
    }
    double high = Double.parseDouble(energy.group(2)) * factor;
    numbers.putIfAbsent(key + "_gev_low", Math.min(low, high));
    numbers.putIfAbsent(key + "_gev_high", Math.max(low, high));
    return true;
  }

  /** Adds a text, beside others of the same name. */
  void text(String key, String value) {
    List<String> said = texts.computeIfAbsent(key, name -> new ArrayList<>());
    if (!said.contains(value) && !value.isEmpty()) {
      said.add(value);
    }
  }

  /** A name as a key: lower case with underscores. */
  static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    return slug.isEmpty() ? "qualifier" : slug;
  }

  Map<String, Double> numbers() {
    return numbers;
  }

  Map<String, String> texts() {
    Map<String, String> joined = new TreeMap<>();
    texts.forEach(
        (key, said) -> {
          if (!said.isEmpty()) {
            joined.put(key, String.join("; ", said));
          }
        });
    return joined;
  }
}

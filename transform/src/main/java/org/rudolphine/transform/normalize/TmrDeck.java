package org.rudolphine.transform.normalize;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions of a run as its input deck has them. CFL3D: the line after the one that names {@code
 * XMACH ALPHA BETA REUE,MIL TINF,DR} (Reynolds number in millions, temperature in degrees Rankine).
 * FUN3D: entries of a Fortran namelist, with {@code temperature_units}.
 */
final class TmrDeck {
  private static final Pattern ENTRY = Pattern.compile("^\\s*(\\w+)\\s*=\\s*([^!]*?)\\s*(?:!.*)?$");
  private static final Pattern HEADING =
      Pattern.compile("\\s*x?mach\\s+alpha\\s+beta\\s+reue(?:,mil)?\\s+tinf,dr\\b.*");
  private static final BigDecimal KELVIN_PER_RANKINE_9 = BigDecimal.valueOf(5);
  private static final int CFL3D_NUMBERS = 5;
  private static final int LONGEST_LINE = 1000;

  private TmrDeck() {}

  /** Conditions with their unit in the name, and what the deck calls its turbulence model. */
  record Read(Map<String, Double> numbers, Map<String, String> words) {}

  /** What a deck says; null when it says none of it. */
  static Read of(String text) {
    List<String> lines = text.lines().filter(line -> line.length() <= LONGEST_LINE).toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (HEADING.matcher(lines.get(i).toLowerCase(Locale.ROOT)).matches()) {
        return cfl3d(lines.get(i + 1));
      }
    }
    return fun3d(lines);
  }

  private static Read cfl3d(String line) {
    String[] words = line.strip().split("\\s+");
    if (words.length < CFL3D_NUMBERS) {
      return null;
    }
    Map<String, Double> numbers = new TreeMap<>();
    put(numbers, "mach", number(words[0]));
    put(numbers, "alpha_deg", number(words[1]));
    put(numbers, "beta_deg", number(words[2]));
    BigDecimal millions = number(words[3]);
    put(numbers, "reynolds", millions == null ? null : millions.movePointRight(6));
    put(numbers, "temperature_k", kelvin(number(words[4])));
    return numbers.isEmpty() ? null : new Read(numbers, Map.of());
  }

  private static Read fun3d(List<String> lines) {
    Map<String, String> entries = new HashMap<>();
    for (String line : lines) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        entries.putIfAbsent(entry.group(1).toLowerCase(Locale.ROOT), unquoted(entry.group(2)));
      }
    }
    Map<String, Double> numbers = new TreeMap<>();
    put(numbers, "mach", number(entries.get("mach_number")));
    put(numbers, "alpha_deg", number(entries.get("angle_of_attack")));
    put(numbers, "reynolds", number(entries.get("reynolds_number")));
    BigDecimal temperature = number(entries.get("temperature"));
    String unit = entries.getOrDefault("temperature_units", "").toLowerCase(Locale.ROOT);
    switch (unit) {
      case "rankine" -> put(numbers, "temperature_k", kelvin(temperature));
      case "kelvin" -> put(numbers, "temperature_k", temperature);
      default -> {} // a number without its unit says nothing
    }
    Map<String, String> words = new TreeMap<>();
    String model = entries.getOrDefault("turbulence_model", "");
    if (!model.isEmpty()) {
      words.put("turbulence_model", model);
    }
    return numbers.isEmpty() ? null : new Read(numbers, words);
  }

  private static String unquoted(String value) {
    return value.replaceAll("^[\"']\\s*|\\s*[\"'],?$", "").replaceAll(",$", "").strip();
  }

  private static void put(Map<String, Double> numbers, String name, BigDecimal value) {
    if (value != null) {
      numbers.put(name, value.doubleValue());
    }
  }

  private static BigDecimal kelvin(BigDecimal rankine) {
    return rankine == null
        ? null
        : rankine
            .multiply(KELVIN_PER_RANKINE_9)
            .divide(BigDecimal.valueOf(9), java.math.MathContext.DECIMAL64);
  }

  /** In decimal, so that .036 million is 36000. */
  private static BigDecimal number(String text) {
    if (text == null
        || !text.matches("[-+]?(\\d{1,15}\\.?\\d{0,15}|\\.\\d{1,15})([eEdD][-+]?\\d{1,3})?")) {
      return null;
    }
    return new BigDecimal(text.toLowerCase(Locale.ROOT).replace('d', 'e'));
  }
}

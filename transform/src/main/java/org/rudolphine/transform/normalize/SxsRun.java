package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.protocol.CatalogTimes;

/**
 * The physics of one SXS simulation, in any of the catalog's generations: {@code reference_} fields
 * are called {@code relaxed_} in the older ones.
 */
final class SxsRun {
  private static final double SPEED_OF_LIGHT_KM_S = 299_792.458;

  /** Code units are those of total mass 1 within this; beyond it the run has units of its own. */
  private static final double UNIT_TOTAL_TOLERANCE = 0.01;

  /** Spins along z within this do not precess, so the orbit stays where the initial data put it. */
  private static final double ALIGNED = 1e-3;

  private static final Pattern LEVEL = Pattern.compile("Lev(-?\\d{1,3})(?!\\d)");

  private final JsonNode run;
  private final RowBuilder row;
  private final RunFields fields;
  private final RunChecks checks;

  SxsRun(JsonNode run, RowBuilder row) {
    this.run = run;
    this.row = row;
    this.fields = new RunFields(run, row);
    this.checks = new RunChecks(row);
  }

  /**
   * Writes all columns that the run's own fields decide.
   *
   * @param nativeId id of the raw record; tells the level when nothing else does
   */
  void write(String nativeId) {
    names();
    double total = totalMass();
    bodies(total);
    orbit(total);
    remnant(total);
    matter(total);
    keywords();
    references();
    files();
    levels(nativeId);
    row.time(
        "modified_at",
        CatalogTimes.instant(fields.text("mtime"))
            .or(() -> CatalogTimes.instant(fields.text("date_postprocessing")))
            .orElse(null));
  }

  private void names() {
    row.text("simulation_name", fields.text("simulation_name"));
    row.texts("alternative_names", fields.texts("alternative_names"));
    String types = fields.text("object_types");
    row.text("object_types", types != null ? types : objectTypes());
  }

  private String objectTypes() {
    String first = fields.text("object1");
    String second = fields.text("object2");
    if (first == null || second == null) {
      return null;
    }
    return switch ((first + second).toLowerCase(java.util.Locale.ROOT)) {
      case "bhbh" -> "BHBH";
      case "bhns", "nsbh" -> "BHNS";
      case "nsns" -> "NSNS";
      default -> null;
    };
  }

  /** Total mass in code units; runs with matter, and a few without, do not set it to 1. */
  private double totalMass() {
    Double first = fields.number("mass1", "initial_mass1", "reference_mass1", "relaxed_mass1");
    Double second = fields.number("mass2", "initial_mass2", "reference_mass2", "relaxed_mass2");
    if (first == null || second == null || !(first > 0 && second > 0)) {
      return 1;
    }
    double total = first + second;
    if (Math.abs(total - 1) <= UNIT_TOTAL_TOLERANCE) {
      return 1;
    }
    row.issue("total_mass", "code units of another total mass; scaled to total mass 1");
    return total;
  }

  private void bodies(double total) {
    Double mass1 = mass("mass1", "reference_mass1", "relaxed_mass1");
    Double mass2 = mass("mass2", "reference_mass2", "relaxed_mass2");
    if (mass1 == null || mass2 == null) {
      Double initial1 = mass("mass1", "initial_mass1");
      Double initial2 = mass("mass2", "initial_mass2");
      if (initial1 != null && initial2 != null) {
        row.issue("mass_ratio", "masses of the initial data; none are given at the reference time");
        mass1 = initial1;
        mass2 = initial2;
      }
    }
    Vector3 spin1 = spin(1);
    Vector3 spin2 = spin(2);
    Double ratio = statedRatio();
    Binary binary =
        Binary.of(
            new Binary.Body(scaled(mass1, total), spin1, inPlane(1)),
            new Binary.Body(scaled(mass2, total), spin2, inPlane(2)),
            ratio);
    Double chiEff =
        checks.spin("chi_eff", fields.number("chi_eff", "reference_chi_eff", "relaxed_chi_eff"));
    binary.write(row, orbitNormal(spin1, spin2), chiEff, ratio);
  }

  private Double mass(String field, String... names) {
    return checks.positive(field, fields.number(field, names));
  }

  private Double statedRatio() {
    return checks.positive(
        "mass_ratio",
        fields.number(
            "mass_ratio", "reference_mass_ratio", "relaxed_mass_ratio", "initial_mass_ratio"));
  }

  /** Issues name the catalog's own body, because the columns' order is not known yet. */
  private Vector3 spin(int body) {
    String field = "dimensionless_spin" + body;
    Vector3 spin =
        checks.spin(field, fields.vector(field, "reference_" + field, "relaxed_" + field));
    if (spin != null) {
      return spin;
    }
    Vector3 initial = checks.spin(field, fields.vector(field, "initial_" + field));
    if (initial != null) {
      row.issue(field, "spin of the initial data; none is given at the reference time");
    }
    return initial;
  }

  private Double inPlane(int body) {
    String field = "chi" + body + "_perp";
    return checks.notNegative(
        field, checks.spin(field, fields.number(field, "reference_" + field, "relaxed_" + field)));
  }

  private Vector3 orbitNormal(Vector3 spin1, Vector3 spin2) {
    Vector3 frequency =
        fields.vector("omega_orbital", "reference_orbital_frequency", "relaxed_orbital_frequency");
    if (frequency != null && frequency.norm() > 0) {
      return frequency.unit();
    }
    boolean aligned =
        spin1 != null
            && spin2 != null
            && spin1.across(Vector3.Z_AXIS) < ALIGNED
            && spin2.across(Vector3.Z_AXIS) < ALIGNED;
    return aligned ? Vector3.Z_AXIS : null;
  }

  private void orbit(double total) {
    Eccentricity.of(fields.first("reference_eccentricity", "relaxed_eccentricity")).write(row);
    row.number(
        "mean_anomaly",
        fields.number("mean_anomaly", "reference_mean_anomaly", "relaxed_mean_anomaly"));
    Double frequency =
        fields.magnitude(
            "omega_orbital", "reference_orbital_frequency", "relaxed_orbital_frequency");
    if (frequency != null && frequency > 0) {
      row.number("omega_orbital", frequency * total);
      row.text("start_frequency_trust", "normal");
    }
    row.number(
        "reference_time",
        scaled(
            fields.number("reference_time", "reference_time", "relaxed_measurement_time"), total));
    row.number(
        "n_orbits",
        checks.positiveOrNotGiven(
            "n_orbits",
            fields.number("n_orbits", "number_of_orbits", "number_of_orbits_from_start")));
    row.number(
        "initial_separation",
        scaled(
            checks.positive(
                "initial_separation", fields.number("initial_separation", "initial_separation")),
            total));
    row.number(
        "common_horizon_time",
        scaled(
            checks.positive(
                "common_horizon_time", fields.number("common_horizon_time", "common_horizon_time")),
            total));
  }

  private void remnant(double total) {
    Double mass = scaled(fields.number("remnant_mass", "remnant_mass"), total);
    row.number("remnant_mass", checks.remnantMass(mass));
    row.number(
        "remnant_spin",
        checks.spin(
            "remnant_spin", fields.magnitude("remnant_spin", "remnant_dimensionless_spin")));
    Double velocity = fields.magnitude("remnant_kick_km_s", "remnant_velocity");
    row.number("remnant_kick_km_s", velocity == null ? null : velocity * SPEED_OF_LIGHT_KM_S);
  }

  private void matter(double total) {
    row.text("equation_of_state", fields.text("EOS", "eos"));
    for (String column : List.of("disk_mass", "ejecta_mass")) {
      Double mass = checks.notNegative(column, fields.number(column, column));
      row.number(column, scaled(mass, total));
    }
  }

  private void keywords() {
    List<String> keywords = fields.texts("keywords");
    row.texts("keywords", keywords);
    row.flag(
        "deprecated",
        keywords != null && keywords.stream().anyMatch("deprecated"::equalsIgnoreCase));
  }

  private void references() {
    row.texts("doi_versions", versions());
    row.texts("citation_dois", fields.texts("citation_dois"));
    row.texts("bibtex_keys", fields.texts("simulation_bibtex_keys"));
  }

  /** The empty text stands for the unversioned DOI, so it is a value here. */
  private List<String> versions() {
    JsonNode given = fields.first("DOI_versions");
    if (given == null || !given.isArray()) {
      return null;
    }
    List<String> versions = new ArrayList<>();
    given.forEach(version -> versions.add(version.asText()));
    return versions;
  }

  private void files() {
    if (!run.path("files").isObject()) {
      return;
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    run.get("files").fields().forEachRemaining(file -> sorted.put(file.getKey(), file.getValue()));
    List<Map<String, Object>> files = new ArrayList<>();
    sorted.forEach(
        (name, file) ->
            files.add(file(name, file.path("size"), file.path("checksum"), file.path("link"))));
    row.structs("files", files);
  }

  /** One entry of {@code files}; checksums other than MD5 have no place in it. */
  static Map<String, Object> file(String name, JsonNode size, JsonNode checksum, JsonNode link) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    if (size.canConvertToLong() && size.longValue() >= 0) {
      entry.put("bytes", size.longValue());
    }
    String sum = checksum.asText("").replaceFirst("^md5:", "");
    if (sum.matches("[0-9a-fA-F]{32}")) {
      entry.put("md5", sum.toLowerCase(java.util.Locale.ROOT));
    }
    if (link.isTextual()) {
      entry.put("url", link.textValue());
    }
    return entry;
  }

  private void levels(String nativeId) {
    TreeSet<Long> levels = new TreeSet<>();
    JsonNode numbers = run.path("lev_numbers");
    numbers.forEach(
        number -> {
          if (number.canConvertToInt() && number.isIntegralNumber()) {
            levels.add(number.longValue());
          } else {
            row.issue("levels", "not a whole number");
          }
        });
    if (levels.isEmpty()) {
      run.path("files").fieldNames().forEachRemaining(name -> addLevel(levels, name));
    }
    if (levels.isEmpty()) {
      Integer level = level(run.path("simulation_name").asText(""), nativeId);
      if (level != null) {
        levels.add(level.longValue());
      }
    }
    row.wholes("levels", levels.isEmpty() ? null : levels);
  }

  private static void addLevel(Set<Long> levels, String fileName) {
    Matcher level = LEVEL.matcher(fileName);
    if (level.lookingAt()) {
      levels.add(Long.valueOf(level.group(1)));
    }
  }

  /** Resolution level that a run's name ends with, else that of its id; null when neither tells. */
  static Integer level(String simulationName, String nativeId) {
    for (String name : List.of(simulationName, nativeId)) {
      Matcher level = LEVEL.matcher(name.substring(name.lastIndexOf('/') + 1));
      if (level.matches()) {
        return Integer.valueOf(level.group(1));
      }
    }
    return null;
  }

  private static Double scaled(Double value, double total) {
    return value == null || total == 1 ? value : Double.valueOf(value / total);
  }
}

package org.rudolphine.transform.normalize;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A parameter that has columns of its own: under which names and in which unit GWOSC publishes it,
 * and between which values it makes sense. Names: see the event portal's parameter list; {@code
 * sky_size} is what {@code sky_area} was called before December 2021. Dumps from before May 2022
 * have short names ({@code mass1}, {@code mchirp}, {@code mfinal}, {@code distance}).
 */
@SuppressWarnings("ImmutableEnumChecker") // made by Set.of and List.of, which never change
enum GwoscParameter {
  MASS_1("mass_1_source_msun", Units.MASS, Range.ABOVE_ZERO, "mass_1_source", "mass1"),
  MASS_2("mass_2_source_msun", Units.MASS, Range.ABOVE_ZERO, "mass_2_source", "mass2"),
  TOTAL_MASS("total_mass_source_msun", Units.MASS, Range.ABOVE_ZERO, "total_mass_source"),
  CHIRP_MASS_SOURCE(
      "chirp_mass_source_msun", Units.MASS, Range.ABOVE_ZERO, "chirp_mass_source", "mchirp"),
  CHIRP_MASS("chirp_mass_msun", Units.MASS, Range.ABOVE_ZERO, "chirp_mass"),
  FINAL_MASS("final_mass_source_msun", Units.MASS, Range.ABOVE_ZERO, "final_mass_source", "mfinal"),
  FINAL_SPIN("final_spin", Units.NONE, Range.ZERO_TO_ONE, "a_final", "final_spin"),
  RADIATED_ENERGY("radiated_energy_msun", Units.ENERGY, Range.FROM_ZERO, "E_rad"),
  PEAK_LUMINOSITY("peak_luminosity_1e56_erg_per_s", Units.POWER, Range.FROM_ZERO, "L_peak"),
  DISTANCE(
      "luminosity_distance_mpc",
      Units.DISTANCE,
      Range.ABOVE_ZERO,
      "luminosity_distance",
      "distance"),
  REDSHIFT("redshift", Units.NONE, Range.FROM_ZERO, "redshift"),
  CHI_EFF("chi_eff", Units.NONE, Range.MINUS_ONE_TO_ONE, "chi_eff"),
  CHI_P("chi_p", Units.NONE, Range.ZERO_TO_ONE, "chi_p"),
  SNR("network_matched_filter_snr", Units.NONE, Range.FROM_ZERO, "network_matched_filter_snr"),
  FAR("far_per_year", Units.RATE, Range.FROM_ZERO, "far"),
  P_ASTRO("p_astro", Units.NONE, Range.ZERO_TO_ONE, "p_astro"),
  SKY_AREA("sky_area_deg2", Units.SOLID_ANGLE, Range.FROM_ZERO, "sky_area", "sky_size");

  private static final Map<String, GwoscParameter> BY_NAME = new HashMap<>();

  static {
    for (GwoscParameter parameter : values()) {
      parameter.names.forEach(name -> BY_NAME.put(name, parameter));
    }
  }

  private final String column;
  private final Set<String> units;
  private final Range range;
  private final List<String> names;

  GwoscParameter(String column, Set<String> units, Range range, String... names) {
    this.column = column;
    this.units = units;
    this.range = range;
    this.names = List.of(names);
  }

  /** The parameter that GWOSC publishes under that name, or null. */
  static GwoscParameter named(String name) {
    return BY_NAME.get(name);
  }

  String column() {
    return column;
  }

  /** GWOSC's names of it, today's first. */
  List<String> names() {
    return names;
  }

  String lowerColumn() {
    return column + "_lower";
  }

  String upperColumn() {
    return column + "_upper";
  }

  String limitColumn() {
    return column + "_limit";
  }

  String limitDirectionColumn() {
    return column + "_limit_direction";
  }

  /** All columns that speak of it. */
  List<String> columns() {
    return List.of(column, lowerColumn(), upperColumn(), limitColumn(), limitDirectionColumn());
  }

  /** Whether a stated unit is the one of the column; spaces do not matter. */
  boolean measuredIn(String unit) {
    return units.contains(unit.replace(" ", "").toLowerCase(Locale.ROOT));
  }

  /** Whether the value is physically possible. */
  boolean allows(double value) {
    return switch (range) {
      case ABOVE_ZERO -> value > 0;
      case FROM_ZERO -> value >= 0;
      case ZERO_TO_ONE -> value >= 0 && value <= 1;
      case MINUS_ONE_TO_ONE -> value >= -1 && value <= 1;
    };
  }

  private enum Range {
    ABOVE_ZERO,
    FROM_ZERO,
    ZERO_TO_ONE,
    MINUS_ONE_TO_ONE
  }

  /** Spellings seen of each unit, lower case and without spaces. */
  private static final class Units {
    private static final Set<String> NONE = Set.of("1");
    private static final Set<String> MASS = Set.of("m_sun");
    private static final Set<String> ENERGY = Set.of("m_sunc^2", "m_sunxc^2");
    private static final Set<String> POWER = Set.of("10^56ergs^-1", "10^56erg/s");
    private static final Set<String> DISTANCE = Set.of("mpc");
    private static final Set<String> RATE = Set.of("yr^-1", "1/yr");
    private static final Set<String> SOLID_ANGLE = Set.of("deg^2");

    private Units() {}
  }
}

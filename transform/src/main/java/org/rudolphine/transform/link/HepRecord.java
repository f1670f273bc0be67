package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What the rules for collider data use of a row of {@code hep_datasets}. Energy, beams, years and
 * experiment are those of the record itself or else inherited from the parent that states them.
 *
 * @param id record identifier of the portal
 * @param side as in {@code hep_datasets}, or data where only the title says so
 * @param energyLow lower end of the range of sqrt(s) in GeV, null when unknown
 * @param energyHigh its upper end
 * @param process physics process of a simulation, primary dataset or stream of data
 * @param experiments all experiments that the record names, the inherited one if it names none
 */
record HepRecord(
    String id,
    String title,
    String side,
    boolean derived,
    List<String> experiments,
    String collisionType,
    String energyText,
    Double energyLow,
    Double energyHigh,
    List<Integer> years,
    List<String> formats,
    List<String> keywords,
    String tier,
    String campaign,
    String selection,
    String releaseFamily,
    List<Integer> partnerYears,
    String process,
    String release,
    String globalTag)
    implements Serializable {

  static final String TABLE = "hep_datasets";
  static final String DATA = "data";
  static final String SIMULATION = "simulation";
  static final String BOTH = "both";
  static final String UMBRELLA = "umbrella";

  static final List<String> COLUMNS =
      List.of(
          "record_id",
          "title",
          "side",
          "secondary_types",
          "experiment",
          "experiments",
          "energy_text",
          "formats",
          "keywords",
          "data_tier",
          "campaign",
          "event_selection",
          "release_family",
          "partner_years",
          "process",
          "release",
          "global_tag",
          "conditions_experiment",
          "conditions_collision_type",
          "conditions_energy_gev_low",
          "conditions_energy_gev_high",
          "conditions_years");

  HepRecord {
    experiments = List.copyOf(experiments);
    years = List.copyOf(years);
    formats = List.copyOf(formats);
    keywords = List.copyOf(keywords);
    partnerYears = List.copyOf(partnerYears);
  }

  /** {@code ATLAS 2012 data Egamma sample}: a derived record that calls itself data. */
  private static final Pattern CALLED_DATA =
      Pattern.compile("^\\p{Lu}\\w+ (?:19|20)\\d\\d data\\b");

  static HepRecord read(Row row) {
    Double low = row.getAs("conditions_energy_gev_low");
    Double high = row.getAs("conditions_energy_gev_high");
    String title = row.getAs("title") == null ? "" : row.getAs("title");
    boolean derived = HepRecord.<String>list(row, "secondary_types").contains("Derived");
    return new HepRecord(
        row.getAs("record_id"),
        title,
        side(shared(row, "side"), derived, title),
        derived,
        experiments(row),
        shared(row, "conditions_collision_type"),
        shared(row, "energy_text"),
        low == null ? high : low,
        high == null ? low : high,
        list(row, "conditions_years"),
        list(row, "formats"),
        list(row, "keywords"),
        shared(row, "data_tier"),
        shared(row, "campaign"),
        shared(row, "event_selection"),
        shared(row, "release_family"),
        list(row, "partner_years"),
        shared(row, "process"),
        shared(row, "release"),
        shared(row, "global_tag"));
  }

  private static List<String> experiments(Row row) {
    List<String> all = list(row, "experiments");
    if (!all.isEmpty()) {
      return all.stream().map(String::intern).toList();
    }
    String one = shared(row, "conditions_experiment");
    String own = one == null ? shared(row, "experiment") : one;
    return own == null ? List.of() : List.of(own);
  }

  /**
   * The side as normalized; where the portal's types leave it open, what a derived record calls
   * itself at the start of its title.
   */
  private static String side(String normalized, boolean derived, String title) {
    boolean open = normalized == null || normalized.equals("unknown");
    return open && derived && CALLED_DATA.matcher(title).find() ? DATA : normalized;
  }

  /** A value that many records have in common is kept once. */
  private static String shared(Row row, String column) {
    String value = row.getAs(column);
    return value == null ? null : value.intern();
  }

  static <T> List<T> list(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? List.of() : row.getList(index);
  }

  boolean isData() {
    return DATA.equals(side);
  }

  boolean isSimulation() {
    return SIMULATION.equals(side);
  }

  boolean hasEnergy() {
    return energyLow != null;
  }

  boolean energyOverlaps(HepRecord other) {
    return energyLow <= other.energyHigh && other.energyLow <= energyHigh;
  }

  /** {@code CMS pp at 7 TeV in 2011}, with what is known. */
  String conditions() {
    StringBuilder text = new StringBuilder(String.join("/", experiments));
    if (collisionType != null) {
      text.append(' ').append(collisionType);
    }
    if (hasEnergy()) {
      text.append(" at ").append(energy());
    }
    if (!years.isEmpty()) {
      text.append(" in ").append(yearsText());
    }
    return text.toString().strip();
  }

  String yearsText() {
    return years.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** {@code 13 TeV}, {@code 89-94 GeV}. */
  String energy() {
    boolean tera = energyHigh >= 1000;
    double scale = tera ? 1000 : 1;
    String range =
        energyLow.equals(energyHigh)
            ? plain(energyLow / scale)
            : plain(energyLow / scale) + "-" + plain(energyHigh / scale);
    return range + (tera ? " TeV" : " GeV");
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
  }
}

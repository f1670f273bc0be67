package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what a record says of itself to its row of {@code hep_datasets}. */
final class CernDataset {
  static final String TABLE = "hep_datasets";

  private static final Map<String, String> BEAMS =
      Map.of(
          "pp", "pp", "e+e-", "e+e-", "pbpb", "PbPb", "ppb", "pPb", "pbp", "pPb", "xexe", "XeXe");

  private static final Map<String, String> LICENCES =
      Map.of(
          "CC0", "CC0-1.0",
          "GNU General Public License (GPL) version 3", "GPL-3.0-only");

  private static final Pattern YEARS = Pattern.compile("(\\d{4})(?:\\s*-{1,2}\\s*(\\d{4}))?");

  /** What CMS and ATLAS write in the abstracts of simulations. */
  private static final Pattern PARTNER =
      Pattern.compile(
          "correspond to the (?:collision )?data collected by the \\w+ experiment in ((?:19|20)\\d\\d"
              + "(?:(?:, | and |-)(?:19|20)\\d\\d)*)");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final Pattern RELEASE_FAMILY = Pattern.compile("([A-Za-z]+_\\d+_\\d+)(?:_.*)?");

  private static final int MAX_SCALE = 100;

  private final CernRecord record;
  private final RowBuilder row;
  private final String title;
  private final List<String> formats;

  private CernDataset(CernRecord record, RowBuilder row) {
    this.record = record;
    this.row = row;
    this.title = record.title();
    this.formats = record.texts("distribution", "formats");
  }

  /** Side of a record as far as it says itself. */
  static CernSide side(CernRecord record) {
    return CernSide.of(
        record.secondaryTypes(), record.title(), record.texts("distribution", "formats"));
  }

  static void write(CernRecord record, RowBuilder row) {
    CernDataset dataset = new CernDataset(record, row);
    dataset.identity();
    dataset.side();
    dataset.conditions();
    dataset.name();
    dataset.software();
    dataset.sizes();
    dataset.relations();
    dataset.crossSection();
    dataset.texts();
    dataset.digests();
  }

  private void identity() {
    List<String> experiments = record.texts("experiment");
    row.text("doi", doi())
        .text("title", title)
        .text("title_additional", CernText.plain(record.text("title_additional")))
        .text("url", url(record.recid()))
        .text("experiment", experiments.isEmpty() ? null : experiments.get(0))
        .texts("experiments", orNull(experiments))
        .text("collaboration", record.text("collaboration", "name"))
        .text("accelerator", record.text("accelerator"))
        .texts("secondary_types", orNull(record.texts("type", "secondary")))
        .text("record_shape", record.shape())
        .time("portal_updated_at", record.updated());
  }

  static String url(String recid) {
    return "https://opendata.cern.ch/record/" + recid;
  }

  private String doi() {
    String given = record.text("doi");
    String doi = CernRelations.doi(given);
    if (given != null && doi == null) {
      row.issue("doi", "not a DOI");
    }
    return doi;
  }

  private void side() {
    CernSide side = side(record);
    row.text("side", side.side()).text("side_rule", side.rule());
  }

  private void conditions() {
    collisionType();
    energy();
    row.wholes("years", orNull(years("date_created", "years")))
        .texts("run_periods", orNull(record.texts("run_period")))
        .whole("published_year", single("date_published", "published_year"))
        .whole("reprocessed_year", single("date_reprocessed", "reprocessed_year"));
    int runs = record.texts("run_numbers").size();
    row.whole("run_numbers_count", runs == 0 ? null : (Long) (long) runs);
  }

  private void collisionType() {
    List<String> given = record.texts("collision_information", "type");
    Set<String> beams = new LinkedHashSet<>();
    for (String text : given) {
      String beam = BEAMS.get(text.toLowerCase(Locale.ROOT).replaceAll("\\s|-(?=.)", ""));
      if (beam == null) {
        row.issue("collision_type", "not known colliding beams");
      } else {
        beams.add(beam);
      }
    }
    if (beams.size() > 1) {
      row.issue("collision_type", "several kinds of beams");
    }
    row.text("collision_type", beams.size() == 1 ? beams.iterator().next() : null);
  }

  private void energy() {
    List<String> given = record.texts("collision_information", "energy");
    List<CernEnergy> energies = new ArrayList<>();
    for (String text : given) {
      Optional<CernEnergy> energy = CernEnergy.read(text);
      if (energy.isEmpty()) {
        row.issue("energy_gev_low", "not a positive energy with its unit");
      }
      energy.ifPresent(energies::add);
    }
    row.text("energy_text", given.isEmpty() ? null : String.join(", ", given));
    if (energies.size() == given.size()) {
      CernEnergy.spanning(energies)
          .ifPresent(
              range ->
                  row.number("energy_gev_low", range.low())
                      .number("energy_gev_high", range.high()));
    }
  }

  private Set<Long> years(String field, String column) {
    Set<Long> years = new TreeSet<>();
    for (String text : record.texts(field)) {
      Matcher matcher = YEARS.matcher(text);
      long first = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
      long last = first > 0 && matcher.group(2) != null ? Long.parseLong(matcher.group(2)) : first;
      if (first < 1900 || last > 2100 || last < first) {
        row.issue(column, "not a year");
      } else {
        for (long year = first; year <= last; year++) {
          years.add(year);
        }
      }
    }
    return years;
  }

  private Long single(String field, String column) {
    Set<Long> years = years(field, column);
    return years.size() == 1 ? years.iterator().next() : null;
  }

  private void name() {
    CernDatasetName name = CernDatasetName.of(title, formats);
    row.text("process", name.process())
        .text("campaign", name.campaign())
        .text("data_tier", name.tier())
        .text("event_selection", name.selection())
        .texts("formats", orNull(formats));
  }

  private void software() {
    Set<String> given = new LinkedHashSet<>();
    for (JsonNode step : record.at("methodology", "steps")) {
      given.addAll(CernText.list(step.path("generators")));
    }
    given.addAll(record.texts("generator", "names"));
    List<String> generators = List.copyOf(given);
    String release = record.text("system_details", "release");
    Matcher family = RELEASE_FAMILY.matcher(release == null ? "" : release);
    row.texts("generators", orNull(CernGenerators.names(generators)))
        .texts("generators_given", orNull(generators))
        .text("global_tag", globalTag())
        .text("release", release)
        .text("release_family", family.matches() ? family.group(1) : null);
  }

  private String globalTag() {
    String tag = record.text("system_details", "global_tag");
    return tag == null ? null : CernDigest.globalTag(tag);
  }

  private void sizes() {
    row.whole("number_events", whole("number_events", "number_events"))
        .whole("number_files", whole("number_files", "number_files"))
        .whole("size_bytes", whole("size", "size_bytes"));
  }

  private Long whole(String field, String column) {
    String given = record.text("distribution", field);
    Long number = CernFiles.whole(given);
    if (given != null && number == null) {
      row.issue(column, "not a whole number");
    }
    return number;
  }

  private void relations() {
    List<JsonNode> parents = new ArrayList<>();
    for (JsonNode relation : record.at("relations")) {
      if ("isChildOf".equals(CernText.of(relation.path("type")))) {
        parents.add(relation);
      }
    }
    row.texts("parents", orNull(CernRecord.recids(parents)))
        .texts("pileup_records", orNull(CernRecord.recids(record.at("pileup", "links"))));
  }

  /** Values in pb as text; an error of -1 means that it is not known. */
  private void crossSection() {
    BigDecimal value = decimal("total_value");
    BigDecimal error = decimal("total_value_error");
    if (value == null || value.signum() < 0) {
      if (record.text("cross_section", "total_value") != null) {
        row.issue("cross_section_pb", "not a cross section");
      }
      return;
    }
    row.number("cross_section_pb", value.doubleValue());
    if (error != null && error.signum() >= 0) {
      row.number("cross_section_pb_lower", value.subtract(error).doubleValue())
          .number("cross_section_pb_upper", value.add(error).doubleValue());
    }
  }

  private BigDecimal decimal(String field) {
    String text = record.text("cross_section", field);
    try {
      BigDecimal value = text == null ? null : new BigDecimal(text);
      // Adding numbers of very different sizes would fill the memory with digits.
      return value == null || Math.abs(value.scale()) > MAX_SCALE ? null : value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void texts() {
    String given = record.text("license", "attribution");
    row.text("category_primary", record.text("categories", "primary"))
        .texts("category_secondary", orNull(record.texts("categories", "secondary")))
        .text("category_source", record.text("categories", "source"))
        .text("magnet_polarity", record.text("magnet_polarity"))
        .text("stripping_stream", record.text("stripping", "stream"))
        .text("stripping_version", record.text("stripping", "version"))
        .texts("keywords", orNull(record.texts("keywords")))
        .wholes("partner_years", orNull(partnerYears()))
        .text("record_licence", given == null ? null : LICENCES.getOrDefault(given, given))
        .text("record_licence_given", given);
  }

  /** Records of 2018 have the statement in their note, later ones in the abstract. */
  private Set<Long> partnerYears() {
    Set<Long> years = new TreeSet<>();
    for (String field : List.of("abstract", "note")) {
      String text = CernText.plain(record.text(field, "description"));
      Matcher statement = PARTNER.matcher(text == null ? "" : text);
      while (statement.find()) {
        Matcher year = YEAR.matcher(statement.group(1));
        while (year.find()) {
          years.add(Long.valueOf(year.group()));
        }
      }
    }
    return years;
  }

  private void digests() {
    CernDigest digest = CernDigest.of(record.metadata());
    row.text("metadata_sha256", digest.metadata())
        .text("physics_sha256", digest.physics())
        .text("text_sha256", digest.text());
  }

  private static <C extends Collection<?>> C orNull(C values) {
    return values.isEmpty() ? null : values;
  }
}

package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.normalize.GwoscReading.ParameterSet;

/**
 * Event versions of GWOSC into {@code gw_events}, its strain files into {@code strain_segments},
 * and the waveforms that it has beside them into {@code nr_waveforms}.
 *
 * <p>A row of an event version has two facets. The <em>list</em> row is what the catalog shows
 * tonight; it is read every night and wins (a bare one, asked for without parameters, only fills
 * gaps). The <em>detail</em> is fetched when the list row changes and adds what the list lacks
 * (remnant spin, radiated energy, strain files, the name of the parameter set). A parameter is
 * always taken from one facet with all its columns, never its value from one and its bounds from
 * the other; the detail is preferred only where it states the same number and knows more of it:
 * bounds, or that it is a limit.
 *
 * <p>Within a detail the numbers come from the preferred parameter-estimation set, then from the
 * default parameters, then from the preferred search.
 *
 * <p>The key is the short name. The name inside it is not always the event's name (version 4 of
 * GW190412 is GW190412_053044-v4): versions of one event share {@code event_name}, and the other
 * form stands under {@code aliases}. The event that was first announced as LVT151012 has been
 * GW151012 since GWTC-1. Each name keeps its own rows and lists the other under {@code aliases}.
 */
public final class GwoscNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final String TABLE = "gw_events";
  private static final Set<String> LISTS =
      Set.of("v1-csv", "v2-csv", "v1-list", "v2-json", "v0-dump");
  private static final Set<String> DETAILS = Set.of("v1-detail", "v2-detail");
  private static final Pattern SHORT_NAME = Pattern.compile("(.+)-v(\\d{1,9})");
  private static final Map<String, String> RENAMED =
      Map.of("LVT151012", "GW151012", "GW151012", "LVT151012");
  private static final String DERIVED_TOTAL = "total_mass_source_is_derived";

  /** The cumulative list: numbered catalogs, without marginal and auxiliary companions. */
  private static final String CUMULATIVE = "^GWTC-[0-9]+(\\.[0-9]+)?(-confident)?$";

  private final int chunkSamples;
  private final List<String> modes;

  /** Checks how strain is cut and which modes are read. */
  public GwoscNormalizer(SourceSettings settings) {
    if (settings == null) {
      throw new IllegalArgumentException("A normalizer needs its source's settings");
    }
    this.chunkSamples = LakeFiles.chunkSamples(settings);
    this.modes = LakeFiles.modes(settings);
  }

  @Override
  public List<String> tables() {
    return List.of(TABLE, LakeFiles.SEGMENTS, LakeFiles.WAVEFORMS);
  }

  @Override
  public Set<String> fileKinds() {
    return Set.of(FileRecord.STRAIN, FileRecord.WAVEFORM);
  }

  @Override
  public void normalize(RawRecord record, Assets assets, RowSink sink) {
    switch (record.kind()) {
      case FileRecord.STRAIN -> LakeFiles.strain(record, assets, chunkSamples, sink);
      case FileRecord.WAVEFORM -> LakeFiles.waveforms(record, assets, modes, sink);
      default -> normalize(record, sink);
    }
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    if (!LISTS.contains(record.kind()) && !DETAILS.contains(record.kind())) {
      sink.skip("not an event version: " + record.kind());
      return;
    }
    GwoscReading reading;
    try {
      reading = GwoscReading.of(record);
    } catch (IOException e) {
      sink.reject("record", "the payload cannot be read as " + record.kind(), record.text());
      return;
    }
    Matcher identity = identity(reading, record.nativeId());
    GwoscNumber gps = GwoscNumber.read(reading.gps());
    if (identity == null) {
      sink.reject("shortName", "no short name and no name with version", record.text());
    } else if (!gps.present() || gps.value() <= 0) {
      sink.reject("gps", "no positive GPS time", String.valueOf(reading.gps()));
    } else if (reading.catalog() == null) {
      sink.reject("catalog", "no catalog", record.text());
    } else {
      write(reading, identity, gps.value(), record, sink);
    }
  }

  /** The short name taken apart: the native id, else the record's own, else name and version. */
  private static Matcher identity(GwoscReading reading, String nativeId) {
    for (String text : List.of(nativeId, String.valueOf(reading.identity()), joined(reading))) {
      Matcher matcher = SHORT_NAME.matcher(text);
      if (matcher.matches()) {
        return matcher;
      }
    }
    return null;
  }

  private static String joined(GwoscReading reading) {
    return reading.name() == null ? "" : reading.name() + "-v" + reading.version();
  }

  private static void write(
      GwoscReading reading, Matcher identity, double gps, RawRecord record, RowSink sink) {
    String name = reading.name() == null ? identity.group(1) : reading.name();
    RowBuilder row = sink.row(TABLE, identity.group());
    nameFacet(row, reading, record);
    row.text("event_name", name)
        .whole("version", Long.valueOf(identity.group(2)))
        .text("catalog", reading.catalog())
        .number("gps_s", gps);
    noteOtherVersion(reading, identity, row);
    row.texts("aliases", orNull(aliases(reading, name, identity.group(1))));
    writeLinks(reading, row);
    Set<String> detectors = GwoscStrainList.write(row, reading.strain());
    detectors.addAll(reading.detectors());
    row.texts("detectors", orNull(detectors));
    new GwoscParameterWriter(row).write(sources(reading, row));
  }

  /** A list asked for without its parameters must not supersede one that has them. */
  private static void nameFacet(RowBuilder row, GwoscReading reading, RawRecord record) {
    if (DETAILS.contains(record.kind())) {
      row.facet("detail", 1);
    } else if (reading.defaults().isEmpty()) {
      row.facet("bare-list", 0);
    } else {
      row.facet("list", 2);
    }
  }

  private static void noteOtherVersion(GwoscReading reading, Matcher identity, RowBuilder row) {
    GwoscNumber version = GwoscNumber.read(reading.version());
    boolean differs =
        version.malformed()
            || (version.present() && version.value() != Integer.parseInt(identity.group(2)));
    if (differs) {
      row.issue("version", "the version differs from the one in the short name, which is kept");
    }
  }

  private static Set<String> aliases(GwoscReading reading, String name, String inShortName) {
    Set<String> aliases = new TreeSet<>(reading.aliases());
    aliases.add(inShortName);
    if (RENAMED.containsKey(name)) {
      aliases.add(RENAMED.get(name));
    }
    aliases.remove(name);
    return aliases;
  }

  private static Set<String> orNull(Set<String> names) {
    return names.isEmpty() ? null : names;
  }

  private static void writeLinks(GwoscReading reading, RowBuilder row) {
    String reference = reading.reference() != null ? reading.reference() : reading.doi();
    Optional<String> doi = Optional.ofNullable(reading.doi()).flatMap(GwoscLinks::doi);
    if (reading.doi() != null && doi.isEmpty()) {
      row.issue("doi", "not a DOI");
    }
    if (reading.doi() == null && reference != null) {
      doi = GwoscLinks.doi(reference);
    }
    row.text("doi", doi.orElse(null));
    writeUrl("reference_url", reference, row);
    writeUrl("detail_url", reading.detailUrl(), row);
  }

  private static void writeUrl(String column, String published, RowBuilder row) {
    if (published == null) {
      return;
    }
    Optional<String> bareDoi = GwoscLinks.doi(published).filter(doi -> !published.contains("//"));
    Optional<String> url =
        bareDoi.isPresent()
            ? bareDoi.map(doi -> "https://doi.org/" + doi)
            : GwoscLinks.url(published);
    if (url.isEmpty()) {
      row.issue(column, "not an http address");
    }
    row.text(column, url.orElse(null));
  }

  private static List<Map<String, GwoscValue>> sources(GwoscReading reading, RowBuilder row) {
    List<Map<String, GwoscValue>> sources = new ArrayList<>();
    List<ParameterSet> estimates = ofPipeline("pe", reading);
    if (!estimates.isEmpty()) {
      ParameterSet best = estimates.get(0);
      if (!best.preferred() && estimates.size() > 1) {
        row.issue("parameter_set", "none of several sets is preferred; the newest is taken");
      }
      row.text("parameter_set", best.tag()).text("waveform_family", best.waveform());
      sources.add(best.values());
    }
    sources.add(reading.defaults());
    ofPipeline("search", reading).stream().limit(1).forEach(set -> sources.add(set.values()));
    return sources;
  }

  private static List<ParameterSet> ofPipeline(String pipeline, GwoscReading reading) {
    return reading.sets().stream()
        .filter(set -> pipeline.equalsIgnoreCase(set.pipeline()))
        .sorted(ParameterSet.BEST_FIRST)
        .toList();
  }

  @Override
  public Map<String, Object> combine(List<NormalizedRow> facets) {
    Map<String, Object> combined = new LinkedHashMap<>(NormalizedRow.coalesce(facets));
    for (GwoscParameter parameter : GwoscParameter.values()) {
      parameter.columns().forEach(combined::remove);
      teller(parameter, facets)
          .ifPresent(
              values ->
                  parameter
                      .columns()
                      .forEach(column -> combined.computeIfAbsent(column, values::get)));
    }
    deriveTotalMass(combined);
    return combined;
  }

  /** Values of the facet that a parameter is taken from. */
  private static Optional<Map<String, Object>> teller(
      GwoscParameter parameter, List<NormalizedRow> facets) {
    Map<String, Object> teller = null;
    for (NormalizedRow facet : facets) {
      Map<String, Object> values = facet.values();
      if (number(parameter, values) != null && !derived(parameter, values)) {
        boolean first = teller == null;
        boolean knowsMore =
            !first
                && number(parameter, values).equals(number(parameter, teller))
                && knowledge(parameter, values) > knowledge(parameter, teller);
        teller = first || knowsMore ? values : teller;
      }
    }
    return Optional.ofNullable(teller);
  }

  private static Object number(GwoscParameter parameter, Map<String, Object> values) {
    return values.getOrDefault(parameter.column(), values.get(parameter.limitColumn()));
  }

  private static boolean derived(GwoscParameter parameter, Map<String, Object> values) {
    return parameter == GwoscParameter.TOTAL_MASS && Boolean.TRUE.equals(values.get(DERIVED_TOTAL));
  }

  private static int knowledge(GwoscParameter parameter, Map<String, Object> values) {
    if (values.containsKey(parameter.limitColumn())) {
      return 2;
    }
    return values.containsKey(parameter.lowerColumn()) ? 1 : 0;
  }

  private static void deriveTotalMass(Map<String, Object> combined) {
    combined.remove(DERIVED_TOTAL);
    Double mass1 = (Double) combined.get(GwoscParameter.MASS_1.column());
    Double mass2 = (Double) combined.get(GwoscParameter.MASS_2.column());
    if (combined.containsKey(GwoscParameter.TOTAL_MASS.column())) {
      combined.put(DERIVED_TOTAL, false);
    } else if (mass1 != null && mass2 != null) {
      combined.put(GwoscParameter.TOTAL_MASS.column(), GwoscNumber.sum(mass1, mass2));
      combined.put(DERIVED_TOTAL, true);
    }
  }

  /**
   * Marks the current version of every event: the highest version with parameters (component masses
   * or a chirp mass) inside the cumulative GWTC list. An event outside that list has none.
   */
  @Override
  public Dataset<Row> finish(String table, Dataset<Row> rows) {
    if (!TABLE.equals(table)) {
      return rows;
    }
    Column eligible =
        col("deleted_at")
            .isNull()
            .and(col("catalog").rlike(CUMULATIVE))
            .and(
                col("mass_1_source_msun")
                    .isNotNull()
                    .and(col("mass_2_source_msun").isNotNull())
                    .or(col("chirp_mass_source_msun").isNotNull())
                    .or(col("chirp_mass_msun").isNotNull()));
    Column highest =
        max(when(eligible, col("version"))).over(Window.partitionBy(col("event_name")));
    Column current = eligible.and(col("version").equalTo(highest));
    return rows.withColumn("is_current", coalesce(current, lit(false)));
  }
}

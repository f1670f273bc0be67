package org.rudolphine.transform.normalize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.ingest.protocol.KeyValueText;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Rows of {@code nr_simulations} from the RIT catalog, and of {@code nr_waveforms} from its
 * waveform files. A run is its catalog tag ({@code RIT:BBH:0002}), which is what papers cite; its
 * resolutions are facets of it, the finest first, and {@code levels} lists their grid numbers
 * ({@code n100} is 100).
 */
public final class RitNormalizer extends SimulationCatalog {
  private static final long serialVersionUID = 1L;
  private static final Pattern ID = Pattern.compile("RIT:e?BBH:\\d+");
  private static final Pattern RUN = Pattern.compile("RIT:e?BBH:\\d+-n(\\d{1,6})-([A-Za-z0-9]+)");
  private static final List<String> LINKS =
      List.of("metadata_link", "psi4_data_link", "waveform_data_link");

  /** Checks the modes that are read of waveform files; all else is in the record. */
  public RitNormalizer(SourceSettings settings) {
    super(settings);
  }

  @Override
  public String keyOf(String nativeId) {
    Matcher id = ID.matcher(nativeId);
    return id.lookingAt() ? id.group() : nativeId;
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    Map<String, String> entries;
    switch (record.kind()) {
      case "table-row" -> {
        entries = tableRow(record.payload());
        if (entries == null) {
          sink.reject("record", "not a CSV header and a row that fits it", record.text());
          return;
        }
      }
      case "run-txt" -> entries = KeyValueText.entries(record.text());
      default -> {
        sink.skip("a kind of record that no table is made of");
        return;
      }
    }
    String id = entries.getOrDefault("catalog_tag", "");
    if (!ID.matcher(id).matches()) {
      sink.reject("simulation_id", "no RIT catalog tag", id);
      return;
    }
    write(record, entries, sink.row(TABLE, id));
  }

  /** Cells by the header's names with underscores; null when it is not a header and one row. */
  private static Map<String, String> tableRow(byte[] lines) {
    try {
      CsvRows table = CsvRows.parse(lines);
      if (table.rows().size() != 1) {
        return null;
      }
      Map<String, String> entries = new LinkedHashMap<>();
      table
          .named(table.rows().get(0))
          .forEach((name, cell) -> entries.put(name.strip().replace('-', '_'), cell.strip()));
      return entries;
    } catch (IOException malformed) {
      return null;
    }
  }

  private static void write(RawRecord record, Map<String, String> entries, RowBuilder row) {
    RunFields fields = new RunFields(RunFields.fromText(entries), row);
    RunChecks checks = new RunChecks(row);
    facet(record, fields, row);
    row.text("catalog", "RIT").text("object_types", "BHBH");
    row.text("simulation_name", fields.text("run_name"));
    row.texts("alternative_names", List.of(record.nativeId()));
    bodies(fields, checks, row);
    orbit(fields, checks, row);
    remnant(fields, checks, row);
    String system = fields.text("system_type");
    row.texts("keywords", system == null ? List.of() : List.of(system));
    // The catalog has no mark for runs that should no longer be used.
    row.flag("deprecated", false);
    row.texts("bibtex_keys", fields.texts("simulation_bibtex_keys"));
    files(entries, row);
  }

  private static void facet(RawRecord record, RunFields fields, RowBuilder row) {
    String resolution = fields.text("resolution_tag");
    String run = record.nativeId();
    if (resolution != null) {
      String tag = fields.text("id_tag");
      run = fields.text("catalog_tag") + "-" + resolution + "-" + (tag == null ? "x" : tag);
    }
    Matcher parts = RUN.matcher(run);
    if (!parts.matches()) {
      row.facet("run", 0);
      return;
    }
    int gridNumber = Integer.parseInt(parts.group(1));
    row.facet("n" + gridNumber + "-" + parts.group(2), gridNumber);
    row.wholes("levels", List.of((long) gridNumber));
  }

  private static void bodies(RunFields fields, RunChecks checks, RowBuilder row) {
    Vector3 normal = components(fields, "LNhat", "relaxed_LNhat");
    Double mass1 = checks.positive("mass1", fields.number("mass1", "relaxed_mass1"));
    Double mass2 = checks.positive("mass2", fields.number("mass2", "relaxed_mass2"));
    if (mass1 == null || mass2 == null) {
      Double initial1 = checks.positive("mass1", fields.number("mass1", "initial_mass1"));
      Double initial2 = checks.positive("mass2", fields.number("mass2", "initial_mass2"));
      if (initial1 != null && initial2 != null) {
        row.issue("mass_ratio", "masses of the initial data; none are given at the relaxed time");
        mass1 = initial1;
        mass2 = initial2;
      }
    }
    Double ratio =
        checks.positive("mass_ratio", fields.number("mass_ratio", "relaxed_mass_ratio_1_over_2"));
    Binary binary =
        Binary.of(
            new Binary.Body(mass1, spin(1, fields, checks, row), null),
            new Binary.Body(mass2, spin(2, fields, checks, row), null),
            ratio);
    binary.write(row, normal == null ? null : normal.unit(), null, ratio);
  }

  /** Issues name the catalog's own body, because the columns' order is not known yet. */
  private static Vector3 spin(int body, RunFields fields, RunChecks checks, RowBuilder row) {
    String field = "chi" + body;
    Vector3 spin = checks.spin(field, components(fields, field, "relaxed_" + field));
    if (spin != null) {
      return spin;
    }
    Vector3 initial = checks.spin(field, components(fields, field, "initial_bh_" + field));
    if (initial != null) {
      row.issue(field, "spin of the initial data; none is given at the relaxed time");
    }
    return initial;
  }

  /** Components may be left out where they are zero: x and y of aligned runs, all of spinless. */
  private static Vector3 components(RunFields fields, String column, String name) {
    Double x = fields.number(column, name + "x");
    Double y = fields.number(column, name + "y");
    Double z = fields.number(column, name + "z");
    String system = fields.text("system_type");
    boolean spinless = "Nonspinning".equalsIgnoreCase(system);
    boolean precessing = "Precessing".equalsIgnoreCase(system);
    if (precessing && (x == null || y == null || z == null)) {
      return null;
    }
    if (z == null && !(spinless && name.contains("chi"))) {
      return null;
    }
    return new Vector3(x == null ? 0 : x, y == null ? 0 : y, z == null ? 0 : z);
  }

  private static void orbit(RunFields fields, RunChecks checks, RowBuilder row) {
    Eccentricity.of(fields.first("eccentricity")).write(row);
    // The 22 mode turns twice per orbit: M Omega = 2 pi (M f / 2).
    Double frequency =
        checks.positiveOrNotGiven("omega_orbital", fields.number("omega_orbital", "freq_start_22"));
    if (frequency != null) {
      row.number("omega_orbital", Math.PI * frequency);
      row.text("start_frequency_trust", "normal");
    }
    row.number("reference_time", fields.number("reference_time", "relaxed_time"));
    row.number(
        "n_orbits",
        checks.positiveOrNotGiven("n_orbits", fields.number("n_orbits", "number_of_orbits")));
    row.number(
        "initial_separation",
        checks.positiveOrNotGiven(
            "initial_separation", fields.number("initial_separation", "initial_separation")));
  }

  private static void remnant(RunFields fields, RunChecks checks, RowBuilder row) {
    row.number("remnant_mass", checks.remnantMass(fields.number("remnant_mass", "final_mass")));
    // The catalog gives the component along the orbit for aligned runs, with its sign.
    Double spin = checks.spin("remnant_spin", fields.number("remnant_spin", "final_chi"));
    row.number("remnant_spin", spin == null ? null : Math.abs(spin));
    row.number(
        "remnant_kick_km_s",
        checks.notNegative("remnant_kick_km_s", fields.number("remnant_kick_km_s", "final_kick")));
  }

  private static void files(Map<String, String> entries, RowBuilder row) {
    TreeMap<String, Map<String, Object>> files = new TreeMap<>();
    for (String link : LINKS) {
      String url = entries.getOrDefault(link, "");
      if (url.startsWith("http")) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        files.put(name, Map.of("name", name, "url", url));
      }
    }
    row.structs("files", files.isEmpty() ? null : new ArrayList<>(files.values()));
  }
}

package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.waveform.WaveformFile;

/**
 * Rows of {@code nr_waveforms} and {@code nr_simulations} from waveform files of the MAYA catalog.
 * The attributes of a file describe its run. They and the catalog's table contradict each other
 * about start frequency and eccentricity, so the start frequency is of low trust.
 */
public final class MayaNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final String SIMULATIONS = "nr_simulations";

  private final List<String> modes;

  /** Checks the modes that are to be read. */
  public MayaNormalizer(SourceSettings settings) {
    this.modes = LakeFiles.modes(settings);
  }

  @Override
  public List<String> tables() {
    return List.of(SIMULATIONS, LakeFiles.WAVEFORMS);
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    sink.skip("a kind of record that no table is made of");
  }

  @Override
  public void normalize(RawRecord record, Assets assets, RowSink sink) {
    if (!record.kind().equals(FileRecord.WAVEFORM)) {
      normalize(record, sink);
      return;
    }
    WaveformFile file = LakeFiles.waveforms(record, assets, modes, sink);
    String id = file == null ? null : SimulationNames.in(name(file, record));
    if (id != null && file.simulation().containsKey("Format")) {
      write(file.simulation(), id, record, sink.row(SIMULATIONS, id));
    }
  }

  /** Users have renamed files; the catalog's ids are upper case. */
  private static String name(WaveformFile file, RawRecord record) {
    return (record.nativeId() + " " + file.simulation().get("name")).toUpperCase(Locale.ROOT);
  }

  private static void write(
      Map<String, Object> attributes, String id, RawRecord record, RowBuilder row) {
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    attributes.forEach(
        (name, value) -> {
          if (value instanceof Double number) {
            run.put(name, number);
          } else {
            run.put(name, value.toString());
          }
        });
    RunFields fields = new RunFields(run, row);
    RunChecks checks = new RunChecks(row);
    row.text("catalog", "MAYA")
        .text("object_types", "BHBH")
        .text("simulation_name", fields.text("alternative-names"))
        .texts("alternative_names", fields.texts("alternative-names"))
        .flag("deprecated", false)
        .texts("bibtex_keys", fields.texts("INSPIRE-bibtex-keys"));
    String type = fields.text("simulation-type");
    row.texts("keywords", type == null ? List.of() : List.of(type));
    bodies(fields, checks, row);
    Eccentricity.of(fields.first("eccentricity")).write(row);
    Double anomaly = fields.number("mean_anomaly", "mean_anomaly");
    // The catalog writes -1 for an anomaly that is not known.
    row.number("mean_anomaly", anomaly == null || anomaly < 0 ? null : anomaly);
    row.number(
        "omega_orbital",
        checks.positiveOrNotGiven("omega_orbital", fields.number("omega_orbital", "Omega")));
    row.text("start_frequency_trust", "low");
    row.number(
        "n_orbits",
        checks.positiveOrNotGiven("n_orbits", fields.number("n_orbits", "number_of_orbits")));
    row.number(
        "initial_separation",
        checks.positiveOrNotGiven(
            "initial_separation", fields.number("initial_separation", "init_sep")));
  }

  private static void bodies(RunFields fields, RunChecks checks, RowBuilder row) {
    Double mass1 = checks.positive("mass1", fields.number("mass1", "horizon_mass1", "mass1"));
    Double mass2 = checks.positive("mass2", fields.number("mass2", "horizon_mass2", "mass2"));
    Vector3 normal = vector("LNhat", fields);
    Binary.of(
            new Binary.Body(mass1, checks.spin("spin1", vector("spin1", fields)), null),
            new Binary.Body(mass2, checks.spin("spin2", vector("spin2", fields)), null),
            null)
        .write(row, normal == null ? null : normal.unit(), null, null);
  }

  private static Vector3 vector(String name, RunFields fields) {
    Double x = fields.number(name, name + "x");
    Double y = fields.number(name, name + "y");
    Double z = fields.number(name, name + "z");
    return x == null || y == null || z == null ? null : new Vector3(x, y, z);
  }
}

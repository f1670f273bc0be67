package org.rudolphine.ingest.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a waveform file of one of the catalogs, with what it and the folders above it say.
 *
 * @param form how the file is written
 * @param said {@code event_name}, {@code simulation_id}, {@code level}, each where they are told
 * @param refusal why files of this name are not read, or null
 */
record WaveformFileName(Form form, Map<String, Object> said, String refusal) {
  private static final Pattern EVENT =
      Pattern.compile(
          "((?:GW|LVT)\\d{6}(?:_\\d{6})?)_\\d{1,2}_(NR_waveform\\.txt|template\\.(?:hdf5|h5))");
  private static final Pattern SXS_ID =
      Pattern.compile("SXS[:_](BBH|BHNS|NSNS)[:_](\\d{4,9})(?!\\d)");
  private static final Pattern LEVEL = Pattern.compile("(?<![A-Za-z0-9])Lev(-?\\d{1,2})(?!\\d)");
  private static final Pattern RIT =
      Pattern.compile(
          "Extrap(Strain|Psi4)_RIT-(e?BBH)-(\\d{4,9})-(n\\d{1,6})(?:-[A-Za-z0-9]+)?\\.(.+)");
  private static final Pattern MAYA =
      Pattern.compile("((?:GT|MAYA)\\d{4,9})(?:_lvcnr|-lvcnr)?\\.h5", Pattern.CASE_INSENSITIVE);

  private static final List<SxsName> SXS =
      List.of(
          new SxsName("rhOverM_.*\\.h5", null),
          new SxsName("(?:.*[_:])?Strain_(?:N\\d|Outer|OutermostExtraction)\\.h5", null),
          new SxsName(
              "rMPsi4_.*\\.h5", "it holds the Weyl scalar Psi4, not the strain (rhOverM_*.h5)"),
          new SxsName(
              "rh_FiniteRadii_.*\\.h5",
              "it holds the strain at finite radii; take the extrapolated one (rhOverM_*.h5)"),
          new SxsName(
              "(?:.*[_:])?ExtraWaveforms\\.h5",
              "it holds further waveforms in the compressed form, which only the sxs client reads"),
          new SxsName("(?:.*[_:])?Horizons\\.h5", "it holds horizons, no waveform"));

  /** A form of names of SXS files, and why such files are not read, or null. */
  private record SxsName(Pattern form, String refusal) {
    SxsName(String form, String refusal) {
      this(Pattern.compile(form), refusal);
    }
  }

  /** How a file is written. */
  enum Form {
    HDF5,
    TEXT
  }

  /** Waveforms that GWOSC publishes beside an event. */
  static Optional<WaveformFileName> ofGwosc(String path) {
    Matcher match = EVENT.matcher(last(path));
    if (!match.matches()) {
      return Optional.empty();
    }
    Form form = match.group(2).endsWith(".txt") ? Form.TEXT : Form.HDF5;
    return Optional.of(new WaveformFileName(form, Map.of("event_name", match.group(1)), null));
  }

  /** Files of SXS simulations; the simulation is told by the file's name or a folder's. */
  static Optional<WaveformFileName> ofSxs(String path) {
    String name = last(path);
    return SXS.stream()
        .filter(known -> known.form().matcher(name).matches())
        .findFirst()
        .map(known -> new WaveformFileName(Form.HDF5, sxs(path), known.refusal()));
  }

  /** What the path of an SXS file says, its nearest part first. */
  static Map<String, Object> sxs(String path) {
    Map<String, Object> said = new TreeMap<>();
    String[] parts = path.split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      Matcher id = SXS_ID.matcher(parts[i]);
      if (id.find()) {
        said.putIfAbsent("simulation_id", "SXS:" + id.group(1) + ":" + id.group(2));
      }
      Matcher level = LEVEL.matcher(parts[i].replace('_', ' '));
      if (level.find()) {
        said.putIfAbsent("level", "Lev" + level.group(1));
      }
    }
    return said;
  }

  /** Files of RIT runs: the run is its catalog tag, the level its resolution. */
  static Optional<WaveformFileName> ofRit(String path) {
    Matcher match = RIT.matcher(last(path));
    if (!match.matches()) {
      return Optional.empty();
    }
    String id = "RIT:" + match.group(2) + ":" + match.group(3);
    String refusal = null;
    if (match.group(1).equals("Psi4")) {
      refusal = "it holds the Weyl scalar Psi4, not the strain (ExtrapStrain_*.h5)";
    } else if (!match.group(5).equals("h5")) {
      refusal = "only ExtrapStrain_*.h5 is read, unpacked";
    }
    return Optional.of(
        new WaveformFileName(
            Form.HDF5, Map.of("simulation_id", id, "level", match.group(4)), refusal));
  }

  /** Files of MAYA runs, which were named GT before. */
  static Optional<WaveformFileName> ofMaya(String path) {
    Matcher match = MAYA.matcher(last(path));
    return match.matches()
        ? Optional.of(
            new WaveformFileName(
                Form.HDF5, Map.of("simulation_id", match.group(1).toUpperCase(Locale.ROOT)), null))
        : Optional.empty();
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

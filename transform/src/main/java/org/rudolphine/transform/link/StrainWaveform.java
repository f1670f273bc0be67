package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What is known of a waveform before its samples are read.
 *
 * @param asset SHA-256 of its file
 * @param mode mode as the table spells it
 * @param order extrapolation order
 * @param fileName name of the file
 * @param format format of the file
 * @param simulation simulation that it belongs to, or null
 * @param level resolution level, or null
 * @param event event that it was made for, or null
 * @param timeUnit {@code M} or {@code s}
 * @param amplitudeUnit {@code rh/M} or {@code strain}
 * @param peakTime time of the largest amplitude; null when only metadata were read
 * @param detectorMass detector-frame total mass that it was made for, or null
 * @param note what a reader has to know, or null
 * @param provenance where the row comes from
 */
record StrainWaveform(
    String asset,
    String mode,
    String order,
    String fileName,
    String format,
    String simulation,
    Integer level,
    String event,
    String timeUnit,
    String amplitudeUnit,
    Double peakTime,
    Double detectorMass,
    String note,
    Provenance provenance)
    implements Serializable {

  static final List<String> COLUMNS =
      List.of(
          "asset_sha256",
          "mode",
          "extrapolation_order",
          "file_name",
          "format",
          "simulation_id",
          "level",
          "event_name",
          "time_unit",
          "amplitude_unit",
          "peak_time",
          "total_mass_detector_msun",
          "note");

  /** Mode names of waveforms that are strain already. */
  private static final List<String> WHOLE = List.of("projected", "plus_cross");

  static StrainWaveform read(Row row) {
    return new StrainWaveform(
        row.getAs("asset_sha256"),
        row.getAs("mode"),
        row.getAs("extrapolation_order"),
        row.getAs("file_name"),
        row.getAs("format"),
        row.getAs("simulation_id"),
        row.getAs("level"),
        row.getAs("event_name"),
        row.getAs("time_unit"),
        row.getAs("amplitude_unit"),
        row.getAs("peak_time"),
        row.getAs("total_mass_detector_msun"),
        row.getAs("note"),
        Provenance.of(row));
  }

  /** Key of the row, its parts joined. */
  String id() {
    return id(asset, mode, order);
  }

  static String id(String asset, String mode, String order) {
    return asset + "|" + mode + "|" + order;
  }

  /** Whether it is the (2,2) mode rather than a strain. */
  boolean isMode() {
    return !WHOLE.contains(mode);
  }

  boolean scaleFree() {
    return "M".equals(timeUnit);
  }

  /** Why it cannot be a template; null when it can. */
  String refusal() {
    if (peakTime == null || timeUnit == null) {
      return note == null ? "metadata only" : note;
    }
    if (isMode() && !mode.equals("l2_m2")) {
      return "mode " + mode + ": templates are the (2,2) mode or whole waveforms";
    }
    if (scaleFree() != "rh/M".equals(amplitudeUnit)) {
      return "time in " + timeUnit + " with an amplitude in " + amplitudeUnit;
    }
    return null;
  }

  /** As a reader knows it. */
  String title() {
    String what = simulation != null ? simulation : event != null ? "waveform for " + event : null;
    String file = fileName == null ? asset.substring(0, 12) : fileName;
    return what == null ? file : what + " (" + file + ")";
  }
}

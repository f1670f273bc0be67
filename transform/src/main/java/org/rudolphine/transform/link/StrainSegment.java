package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;

/**
 * What is known of a stretch of strain before its samples are read.
 *
 * @param asset SHA-256 of its file
 * @param chunk place in the file
 * @param fileName name of the file
 * @param release generation of the file, or null
 * @param detector short name
 * @param gpsStart GPS seconds of the first sample
 * @param rateHz samples per second
 * @param samples number of samples
 * @param timingNote why its times cannot be used; null when they can
 * @param provenance where the row comes from
 */
record StrainSegment(
    String asset,
    int chunk,
    String fileName,
    String release,
    String detector,
    double gpsStart,
    double rateHz,
    int samples,
    String timingNote,
    Provenance provenance)
    implements Serializable {

  static final List<String> COLUMNS =
      List.of(
          "asset_sha256",
          "chunk",
          "file_name",
          "release",
          "detector",
          "gps_start_s",
          "sample_rate_hz",
          "n_samples",
          "timing_usable",
          "timing_note");

  /** Stretches follow one another when they miss each other by less than this part of a step. */
  private static final double GRID_TOLERANCE = 0.01;

  private static final String UNUSABLE = "the times of its samples cannot be used";

  static StrainSegment read(Row row) {
    String note = row.getAs("timing_note");
    boolean usable = Boolean.TRUE.equals(row.<Boolean>getAs("timing_usable"));
    return new StrainSegment(
        row.getAs("asset_sha256"),
        row.<Integer>getAs("chunk"),
        row.getAs("file_name"),
        row.getAs("release"),
        row.getAs("detector"),
        row.<Double>getAs("gps_start_s"),
        row.<Double>getAs("sample_rate_hz"),
        row.<Integer>getAs("n_samples"),
        usable ? null : note == null ? UNUSABLE : note,
        Provenance.of(row));
  }

  /** Key of the row, its parts joined. */
  String id() {
    return asset + "|" + chunk;
  }

  double gpsEnd() {
    return gpsStart + samples / rateHz;
  }

  boolean holds(double gps) {
    return gpsStart <= gps && gps < gpsEnd();
  }

  /** Whether another stretch of the same release and rate begins where this one ends. */
  boolean isFollowedBy(StrainSegment next) {
    return rateHz > 0
        && rateHz == next.rateHz
        && samples > 0
        && next.samples > 0
        && Objects.equals(release, next.release)
        && Math.abs(next.gpsStart - gpsEnd()) * rateHz <= GRID_TOLERANCE;
  }

  /** Seconds of it within {@code around} of a time. */
  double secondsNear(double gps, double around) {
    return Math.max(0, Math.min(gpsEnd(), gps + around) - Math.max(gpsStart, gps - around));
  }
}

package org.rudolphine.ingest.source;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * What a source plans from.
 *
 * @param runId id of the harvest run; batches of this run carry it as {@code cycle}
 * @param mode incremental, full or backfill
 * @param extent whether the files that records speak of are wanted too
 * @param from first day of a backfill, or null
 * @param until last day of a backfill, or null
 * @param manifests manifests of all batches of this source, oldest first; backfills do not count as
 *     watermark but are listed too
 */
public record PlanRequest(
    String runId,
    Mode mode,
    Extent extent,
    LocalDate from,
    LocalDate until,
    List<BatchManifest> manifests) {

  /** How much of the provider a harvest asks for. */
  public enum Mode {
    /** Only what the manifests do not hold yet. */
    INCREMENTAL,
    /** Everything again. */
    FULL,
    /** A range of days, without moving the watermark. */
    BACKFILL
  }

  /** What of the provider a harvest asks for. */
  public enum Extent {
    /** Its records. */
    RECORDS,
    /** Its records, then the files that they speak of. */
    RECORDS_AND_FILES
  }

  public PlanRequest {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(extent, "extent");
    manifests = List.copyOf(manifests);
  }

  /** A request for records alone. */
  public PlanRequest(
      String runId, Mode mode, LocalDate from, LocalDate until, List<BatchManifest> manifests) {
    this(runId, mode, Extent.RECORDS, from, until, manifests);
  }

  /** Whether files are wanted. */
  public boolean wantsFiles() {
    return extent == Extent.RECORDS_AND_FILES;
  }

  /** Batches that this very run has landed, oldest first. */
  public List<BatchManifest> ofThisRun() {
    return manifests.stream().filter(manifest -> runId.equals(manifest.cycle())).toList();
  }

  /** Batches of the unit with that id, oldest first. */
  public List<BatchManifest> ofUnit(String unitId) {
    return manifests.stream().filter(manifest -> unitId.equals(manifest.unit())).toList();
  }
}

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
 * @param from first day of a backfill, or null
 * @param until last day of a backfill, or null
 * @param manifests manifests of all batches of this source, oldest first; backfills do not count as
 *     watermark but are listed too
 */
public record PlanRequest(
    String runId, Mode mode, LocalDate from, LocalDate until, List<BatchManifest> manifests) {

  /** How much of the provider a harvest asks for. */
  public enum Mode {
    /** Only what the manifests do not hold yet. */
    INCREMENTAL,
    /** Everything again. */
    FULL,
    /** A range of days, without moving the watermark. */
    BACKFILL
  }

  public PlanRequest {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(mode, "mode");
    manifests = List.copyOf(manifests);
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

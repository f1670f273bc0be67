package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.source.PlanRequest;

/**
 * What a harvest is to fetch, and where to.
 *
 * @param mode incremental, full or backfill
 * @param extent records alone, or files too
 * @param from first day of a backfill, or null
 * @param until last day of a backfill, or null
 */
record Errand(
    Lake lake,
    String runId,
    PlanRequest.Mode mode,
    PlanRequest.Extent extent,
    LocalDate from,
    LocalDate until)
    implements Serializable {

  /** How batches of this errand are marked. */
  String origin() {
    return mode == PlanRequest.Mode.BACKFILL ? "backfill" : "harvest";
  }

  PlanRequest planRequest(List<BatchManifest> manifests) {
    return new PlanRequest(runId, mode, extent, from, until, manifests);
  }

  List<BatchManifest> batches(String source) throws IOException {
    return lake.batches(source);
  }
}

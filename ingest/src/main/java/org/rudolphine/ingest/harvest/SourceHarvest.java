package org.rudolphine.ingest.harvest;

import java.io.Serializable;
import java.util.List;

/**
 * What became of one source in one harvest.
 *
 * @param source id of the source
 * @param batches ids of the raw batches that now count
 * @param pages pages landed
 * @param records raw records landed
 * @param failures one line per failed unit; empty when all went well
 * @param lockedBy run that holds the lane, when that is why nothing was asked; else null
 * @param waitedSeconds time spent waiting for the lane's turn
 * @param seconds wall time
 */
public record SourceHarvest(
    String source,
    List<String> batches,
    long pages,
    long records,
    List<String> failures,
    String lockedBy,
    double waitedSeconds,
    double seconds)
    implements Serializable {

  public SourceHarvest {
    batches = List.copyOf(batches);
    failures = List.copyOf(failures);
  }

  public boolean failed() {
    return !failures.isEmpty();
  }
}

package org.rudolphine.ingest.lake;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a lane has come, as its lease shows it to everybody who looks at the lake while it works.
 *
 * @param source source that is being asked
 * @param unit work unit that is being fetched, or null between units
 * @param unitsDone units of this source that ended in this run, well or not
 * @param unitsPlanned units of this source that are planned in this run so far
 * @param pages pages landed by this run of the source
 * @param records raw records landed by this run of the source
 * @param recordsExpected how many it will be, where the provider says so; else null
 * @param waitedSeconds time spent waiting for the lane's turn
 * @param startedAt when this source was begun
 * @param expectedEnd when it will be through at the present rate, or null when nothing tells
 */
public record LaneProgress(
    String source,
    String unit,
    int unitsDone,
    int unitsPlanned,
    long pages,
    long records,
    Long recordsExpected,
    double waitedSeconds,
    Instant startedAt,
    Instant expectedEnd) {

  public LaneProgress {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(startedAt, "startedAt");
  }
}

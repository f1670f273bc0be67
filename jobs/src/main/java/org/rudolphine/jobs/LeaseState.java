package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LaneProgress;
import org.rudolphine.ingest.lake.Lease;

/**
 * A lease that was not given back.
 *
 * @param name name of the lease
 * @param owner run that holds it
 * @param host machine of the holder
 * @param process process id of the holder
 * @param takenAt when it was taken
 * @param heartbeatAt last sign of life
 * @param expiresAt when it may be taken over
 * @param state {@code held}; {@code silent} when heartbeats are missing; {@code abandoned} when it
 *     has run out without being given back, as that of a killed run does
 * @param progress how far the lane has come, or null for what is no lane
 */
record LeaseState(
    String name,
    String owner,
    String host,
    long process,
    Instant takenAt,
    Instant heartbeatAt,
    Instant expiresAt,
    String state,
    LaneProgress progress) {
  static final String HELD = "held";
  static final String SILENT = "silent";
  static final String ABANDONED = "abandoned";

  /** Without a heartbeat for this long, a holder is called silent: several were missed. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  /** Leases of a lake that are held or were never given back; damaged ones are named. */
  static List<LeaseState> of(Lake lake, Instant now, Map<String, String> damaged)
      throws IOException {
    List<LeaseState> leases = new ArrayList<>();
    for (String name : lake.leases()) {
      try {
        Optional<Lease.Holder> holder = lake.lease(name).holder();
        holder.filter(held -> !held.released()).ifPresent(held -> leases.add(of(name, held, now)));
      } catch (IOException | IllegalArgumentException e) {
        damaged.put("lease " + name, e.getMessage());
      }
    }
    return leases;
  }

  private static LeaseState of(String name, Lease.Holder held, Instant now) {
    String state =
        !held.alive(now)
            ? ABANDONED
            : held.heartbeatAt().plus(SILENCE).isBefore(now) ? SILENT : HELD;
    return new LeaseState(
        name,
        held.owner(),
        held.host(),
        held.process(),
        held.takenAt(),
        held.heartbeatAt(),
        held.expiresAt(),
        state,
        held.progress());
  }

  /** How far a lane has come, in words. */
  static String words(LaneProgress lane, Instant now) {
    StringBuilder words = new StringBuilder(lane.source());
    if (lane.unit() != null) {
      words.append(" unit ").append(lane.unit());
    }
    words.append(": ").append(lane.unitsDone()).append(" of ");
    words.append(lane.unitsPlanned()).append(" units, ").append(lane.pages()).append(" pages, ");
    words.append(grouped(lane.records()));
    if (lane.recordsExpected() != null) {
      words.append(" of ").append(grouped(lane.recordsExpected()));
    }
    words.append(" records");
    double seconds = Duration.between(lane.startedAt(), now).toMillis() / 1000.0;
    if (seconds >= 1 && lane.records() > 0) {
      words.append(String.format(java.util.Locale.ROOT, ", %.1f/s", lane.records() / seconds));
    }
    words.append(", waited ").append(Elapsed.span(lane.waitedSeconds()));
    if (lane.expectedEnd() != null) {
      words.append(", through in about ").append(Elapsed.between(now, lane.expectedEnd()));
    }
    return words.toString();
  }

  static String grouped(long number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }
}

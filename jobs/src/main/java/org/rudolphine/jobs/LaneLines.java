package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LaneProgress;
import org.rudolphine.ingest.lake.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every half minute how far each lane of a run is, wherever its task runs: lanes write that
 * into their leases.
 */
final class LaneLines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneLines.class);
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  /** Without a change for this long some heartbeats were missed. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Lake lake;
  private final String runId;
  private final List<String> lanes;
  private final Consumer<String> lines;
  private final Map<String, Seen> seen = new HashMap<>();
  private final ScheduledExecutorService timer;

  /** What a lane's lease said, and since when it has said just that by this machine's time. */
  private record Seen(Lease.Holder holder, long sinceNanos) {}

  private LaneLines(Lake lake, String runId, List<String> lanes, Consumer<String> lines) {
    this.lake = lake;
    this.runId = runId;
    this.lanes = lanes;
    this.lines = lines;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lane-lines");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins; the first lines come after ten seconds. */
  static LaneLines start(Lake lake, String runId, List<String> lanes, Consumer<String> lines) {
    return start(lake, runId, lanes, lines, FIRST, BETWEEN);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a look reports its own failure
  static LaneLines start(
      Lake lake,
      String runId,
      List<String> lanes,
      Consumer<String> lines,
      Duration first,
      Duration between) {
    LaneLines started = new LaneLines(lake, runId, lanes, lines);
    started.timer.scheduleWithFixedDelay(
        started::look, first.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  private void look() {
    for (String lane : lanes) {
      try {
        lake.lease("lane-" + lane)
            .holder()
            .filter(holder -> !holder.released())
            .flatMap(holder -> line(lane, holder))
            .ifPresent(lines);
      } catch (IOException | RuntimeException e) { // thrown on, it would be the last look
        LOG.debug("run={} the lease of lane {} cannot be read", runId, lane, e);
      }
    }
  }

  private Optional<String> line(String lane, Lease.Holder holder) {
    Seen before = seen.get(lane);
    if (before == null || !before.holder().equals(holder)) {
      seen.put(lane, new Seen(holder, System.nanoTime()));
    }
    Duration silent = Duration.ofNanos(System.nanoTime() - seen.get(lane).sinceNanos());
    if (silent.compareTo(SILENCE) > 0) {
      return Optional.of(silence(lane, holder, silent));
    }
    return holder.owner().equals(runId) && holder.progress() != null
        ? Optional.of(progress(holder))
        : Optional.empty();
  }

  static String silence(String lane, Lease.Holder holder, Duration silent) {
    return "lane "
        + lane
        + ": no sign of life for "
        + silent.toSeconds()
        + " s from run "
        + holder.owner()
        + " on "
        + holder.host()
        + " (process "
        + holder.process()
        + ")";
  }

  /** All times are differences between those of the lane's own machine. */
  static String progress(Lease.Holder holder) {
    LaneProgress lane = holder.progress();
    StringBuilder line = new StringBuilder("harvesting ").append(lane.source()).append(": ");
    line.append(lane.pages()).append(" pages, ").append(lane.records());
    if (lane.recordsExpected() != null) {
      line.append(" of ").append(lane.recordsExpected());
    }
    line.append(" records");
    double seconds = Duration.between(lane.startedAt(), holder.heartbeatAt()).toMillis() / 1000.0;
    if (lane.records() > 0 && seconds > 0) {
      line.append(String.format(Locale.ROOT, ", %s records/s", rate(lane.records() / seconds)));
    }
    line.append(String.format(Locale.ROOT, ", waited %.0f s", lane.waitedSeconds()));
    if (lane.expectedEnd() != null) {
      Duration left = Duration.between(holder.heartbeatAt(), lane.expectedEnd());
      line.append(", about ").append(span(left)).append(" left");
    }
    if (lane.unit() != null) {
      line.append(" (unit ").append(lane.unit());
      if (lane.unitsPlanned() > 1) {
        line.append(", ").append(lane.unitsDone() + 1).append(" of ").append(lane.unitsPlanned());
      }
      line.append(')');
    }
    return line.toString();
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
  }

  private static String span(Duration left) {
    if (left.toSeconds() < 90) {
      return Math.max(0, left.toSeconds()) + " s";
    }
    if (left.toMinutes() < 90) {
      return Math.round(left.toSeconds() / 60.0) + " min";
    }
    return left.toHours() < 48
        ? Math.round(left.toMinutes() / 60.0) + " h"
        : Math.round(left.toHours() / 24.0) + " days";
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Signs of life of a run, until it is closed: its report is written again now and then, and a stage
 * that takes long and says nothing itself is spoken for. Works on the driver, wherever that runs;
 * short stages stay quiet.
 */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int BEATS_BETWEEN_REPORTS = 6;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_SILENCE = Duration.ofSeconds(10);

  /** Writes what is known of the run so far. */
  @FunctionalInterface
  interface Report {
    void write() throws IOException;
  }

  private final Workspace workspace;
  private final Run run;
  private final Report report;
  private final ScheduledExecutorService timer;
  private int beats;
  private String stage;
  private long stageNanos;
  private long rowsBefore;

  private Pulse(Workspace workspace, Run run, Report report) {
    this.workspace = workspace;
    this.run = run;
    this.report = report;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "pulse-" + run.id());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts at once; the first report is the caller's. */
  @SuppressWarnings("FutureReturnValueIgnored") // a beat reports its own failure
  static Pulse of(Workspace workspace, Run run, Report report) {
    Pulse pulse = new Pulse(workspace, run, report);
    pulse.timer.scheduleAtFixedRate(
        pulse::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    return pulse;
  }

  private void beat() {
    try (MDC.MDCCloseable id = MDC.putCloseable("run", run.id())) {
      beats++;
      sign();
      if (beats % BEATS_BETWEEN_REPORTS == 0) {
        report.write();
      }
    } catch (IOException | RuntimeException e) { // thrown on, it would be the last beat
      LOG.warn("the run's report could not be written: {}", e.getMessage());
    }
  }

  private void sign() {
    TaskProgress.Counts counts = workspace.taskCounts();
    String now = run.stage();
    if (now == null || !now.equals(stage)) {
      stage = now;
      stageNanos = System.nanoTime();
      rowsBefore = counts.records();
      return;
    }
    double seconds = (System.nanoTime() - stageNanos) / 1e9;
    Duration bearable = seconds < 60 ? FIRST_SILENCE : LONGEST_SILENCE;
    if (workspace.console().silence().compareTo(bearable) < 0) {
      return;
    }
    workspace.console().progress(counts.words(stage, seconds, rowsBefore));
  }

  /** Ends the signs; when it returns, none is under way. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(LONGEST_SILENCE.toSeconds(), TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

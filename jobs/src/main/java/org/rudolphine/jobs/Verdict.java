package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rudolphine.ingest.lake.Lease;

/**
 * The answer to "is last night fine?".
 *
 * @param state {@code fine}, {@code not_fine}, {@code running}, {@code killed}, {@code late} or
 *     {@code none}
 * @param runId run that it is about: the newest nightly that had the lock, else the newest run;
 *     null when there is none
 * @param answer one line
 * @param reasons what an operator should know, one line each
 */
record Verdict(String state, String runId, String answer, List<String> reasons) {
  /** A run that gave no sign of life for so long is taken for dead, as its leases are. */
  static final Duration SILENCE = Lease.LIFE;

  /** A nightly is late when it is this long since the last one: a night and some hours. */
  private static final Duration LATE = Duration.ofHours(30);

  private static final String NIGHTLY = "nightly";

  static Verdict of(RunHistory history, Instant now) throws IOException {
    Optional<RunReport> night = Optional.empty();
    if (history.has(NIGHTLY)) {
      night = history.newest(run -> run.command().equals(NIGHTLY) && !locked(run));
    }
    if (night.isEmpty()) {
      night = history.at(0);
    }
    if (night.isEmpty()) {
      return new Verdict("none", null, "no run yet", List.of());
    }
    RunReport run = night.get();
    List<String> reasons = new ArrayList<>(run.messages());
    if (run.finished()) {
      lockedSince(run, history).ifPresent(reasons::add);
      return ended(run, reasons, now);
    }
    if (dead(run, now)) {
      return killed(run, reasons, now);
    }
    before(run, history, now).ifPresent(reasons::add);
    return running(run, reasons, now);
  }

  /**
   * Whether a run that did not finish is dead: its process is gone from this machine, or nothing
   * was heard of it for long.
   */
  static boolean dead(RunReport run, Instant now) {
    if (run.finished()) {
      return false;
    }
    boolean here = run.process() != null && Lease.host().equals(run.host());
    boolean gone = here && ProcessHandle.of(run.process()).isEmpty();
    return gone || run.heartbeatAt() == null || run.heartbeatAt().plus(SILENCE).isBefore(now);
  }

  /** How a run ended, or that it did not. */
  static String outcome(RunReport run, Instant now) {
    if (run.finished()) {
      return run.exitCode() + " " + ExitCode.words(run.exitCode());
    }
    return dead(run, now) ? "never finished" : "running";
  }

  private static boolean locked(RunReport run) {
    return run.finished() && run.exitCode() == ExitCode.LOCKED;
  }

  private static Verdict ended(RunReport run, List<String> reasons, Instant now) {
    Instant end = run.finishedAt() == null ? run.startedAt() : run.finishedAt();
    String what =
        String.format(
            "%s of %s took %s, ended %s ago",
            run.command(),
            Elapsed.minute(run.startedAt()),
            Elapsed.span(run.durationS()),
            Elapsed.between(end, now));
    if (run.exitCode() != ExitCode.DONE) {
      return new Verdict(
          "not_fine",
          run.runId(),
          "NOT FINE: " + what + ", exit " + run.exitCode() + ": " + ExitCode.words(run.exitCode()),
          reasons);
    }
    if (run.command().equals(NIGHTLY) && end.plus(LATE).isBefore(now)) {
      return new Verdict(
          "late", run.runId(), "LATE: no nightly since; the last, a good one: " + what, reasons);
    }
    return new Verdict("fine", run.runId(), "fine: " + what, reasons);
  }

  private static Verdict running(RunReport run, List<String> reasons, Instant now) {
    return new Verdict(
        "running",
        run.runId(),
        String.format(
            "RUNNING: %s since %s, for %s%s; alive %s ago on %s, process %s",
            run.command(),
            Elapsed.minute(run.startedAt()),
            Elapsed.between(run.startedAt(), now),
            run.stage() == null ? "" : ", now " + run.stage(),
            Elapsed.between(run.heartbeatAt(), now),
            run.host(),
            run.process()),
        reasons);
  }

  private static Verdict killed(RunReport run, List<String> reasons, Instant now) {
    reasons.add("what it had done is kept; the next " + run.command() + " goes on from there");
    return new Verdict(
        "killed",
        run.runId(),
        String.format(
            "NOT FINE: %s of %s started and never finished; last sign of life %s ago%s on %s,"
                + " process %s",
            run.command(),
            Elapsed.minute(run.startedAt()),
            run.heartbeatAt() == null ? "long" : Elapsed.between(run.heartbeatAt(), now),
            run.stage() == null ? "" : ", during " + run.stage() + ",",
            run.host(),
            run.process()),
        reasons);
  }

  /** How the run of the same command before this one ended, among the reports read anyway. */
  private static Optional<String> before(RunReport run, RunHistory history, Instant now)
      throws IOException {
    return history.newest(StatusReport.RUNS_SHOWN).stream()
        .filter(other -> other.command().equals(run.command()) && !locked(other))
        .filter(other -> other.startedAt().isBefore(run.startedAt()))
        .findFirst()
        .map(
            other ->
                "the one before, of "
                    + Elapsed.minute(other.startedAt())
                    + ": "
                    + outcome(other, now));
  }

  /** A nightly that came while another held the lock says something about the schedule. */
  private static Optional<String> lockedSince(RunReport run, RunHistory history) {
    return history.readSoFar().stream()
        .filter(other -> other.command().equals(run.command()) && locked(other))
        .filter(other -> other.startedAt().isAfter(run.startedAt()))
        .findFirst()
        .map(
            other ->
                "another "
                    + other.command()
                    + " at "
                    + Elapsed.minute(other.startedAt())
                    + " found the lock held");
  }
}

package org.rudolphine.jobs;

import java.time.Instant;
import java.util.List;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.transform.normalize.Accounting;

/**
 * What a run did, as {@code runs/<run>.json} keeps it and the table {@code runs} shows it. Written
 * when the run starts and again while it goes on, so that a run which was killed is seen. Reports
 * of older versions lack some fields: these are null, and their lists empty.
 *
 * @param runId id of the run, sortable by time
 * @param command command that ran
 * @param state {@code running} or {@code finished}; null in old reports, which are finished
 * @param startedAt when it started
 * @param heartbeatAt last sign of life: when this report was written
 * @param finishedAt when it finished, or null
 * @param durationS how long it took, or has taken so far, in seconds
 * @param exitCode how it ended, or null
 * @param exit the same in words, or null
 * @param codeVersion version of the code
 * @param settingsSha256 SHA-256 of the effective settings
 * @param host machine of the driver
 * @param process process id of the driver
 * @param sparkMaster master of Spark, or null when Spark was not needed
 * @param deployMode {@code client} or {@code cluster}, or null when Spark was not needed
 * @param applicationId id of the Spark application, or null when Spark was not needed
 * @param snapshot snapshot that the run committed last, or null
 * @param release version of the release that it published or found unchanged, or null
 * @param releasePublished whether the run has published it, or null when there is none
 * @param stage what it is doing, or was doing when it ended without finishing it; else null
 * @param harvests what became of each source
 * @param accounting what became of the raw records of each source
 * @param refusals what was not published, and why
 * @param links links of each rule
 * @param stages wall time of each finished stage
 * @param messages what an operator should know, in order of time
 */
record RunReport(
    String runId,
    String command,
    String state,
    Instant startedAt,
    Instant heartbeatAt,
    Instant finishedAt,
    double durationS,
    Integer exitCode,
    String exit,
    String codeVersion,
    String settingsSha256,
    String host,
    Long process,
    String sparkMaster,
    String deployMode,
    String applicationId,
    Long snapshot,
    String release,
    Boolean releasePublished,
    String stage,
    List<SourceHarvest> harvests,
    List<Accounting> accounting,
    List<Refusal> refusals,
    List<RuleCount> links,
    List<StageTime> stages,
    List<String> messages) {
  static final String RUNNING = "running";
  static final String FINISHED = "finished";

  RunReport {
    harvests = harvests == null ? List.of() : List.copyOf(harvests);
    accounting = accounting == null ? List.of() : List.copyOf(accounting);
    refusals = refusals == null ? List.of() : List.copyOf(refusals);
    links = links == null ? List.of() : List.copyOf(links);
    stages = stages == null ? List.of() : List.copyOf(stages);
    messages = messages == null ? List.of() : List.copyOf(messages);
  }

  /** Whether it says how the run ended. */
  boolean finished() {
    return !RUNNING.equals(state);
  }

  /** A threshold that kept something of a source from being published. */
  record Refusal(String source, String reason) {}

  /** Links of one rule. */
  record RuleCount(String rule, long accepted, long candidates, long unmatched) {}

  /** Wall time of one stage. */
  record StageTime(String stage, double seconds) {}
}

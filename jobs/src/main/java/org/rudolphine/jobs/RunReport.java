package org.rudolphine.jobs;

import java.time.Instant;
import java.util.List;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.transform.normalize.Accounting;

/** What a run did, as {@code runs/<run>.json} keeps it and the table {@code runs} shows it. */
record RunReport(
    String runId,
    String command,
    Instant startedAt,
    Instant finishedAt,
    double durationS,
    int exitCode,
    String codeVersion,
    String settingsSha256,
    Long snapshot,
    List<SourceHarvest> harvests,
    List<Accounting> accounting,
    List<RuleCount> links,
    List<StageTime> stages,
    List<String> messages) {

  /** Links of one rule. */
  record RuleCount(String rule, long accepted, long candidates, long unmatched) {}

  /** Wall time of one stage. */
  record StageTime(String stage, double seconds) {}
}

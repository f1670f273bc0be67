package org.rudolphine.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code runs}, made from the run reports that the lake keeps. Rows stay as they are once
 * a run has finished; only reports that the table lacks are read, unless its columns have changed.
 */
final class RunRows {
  private static final Logger LOG = LoggerFactory.getLogger(RunRows.class);
  private static final String TABLE = "runs";

  private RunRows() {}

  /**
   * All rows.
   *
   * @param now when this is: a run that gave no sign of life for long is taken for dead
   */
  static Dataset<Row> of(Lake lake, TableStore store, SparkSession spark, Instant now)
      throws IOException {
    Table table = Table.named(TABLE);
    Set<String> due = new LinkedHashSet<>(lake.runs());
    due.removeAll(settled(store));
    RowCodec codec = new RowCodec(table.schema());
    List<Row> fresh = new ArrayList<>();
    for (String id : due) {
      report(lake, id, now).ifPresent(report -> fresh.add(codec.row(values(report))));
    }
    Dataset<Row> rows = spark.createDataFrame(fresh, table.schema());
    // Rows whose report somebody has removed stay, too.
    return store.has(TABLE)
        ? store.read(TABLE).filter(not(col("run_id").isin(due.toArray()))).unionByName(rows)
        : rows;
  }

  /** Runs whose rows are as they will ever be. */
  private static Set<String> settled(TableStore store) throws IOException {
    Set<String> settled = new HashSet<>();
    if (store.isCurrent(TABLE)) {
      store
          .read(TABLE)
          .filter(col("exit_code").isNotNull())
          .select("run_id")
          .collectAsList()
          .forEach(row -> settled.add(row.getString(0)));
    }
    return settled;
  }

  /** A report that has something final to say; a damaged one is named and passed over. */
  private static Optional<RunReport> report(Lake lake, String id, Instant now) throws IOException {
    try {
      RunReport report = RunHistory.report(lake.readRun(id));
      return Optional.of(report).filter(run -> run.finished() || Verdict.dead(run, now));
    } catch (FileNotFoundException removed) {
      return Optional.empty();
    } catch (RunHistory.Damaged e) {
      LOG.warn(
          "the report of run {} is damaged and left out of table runs: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Object> values(RunReport run) {
    Map<String, Object> values = new TreeMap<>();
    values.put("run_id", run.runId());
    values.put("source", "rudolphine");
    values.put("command", run.command());
    values.put("started_at", run.startedAt());
    values.put("finished_at", run.finishedAt());
    values.put("duration_s", run.durationS());
    values.put("exit_code", run.exitCode());
    values.put("outcome", outcome(run));
    values.put("code_version", run.codeVersion());
    values.put("settings_sha256", run.settingsSha256());
    values.put("host", run.host());
    values.put("spark_master", run.sparkMaster());
    values.put("deploy_mode", run.deployMode());
    values.put("snapshot", run.snapshot());
    values.put("release", run.release());
    values.put("harvests", structs(run.harvests(), RunRows::harvest));
    values.put("accounting", structs(run.accounting(), RunRows::account));
    values.put(
        "refusals",
        structs(
            run.refusals(),
            refusal -> Map.of("source", refusal.source(), "reason", refusal.reason())));
    values.put(
        "links",
        structs(
            run.links(),
            rule ->
                Map.of(
                    "rule", rule.rule(),
                    "accepted", rule.accepted(),
                    "candidates", rule.candidates(),
                    "unmatched", rule.unmatched())));
    values.put(
        "stages",
        structs(run.stages(), stage -> Map.of("stage", stage.stage(), "seconds", stage.seconds())));
    values.put("messages", run.messages());
    values.put("revision", 1);
    values.put("licence", "CC0-1.0");
    values.put("redistribute", "no");
    return values;
  }

  private static String outcome(RunReport run) {
    return run.finished() ? ExitCode.words(run.exitCode()) : "never finished";
  }

  private static Map<String, Object> harvest(SourceHarvest harvest) {
    Map<String, Object> struct = new TreeMap<>();
    List<String> batches = harvest.batches();
    struct.put("source", harvest.source());
    struct.put("watermark", batches.isEmpty() ? null : batches.get(batches.size() - 1));
    struct.put("pages", harvest.pages());
    struct.put("records", harvest.records());
    struct.put("seconds", harvest.seconds());
    struct.put("waited_s", harvest.waitedSeconds());
    struct.put("failures", harvest.failures());
    return struct;
  }

  private static Map<String, Object> account(Accounting account) {
    Map<String, Object> struct = new TreeMap<>();
    struct.put("source", account.source());
    struct.put("read", account.read());
    struct.put("written", account.written());
    struct.put("unchanged", account.unchanged());
    struct.put("duplicate", account.duplicate());
    struct.put("deleted", account.deleted());
    struct.put("rejected", account.rejected());
    struct.put("skipped", account.skipped());
    struct.put("tombstoned", account.tombstoned());
    return struct;
  }

  private static <T> List<Map<String, Object>> structs(
      List<T> values, Function<T, Map<String, Object>> struct) {
    return values.stream().map(struct).toList();
  }
}

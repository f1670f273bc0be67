package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.transform.table.TableStore;

/** The table of runs out of reports old and new. */
class RunRowsTest {
  private static final String OLD = "20251121T030000000Z-nightly-000000";
  private static final Instant NOW = Instant.now();

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    SharedSpark.start();
  }

  @Test
  void onlyReportsThatTheTableLacksAreRead() throws IOException {
    Lake lake = Lake.at(folder);
    lake.writeRun(
        OLD,
        """
        {"runId": "%s", "command": "nightly", "startedAt": "2025-11-21T03:00:00Z",
         "finishedAt": "2025-11-21T03:04:00Z", "durationS": 240.0, "exitCode": 0,
         "codeVersion": "0.1.0", "settingsSha256": "ab", "snapshot": 3, "harvests": [],
         "accounting": [], "links": [], "stages": [], "messages": []}
        """
            .formatted(OLD)
            .getBytes(StandardCharsets.UTF_8));
    Run failed = Run.start("harvest", Clock.systemUTC());
    failed.harvested(
        new SourceHarvest("arxiv", List.of("b1", "b2"), 3, 25, List.of("down"), null, 1.5, 12));
    failed.outcome(ExitCode.SOME_SOURCES_FAILED);
    write(lake, failed.report("0.1.0", "ab"));
    Run going = Run.start("link", Clock.systemUTC());
    write(lake, going.soFar("0.1.0", "ab"));
    Files.writeString(folder.resolve("runs/20251201T000000000Z-link-ffffff.json"), "{");

    publish(lake, NOW);

    assertThat(rows(lake)).hasSize(2);
    Row old = rows(lake).get(0);
    assertThat(old.getString(old.fieldIndex("outcome"))).isEqualTo("done");
    assertThat(old.isNullAt(old.fieldIndex("host"))).isTrue();
    Row harvest = rows(lake).get(1);
    assertThat(harvest.getString(harvest.fieldIndex("outcome"))).isEqualTo("some sources failed");
    Row arxiv = (Row) harvest.getList(harvest.fieldIndex("harvests")).get(0);
    assertThat(arxiv.getString(arxiv.fieldIndex("watermark"))).isEqualTo("b2");
    assertThat(arxiv.getList(arxiv.fieldIndex("failures"))).hasToString("[down]");

    // What the table has is not read again, and a run that fell silent has died.
    Files.delete(folder.resolve("runs").resolve(OLD + ".json"));
    publish(lake, NOW.plus(Verdict.SILENCE).plusSeconds(60));

    assertThat(rows(lake)).hasSize(3);
    Row killed = rows(lake).get(2);
    assertThat(killed.getString(killed.fieldIndex("outcome"))).isEqualTo("never finished");
    assertThat(killed.isNullAt(killed.fieldIndex("exit_code"))).isTrue();
  }

  private static void write(Lake lake, RunReport report) throws IOException {
    lake.writeRun(report.runId(), LakeJson.mapper().writeValueAsBytes(report));
  }

  private static void publish(Lake lake, Instant now) throws IOException {
    TableStore store = store(lake);
    TableStore.Commit commit = store.begin();
    commit.put("runs", RunRows.of(lake, store, spark(), now), Map.of(), Map.of());
    commit.commit();
  }

  private static List<Row> rows(Lake lake) throws IOException {
    Dataset<Row> rows = store(lake).read("runs").orderBy("run_id");
    return rows.collectAsList();
  }

  private static TableStore store(Lake lake) throws IOException {
    return TableStore.open(spark(), lake, "test", "0.1.0", Clock.systemUTC());
  }

  private static SparkSession spark() {
    return SparkSession.getDefaultSession().get();
  }
}

package org.rudolphine.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** The table {@code runs}, made from the run reports that the lake keeps. */
final class RunRows {
  private static final ObjectMapper JSON = LakeJson.mapper();
  private final Lake lake;

  RunRows(Lake lake) {
    this.lake = lake;
  }

  Dataset<Row> rows(SparkSession spark) throws IOException {
    Table table = Table.named("runs");
    RowCodec codec = new RowCodec(table.schema());
    List<Row> rows = new ArrayList<>();
    for (String id : lake.runs()) {
      rows.add(codec.row(values(JSON.readTree(lake.readRun(id)))));
    }
    return spark.createDataFrame(rows, table.schema());
  }

  private static Map<String, Object> values(JsonNode run) {
    Map<String, Object> values = new TreeMap<>();
    values.put("run_id", run.get("runId").asText());
    values.put("source", "rudolphine");
    values.put("command", run.get("command").asText());
    values.put("started_at", Instant.parse(run.get("startedAt").asText()));
    values.put("finished_at", Instant.parse(run.get("finishedAt").asText()));
    values.put("duration_s", run.get("durationS").asDouble());
    values.put("exit_code", run.get("exitCode").asInt());
    values.put("code_version", run.get("codeVersion").asText());
    values.put("settings_sha256", run.get("settingsSha256").asText());
    if (run.hasNonNull("snapshot")) {
      values.put("snapshot", run.get("snapshot").asLong());
    }
    values.put("accounting", counts(run.get("accounting"), "source"));
    values.put("links", counts(run.get("links"), "rule"));
    List<Map<String, Object>> stages = new ArrayList<>();
    for (JsonNode stage : run.get("stages")) {
      stages.add(
          Map.of("stage", stage.get("stage").asText(), "seconds", stage.get("seconds").asDouble()));
    }
    values.put("stages", stages);
    List<String> messages = new ArrayList<>();
    run.get("messages").forEach(message -> messages.add(message.asText()));
    values.put("messages", messages);
    values.put("revision", 1);
    values.put("licence", "CC0-1.0");
    values.put("redistribute", "no");
    return values;
  }

  /** Structs of one name and otherwise whole numbers. */
  private static List<Map<String, Object>> counts(JsonNode list, String name) {
    List<Map<String, Object>> structs = new ArrayList<>();
    for (JsonNode entry : list) {
      Map<String, Object> struct = new TreeMap<>();
      entry
          .properties()
          .forEach(
              field ->
                  struct.put(
                      field.getKey(),
                      field.getKey().equals(name)
                          ? field.getValue().asText()
                          : (Object) field.getValue().asLong()));
      structs.add(struct);
    }
    return structs;
  }
}

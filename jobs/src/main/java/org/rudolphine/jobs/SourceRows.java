package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** The table {@code sources}: what the settings say of every dataset, and of whether we have it. */
final class SourceRows {
  private final Settings settings;

  SourceRows(Settings settings) {
    this.settings = settings;
  }

  Dataset<Row> rows(SparkSession spark) {
    Table table = Table.named("sources");
    RowCodec codec = new RowCodec(table.schema());
    List<Row> rows = new ArrayList<>();
    for (String id : settings.sourceIds()) {
      rows.add(codec.row(values(settings.source(id))));
    }
    return spark.createDataFrame(rows, table.schema());
  }

  private static Map<String, Object> values(SourceSettings source) {
    Map<String, Object> values = new TreeMap<>();
    values.put("source", source.id());
    values.put("title", source.text("title"));
    values.put("domain", source.text("domain"));
    values.put("side", source.text("side"));
    values.put("status", source.text("status"));
    values.put("status_reason", source.text("status-reason"));
    values.put("tables", source.texts("tables"));
    putIfGiven(values, "homepage", source.text("homepage"));
    putIfGiven(values, "size", source.text("size"));
    putIfGiven(values, "citation", source.text("citation"));
    putIfGiven(values, "licence_note", source.text("licence-note"));
    values.put("revision", 1);
    values.put("licence", source.licence());
    values.put("dataset_redistribute", source.redistribute());
    values.put("redistribute", "yes"); // the entry is ours, whatever holds for the dataset
    return values;
  }

  private static void putIfGiven(Map<String, Object> values, String column, String text) {
    if (!text.isEmpty()) {
      values.put(column, text);
    }
  }
}

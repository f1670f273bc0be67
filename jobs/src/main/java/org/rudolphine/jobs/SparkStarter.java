package org.rudolphine.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.transform.table.ParquetFiles;

/**
 * Starts Spark with what the tables rely on. Under spark-submit its master and configuration win;
 * {@code conf/spark-defaults.conf} fills in the rest, and {@code conf/spark-local.conf} too where
 * driver and executors are one process; a few settings are not negotiable, because rows would come
 * out differently.
 */
final class SparkStarter {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.datetime.java8API.enabled", "true",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.ansi.enabled", "true",
          // A bit that a disk has turned must stop a run, not become a fact.
          "spark.hadoop.parquet.page.verify-checksum.enabled", "true",
          "spark.speculation", "false");

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final String FEW_PARTITIONS = "2";
  private static final long FEWEST_PARTITIONS_OF_MANY_ROWS = 8;
  private static final long ROWS_PER_PARTITION = 50_000;
  private static final String PLUGINS = "spark.plugins";
  private static final String NAME = "spark.app.name";

  private SparkStarter() {}

  static SparkSession start(Settings settings, String name, Map<String, String> hadoopSettings)
      throws IOException {
    SparkConf conf = new SparkConf();
    defaults("conf/spark-defaults.conf").forEach(conf::setIfMissing);
    conf.setIfMissing("spark.master", settings.text("spark.master"));
    if (conf.get("spark.master").startsWith("local")) {
      defaults("conf/spark-local.conf").forEach(conf::setIfMissing);
    } else {
      plugIn(conf, ExecutorLogs.class);
    }
    if (conf.get(NAME, Rudolphine.class.getName()).equals(Rudolphine.class.getName())) {
      conf.set(NAME, "rudolphine " + name); // spark-submit names it after the class
    }
    REQUIRED.forEach(conf::set);
    plugIn(conf, MetricsPlugin.class);
    hadoopSettings.forEach((key, value) -> conf.set("spark.hadoop." + key, value));
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Plugins that the user names stay. */
  private static void plugIn(SparkConf conf, Class<? extends SparkPlugin> plugin) {
    String others = conf.get(PLUGINS, "");
    if (!List.of(others.split("\\s*,\\s*")).contains(plugin.getName())) {
      conf.set(PLUGINS, others.isBlank() ? plugin.getName() : others + "," + plugin.getName());
    }
  }

  /**
   * Compiling a query to bytecode and spreading it over many tasks pay on many rows only: below the
   * threshold {@code spark.compile-above-rows} plans are interpreted, shuffles are narrow and one
   * task sorts. The rows and bytes come out the same.
   */
  static void suit(SparkSession session, Settings settings, long rows) {
    boolean compile = rows > Long.parseLong(settings.text("spark.compile-above-rows"));
    SparkConf conf = session.sparkContext().getConf();
    String many = conf.get(PARTITIONS, Long.toString(partitions(rows)));
    session.conf().set(PARTITIONS, compile ? many : FEW_PARTITIONS);
    session.conf().set(ParquetFiles.ONE_TASK, Boolean.toString(!compile));
    session.conf().set("spark.sql.codegen.wholeStage", Boolean.toString(compile));
    session.conf().set("spark.sql.codegen.factoryMode", compile ? "FALLBACK" : "NO_CODEGEN");
  }

  /**
   * Tasks of a shuffle on a cluster that was not told: by rows, for executors come and go. Many
   * more than cores cost time, fewer leave cores idle.
   */
  static long partitions(long rows) {
    return Math.max(FEWEST_PARTITIONS_OF_MANY_ROWS, rows / ROWS_PER_PARTITION);
  }

  private static Map<String, String> defaults(String resource) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = SparkStarter.class.getClassLoader().getResourceAsStream(resource)) {
      properties.load(in);
    }
    TreeMap<String, String> defaults = new TreeMap<>();
    properties.forEach((key, value) -> defaults.put(key.toString(), value.toString()));
    return defaults;
  }
}

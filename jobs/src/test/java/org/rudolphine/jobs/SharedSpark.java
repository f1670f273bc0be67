package org.rudolphine.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.jobs.settings.Settings;

/** One Spark for all tests of the module, started as the product starts it. */
final class SharedSpark {
  private SharedSpark() {}

  static void start() throws IOException {
    start(Map.of());
  }

  /** With settings of the store that lakes of the tests are in. */
  static void start(Map<String, String> hadoopSettings) throws IOException {
    if (SparkSession.getDefaultSession().isEmpty()) {
      SparkStarter.start(
          Settings.load(List.of(), List.of("spark.master=local[2]")), "tests", hadoopSettings);
    }
  }

  static void stop() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }
}

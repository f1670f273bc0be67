package org.rudolphine.jobs;

import java.util.Map;
import java.util.TreeMap;

/** What spark-submit tells the driver: it puts all that it was given into system properties. */
final class Submit {
  private static final String HADOOP = "spark.hadoop.";

  private Submit() {}

  /** Whether spark-submit started this JVM. */
  static boolean isUsed() {
    return System.getProperty("spark.submit.deployMode") != null;
  }

  /** Whether the driver runs on the cluster, far from the directory and terminal of the user. */
  static boolean isInCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * Whether YARN waits for {@code main} to return: it takes a driver that exits, even with code 0,
   * for one that failed.
   */
  static boolean isReturnedTo() {
    return isInCluster() && "yarn".equals(System.getProperty("spark.master"));
  }

  /** Hadoop settings that spark-submit was given as {@code spark.hadoop.*}. */
  static Map<String, String> hadoopSettings() {
    TreeMap<String, String> settings = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(HADOOP)) {
        settings.put(name.substring(HADOOP.length()), System.getProperty(name));
      }
    }
    return settings;
  }
}

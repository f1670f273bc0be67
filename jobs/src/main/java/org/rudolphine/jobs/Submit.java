package org.rudolphine.jobs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** What spark-submit tells the driver: it puts all that it was given into system properties. */
final class Submit {
  private static final String HADOOP = "spark.hadoop.";
  private static final List<String> SITES = List.of("core-site.xml", "hdfs-site.xml");

  private Submit() {}

  /** Whether spark-submit started this JVM. */
  static boolean isUsed() {
    return System.getProperty("spark.submit.deployMode") != null;
  }

  /** Whether the driver runs on the cluster, far from the directory and terminal of the user. */
  static boolean isInCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Whether executors live in the driver's process. */
  static boolean isLocal() {
    return System.getProperty("spark.master", "local").startsWith("local");
  }

  /**
   * Whether YARN waits for {@code main} to return: it takes a driver that exits, even with code 0,
   * for one that failed.
   */
  static boolean isReturnedTo() {
    return isInCluster() && "yarn".equals(System.getProperty("spark.master"));
  }

  /**
   * Hadoop settings that executors need too: those of the site files on the driver's class path,
   * which {@code HADOOP_CONF_DIR} puts there and a standalone executor does not have, and over them
   * what spark-submit was given as {@code spark.hadoop.*}.
   */
  static Map<String, String> hadoopSettings() {
    Map<String, String> settings = isUsed() ? siteSettings() : new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(HADOOP)) {
        settings.put(name.substring(HADOOP.length()), System.getProperty(name));
      }
    }
    return settings;
  }

  private static Map<String, String> siteSettings() {
    TreeMap<String, String> settings = new TreeMap<>();
    ClassLoader loader = Submit.class.getClassLoader();
    if (SITES.stream().allMatch(site -> loader.getResource(site) == null)) {
      return settings; // spares looking at a thousand defaults
    }
    Configuration configuration = new Configuration();
    configuration.addResource(SITES.get(1));
    for (Map.Entry<String, String> entry : configuration) {
      String[] sources = configuration.getPropertySources(entry.getKey());
      if (sources != null && SITES.contains(sources[sources.length - 1])) {
        settings.put(entry.getKey(), configuration.getRaw(entry.getKey()));
      }
    }
    return settings;
  }
}

package org.rudolphine.jobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.spark.SparkConf;

/**
 * Puts the packed log settings in force where nobody gave others. Under spark-submit the logs are
 * set up before the jar is on any class path, so that naming the file in a property is too late.
 */
final class Logs {
  private static final String PACKED = "conf/log4j2.properties";
  private static final String PROPERTY = "log4j2.configurationFile";

  private Logs() {}

  /** For a JVM that the launcher or a test started: nothing is loaded before it is needed. */
  static void ofOwnJvm() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "classpath:" + PACKED);
    }
  }

  /** For a JVM that Spark started: a driver or an executor. */
  static void ofSparksJvm() {
    // Spark sets up logs when it first logs, and again after its launch code; let it be done now.
    new SparkConf(false).log();
    if (LogManager.getContext(false) instanceof LoggerContext context
        && isDefault(context.getConfiguration())) {
      context.setConfigLocation(packed());
    }
  }

  /** Whether it is what Log4j or Spark falls back to when no file is given. */
  private static boolean isDefault(Configuration configuration) {
    String location = configuration.getConfigurationSource().getLocation();
    return configuration instanceof DefaultConfiguration
        || (location != null && location.contains("org/apache/spark/log4j2-"));
  }

  private static URI packed() {
    URL file = Logs.class.getClassLoader().getResource(PACKED);
    if (file == null) {
      throw new IllegalStateException("The code was packed without " + PACKED);
    }
    try {
      return file.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Class path entry " + file, e);
    }
  }
}

package org.rudolphine.transform;

import org.apache.spark.sql.SparkSession;

/** The one Spark session that all tests of this module share. */
public final class SparkSessions {
  private SparkSessions() {}

  public static SparkSession shared() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("transform-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", "true")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate();
  }
}

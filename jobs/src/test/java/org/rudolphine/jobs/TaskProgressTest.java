package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signs of life out of what Spark tells of its tasks. */
class TaskProgressTest {

  @BeforeAll
  static void start() throws IOException {
    SharedSpark.start();
  }

  @Test
  void rowsThatTasksReadAreCounted() throws InterruptedException {
    SparkSession spark = SparkSession.getDefaultSession().get();
    SparkContext context = spark.sparkContext();
    TaskProgress progress = new TaskProgress();
    context.addSparkListener(progress);
    try {
      spark.range(0, 1000, 1, 4).repartition(2).count();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (progress.counts().records() < 1000 && System.nanoTime() < end) {
        Thread.sleep(10); // events come by a thread of their own
      }
    } finally {
      context.removeSparkListener(progress);
    }
    assertThat(progress.counts().records()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void knownEndIsTold() {
    assertThat(new TaskProgress.Counts(40, 10, 60, 1_250_000).words("normalize", 100, 250_000))
        .isEqualTo(
            "normalize for 100 s, 10 of 40 tasks of this step (through in about 3 min),"
                + " 1,000,000 rows read, 10,000/s");
  }

  @Test
  void unknownEndIsNot() {
    assertThat(new TaskProgress.Counts(2, 0, 60, 0).words("link", 30, 0))
        .isEqualTo("link for 30 s, 0 of 2 tasks of this step");
    assertThat(new TaskProgress.Counts(0, 0, 0, 0).words("report", 12, 0))
        .isEqualTo("report for 12 s");
  }
}

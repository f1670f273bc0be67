package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;

/** Executors that look into a folder which is not the driver's. */
class SharedDiskTest {
  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void machinesThatDoNotSeeTheLakeAreNamed() throws IOException {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    Lake lake = Lake.at(folder);
    Files.createDirectories(folder.resolve("reports"));
    Files.createFile(folder.resolve("reports").resolve("seen"));

    assertThat(SharedDisk.blind(context, lake, "seen")).isEmpty();
    assertThat(SharedDisk.blind(context, lake, "not-seen"))
        .containsExactly(InetAddress.getLocalHost().getHostName());
  }
}

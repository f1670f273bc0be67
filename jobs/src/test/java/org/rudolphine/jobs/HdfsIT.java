package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** A lake in HDFS, with machines that fail on the way. */
class HdfsIT {
  private static final String SPARK = "spark.hadoop.";

  @TempDir static Path folder;

  private static Hdfs hdfs;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    hdfs = Hdfs.start(folder.resolve("hdfs"), 3);
    SharedSpark.stop();
    hdfs.settings().forEach((key, value) -> System.setProperty(SPARK + key, value));
    SharedSpark.start(hdfs.settings());
  }

  @AfterAll
  static void end() {
    SharedSpark.stop();
    if (hdfs != null) {
      hdfs.settings().keySet().forEach(key -> System.clearProperty(SPARK + key));
      hdfs.close();
    }
  }

  private static String uri(String path) {
    return hdfs.uri() + "/lakes/" + path;
  }

  /** A data node dies while pages land, and the name node restarts while tables are written. */
  @Test
  void wholeRoadWhileMachinesFail() throws Exception {
    try (SampleServer server = SampleServer.start()) {
      StoreRoad road = new StoreRoad(uri("my lake/100%"), hdfs.settings(), server);
      CompletableFuture<Cli.Result> night =
          CompletableFuture.supplyAsync(() -> road.cli().run("nightly"));
      await(night, () -> !road.lake().harvestedSources().isEmpty());
      hdfs.loseDataNode();
      await(night, () -> !road.lake().tableVersions("gw_events").isEmpty());
      hdfs.restartNameNode();
      Cli.Result result = night.get(5, TimeUnit.MINUTES);

      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(road.sums("releases")).isEqualTo(road.releasedLocally(folder.resolve("local")));
      road.secondNightPublishesNothing();
      road.isUsableByItsUri(folder);
      road.leavesNoScratch();
      permissionsAndQuotaEndClearly(road, server);
    }
  }

  private static void await(CompletableFuture<Cli.Result> night, Condition reached)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!night.isDone() && !reached.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
    assertThat(night.isDone()).as("the moment was missed").isFalse();
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void permissionsAndQuotaEndClearly(StoreRoad road, SampleServer server)
      throws Exception {
    var before = road.sums("snapshots");
    var root = new org.apache.hadoop.fs.Path(road.lake().uri());
    hdfs.administer(files -> files.setPermission(root, new FsPermission((short) 0555)));
    hdfs.administer(files -> files.setOwner(root, "hdfs", null));
    assertThat(road.failed("nightly")).contains("cannot be written").contains("Permission denied");
    hdfs.administer(files -> files.setPermission(root, new FsPermission((short) 0777)));

    server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", 36.1));
    var tables = new org.apache.hadoop.fs.Path(root, "tables");
    hdfs.administer(
        files ->
            files.setQuota(
                tables,
                files.getContentSummary(tables).getFileAndDirectoryCount() + 5,
                HdfsConstants.QUOTA_DONT_SET));
    assertThat(road.failed("nightly")).contains("quota").contains("exceeded");
    assertThat(road.sums("snapshots")).isEqualTo(before);
    hdfs.administer(
        files -> files.setQuota(tables, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET));

    road.done("nightly");
    assertThat(road.lake().releases()).hasSize(2);
    road.done("verify", road.lake().releaseFolder(road.lake().latestRelease().orElseThrow()).uri());
  }

  @Test
  void filesAreKeptByContent() throws IOException {
    StoreRoad.keepsFilesByContent(Lake.open(uri("files/100%"), hdfs.settings()));
  }

  @Test
  void twoProcessesCommitAtOnce() throws IOException, InterruptedException {
    TwoCommitters.race(uri("race"), hdfs.settings(), folder);
  }
}

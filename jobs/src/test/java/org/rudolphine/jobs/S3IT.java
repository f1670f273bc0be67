package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.S3Server.Verdict;
import org.rudolphine.jobs.demo.SampleServer;

/** A lake in an S3 store that runs in a process of its own. */
class S3IT {
  private static final String SPARK = "spark.hadoop.";

  @TempDir static Path folder;

  private static S3Server store;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    store = S3Server.start(folder);
    SharedSpark.stop(); // the settings of a store are given when Spark starts
    store.settings().forEach((key, value) -> System.setProperty(SPARK + key, value));
    SharedSpark.start(store.settings());
  }

  @AfterAll
  static void end() {
    SharedSpark.stop();
    if (store != null) {
      store.settings().keySet().forEach(key -> System.clearProperty(SPARK + key));
      store.close();
    }
  }

  @AfterEach
  void everythingPasses() {
    store.gate((kind, key) -> Verdict.PASS);
  }

  private static String uri(String path) {
    return "s3a://" + S3Server.BUCKET + "/" + path;
  }

  /** Minutes: HdfsIT goes the same road in every build. */
  @Test
  @Tag("endurance")
  void wholeRoad() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      StoreRoad road = new StoreRoad(uri("my lake/100%"), store.settings(), server);
      store.gate(
          (kind, key) ->
              kind.equals("PUT") && key.contains("/releases/1") && key.endsWith("/MANIFEST.json")
                  ? Verdict.DENY
                  : Verdict.PASS);
      assertThat(road.failed("nightly")).contains("releases/1.0.0/MANIFEST.json");
      assertThat(road.sums("releases/1.0.0")).as("half of it is there").isNotEmpty();
      assertThat(road.lake().releases()).isEmpty();
      assertThat(road.done("status").out()).contains("none yet");

      store.gate((kind, key) -> Verdict.PASS);
      road.done("nightly");
      assertThat(road.lake().releases()).containsExactly("1.0.0");
      assertThat(road.sums("releases")).isEqualTo(road.releasedLocally(folder.resolve("local")));
      store.counted();
      road.secondNightPublishesNothing();
      Map<String, Long> requests = store.counted();
      assertThat(requests.values().stream().mapToLong(Long::longValue).sum())
          .as("requests of a night without news: %s", requests)
          .isLessThan(2_000);
      road.isUsableByItsUri(folder);
      road.leavesNoScratch();
    }
  }

  @Test
  void filesAreKeptByContent() throws IOException {
    StoreRoad.keepsFilesByContent(Lake.open(uri("files/100%"), store.settings()));
  }

  @Test
  void twoProcessesCommitAtOnce() throws IOException, InterruptedException {
    TwoCommitters.race(uri("race"), store.settings(), folder);
  }

  @Test
  void storeThatCreatesTwiceIsRefused() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      StoreRoad road = new StoreRoad(uri("twice"), store.settings(), server);
      store.gate((kind, key) -> Verdict.IGNORE_CONDITION);
      assertThat(road.failed("nightly"))
          .contains("does not refuse to create a file that exists")
          .contains("conditional");
      assertThat(road.sums(".")).isEmpty();
    }
  }

  @Test
  void saysAtOnceWhatIsWrongWithTheStore() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      long start = System.nanoTime();
      StoreRoad road = new StoreRoad(uri("refused"), store.settings(), server);
      store.gate((kind, key) -> Verdict.UNKNOWN_KEY);
      for (String command : new String[] {"harvest", "status"}) {
        assertThat(road.failed(command)).contains("refuses these credentials").contains("403");
      }
      store.gate((kind, key) -> Verdict.PASS);
      StoreRoad nowhere = new StoreRoad("s3a://no-such-bucket/lake", store.settings(), server);
      for (String command : new String[] {"harvest", "status"}) {
        assertThat(nowhere.failed(command)).contains("no bucket no-such-bucket");
      }
      System.setProperty(SPARK + "fs.s3a.endpoint", "http://127.0.0.1:1");
      for (String command : new String[] {"harvest", "status"}) {
        assertThat(road.failed(command)).contains("does not answer").contains("127.0.0.1:1");
      }
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(120);
    } finally {
      Map<String, String> right = new TreeMap<>(store.settings());
      System.setProperty(SPARK + "fs.s3a.endpoint", right.get("fs.s3a.endpoint"));
    }
  }
}

package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;

/** The sentences that operators read when a store cannot be used. */
class StoreTroubleTest {

  /** This module has no client for s3a on its class path. */
  @Test
  void namesTheJarThatIsMissing() {
    Lake lake = Lake.open("s3a://bucket/lake", Map.of());
    assertThatThrownBy(lake::checkReachable)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The lake s3a://bucket/lake cannot be written: ")
        .hasMessageContaining("--packages org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion())
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    assertThatThrownBy(lake::checkReadable).hasMessageContaining("hadoop-aws");
  }

  @Test
  void namesASchemeThatNobodySpeaks() {
    assertThatThrownBy(Lake.open("nosuch://host/lake", Map.of())::checkReachable)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nosuch:");
  }

  @Test
  void doesNotWaitLongForANameNodeThatIsNotThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String uri = "hdfs://127.0.0.1:" + free + "/lake";
    Lake lake = Lake.open(uri, Map.of("rudolphine.lake.wait", "1s"));
    for (Throwing check : new Throwing[] {lake::checkReachable, lake::checkReadable}) {
      assertThatThrownBy(check::run)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("The lake " + uri + " cannot be ")
          .hasMessageContaining("does not answer")
          .hasMessageContaining("127.0.0.1:" + free);
    }
  }

  @FunctionalInterface
  private interface Throwing {
    void run() throws IOException;
  }

  @Test
  void saysTheInnermostThingThatIsKnown() {
    IOException unknown = new IOException("deep", new UnknownHostException("no.such.host: x"));
    assertThat(StoreTrouble.of(unknown, "s3a://b"))
        .isEqualTo("the host no.such.host is unknown; mend the lake's URI or fs.s3a.endpoint");
    IOException refused =
        new IOException(
            "Connect to 127.0.0.1:1 [/127.0.0.1] failed", new ConnectException("refused"));
    assertThat(StoreTrouble.of(refused, "s3a://bucket/lake"))
        .isEqualTo("its store does not answer (bucket: refused)");
    assertThat(StoreTrouble.of(new IOException("one line\nand more"), "hdfs://h/"))
        .isEqualTo("one line");
    assertThat(StoreTrouble.of(new IllegalStateException("odd"), "hdfs://h/"))
        .isEqualTo("IllegalStateException: odd");
  }

  @Test
  void defaultsGiveWayToWhatIsSaid() {
    Map<String, String> defaults = Lake.open("hdfs://h/lake", Map.of()).hadoopSettings();
    assertThat(defaults).containsEntry("dfs.client.retry.policy.enabled", "true");
    Map<String, String> said = Map.of("dfs.client.retry.policy.enabled", "false", "x", "y");
    assertThat(Lake.open("hdfs://h/lake", said).hadoopSettings())
        .containsEntry("dfs.client.retry.policy.enabled", "false")
        .containsEntry("x", "y")
        .containsKey("dfs.client.retry.policy.spec");
    assertThat(Lake.open("hdfs://h/lake", said).storeDefaults())
        .containsEntry("dfs.client.retry.policy.enabled", "false")
        .doesNotContainKey("x");
    assertThat(Lake.open("/local/lake", said).hadoopSettings()).isEqualTo(said);
    assertThat(Lake.open("/local/lake", said).storeDefaults()).isEmpty();
  }

  /** An executor on another machine has not the environment of the driver. */
  @Test
  void takesCredentialsOfTheEnvironmentAlongUnlessOthersAreGiven() {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");
    assertThat(StoreDefaults.complete("s3a://b", Map.of(), environment))
        .containsEntry("fs.s3a.access.key", "id")
        .containsEntry("fs.s3a.secret.key", "secret")
        .doesNotContainKey("fs.s3a.session.token");
    Map<String, String> role = Map.of("fs.s3a.aws.credentials.provider", "x.Role");
    assertThat(StoreDefaults.complete("s3a://b", role, environment))
        .doesNotContainKey("fs.s3a.secret.key");
    assertThat(StoreDefaults.complete("hdfs://h", Map.of(), environment))
        .doesNotContainKey("fs.s3a.secret.key");
  }
}

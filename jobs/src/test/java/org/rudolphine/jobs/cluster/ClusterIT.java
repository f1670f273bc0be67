package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar on a real cluster. */
class ClusterIT {
  @TempDir static Path folder;

  @Test
  void bothModes() throws IOException, InterruptedException {
    try (LocalCluster cluster = LocalCluster.in(folder).workers(2, 1).start()) {
      Submission.Result client = Submission.to(cluster).run("--version");
      assertThat(client.exit()).as(client.err()).isZero();
      assertThat(client.out()).startsWith("rudolphine ");

      Submission.Result inCluster = Submission.to(cluster).inClusterMode().run("--version");
      assertThat(inCluster.state()).as(inCluster.err()).isEqualTo("FINISHED");
      assertThat(inCluster.out()).isEqualTo(client.out());
    }
  }
}

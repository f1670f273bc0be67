package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.jobs.demo.SampleServer;

/** A disk that is full in the middle of a night; {@link DiskFaultsTest} tries many moments. */
class DiskFullTest {
  @TempDir Path folder;

  @Test
  void saysSoInOneLineAndTheNextNightRepairs() throws IOException, InterruptedException {
    FaultyDisk.assumeMounts();
    try (SampleServer server = SampleServer.start()) {
      FaultyDisk.Nights nights =
          new FaultyDisk(folder, OtherJvm::command, server)
              .run(
                  "mount -t tmpfs -o size=512k tmpfs $DISK", ":", "mount -o remount,size=1g $DISK");
      assertThat(nights.failed()).as(nights.said()).isEqualTo(ExitCode.FAILED);
      assertThat(nights.said().lines().filter(line -> line.startsWith("error: ")))
          .singleElement()
          .asString()
          .contains("No space left on device", "free space", "nothing half-done counts");
      assertThat(nights.said()).doesNotContain("\tat ");
      assertThat(nights.mended()).as(nights.saidThen()).isZero();
    }
  }
}
